package import PodModel

/// All groups with all their kinds in one document, as clients since v1.26 ask for it.
///
/// Source: Kubernetes `k8s.io/api/apidiscovery`, versions v2 and v2beta1: the two differ in their
/// version only.
package enum AggregatedDiscovery {
  /// A version of the document.
  package enum Version: String, Sendable, Hashable, CaseIterable {
    case v2, v2beta1
  }

  /// The document of `/api` (the core group) or `/apis` (all others).
  package static func document(ofCore isCore: Bool, version: Version) -> Node {
    let groups = isCore ? [""] : ServedResource.groups
    return [
      "kind": "APIGroupDiscoveryList",
      "apiVersion": .text("apidiscovery.k8s.io/\(version.rawValue)"), "metadata": [:],
      "items": Node(.list(groups.map(group))),
    ]
  }

  private static func group(_ name: String) -> Node {
    let versions = ServedResource.versions(ofGroup: name).map { version -> Node in
      let served = ServedResource.resources(group: name, version: version)
      return [
        "version": .text(version), "resources": Node(.list(served.map(resource))),
        "freshness": "Current",
      ]
    }
    return [
      "metadata": .object(["name": name.orNil.map(Node.text), "creationTimestamp": Node(.null)]),
      "versions": Node(.list(versions)),
    ]
  }

  private static func resource(_ served: ServedResource) -> Node {
    let resource = served.resource
    let parts = served.subresources.map { part -> Node in
      [
        "subresource": .text(part.name),
        "responseKind": kind(
          part.kind, group: part.kindGroup.orNil ?? served.group,
          version: part.kindVersion.orNil ?? served.version),
        "verbs": .texts(part.verbs),
      ]
    }
    return .object([
      "resource": .text(resource.plural),
      "responseKind": kind(resource.kind, group: served.group, version: served.version),
      "scope": resource.isNamespaced ? "Namespaced" : "Cluster",
      "singularResource": .text(resource.singular), "verbs": .texts(resource.verbs),
      "shortNames": resource.shortNames.isEmpty ? nil : .texts(resource.shortNames),
      "categories": served.categories.isEmpty ? nil : .texts(served.categories),
      "subresources": parts.isEmpty ? nil : Node(.list(parts)),
    ])
  }

  private static func kind(_ kind: String, group: String, version: String) -> Node {
    ["group": .text(group), "version": .text(version), "kind": .text(kind)]
  }
}
