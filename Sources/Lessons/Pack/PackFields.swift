import PodModel

/// Reads the fields of one mapping of a pack and notes everything that is wrong with it.
struct PackFields {
  let file: String
  private(set) var problems: [PackProblem] = []
  private let node: Node
  private var asked: [String] = []

  init(_ node: Node, file: String) {
    self.node = node
    self.file = file
    if node.entries == nil, !node.isNull {
      note("must be a mapping of keys to values", at: node)
    }
  }

  /// A text that must be there and not be empty.
  mutating func text(_ key: String) -> String {
    guard let value = value(key) else { return "" }
    if let text = value.string, !text.trimmed.isEmpty { return text }
    note("`\(key)` must be a text that is not empty; put it in quotes", at: value)
    return ""
  }

  /// A text that may be left out.
  mutating func optionalText(_ key: String) -> String? {
    asked.append(key)
    return node[key] == nil ? nil : text(key)
  }

  /// A whole number that must be there and lie within the range.
  mutating func number(_ key: String, in range: ClosedRange<Int64>) -> Int {
    guard let value = value(key) else { return 0 }
    if let number = value.integer, range.contains(number) { return Int(number) }
    note(
      "`\(key)` must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: value)
    return 0
  }

  /// A list of texts that must be there.
  mutating func texts(_ key: String) -> [String] {
    guard let value = value(key) else { return [] }
    let texts = (value.list ?? []).compactMap(\.string)
    if let list = value.list, list.count == texts.count { return texts }
    note("`\(key)` must be a list of texts, such as [one, two]", at: value)
    return []
  }

  /// Where a key's value stands.
  func position(_ key: String) -> SourcePosition? { node[key]?.position }

  /// Notes the keys that nobody asked for, and those that stand twice.
  mutating func finish() {
    var seen: Set<String> = []
    for entry in node.entries ?? [] {
      if !asked.contains(entry.key) {
        problems.append(
          PackProblem(
            file, at: entry.keyPosition,
            "unknown key '\(entry.key)'; \(entry.key.suggestion(among: asked))"))
      } else if !seen.insert(entry.key).inserted {
        problems.append(
          PackProblem(
            file, at: entry.keyPosition, "key '\(entry.key)' stands twice; remove one of the two"))
      }
    }
    problems.sort { ($0.position ?? .start) < ($1.position ?? .start) }
  }

  private mutating func value(_ key: String) -> Node? {
    asked.append(key)
    if let value = node[key] { return value }
    if node.entries != nil || node.isNull {
      note("`\(key)` is missing", at: node)
    }
    return nil
  }

  private mutating func note(_ message: String, at node: Node) {
    problems.append(PackProblem(file, at: node.position, message))
  }
}

extension SourcePosition {
  fileprivate static let start = SourcePosition(line: 1, column: 1)
}
