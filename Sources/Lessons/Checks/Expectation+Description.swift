package import PodModel
import RegularExpressions

extension Expectation {
  /// The demand in words, to follow the name of a field: `must be 'nx'`.
  package var demand: String {
    switch self {
    case .equals(let node): "must be \(node.brief)"
    case .fields(let fields): "must have " + Self.list(fields)
    case .named(let items): "must have " + Self.names(items)
    case .inOrder(let items): "must have " + Self.names(items) + ", in this order"
    case .items(let items):
      "must be the list of \(items.map(\.demandedValue).joined(separator: ", "))"
    case .matches(let pattern): "must match '\(pattern.source)'"
    case .contains(let text): "must contain '\(text)'"
    case .oneOf(let choices):
      "must be \(choices.map(\.demandedValue).joined(separator: " or "))"
    case .all(let parts): parts.map(\.demand).joined(separator: " and ")
    case .atLeast(let number): "must be at least \(Self.text(number))"
    case .atMost(let number): "must be at most \(Self.text(number))"
    case .absent: "must not be there"
    case .not(let inner): inner.negatedDemand
    case .each(let inner): "must have only items of which each \(inner.demand)"
    case .any(.fields(let fields)): "must have an item with " + Self.list(fields)
    case .any(let inner): "must have an item that \(inner.demand)"
    case .length(let inner): "must have a length that \(inner.demand)"
    case .argv(let inner): "must have a `command` and `args` that together \(inner.demand)"
    case .commandLine(let inner): "must have a command line that \(inner.demand)"
    }
  }

  private var negatedDemand: String {
    switch self {
    case .equals(let node): "must not be \(node.brief)"
    case .absent: "must be there"
    case .matches(let pattern): "must not match '\(pattern.source)'"
    case .contains(let text): "must not contain '\(text)'"
    case .fields, .named, .inOrder, .items, .oneOf, .all, .atLeast, .atMost, .not, .each, .any,
      .length, .argv, .commandLine:
      "must not be so: it \(demand)"
    }
  }

  /// The value alone, for lists of choices.
  private var demandedValue: String {
    switch self {
    case .equals(let node): node.brief
    case .absent: "nothing"
    case .contains(let text): "a text with '\(text)'"
    case .matches(let pattern): "a match of '\(pattern.source)'"
    case .fields, .named, .inOrder, .items, .oneOf, .all, .atLeast, .atMost, .not, .each, .any,
      .length, .argv, .commandLine:
      "a value that \(demand)"
    }
  }

  /// The fields with what is expected of each: `READY` '2/2', `STATUS` matching '^Run'.
  private static func list(_ fields: [Field]) -> String {
    fields.map { "`\($0.name)` \($0.expectation.attribute)" }.joined(separator: ", ")
  }

  /// What stands behind a field's name in a list of fields.
  private var attribute: String {
    switch self {
    case .equals(let node): node.brief
    case .matches(let pattern): "matching '\(pattern.source)'"
    case .contains(let text): "containing '\(text)'"
    case .oneOf, .fields, .named, .inOrder, .items, .all, .atLeast, .atMost, .absent, .not, .each,
      .any, .length, .argv, .commandLine:
      "that \(demand)"
    }
  }

  private static func names(_ items: [NamedItem]) -> String {
    (items.count == 1 ? "an item named " : "items named ")
      + items.map { "'\($0.name)'" }.joined(separator: ", ")
  }

  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension Node {
  /// A short text for messages: scalars in quotes, collections by their size.
  package var brief: String {
    switch content {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .string(let text): "'\(text.shortened)'"
    case .list(let items):
      items.isEmpty
        ? "an empty list"
        : items.allSatisfy { $0.list == nil && $0.entries == nil } && items.count <= 6
          ? "[" + items.map(\.brief).joined(separator: ", ") + "]"
          : items.count == 1 ? "a list of 1 item" : "a list of \(items.count) items"
    case .map(let entries): Self.brief(entries)
    }
  }

  /// Few scalars are shown with their keys, larger mappings by their keys alone.
  private static func brief(_ entries: [Entry]) -> String {
    guard !entries.isEmpty else { return "an empty mapping" }
    let scalars = entries.filter { $0.value.list == nil && $0.value.entries == nil }
    guard scalars.count == entries.count, entries.count <= 6 else {
      return "a mapping with " + entries.prefix(20).map { "`\($0.key)`" }.joined(separator: ", ")
    }
    let pairs = entries.map { "\($0.key): \($0.value.string?.shortened ?? $0.value.brief)" }
    return "{" + pairs.joined(separator: ", ") + "}"
  }
}

extension String {
  /// At most 200 characters on one line, for messages.
  package var shortened: String {
    let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain { return utf8.count > 200 ? prefix(199) + "…" : self }
    let line = prefix(201).map { $0.isNewline ? "⏎" : String($0) }
    return line.count > 200 ? line.prefix(199).joined() + "…" : line.joined()
  }
}
