import PodModel

/// Collects the schemas of types and of all that they refer to.
///
/// Source: `GroundTruth/openapi/core-v1.json` for the shape; kube-openapi `pkg/builder3`.
struct SchemaComponents {
  private let style: SchemaStyle
  private let schema = Schema.core
  private var found: [String: Node] = [:]

  init(style: SchemaStyle) { self.style = style }

  /// All schemas, sorted by name.
  var node: Node {
    Node(.map(found.sorted { $0.key < $1.key }.map { Node.Entry($0.key, $0.value) }))
  }

  /// Adds a kind and, where it can be listed, the list of it.
  mutating func add(kind served: ServedResource) {
    let kind = served.resource.kind
    let type = SchemaNames.type(ofKind: kind, group: served.group)
    add(type: type)
    let name = SchemaNames.component(type)
    found[name]?["x-kubernetes-group-version-kind"] = Self.versionedKind(kind, of: served)
    guard served.resource.verbs.contains("list") else { return }
    add(type: "ListMeta")
    let items: Node = [
      "type": "array", "items": reference(to: type), "description": "The objects.",
    ]
    found[name + "List"] = [
      "type": "object", "description": .text("A list of objects of kind \(kind)."),
      "required": ["items"],
      "properties": [
        "apiVersion": property(.string("string"), of: "apiVersion", in: "\(kind)List"),
        "items": items,
        "kind": property(.string("string"), of: "kind", in: "\(kind)List"),
        "metadata": wrapped(
          "ListMeta", describedAs: "The state of the cluster that the list shows."),
      ],
      "x-kubernetes-group-version-kind": Self.versionedKind("\(kind)List", of: served),
    ]
  }

  private static func versionedKind(_ kind: String, of served: ServedResource) -> Node {
    [["group": .text(served.group), "version": .text(served.version), "kind": .text(kind)]]
  }

  /// Adds a struct by its name in the schema, with what it refers to.
  mutating func add(type: String) {
    let name = SchemaNames.component(type)
    guard found[name] == nil, let place = schema.structure(type) else { return }
    let structure = schema.structs[place]
    // Types may refer to themselves, so the place is taken before the fields are read.
    found[name] = [:]
    let fields = structure.fields.map { field in
      Node.Entry(field.name, property(field.type, of: field.name, in: type))
    }
    let required = structure.fields.filter(\.isRequired).map(\.name)
    found[name] = .object([
      "type": "object", "description": .text(FieldDescriptions.text(ofType: type)),
      "properties": Node(.map(fields)), "required": required.isEmpty ? nil : .texts(required),
      "x-kubernetes-map-type": SchemaFacts.all[type]?.mapType.map(Node.text),
    ])
  }

  // MARK: Fields

  private mutating func property(_ type: GoType, of field: String, in owner: String) -> Node {
    let facts = SchemaFacts.facts(of: field, in: owner)
    var node = value(type, of: field)
    node["description"] = .text(FieldDescriptions.text(of: field, in: owner))
    if let value = facts.defaultValue { node["default"] = .text(value) }
    if !facts.values.isEmpty { node["enum"] = .texts(facts.values) }
    if let listType = facts.listType { node["x-kubernetes-list-type"] = .text(listType) }
    if !facts.listKeys.isEmpty { node["x-kubernetes-list-map-keys"] = .texts(facts.listKeys) }
    if let mapType = facts.mapType { node["x-kubernetes-map-type"] = .text(mapType) }
    if let key = facts.patchMergeKey { node["x-kubernetes-patch-merge-key"] = .text(key) }
    if let strategy = facts.patchStrategy {
      node["x-kubernetes-patch-strategy"] = .text(strategy)
    }
    return node
  }

  /// The schema of a value.
  private mutating func value(_ type: GoType, of field: String) -> Node {
    switch type {
    case .string: return ["type": "string"]
    case .bool: return ["type": "boolean"]
    case .int32: return ["type": "integer", "format": "int32"]
    case .int64: return ["type": "integer", "format": "int64"]
    case .bytes: return ["type": "string", "format": "byte"]
    case .quantity: return shared("Quantity", Self.quantity)
    case .intOrString: return shared("IntOrString", Self.intOrString)
    case .time:
      return shared(
        ["eventTime", "lastObservedTime"].contains(field) ? "MicroTime" : "Time", Self.time)
    case .raw: return shared("FieldsV1", ["type": "object", "description": "Fields, as a set."])
    case .list(let item): return ["type": "array", "items": part(item, of: field)]
    case .map(let item, _):
      return ["type": "object", "additionalProperties": part(item, of: field)]
    case .structure(let place):
      var node = structure(place)
      if style == .version3 { node["default"] = [:] }
      return node
    case .pointer(.structure(let place)): return structure(place)
    case .pointer(let inner): return value(inner, of: field)
    }
  }

  /// The schema of an item of a list or map: there a reference stands alone.
  private mutating func part(_ type: GoType, of field: String) -> Node {
    switch type {
    case .structure(let place):
      let name = schema.structs[place].name
      add(type: name)
      return reference(to: name)
    case .quantity:
      _ = value(type, of: field)
      return reference(to: "Quantity")
    case .string, .bool, .int32, .int64, .bytes, .intOrString, .time, .raw, .list, .map, .pointer:
      return value(type, of: field)
    }
  }

  private mutating func structure(_ place: Int) -> Node {
    let name = schema.structs[place].name
    add(type: name)
    return wrapped(name)
  }

  /// A type that is no struct.
  private mutating func shared(_ name: String, _ schema: Node) -> Node {
    found[SchemaNames.component(name)] = schema
    return wrapped(name)
  }

  /// A reference beside which a description may stand.
  private func wrapped(_ type: String, describedAs text: String? = nil) -> Node {
    var node =
      switch style {
      case .version3: ["allOf": [reference(to: type)]] as Node
      case .version2: reference(to: type)
      }
    if let text { node["description"] = .text(text) }
    return node
  }

  private func reference(to type: String) -> Node {
    let folder =
      switch style {
      case .version3: "#/components/schemas/"
      case .version2: "#/definitions/"
      }
    return ["$ref": .text(folder + SchemaNames.component(type))]
  }

  private static let quantity: Node = [
    "description": "An amount such as 100m (a tenth of a processor), 64Mi or 1G.",
    "oneOf": [["type": "string"], ["type": "number"]],
  ]
  private static let intOrString: Node = [
    "description": "A number, or a name that stands for one.", "format": "int-or-string",
    "oneOf": [["type": "integer"], ["type": "string"]],
  ]
  private static let time: Node = [
    "description": "A moment such as 2026-01-01T00:00:00Z.", "type": "string",
    "format": "date-time",
  ]
}
