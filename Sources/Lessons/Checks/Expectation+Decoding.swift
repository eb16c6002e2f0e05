import PodModel
import RegularExpressions

/// Turns the nodes of checks.yaml into expectations and collects what is wrong.
struct ExpectationDecoder {
  /// Deepest nesting of an expectation.
  static let maximumDepth = 60

  var problems: [Problem] = []
  private var depth = 0

  /// The expectation that `node` describes; a placeholder where a problem was found.
  mutating func decode(_ node: Node) -> Expectation {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      report("the expectation is nested too deeply", at: node)
      return .equals(Node(.null))
    }
    switch node.content {
    case .null, .bool, .integer, .float, .string: return .equals(node)
    case .list(let items): return decode(list: items)
    case .map(let entries): return decode(entries: entries)
    }
  }

  mutating func report(_ message: String, at node: Node, suggestion: String? = nil) {
    problems.append(Problem(message, position: node.position, suggestion: suggestion))
  }

  private mutating func decode(list items: [Node]) -> Expectation {
    guard let named = namedItems(items), !items.isEmpty else {
      return .items(items.map { decode($0) })
    }
    return .named(named)
  }

  /// The items by name; nil where one of them has no literal name.
  private mutating func namedItems(_ items: [Node]) -> [Expectation.NamedItem]? {
    guard items.allSatisfy({ $0["name"]?.string != nil }) else { return nil }
    return items.map { item in
      var rest = item
      rest["name"] = nil
      return Expectation.NamedItem(name: item["name"]?.string ?? "", expectation: decode(rest))
    }
  }

  private mutating func decode(entries: [Node.Entry]) -> Expectation {
    var fields: [Expectation.Field] = []
    var parts: [Expectation] = []
    for entry in entries {
      if entry.key.hasPrefix("$") {
        parts.append(decode(operatorEntry: entry))
      } else {
        fields.append(Expectation.Field(entry.key, decode(entry.value)))
      }
    }
    if !fields.isEmpty || parts.isEmpty { parts.insert(.fields(fields), at: 0) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func decode(operatorEntry entry: Node.Entry) -> Expectation {
    guard let name = Expectation.Operator(rawValue: entry.key) else {
      let known = Expectation.Operator.allCases.map(\.rawValue)
      problems.append(
        Problem(
          "unknown operator '\(entry.key)'", position: entry.keyPosition,
          suggestion: entry.key.suggestion(among: known)))
      return .equals(Node(.null))
    }
    let value = entry.value
    switch name {
    case .matches: return pattern(value)
    case .contains: return value.string.map { .contains($0) } ?? .any(decode(value))
    case .oneOf: return .oneOf(list(value, of: name))
    case .all: return .all(list(value, of: name))
    case .atLeast: return .atLeast(number(value, of: name))
    case .atMost: return .atMost(number(value, of: name))
    case .absent:
      guard let flag = value.bool else {
        report("`\(name.rawValue)` must be true or false", at: value)
        return .absent
      }
      return flag ? .absent : .not(.absent)
    case .not: return .not(decode(value))
    case .each: return .each(decode(value))
    case .any: return .any(decode(value))
    case .length: return .length(decode(value))
    case .inOrder:
      guard let items = value.list, let named = namedItems(items) else {
        report("`\(name.rawValue)` must be a list of items with a `name`", at: value)
        return .inOrder([])
      }
      return .inOrder(named)
    case .argv: return .argv(decode(value))
    case .commandLine: return .commandLine(decode(value))
    }
  }

  private mutating func pattern(_ node: Node) -> Expectation {
    guard let source = node.string else {
      report("`$matches` must be a text", at: node)
      return .contains("")
    }
    do throws(TextPattern.SyntaxError) {
      return .matches(try TextPattern(source))
    } catch {
      report("`$matches` is no pattern: \(error)", at: node)
      return .contains("")
    }
  }

  private mutating func list(_ node: Node, of name: Expectation.Operator) -> [Expectation] {
    guard let items = node.list, !items.isEmpty else {
      report("`\(name.rawValue)` must be a list with at least one item", at: node)
      return []
    }
    return items.map { decode($0) }
  }

  private mutating func number(_ node: Node, of name: Expectation.Operator) -> Double {
    switch node.content {
    case .integer(let value): return Double(value)
    case .float(let value): return value
    case .null, .bool, .string, .list, .map:
      report("`\(name.rawValue)` must be a number", at: node)
      return 0
    }
  }
}
