/// Volume plugins that are going away, and files that hide a token.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go`.
enum VolumeWarnings {
  private static let retired = [
    ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
    ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
    ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
    ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
    ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
    ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
    ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
    ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
    ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
  ]

  static func warnings(_ volumes: [Node]) -> [String] {
    var warnings: [String] = []
    for (index, volume) in volumes.enumerated() {
      let path = FieldPath("spec", "volumes").index(index)
      for (key, message) in retired where volume.has(key) {
        let shown = key == "storageos" ? "storageOS" : key
        warnings.append("\(path.field(shown)): \(message)")
      }
    }
    return warnings + hiddenTokens(volumes)
  }

  private static func hiddenTokens(_ volumes: [Node]) -> [String] {
    let sources = volumes.map { $0.object("projected")?.items("sources") ?? [] }
    let tokens = Set(
      sources.joined().compactMap { $0.object("serviceAccountToken")?.text("path") })
    guard !tokens.isEmpty else { return [] }
    var warnings: [String] = []
    for (index, list) in sources.enumerated() {
      let path = FieldPath("spec", "volumes").index(index).field("projected").field("sources")
      for source in list {
        for (key, shown) in [
          ("configMap", "configMap"), ("secret", "secrets"), ("downwardAPI", "downwardAPI"),
        ] {
          for (place, item) in (source.object(key)?.items("items") ?? []).enumerated()
          where tokens.contains(item.text("path")) {
            warnings.append(
              "\(path.field(shown).index(place)): has duplicated path with ServiceAccountToken "
                + GoQuote.quoted(item.text("path")))
          }
        }
      }
    }
    return warnings
  }
}
