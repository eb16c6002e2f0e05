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

  /// A text that may be left out, or be empty.
  mutating func optionalString(_ key: String) -> String? {
    asked.append(key)
    guard let value = node[key] else { return nil }
    if value.string == nil { note("`\(key)` must be a text", at: value) }
    return value.string
  }

  /// A whole number that may be left out.
  mutating func optionalNumber(_ key: String, in range: ClosedRange<Int64>) -> Int? {
    asked.append(key)
    return node[key] == nil ? nil : number(key, in: range)
  }

  /// A list of texts that may be left out.
  mutating func optionalTexts(_ key: String) -> [String]? {
    asked.append(key)
    return node[key] == nil ? nil : texts(key)
  }

  /// Names with texts; none where the key is left out.
  mutating func optionalPairs(_ key: String) -> [(name: String, value: String)] {
    asked.append(key)
    guard let value = node[key] else { return [] }
    guard let entries = value.entries else {
      note("`\(key)` must be a mapping of names to texts", at: value)
      return []
    }
    for entry in entries where entry.value.string == nil {
      note("the value of '\(entry.key)' must be a text; put it in quotes", at: entry.value)
    }
    return entries.compactMap { entry in entry.value.string.map { (entry.key, $0) } }
  }

  /// The items of a list; none where the key is left out.
  mutating func optionalItems(_ key: String) -> [Node] {
    asked.append(key)
    guard let value = node[key] else { return [] }
    if value.list == nil { note("`\(key)` must be a list", at: value) }
    return value.list ?? []
  }

  /// Whether the key is there; it counts as unknown until somebody asks for its value.
  func has(_ key: String) -> Bool { node[key] != nil }

  /// Whether the value is 'true'.
  mutating func isTrue(_ key: String) -> Bool {
    asked.append(key)
    return node[key]?.bool == true
  }

  /// Counts a key as known.
  mutating func allow(_ key: String) { asked.append(key) }

  /// Notes what is wrong with the value of a key.
  mutating func refuse(_ key: String, _ message: String) {
    problems.append(PackProblem(file, at: position(key) ?? node.position, "`\(key)` \(message)"))
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
