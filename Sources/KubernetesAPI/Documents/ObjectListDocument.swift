package import PodModel

/// Some objects of a kind with the mark from which a watch goes on.
///
/// Source: apimachinery `meta/v1` ListMeta; apiserver `storage/etcd3/store.go`, `GetList`.
package struct ObjectPage: Sendable {
  package var objects: [Node]
  package var resourceVersion: String
  /// The token for the next page; nil at the end.
  package var next: String?
  /// How many objects are left; nil where a selector makes that unknown, or none are.
  package var remaining: Int?

  /// A page of a sorted list.
  ///
  /// Later pages tell the first one's mark, so that a watch from there misses nothing.
  package init(_ list: ObjectList, for request: ListRequest) {
    var rest = list.items[...]
    resourceVersion = list.resourceVersion
    if let token = request.next {
      rest = rest.drop { Self.key($0) <= token.lastKey }
      resourceVersion = String(token.resourceVersion)
    }
    objects = Array(rest)
    guard let limit = request.limit, rest.count > limit, let last = rest.prefix(limit).last else {
      return
    }
    objects = Array(rest.prefix(limit))
    next =
      ContinueToken(
        resourceVersion: Int64(resourceVersion) ?? 0, lastKey: Self.key(last)
      ).text
    if request.selector == ObjectSelector() { remaining = rest.count - limit }
  }

  /// Sorts as lists are sorted: by namespace, then name.
  private static func key(_ object: Node) -> String {
    let name = object["metadata"]?["name"]?.string ?? ""
    guard let namespace = object["metadata"]?["namespace"]?.string else { return name }
    return "\(namespace)\u{1}\(name)"
  }

  /// `metadata` of the list.
  package var metadata: Node {
    .object([
      "resourceVersion": .text(resourceVersion), "continue": next.map(Node.text),
      "remainingItemCount": remaining.map(Node.number),
    ])
  }
}

/// Lists as an API server writes them.
package enum ObjectListDocument {
  /// `PodList` and its like; the items go without kind and version, which the list tells.
  package static func document(_ page: ObjectPage, of resource: Resource) -> Node {
    [
      "kind": .text("\(resource.kind)List"), "apiVersion": .text(resource.apiVersion),
      "metadata": page.metadata, "items": Node(.list(page.objects.map(withoutKind))),
    ]
  }

  private static func withoutKind(_ object: Node) -> Node {
    guard let entries = object.entries else { return object }
    return Node(.map(entries.filter { $0.key != "kind" && $0.key != "apiVersion" }))
  }
}

/// Objects of which only the metadata is told.
///
/// Source: apimachinery `meta/v1` PartialObjectMetadata.
package enum MetadataDocument {
  /// One object.
  ///
  /// - Parameter version: of `meta.k8s.io`, `v1` or `v1beta1`.
  package static func document(_ object: Node, version: String = "v1") -> Node {
    [
      "kind": "PartialObjectMetadata", "apiVersion": .text("meta.k8s.io/\(version)"),
      "metadata": object["metadata"] ?? [:],
    ]
  }

  /// A list of them.
  package static func document(_ page: ObjectPage, version: String = "v1") -> Node {
    [
      "kind": "PartialObjectMetadataList", "apiVersion": .text("meta.k8s.io/\(version)"),
      "metadata": page.metadata,
      "items": Node(.list(page.objects.map { document($0, version: version) })),
    ]
  }
}
