import PodModel

/// A JSONPath template, as kubectl's `-o jsonpath=`, `--sort-by` and `wait --for=jsonpath=` take it.
///
/// Source: client-go `util/jsonpath`.
struct JSONPath {
  /// One piece of a template.
  indirect enum Piece {
    case text(String)
    /// Steps that lead to values, all of which are printed.
    case path([Step])
    /// A body that is repeated for each value.
    case range([Step], [Piece])
  }

  /// One step of a path.
  indirect enum Step {
    case text(String)
    case integer(Int)
    case float(Double)
    case bool(Bool)
    case field(String)
    case wildcard
    /// All values further down.
    case recursive
    case slice(Slice)
    case union([[Step]])
    case filter(Filter)
  }

  /// `[start:end:step]`; `[n]` is a slice of one.
  struct Slice {
    var start: Int?
    var end: Int?
    var step: Int?
    /// Whether the end follows from a single index.
    var isIndex = false
  }

  /// `[?(@.a==1)]`.
  struct Filter {
    var left: [Step]
    /// Empty where the mere presence of the left side counts.
    var comparison: String
    var right: [Step]
  }

  /// Why a template cannot be read or followed, in client-go's words.
  struct Fault: Error {
    var message: String
    /// Whether kubectl takes the template and fails only where it fills it in.
    var isFoundWhileRunning = false
  }

  let template: String
  let pieces: [Piece]

  init(_ template: String) throws(Fault) {
    self.template = template
    pieces = try JSONPathParser.parse(template)
  }

  /// The template of a bare field path: `.a.b`, `a.b`, `{.a.b}` or `{a.b}`.
  ///
  /// Source: kubectl `get/customcolumn.go`, `RelaxedJSONPathExpression`.
  static func relaxed(_ path: String) throws(Fault) -> String {
    if path.isEmpty { return path }
    var inner = Substring(path)
    if inner.hasPrefix("{"), inner.hasSuffix("}"), inner.count > 1 {
      inner = inner.dropFirst().dropLast()
    }
    if inner.hasPrefix(".") { inner = inner.dropFirst() }
    guard !inner.isEmpty, !inner.contains(where: { $0 == "{" || $0 == "}" }) else {
      throw Fault(
        message: "unexpected path string, expected a 'name1.name2' or '.name1.name2' or "
          + "'{name1.name2}' or '{.name1.name2}'")
    }
    return "{.\(inner)}"
  }

  /// The values that the template finds, one list a path.
  func results(in root: Node, allowsMissingKeys: Bool = true) throws(Fault) -> [[Node]] {
    let walk = JSONPathWalk(root: root, allowsMissingKeys: allowsMissingKeys)
    return try walk.results(of: pieces, at: root)
  }

  /// The template filled in.
  func text(for root: Node, asJSON: Bool = false, allowsMissingKeys: Bool = true) throws(Fault)
    -> String
  {
    let results = try results(in: root, allowsMissingKeys: allowsMissingKeys)
    if asJSON {
      return results.map { Node(.list($0)).jsonText(indentation: 4) + "\n" }.joined()
    }
    return results.map { values in values.map(Self.text).joined(separator: " ") }.joined()
  }

  /// A value as it prints: strings without quotes, lists and mappings as JSON.
  static func text(_ value: Node) -> String {
    switch value.content {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .float(let value): GoFloat.general(value)
    case .string(let text): text
    case .list, .map: value.compactJSON
    }
  }
}

/// Follows paths through an object.
private struct JSONPathWalk {
  let root: Node
  let allowsMissingKeys: Bool

  func results(of pieces: [JSONPath.Piece], at node: Node) throws(JSONPath.Fault) -> [[Node]] {
    var results: [[Node]] = []
    for piece in pieces {
      switch piece {
      case .text(let text): results.append([Node(.string(text))])
      case .path(let steps): results.append(try follow(steps, from: [node]))
      case .range(let steps, let body):
        for value in try follow(steps, from: [node]) {
          results += try self.results(of: body, at: value)
        }
      }
    }
    return results
  }

  func follow(
    _ steps: [JSONPath.Step], from start: [Node]
  ) throws(JSONPath.Fault) -> [Node] {
    var values = start
    for step in steps { values = try follow(step, from: values) }
    return values
  }

  private func follow(
    _ step: JSONPath.Step, from values: [Node]
  ) throws(JSONPath.Fault) -> [Node] {
    switch step {
    case .text(let text): return [Node(.string(text))]
    case .integer(let value): return [Node(.integer(Int64(value)))]
    case .float(let value): return [Node(.float(value))]
    case .bool(let value): return [Node(.bool(value))]
    case .field(let name): return try field(name, of: values)
    case .wildcard: return values.flatMap(Self.children)
    case .recursive:
      var found: [Node] = []
      for value in values { Self.collect(value, into: &found, depth: 0) }
      return found
    case .slice(let slice):
      var found: [Node] = []
      for value in values where !value.isNull { found += try elements(slice, of: value) }
      return found
    case .union(let paths):
      var found: [Node] = []
      for path in paths { found += try follow(path, from: values) }
      return found
    case .filter(let filter):
      var found: [Node] = []
      for value in values {
        for item in value.list ?? [] where try passes(item, filter) { found.append(item) }
      }
      return found
    }
  }

  private func field(_ name: String, of values: [Node]) throws(JSONPath.Fault) -> [Node] {
    if values.isEmpty { return [] }
    let found = values.compactMap { $0[name] }
    if found.isEmpty, !allowsMissingKeys {
      throw JSONPath.Fault(message: "\(name) is not found")
    }
    return found
  }

  private static func children(_ value: Node) -> [Node] {
    if let items = value.list { return items }
    return (value.entries ?? []).sorted { $0.key < $1.key }.map(\.value)
  }

  private static func collect(_ value: Node, into found: inout [Node], depth: Int) {
    guard depth < 200 else { return }
    found.append(value)
    for child in children(value) { collect(child, into: &found, depth: depth + 1) }
  }

  private func elements(
    _ slice: JSONPath.Slice, of value: Node
  ) throws(JSONPath.Fault) -> [Node] {
    guard let items = value.list else {
      throw JSONPath.Fault(message: "\(GoSyntax.typeName(value)) is not array or slice")
    }
    var start = slice.start ?? 0
    if start < 0 { start += items.count }
    var end = slice.end ?? items.count
    if end < 0 || (end == 0 && slice.isIndex) { end += items.count }
    if start == end { return [] }
    guard items.indices.contains(start) else {
      throw Self.outOfBounds(start, items.count)
    }
    guard end >= 0, end <= items.count else { throw Self.outOfBounds(end - 1, items.count) }
    guard start <= end else {
      throw JSONPath.Fault(
        message: "starting index \(start) is greater than ending index \(end)")
    }
    guard let step = slice.step else { return Array(items[start..<end]) }
    guard step > 0 else { throw JSONPath.Fault(message: "step must be > 0") }
    return Swift.stride(from: start, to: end, by: step).map { items[$0] }
  }

  private static func outOfBounds(_ index: Int, _ count: Int) -> JSONPath.Fault {
    JSONPath.Fault(message: "array index out of bounds: index \(index), length \(count)")
  }

  private func passes(_ item: Node, _ filter: JSONPath.Filter) throws(JSONPath.Fault) -> Bool {
    let inner = JSONPathWalk(root: root, allowsMissingKeys: true)
    guard let left = try inner.follow(filter.left, from: [item]).first else { return false }
    if filter.comparison.isEmpty { return true }
    guard let right = try inner.follow(filter.right, from: [item]).first else { return false }
    switch filter.comparison {
    case "==": return Self.isEqual(left, right)
    case "!=": return !Self.isEqual(left, right)
    case "<": return try Self.isLess(left, right)
    case ">": return try Self.isLess(right, left)
    case "<=": return try Self.isLess(left, right) || Self.isEqual(left, right)
    case ">=": return try Self.isLess(right, left) || Self.isEqual(left, right)
    default:
      throw JSONPath.Fault(message: "unrecognized filter operator \(filter.comparison)")
    }
  }

  private static func isEqual(_ left: Node, _ right: Node) -> Bool {
    if let left = number(left), let right = number(right) { return left == right }
    return left == right
  }

  private static func isLess(_ left: Node, _ right: Node) throws(JSONPath.Fault) -> Bool {
    if let left = number(left), let right = number(right) { return left < right }
    if let left = left.string, let right = right.string { return left < right }
    throw JSONPath.Fault(message: "incompatible types for comparison")
  }

  private static func number(_ node: Node) -> Double? {
    switch node.content {
    case .integer(let value): Double(value)
    case .float(let value): value
    case .null, .bool, .string, .list, .map: nil
    }
  }
}

/// Values as Go writes them in its own syntax, which kubectl shows when a template fails.
enum GoSyntax {
  /// Source: Go `fmt`, `%#v` of what `encoding/json` decodes.
  static func text(_ value: Node) -> String {
    switch value.content {
    case .null: "interface {}(nil)"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .float(let value): GoFloat.general(value)
    case .string(let text): GoQuote.quoted(text)
    case .list(let items): "[]interface {}{\(items.map(text).joined(separator: ", "))}"
    case .map(let entries):
      "map[string]interface {}{"
        + entries.sorted { $0.key < $1.key }
        .map { "\(GoQuote.quoted($0.key)):\(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  static func typeName(_ value: Node) -> String {
    switch value.content {
    case .null: "<nil>"
    case .bool: "bool"
    case .integer: "int64"
    case .float: "float64"
    case .string: "string"
    case .list: "[]interface {}"
    case .map: "map[string]interface {}"
    }
  }
}
