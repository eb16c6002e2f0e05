package import PodModel

/// The documents that tell clients which kinds a server has.
///
/// Source: apimachinery `meta/v1` (APIVersions, APIGroupList, APIGroup, APIResourceList).
package enum DiscoveryDocuments {
  /// `/api`.
  ///
  /// - Parameter address: host and port that the client reached, such as `127.0.0.1:6443`.
  package static func coreVersions(address: String) -> Node {
    [
      "kind": "APIVersions", "versions": .texts(ServedResource.versions(ofGroup: "")),
      "serverAddressByClientCIDRs": [
        ["clientCIDR": "0.0.0.0/0", "serverAddress": .text(address)]
      ],
    ]
  }

  /// `/apis`.
  package static var groups: Node {
    [
      "kind": "APIGroupList", "apiVersion": "v1",
      "groups": Node(.list(ServedResource.groups.map(fields))),
    ]
  }

  /// `/apis/GROUP`.
  package static func group(_ name: String) -> Node {
    var document = fields(ofGroup: name)
    document["kind"] = "APIGroup"
    document["apiVersion"] = "v1"
    return document
  }

  /// `/api/v1` or `/apis/GROUP/VERSION`.
  package static func resources(group: String, version: String) -> Node {
    let served = ServedResource.resources(group: group, version: version)
    return [
      "kind": "APIResourceList", "apiVersion": "v1",
      "groupVersion": .text(group.isEmpty ? version : "\(group)/\(version)"),
      "resources": Node(.list(served.flatMap(entries))),
    ]
  }

  private static func fields(ofGroup name: String) -> Node {
    let versions = ServedResource.versions(ofGroup: name).map { version -> Node in
      ["groupVersion": .text("\(name)/\(version)"), "version": .text(version)]
    }
    return .object([
      "name": .text(name), "versions": Node(.list(versions)), "preferredVersion": versions.first,
    ])
  }

  /// A kind and its subresources.
  private static func entries(of served: ServedResource) -> [Node] {
    let resource = served.resource
    let own = Node.object([
      "name": .text(resource.plural), "singularName": .text(resource.singular),
      "namespaced": Node(.bool(resource.isNamespaced)), "kind": .text(resource.kind),
      "verbs": .texts(resource.verbs),
      "shortNames": resource.shortNames.isEmpty ? nil : .texts(resource.shortNames),
      "categories": served.categories.isEmpty ? nil : .texts(served.categories),
      "storageVersionHash": served.storageVersionHash.map(Node.text),
    ])
    let parts = served.subresources.map { part in
      Node.object([
        "name": .text("\(resource.plural)/\(part.name)"), "singularName": "",
        "namespaced": Node(.bool(resource.isNamespaced)),
        "group": part.kindGroup.orNil.map(Node.text),
        "version": part.kindVersion.orNil.map(Node.text), "kind": .text(part.kind),
        "verbs": .texts(part.verbs),
      ])
    }
    return [own] + parts
  }
}
