import Kernel

extension Interpreter {
  /// What a parameter holds.
  private enum ParameterValue {
    case unset
    case text(String)
    /// `$@` or `$*`.
    case list([String], isAt: Bool)

    func isMissing(colon: Bool) -> Bool {
      switch self {
      case .unset: true
      case .text(let text): colon && text.isEmpty
      case .list(let list, _):
        colon && (list.isEmpty || list.count == 1 && list[0].isEmpty)
      }
    }
  }

  private func value(of name: ParameterExpansion.Name) async throws -> ParameterValue {
    switch name {
    case .element(let name, let word):
      return try await element(of: name, try await expandText(word)).map { .text($0) } ?? .unset
    case .all(let name, let isAt): return .list(elements(of: name).values, isAt: isAt)
    case .keys(let name, let isAt): return .list(elements(of: name).keys, isAt: isAt)
    case .indirect(let name): return try await indirectValue(of: name)
    case .variable(let name): return value(of: name).map { .text($0) } ?? .unset
    case .positional(0): return .text(state.name)
    case .positional(let number):
      return number <= state.positional.count ? .text(state.positional[number - 1]) : .unset
    case .special(let byte): return special(byte)
    }
  }

  /// Source: bash(1), "Parameter Expansion": the value of `name` is the name that is looked up.
  private func indirectValue(of name: String) async throws -> ParameterValue {
    let target = name == "#" ? String(state.positional.count) : value(of: name)
    guard let target else { return .unset }
    if let number = Int(target) { return try await value(of: .positional(max(0, number))) }
    if target == "@" || target == "*" { return special(target.utf8.first ?? 0) }
    guard target.hasSuffix("]"), let bracket = target.firstIndex(of: "[") else {
      return try await value(of: .variable(target))
    }
    let array = String(target[..<bracket])
    let key = String(target[target.index(after: bracket)...].dropLast())
    if key == "@" || key == "*" { return .list(elements(of: array).values, isAt: key == "@") }
    return try await element(of: array, key).map { .text($0) } ?? .unset
  }

  private func special(_ byte: UInt8) -> ParameterValue {
    switch byte {
    case UInt8(ascii: "@"): .list(state.positional, isAt: true)
    case UInt8(ascii: "*"): .list(state.positional, isAt: false)
    case UInt8(ascii: "#"): .text(String(state.positional.count))
    case UInt8(ascii: "?"): .text(String(state.status))
    case UInt8(ascii: "-"): .text(state.options.letters)
    case UInt8(ascii: "$"): .text(String(state.rootPID))
    case UInt8(ascii: "!"): state.lastBackground.map { .text(String($0)) } ?? .unset
    default: .unset
    }
  }

  /// Appends the value of a parameter; true if it was "$@" without any parameters.
  func append(
    _ expansion: ParameterExpansion, to fields: inout Fields, isQuoted: Bool
  ) async throws -> Bool {
    let value = try await value(of: expansion.name)
    let isMissing = value.isMissing(colon: expansion.colon) || isEmptyArray(value, expansion.name)
    switch expansion.operation {
    case .defaultValue(let word) where isMissing:
      try await append(operand: word, to: &fields, isQuoted: isQuoted)
    case .alternative(let word):
      if !isMissing { try await append(operand: word, to: &fields, isQuoted: isQuoted) }
    case .assignment(let word) where isMissing:
      let text = try await expandText(word)
      switch expansion.name {
      case .variable(let name): try await set(name, to: text)
      case .element(let name, let word):
        setElement(name, try await key(try await expandText(word), of: name), text)
      case .positional, .special, .all, .keys, .indirect:
        try await fail("\(expansion.nameText): bad variable name")
      }
      append(text, to: &fields, isQuoted: isQuoted)
    case .failure(let word) where isMissing:
      var message = try await expandText(word)
      if word.parts.isEmpty {
        message = "parameter not set" + (expansion.colon ? " or null" : "")
      }
      try await fail("\(expansion.nameText): \(message)")
    case .value, .defaultValue, .assignment, .failure:
      return try await append(value, of: expansion, to: &fields, isQuoted: isQuoted)
    case .bad:
      try await fail(state.dialect.syntaxError("bad substitution"), line: state.lineRead)
    case .length:
      try await requireSet(value, expansion)
      append(String(length(of: value)), to: &fields, isQuoted: isQuoted)
    case .withoutPrefix, .withoutSuffix, .replacement, .substring, .letters, .quoted:
      try await requireSet(value, expansion)
      let changed = try await transform(
        value, of: expansion.name, expansion.operation,
        keepsParts: !fields.keepsTogether && (!isQuoted || isAt(value)))
      return try await append(changed, of: expansion, to: &fields, isQuoted: isQuoted)
    }
    return false
  }

  private func append(
    operand word: Word, to fields: inout Fields, isQuoted: Bool
  ) async throws {
    if !isQuoted, case .literal(let text)? = word.parts.first, text.utf8.first == 0x7E {
      let expanded = try await expandText(word)
      append(expanded, to: &fields, isQuoted: false)
      return
    }
    for part in word.parts {
      _ = try await append(part, to: &fields, isQuoted: isQuoted, splitsLiterals: true)
    }
  }

  private func requireSet(
    _ value: ParameterValue, _ expansion: ParameterExpansion
  ) async throws {
    if case .unset = value, state.options.contains(.nounset) {
      try await fail(state.dialect.notSet(expansion.nameText))
    }
  }

  private func append(
    _ value: ParameterValue, of expansion: ParameterExpansion, to fields: inout Fields,
    isQuoted: Bool
  ) async throws -> Bool {
    switch value {
    case .unset: try await requireSet(value, expansion)
    case .text(let text): append(text, to: &fields, isQuoted: isQuoted)
    case .list(let list, let isAt): return append(list, isAt: isAt, to: &fields, isQuoted: isQuoted)
    }
    return false
  }

  private func append(
    _ list: [String], isAt: Bool, to fields: inout Fields, isQuoted: Bool
  ) -> Bool {
    if fields.keepsTogether || isQuoted && !isAt {
      fields.append(list.joined(separator: listSeparator), isQuoted: isQuoted)
      return false
    }
    for (index, item) in list.enumerated() {
      if index > 0 { fields.endField() }
      append(item, to: &fields, isQuoted: isQuoted)
      if isQuoted { fields.start() }
    }
    return isQuoted && list.isEmpty
  }

  /// An array of bash without elements counts as unset.
  private func isEmptyArray(_ value: ParameterValue, _ name: ParameterExpansion.Name) -> Bool {
    if case .all = name, case .list(let list, _) = value { list.isEmpty } else { false }
  }

  private func isAt(_ value: ParameterValue) -> Bool {
    if case .list(_, isAt: true) = value { true } else { false }
  }

  private func length(of value: ParameterValue) -> Int {
    switch value {
    case .unset: 0
    // Only here does ash count characters; everything else is bytes.
    case .text(let text): text.unicodeScalars.count
    case .list(let list, _):
      state.dialect == .bash ? list.count : list.joined(separator: " ").utf8.count
    }
  }

  // MARK: Changing values

  /// Source: busybox `shell/ash.c`, `varvalue`: a list is one text whose parts are kept apart by a
  /// zero byte where fields are made, and by the first byte of IFS where they are not.
  private func transform(
    _ value: ParameterValue, of name: ParameterExpansion.Name,
    _ operation: ParameterExpansion.Operation, keepsParts: Bool
  ) async throws -> ParameterValue {
    switch value {
    case .unset: return .text("")
    case .text(let text):
      return .text(String(rawBytes: try await transform(text.rawBytes, operation)))
    case .list(let list, let isAt) where state.dialect == .bash:
      if case .substring(let offset, let length) = operation {
        return .list(try await slice(list, offset, length, of: name), isAt: isAt)
      }
      var changed: [String] = []
      for item in list {
        changed.append(String(rawBytes: try await transform(item.rawBytes, operation)))
      }
      return .list(changed, isAt: isAt)
    case .list(let list, let isAt):
      let separator = keepsParts ? [0] : listSeparator.rawBytes
      let joined = Array(list.map(\.rawBytes).joined(separator: separator))
      let changed = try await transform(joined, operation)
      guard keepsParts else { return .text(String(rawBytes: changed)) }
      let parts = changed.split(separator: 0, omittingEmptySubsequences: false)
      return .list(parts.map { String(rawBytes: $0) }, isAt: isAt)
    }
  }

  /// What "$*" puts between the parameters.
  private var listSeparator: String { value(of: "IFS").map { String($0.prefix(1)) } ?? " " }

  private func transform(
    _ text: [UInt8], _ operation: ParameterExpansion.Operation
  ) async throws -> [UInt8] {
    switch operation {
    case .withoutPrefix(let word, let longest):
      let pattern = Pattern(try await expandPattern(word))
      return try await Trimming(pattern, longest: longest, process).prefix(of: text)
    case .withoutSuffix(let word, let longest):
      let pattern = Pattern(try await expandPattern(word))
      return try await Trimming(pattern, longest: longest, process).suffix(of: text)
    case .replacement(let word, let replacement, let all):
      let pattern = try await expandPattern(word)
      let value = try await expandText(replacement)
      if state.dialect == .bash, !all, let end = pattern.first, end == "#" || end == "%" {
        let trimming = Trimming(Pattern(String(pattern.dropFirst())), longest: true, process)
        return try await trimming.replacing(text, atStart: end == "#", with: value.rawBytes)
      }
      return try await Replacement(pattern: pattern, with: value, all: all).apply(to: text, process)
    case .substring(let offset, let length):
      return try await substring(text, offset, length)
    case .letters(let isUpper, let all): return Self.withLetters(text, isUpper: isUpper, all: all)
    case .quoted: return Quoting.always(String(rawBytes: text)).rawBytes
    case .value, .length, .defaultValue, .assignment, .failure, .alternative, .bad: return text
    }
  }

  private static func withLetters(_ text: [UInt8], isUpper: Bool, all: Bool) -> [UInt8] {
    let lowest = UInt8(ascii: isUpper ? "a" : "A")
    return text.enumerated().map { index, byte in
      let changes = (all || index == 0) && byte >= lowest && byte < lowest + 26
      return changes ? byte ^ 0x20 : byte
    }
  }

  /// Source: bash(1), "Parameter Expansion": `$@` counts from `$0`, arrays from their first element.
  private func slice(
    _ list: [String], _ offset: Word, _ length: Word?, of name: ParameterExpansion.Name
  ) async throws -> [String] {
    var list = list
    if case .special = name { list.insert(state.name, at: 0) }
    var start = Int(clamping: try await arithmetic(try await expandText(offset)))
    if start < 0 { start += list.count }
    guard start >= 0, start < list.count else { return [] }
    var count = list.count - start
    if let length {
      count = min(count, Int(clamping: try await arithmetic(try await expandText(length))))
    }
    return count <= 0 ? [] : Array(list[start..<(start + count)])
  }

  /// Source: busybox `shell/ash.c`, `subevalvar`, VSSUBSTR.
  private func substring(
    _ text: [UInt8], _ offset: Word, _ length: Word?
  ) async throws -> [UInt8] {
    var start = Int(try await arithmetic(try await expandText(offset)))
    var count = Int.max
    if let length { count = Int(try await arithmetic(try await expandText(length))) }
    if start < 0 { start &+= text.count }
    if start < 0 || start >= text.count { return [] }
    let rest = text.count - start
    if count < 0 { count &+= rest }
    if count < 0 || count > rest { count = rest }
    return Array(text[start..<(start + count)])
  }
}

/// The work of `${name#pattern}` and its kin.
private struct Trimming {
  let pattern: Pattern
  let longest: Bool
  let process: Process

  init(_ pattern: Pattern, longest: Bool, _ process: Process) {
    self.pattern = pattern
    self.longest = longest
    self.process = process
  }

  /// `text` with something else for the end that matches, as bash's `/#` and `/%` have it.
  func replacing(
    _ text: [UInt8], atStart: Bool, with value: [UInt8]
  ) async throws -> [UInt8] {
    var effort = 0
    let place =
      atStart
      ? pattern.prefixLength(in: text, longest: longest, effort: &effort)
      : pattern.suffixStart(in: text, longest: longest, effort: &effort)
    try await process.work(on: effort * Pattern.effortPerByte)
    guard let place else { return text }
    return atStart ? value + text[place...] : text[..<place] + value
  }

  /// `text` without the prefix that matches.
  ///
  /// Source: ash's matcher ends at a zero byte, so of a list it sees the first part.
  func prefix(of text: [UInt8]) async throws -> [UInt8] {
    let head = text.prefix { $0 != 0 }
    if longest, head.count < text.count, pattern.matches(head) { return [] }
    var effort = 0
    let length = pattern.prefixLength(in: Array(head), longest: longest, effort: &effort)
    try await process.work(on: effort * Pattern.effortPerByte)
    return length.map { Array(text[$0...]) } ?? text
  }

  /// `text` without the suffix that matches.
  func suffix(of text: [UInt8]) async throws -> [UInt8] {
    guard text.contains(0) else {
      var effort = 0
      let start = pattern.suffixStart(in: text, longest: longest, effort: &effort)
      try await process.work(on: effort * Pattern.effortPerByte)
      return start.map { Array(text[..<$0]) } ?? text
    }
    for index in 0...text.count {
      let start = longest ? index : text.count - index
      let part = text[start...].prefix { $0 != 0 }
      try await process.work(on: pattern.effort(on: part.count))
      if pattern.matches(part) { return Array(text[..<start]) }
    }
    return text
  }
}

/// The work of `${name/pattern/text}`.
private struct Replacement {
  private let pattern: Pattern
  private let text: [UInt8]
  private let all: Bool
  private let isEmpty: Bool
  private let startsWithRun: Bool

  init(pattern: String, with text: String, all: Bool) {
    self.text = text.rawBytes
    self.all = all
    isEmpty = pattern.isEmpty
    startsWithRun = pattern.utf8.first == UInt8(ascii: "*")
    self.pattern = Pattern(pattern)
  }

  /// Source: busybox `shell/ash.c`, `subevalvar`: of a list, whose parts end at zero bytes, a match up
  /// to the end of a part takes all other parts, too, and a single match elsewhere drops them.
  func apply(to bytes: [UInt8], _ process: Process) async throws -> [UInt8] {
    if isEmpty { return bytes }
    if bytes.isEmpty { return pattern.matches(bytes[...]) ? text : [] }
    var result: [UInt8] = []
    var position = 0
    var effort = 0
    /// Where the part ends that is looked at.
    var end = -1
    while position < bytes.count {
      if position > end { end = bytes[position...].firstIndex(of: 0) ?? bytes.count }
      let isInList = end < bytes.count
      if isInList {
        effort += end - position
        if pattern.matches(bytes[position..<end]) { return result + text }
      }
      var more = 0
      let length = pattern.prefixLength(
        in: bytes, from: position, to: end, longest: true, effort: &more)
      effort += more
      if effort >= 1024 {
        try await process.makeRoom(for: result.count)
        try await process.work(on: effort * Pattern.effortPerByte)
        effort = 0
      }
      guard let length, length > 0 else {
        // What `*x` does not match here, it does not match further on.
        if startsWithRun { return result + bytes[position...] }
        result.append(bytes[position])
        position += 1
        continue
      }
      result += text
      position += length
      if !all { return result + bytes[position..<end] }
    }
    return result
  }
}
