import PodModel

/// Makes the OpenAPI document of one version of one group.
struct OpenAPIBuilder {
  private let group: String
  private let version: String
  private let served: [ServedResource]

  init(group: String, version: String) {
    self.group = group
    self.version = version
    served = ServedResource.resources(group: group, version: version)
  }

  /// The whole document, version 3.
  var document: Node {
    let paths = served.flatMap { OpenAPIPaths(resource: $0).entries }
    return [
      "openapi": "3.0.0",
      "info": ["title": "Kubernetes", "version": .text(VersionDocument.gitVersion)],
      "paths": Node(.map(paths)),
      "components": [
        "schemas": components(style: .version3),
        "securitySchemes": [
          "BearerToken": ["type": "apiKey", "name": "authorization", "in": "header"]
        ],
      ],
    ]
  }

  /// The schemas of all kinds and of what they refer to, sorted by name.
  private func components(style: SchemaStyle) -> Node {
    var components = SchemaComponents(style: style)
    for resource in served {
      components.add(kind: resource)
      for part in resource.subresources where !SchemaNames.isOption(part.kind) {
        components.add(type: part.kind)
      }
    }
    for type in ["DeleteOptions", "Status", "ObjectMeta", "ListMeta"] { components.add(type: type) }
    return components.node
  }

  /// All kinds in one document, version 2.
  static var swagger: Node {
    var definitions: [String: Node] = [:]
    for group in [""] + ServedResource.groups {
      for version in ServedResource.versions(ofGroup: group) {
        let builder = OpenAPIBuilder(group: group, version: version)
        for entry in builder.components(style: .version2).entries ?? [] {
          definitions[entry.key] = entry.value
        }
      }
    }
    let sorted = definitions.sorted { $0.key < $1.key }.map { Node.Entry($0.key, $0.value) }
    return [
      "swagger": "2.0",
      "info": ["title": "Kubernetes", "version": .text(VersionDocument.gitVersion)],
      "paths": [:], "definitions": Node(.map(sorted)),
    ]
  }
}

/// How schemas refer to each other.
enum SchemaStyle {
  /// OpenAPI 3.0.
  case version3
  /// Swagger 2.0.
  case version2
}
