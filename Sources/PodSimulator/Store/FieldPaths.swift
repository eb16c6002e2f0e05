import PodModel

/// The fields of an object by their paths, as conflicts name them:
/// `.spec.containers[name="nginx"].image`.
///
/// Source: structured-merge-diff `typed/tofieldset.go`, `fieldpath/path.go`; the `listType` markers of
/// `k8s.io/api/core/v1`.
enum FieldPaths {
  /// The values of an object's fields, without what names the object and what the server keeps.
  static func values(of object: Node) -> [String: Node] {
    var found: [String: Node] = [:]
    for entry in object.entries ?? [] where !["apiVersion", "kind", "status"].contains(entry.key) {
      collect(entry.value, at: ".\(entry.key)", list: entry.key, depth: 0, into: &found)
    }
    for name in own { found[".metadata.\(name)"] = nil }
    return found
  }

  private static let own = [
    "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation",
    "managedFields", "name", "namespace", "resourceVersion", "uid",
  ]

  private static let deepest = 64

  private static func collect(
    _ node: Node, at path: String, list: String, depth: Int, into found: inout [String: Node]
  ) {
    guard depth < deepest else { return }
    if let entries = node.entries, !entries.isEmpty, !atomicMaps.contains(list) {
      for entry in entries {
        collect(
          entry.value, at: "\(path).\(entry.key)", list: entry.key, depth: depth + 1, into: &found)
      }
    } else if let items = node.list, let keys = listKeys[list] {
      for item in items {
        let place = path + step(to: item, keys)
        found[place] = Node(.null)
        collect(item, at: place, list: "", depth: depth + 1, into: &found)
      }
    } else {
      found[path] = node
    }
  }

  /// An object without the fields at some paths.
  static func removing(_ paths: Set<String>, from object: Node) -> Node {
    paths.isEmpty ? object : kept(object, at: "", list: "", without: paths, depth: 0) ?? object
  }

  /// What is left of a value; nil where nothing is.
  private static func kept(
    _ node: Node, at path: String, list: String, without paths: Set<String>, depth: Int
  ) -> Node? {
    guard !paths.contains(path) else { return nil }
    guard depth < deepest else { return node }
    if let entries = node.entries, !entries.isEmpty, !atomicMaps.contains(list) {
      let rest = entries.compactMap { entry -> Node.Entry? in
        let place = "\(path).\(entry.key)"
        return kept(entry.value, at: place, list: entry.key, without: paths, depth: depth + 1)
          .map { Node.Entry(entry.key, $0) }
      }
      return rest.isEmpty ? nil : Node(.map(rest))
    }
    if let items = node.list, let keys = listKeys[list] {
      let rest = items.compactMap { item in
        kept(item, at: path + step(to: item, keys), list: "", without: paths, depth: depth + 1)
      }
      return rest.isEmpty ? nil : Node(.list(rest))
    }
    return node
  }

  /// Such as `[containerPort=80,protocol="TCP"]`; a set's items are their own keys.
  private static func step(to item: Node, _ keys: [String]) -> String {
    if keys.isEmpty { return "[=\(item.compactJSON)]" }
    let parts = keys.compactMap { key -> String? in
      (item[key] ?? (key == "protocol" ? "TCP" : nil)).map { "\(key)=\($0.compactJSON)" }
    }
    return "[\(parts.joined(separator: ","))]"
  }

  /// Lists whose items have keys; all others are one value.
  private static let listKeys: [String: [String]] = [
    "containers": ["name"], "initContainers": ["name"], "ephemeralContainers": ["name"],
    "volumes": ["name"], "imagePullSecrets": ["name"], "env": ["name"], "secrets": ["name"],
    "volumeMounts": ["mountPath"], "volumeDevices": ["devicePath"], "hostAliases": ["ip"],
    "ports": ["containerPort", "port", "protocol"], "ownerReferences": ["uid"],
    "topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"], "finalizers": [],
  ]

  private static let atomicMaps: Set<String> = [
    "nodeSelector", "selector", "labelSelector", "resourceFieldRef", "fieldRef",
  ]
}
