/// Checks an object against the published schema, as kubectl does for items of lists.
///
/// Source: kube-openapi `pkg/util/proto/validation/types.go`: keys in byte order, then required
/// fields; a number may stand for a string, but not the other way round; null is ignored.
struct SchemaCheck {
  private static let metaTypes: Set<String> = [
    "ObjectMeta", "ListMeta", "OwnerReference", "ManagedFieldsEntry", "LabelSelector",
    "LabelSelectorRequirement",
  ]

  private let schema: Schema
  private let root: Node
  private let kind: String
  private var problems: [Problem] = []

  /// What is wrong with an object; nothing for kinds without a schema.
  static func problems(
    of object: Node, as kind: KindCatalog.GroupVersionKind, in schema: Schema = .core
  ) -> [Problem] {
    guard kind.apiVersion == "v1" else { return [] }
    var check = SchemaCheck(schema: schema, root: object, kind: kind.kind)
    if let place = schema.structure(kind.kind) {
      check.structure(object, place, at: FieldPath())
    } else if kind.kind.hasSuffix("List"),
      let item = schema.structure(
        String(kind.kind.dropLast(4)))
    {
      check.list(object, of: item)
    }
    return check.problems
  }

  private init(schema: Schema, root: Node, kind: String) {
    self.schema = schema
    self.root = root
    self.kind = kind
  }

  private mutating func add(_ message: String, at path: FieldPath, on field: FieldPath? = nil) {
    append("ValidationError(\(name(of: path))): \(message)", path: field ?? path, field: field)
  }

  /// The path behind the kind: `Pod.spec.containers[0]`.
  private func name(of path: FieldPath) -> String {
    path.steps.isEmpty ? kind : "\(kind).\(path)"
  }

  private mutating func append(_ message: String, path: FieldPath, field: FieldPath? = nil) {
    var problem = Problem(message, path: path)
    // Nobody mends more than this at once, and looking up places takes time.
    if problems.count < 100 {
      problem.position = root.position(of: path)
      problem.suggestion = field.flatMap { FieldSuggestion.suggestion(for: $0, of: kind) }
    }
    problems.append(problem)
  }

  /// A typed list such as `PodList`.
  private mutating func list(_ object: Node, of item: Int) {
    let name = "io.k8s.api.core.v1.\(kind)"
    for entry in Self.sorted(object.entries ?? []) where !entry.value.isNull {
      let path = FieldPath(entry.key)
      switch entry.key {
      case "apiVersion", "kind":
        value(entry.value, .string("string"), name + "." + entry.key, at: path)
      case "items": value(entry.value, .list(.structure(item)), name + ".items", at: path)
      case "metadata": continue
      default: add("unknown field \"\(entry.key)\" in \(name)", at: FieldPath(), on: path)
      }
    }
    if object["items"]?.isNull ?? true {
      add("missing required field \"items\" in \(name)", at: FieldPath())
    }
  }

  private mutating func structure(_ node: Node, _ place: Int, at path: FieldPath) {
    let type = schema.structs[place]
    let name = Self.modelName(type.name)
    for entry in Self.sorted(node.entries ?? []) where !entry.value.isNull {
      let inner = path.field(entry.key)
      guard let field = type.field(entry.key) else {
        add("unknown field \"\(entry.key)\" in \(name)", at: path, on: inner)
        continue
      }
      value(entry.value, field.type, "\(name).\(entry.key)", at: inner)
    }
    for field in type.fields where field.isRequired && node[field.name]?.isNull ?? true {
      add("missing required field \"\(field.name)\" in \(name)", at: path)
    }
  }

  private mutating func value(
    _ node: Node, _ type: GoType, _ name: String, at path: FieldPath
  ) {
    if node.isNull { return }
    switch type {
    case .pointer(let target): value(node, target, name, at: path)
    case .raw: return
    case .structure(let place):
      let expected = Self.modelName(schema.structs[place].name)
      if expect("map", node, expected, at: path) { structure(node, place, at: path) }
    case .map(let item, _):
      guard expect("map", node, name, at: path) else { return }
      for entry in Self.sorted(node.entries ?? []) {
        part(entry.value, item, name, at: path.field(entry.key))
      }
    case .list(let item):
      guard expect("array", node, name, at: path) else { return }
      for (index, element) in (node.list ?? []).enumerated() {
        part(element, item, name, at: path.index(index))
      }
    case .bool: _ = expect("boolean", node, name, at: path)
    case .int32, .int64: _ = expect("integer", node, name, at: path)
    case .string, .bytes, .quantity, .intOrString, .time:
      _ = expect("string", node, name, at: path)
    }
  }

  /// An item of a list or a value of a map, where null is no value.
  private mutating func part(
    _ node: Node, _ type: GoType, _ name: String, at path: FieldPath
  ) {
    if node.isNull {
      append("unknown object type \"nil\" in \(self.name(of: path))", path: path)
    } else {
      value(node, type, name, at: path)
    }
  }

  private mutating func expect(
    _ expected: String, _ node: Node, _ name: String, at path: FieldPath
  ) -> Bool {
    let actual = Self.shape(of: node)
    let isScalar = actual != "map" && actual != "array"
    let fits =
      switch expected {
      case "string": isScalar
      case "integer": actual == "integer" || actual == "number"
      default: actual == expected
      }
    if !fits {
      add("invalid type for \(name): got \"\(actual)\", expected \"\(expected)\"", at: path)
    }
    return fits
  }

  private static func shape(of node: Node) -> String {
    switch node.content {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .float: "number"
    case .string: "string"
    case .list: "array"
    case .map: "map"
    }
  }

  private static func sorted(_ entries: [Node.Entry]) -> [Node.Entry] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private static func modelName(_ type: String) -> String {
    metaTypes.contains(type)
      ? "io.k8s.apimachinery.pkg.apis.meta.v1.\(type)" : "io.k8s.api.core.v1.\(type)"
  }
}
