/// Volume plugins that are going away, and files that lie upon each other.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go` (`warningsForOverlappingVirtualPaths`).
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
      if let warning = fractionalClaim(volume, path) { warnings.append(warning) }
    }
    return warnings + volumes.flatMap(overlaps)
  }

  private static func fractionalClaim(_ volume: Node, _ path: FieldPath) -> String? {
    let template = volume.object("ephemeral")?.object("volumeClaimTemplate")
    let requests = template?["spec"]?["resources"]?["requests"]
    guard let amount = requests?["storage"]?.asQuantity, amount.milliValue % 1000 != 0 else {
      return nil
    }
    let place = path.field("ephemeral").field("volumeClaimTemplate").field("spec")
      .field("resources").field("requests").key("storage")
    return "\(place): fractional byte value \"\(amount)\" is invalid, must be an integer"
  }

  // MARK: Files over files

  /// A file of a volume, with its source where a volume has several.
  private struct File {
    var path: String
    let source: String

    init(_ path: String, from source: String = "") {
      // A slash at the end says nothing about a file.
      var path = path[...]
      while path.last == "/" { path.removeLast() }
      self.path = String(path)
      self.source = source
    }

    var shown: String {
      source.isEmpty ? GoQuote.quoted(path) : "\(GoQuote.quoted(path)) (\(source))"
    }

    /// Whether one is the other, or would have to lie inside of it.
    func overlaps(_ other: File) -> Bool {
      guard !path.isEmpty, !other.path.isEmpty else { return false }
      return "\(path)/".hasPrefix("\(other.path)/") || "\(other.path)/".hasPrefix("\(path)/")
    }
  }

  /// Files of one volume that get in each other's way.
  private static func overlaps(in volume: Node) -> [String] {
    let name = GoQuote.quoted(volume.text("name"))
    var warnings: [String] = []
    func add(_ files: [File], _ kind: String) {
      warnings += overlaps(in: files).map { "volume \(name) (\(kind)): overlapping paths: \($0)" }
    }
    if let source = volume.object("configMap") {
      add(files(of: source), "ConfigMap \(GoQuote.quoted(source.text("name")))")
    }
    if let source = volume.object("secret") {
      add(files(of: source), "Secret \(GoQuote.quoted(source.text("secretName")))")
    }
    if let source = volume.object("downwardAPI") { add(files(of: source), "DownwardAPI") }
    if let sources = volume.object("projected")?.items("sources") {
      for source in sources where source.entries?.isEmpty ?? true {
        warnings.append("volume \(name) (Projected) has no sources provided")
      }
      add(sources.flatMap(files(ofProjected:)), "Projected")
    }
    return warnings
  }

  private static func overlaps(in files: [File]) -> [String] {
    files.indices.flatMap { index in
      files[..<index].filter(files[index].overlaps).map {
        "\(files[index].shown) with \($0.shown)"
      }
    }
  }

  private static func files(of source: Node, named name: String = "") -> [File] {
    source.items("items").map { File($0.text("path"), from: name) }
  }

  private static func files(ofProjected source: Node) -> [File] {
    for (key, kind) in [("configMap", "ConfigMap"), ("secret", "Secret")] {
      guard let projection = source.object(key), projection.has("items") else { continue }
      return files(of: projection, named: "\(kind) \(GoQuote.quoted(projection.text("name")))")
    }
    if let projection = source.object("downwardAPI"), projection.has("items") {
      return files(of: projection, named: "DownwardAPI")
    }
    return source.object("serviceAccountToken").map {
      [File($0.text("path"), from: "ServiceAccountToken")]
    } ?? []
  }
}
