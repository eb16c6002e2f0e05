/// A volume of a Pod.
///
/// Source: Kubernetes API reference, `core/v1` Volume.
package struct Volume: Sendable, Equatable {
  package var name: String
  package var source: VolumeSource
  package var position: SourcePosition?

  init(_ node: Node) {
    name = node["name"]?.string ?? ""
    source = VolumeSource(node)
    position = node.position
  }

  package init(name: String, source: VolumeSource = .emptyDir(medium: "", sizeLimit: nil)) {
    self.name = name
    self.source = source
    position = nil
  }
}

/// Where a volume's files come from.
package enum VolumeSource: Sendable, Equatable {
  /// `sizeLimit` is a quantity.
  case emptyDir(medium: String, sizeLimit: String?)
  case configMap(KeyedFiles)
  case secret(KeyedFiles)
  case downwardAPI(items: [Node], defaultMode: Int)
  case projected(sources: [Node], defaultMode: Int)
  case hostPath(path: String, type: String)
  case persistentVolumeClaim(claimName: String, readOnly: Bool)
  /// A source that podlab knows the name of and does not run.
  case other(String)

  init(_ node: Node) {
    guard let entry = node.entries?.first(where: { $0.key != "name" && !$0.value.isNull }) else {
      self = .emptyDir(medium: "", sizeLimit: nil)
      return
    }
    let value = entry.value
    let defaultMode = value["defaultMode"]?.int ?? 0o644
    switch entry.key {
    case "emptyDir":
      self = .emptyDir(
        medium: value["medium"]?.string ?? "", sizeLimit: value["sizeLimit"]?.scalarText)
    case "configMap": self = .configMap(KeyedFiles(value, nameKey: "name"))
    case "secret": self = .secret(KeyedFiles(value, nameKey: "secretName"))
    case "downwardAPI":
      self = .downwardAPI(items: value["items"]?.list ?? [], defaultMode: defaultMode)
    case "projected":
      self = .projected(sources: value["sources"]?.list ?? [], defaultMode: defaultMode)
    case "hostPath":
      self = .hostPath(path: value["path"]?.string ?? "", type: value["type"]?.string ?? "")
    case "persistentVolumeClaim":
      self = .persistentVolumeClaim(
        claimName: value["claimName"]?.string ?? "", readOnly: value["readOnly"]?.bool ?? false)
    default: self = .other(entry.key)
    }
  }

  /// The name of the source's field in a manifest, such as `emptyDir`.
  package var kind: String {
    switch self {
    case .emptyDir: "emptyDir"
    case .configMap: "configMap"
    case .secret: "secret"
    case .downwardAPI: "downwardAPI"
    case .projected: "projected"
    case .hostPath: "hostPath"
    case .persistentVolumeClaim: "persistentVolumeClaim"
    case .other(let name): name
    }
  }
}

/// Files made from the keys of a ConfigMap or Secret.
package struct KeyedFiles: Sendable, Equatable {
  /// Name of the ConfigMap or Secret.
  package var name: String
  /// Keys to show, with their paths; nil for all keys under their own names.
  package var items: [Item]?
  package var defaultMode: Int
  package var optional: Bool

  /// One key and the file that it becomes.
  package struct Item: Sendable, Equatable {
    package var key: String
    package var path: String
    package var mode: Int?
  }

  package init(_ node: Node, nameKey: String) {
    name = node[nameKey]?.string ?? ""
    items = node["items"]?.list?.map { item in
      Item(
        key: item["key"]?.string ?? "", path: item["path"]?.string ?? "", mode: item["mode"]?.int)
    }
    defaultMode = node["defaultMode"]?.int ?? 0o644
    optional = node["optional"]?.bool ?? false
  }
}
