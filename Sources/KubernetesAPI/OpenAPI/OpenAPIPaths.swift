import PodModel

/// The paths of one resource, with what can be done there.
///
/// Clients look here for the kind behind a path, and whether the server checks fields.
/// Source: apiserver `endpoints/installer.go`.
struct OpenAPIPaths {
  let resource: ServedResource

  /// Path by path.
  var entries: [Node.Entry] {
    let verbs = resource.resource.verbs
    let own = resource.resource.kind
    let collection = operations(
      [
        ("get", "list", own + "List"), ("post", "create", own),
        ("delete", "deletecollection", "Status"),
      ].filter { verbs.contains($0.1) })
    let single = operations(
      [
        ("get", "get", own), ("put", "update", own), ("patch", "patch", own),
        ("delete", "delete", "Status"),
      ].filter { verbs.contains($0.1) })
    var entries = [Node.Entry(folder, collection)]
    if single.entries?.isEmpty == false {
      entries.append(Node.Entry("\(folder)/{name}", single))
    }
    for part in resource.subresources {
      entries.append(Node.Entry("\(folder)/{name}/\(part.name)", operations(of: part)))
    }
    if resource.resource.isNamespaced, verbs.contains("list") {
      entries.append(
        Node.Entry(
          "\(root)/\(resource.resource.plural)", operations([("get", "list", own + "List")])))
    }
    return entries
  }

  private var root: String {
    resource.group.isEmpty
      ? "/api/\(resource.version)" : "/apis/\(resource.group)/\(resource.version)"
  }

  private var folder: String {
    let between = resource.resource.isNamespaced ? "/namespaces/{namespace}" : ""
    return "\(root)\(between)/\(resource.resource.plural)"
  }

  private func operations(_ list: [(method: String, action: String, kind: String)]) -> Node {
    Node(
      .map(
        list.map { method, action, kind in
          Node.Entry(
            method,
            operation(
              action, answer: kind, kind: resource.resource.kind, group: resource.group,
              version: resource.version))
        }))
  }

  private func operations(of part: ServedResource.Subresource) -> Node {
    let methods = [("get", "get"), ("create", "post"), ("update", "put"), ("patch", "patch")]
    return Node(
      .map(
        methods.filter { part.verbs.contains($0.0) }.map { verb, method in
          Node.Entry(
            method,
            operation(
              verb, answer: nil, kind: part.kind, group: part.kindGroup.orNil ?? resource.group,
              version: part.kindVersion.orNil ?? resource.version))
        }))
  }

  private func operation(
    _ action: String, answer: String?, kind: String, group: String, version: String
  ) -> Node {
    let writes = ["create", "update", "patch"].contains(action)
    let shown = ["create": "post", "update": "put"][action] ?? action
    return .object([
      "description": .text("\(shown) \(kind)"), "parameters": writes ? Self.writeParameters : nil,
      "responses": ["200": response(answer)], "x-kubernetes-action": .text(shown),
      "x-kubernetes-group-version-kind": [
        "group": .text(group), "version": .text(version), "kind": .text(kind),
      ],
    ])
  }

  private func response(_ kind: String?) -> Node {
    guard let kind else { return ["description": "OK"] }
    let type = SchemaNames.type(ofKind: resource.resource.kind, group: resource.group)
    let name =
      kind == "Status"
      ? SchemaNames.component(kind)
      : SchemaNames.component(type) + (kind.hasSuffix("List") ? "List" : "")
    return [
      "description": "OK",
      "content": [
        "application/json": [
          "schema": ["$ref": .text("#/components/schemas/\(name)")]
        ]
      ],
    ]
  }

  private static let writeParameters: Node = [
    parameter("dryRun", "All: do everything but keep the object."),
    parameter("fieldManager", "Who writes."),
    parameter("fieldValidation", "Ignore, Warn or Strict: what follows from unknown fields."),
  ]

  private static func parameter(_ name: String, _ about: String) -> Node {
    [
      "name": .text(name), "in": "query", "description": .text(about),
      "schema": ["type": "string", "uniqueItems": true],
    ]
  }
}
