import ByteText

/// What the API's schema says of single fields and types, besides what their types are.
///
/// Source: the OpenAPI document in `GroundTruth/openapi`, by way of `Tools/generate_schema.py`.
package struct SchemaFacts: Sendable, Hashable {
  /// How the items of a list are told apart: `atomic`, `set` or `map`; nil where nothing is said.
  package var listType: String?
  /// The fields that together name an item of a list of type `map`.
  package var listKeys: [String] = []
  /// `atomic` for maps and structs that change as a whole only.
  package var mapType: String?
  /// How a strategic merge patch treats the list, such as `merge` or `merge,retainKeys`.
  package var patchStrategy: String?
  /// The field by which a strategic merge patch finds an item.
  package var patchMergeKey: String?
  /// The values that a field may have; empty where any will do.
  package var values: [String] = []
  /// What the server fills in; nil where that is nothing, or depends.
  package var defaultValue: String?

  /// All facts, by `Type.field`, or by the type alone.
  package static let all: [String: SchemaFacts] = read(SchemaFactsTable.text)

  /// What is said of one field.
  package static func facts(of field: String, in type: String) -> SchemaFacts {
    all["\(type).\(field)"] ?? SchemaFacts()
  }

  /// Reads lines of a path and words such as `list=map:name`, `enum=TCP,UDP` and `default="TCP"`.
  private static func read(_ text: StaticString) -> [String: SchemaFacts] {
    var facts: [String: SchemaFacts] = [:]
    let lines = text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(at: "\n")
    for line in lines {
      let words = line.split(at: " ")
      for word in words.dropFirst() {
        facts[String(words[0]), default: SchemaFacts()].add(word)
      }
    }
    return facts
  }

  private mutating func add(_ word: Substring) {
    let parts = word.split(at: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return }
    let value = parts[1].split(at: ":", maxSplits: 1).map(String.init)
    switch parts[0] {
    case "list":
      listType = value.first
      listKeys = value.count > 1 ? value[1].split(at: ",").map(String.init) : []
    case "map": mapType = value.first
    case "patch":
      patchStrategy = value.first
      patchMergeKey = value.count > 1 ? value[1] : nil
    // A dash stands for the empty text.
    case "enum": values += parts[1].split(at: ",").map { $0 == "-" ? "" : String($0) }
    case "default": defaultValue = parts[1].filter { $0 != "\"" }
    default: break
    }
  }
}
