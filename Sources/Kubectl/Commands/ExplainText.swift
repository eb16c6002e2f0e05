import PodModel

/// How `kubectl explain` writes types.
enum ExplainText {
  /// How a type is written between angle brackets.
  ///
  /// Source: kubectl `explain/v2`, `typeGuess` over the OpenAPI schema.
  static func typeName(_ type: GoType, _ schema: Schema) -> String {
    switch type {
    case .string, .bytes: "string"
    case .bool: "boolean"
    case .int32, .int64: "integer"
    case .quantity: "Quantity"
    case .intOrString: "IntOrString"
    case .time: "Time"
    case .raw: "FieldsV1"
    case .list(let inner): "[]" + typeName(inner, schema)
    case .map(let inner, _): "map[string]" + typeName(inner, schema)
    case .structure(let index):
      schema.structs.indices.contains(index) ? schema.structs[index].name : "Object"
    case .pointer(let inner): typeName(inner, schema)
    }
  }
}
