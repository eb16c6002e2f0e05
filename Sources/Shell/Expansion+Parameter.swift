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

  private func value(of name: ParameterExpansion.Name) -> ParameterValue {
    switch name {
    case .variable(let name): value(of: name).map { .text($0) } ?? .unset
    case .positional(0): .text(state.name)
    case .positional(let number):
      number <= state.positional.count ? .text(state.positional[number - 1]) : .unset
    case .special(let byte): special(byte)
    }
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
    let value = value(of: expansion.name)
    let isMissing = value.isMissing(colon: expansion.colon)
    switch expansion.operation {
    case .defaultValue(let word) where isMissing:
      try await append(operand: word, to: &fields, isQuoted: isQuoted)
    case .alternative(let word):
      if !isMissing { try await append(operand: word, to: &fields, isQuoted: isQuoted) }
    case .assignment(let word) where isMissing:
      let text = try await expandText(word)
      guard case .variable(let name) = expansion.name else {
        try await fail("\(expansion.nameText): bad variable name")
      }
      try await set(name, to: text)
      append(text, to: &fields, isQuoted: isQuoted)
    case .failure(let word) where isMissing:
      var message = try await expandText(word)
      if word.parts.isEmpty {
        message = "parameter not set" + (expansion.colon ? " or null" : "")
      }
      try await fail("\(expansion.nameText): \(message)")
    case .value, .defaultValue, .assignment, .failure:
      return try await append(value, of: expansion, to: &fields, isQuoted: isQuoted)
    case .length:
      try await requireSet(value, expansion)
      append(String(length(of: value)), to: &fields, isQuoted: isQuoted)
    case .withoutPrefix, .withoutSuffix, .replacement, .substring, .bad:
      try await requireSet(value, expansion)
      let changed = try await transform(value, expansion.operation)
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
      try await fail("\(expansion.nameText): parameter not set")
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
      let separator = value(of: "IFS").map { String($0.prefix(1)) } ?? " "
      fields.append(list.joined(separator: separator), isQuoted: isQuoted)
      return false
    }
    for (index, item) in list.enumerated() {
      if index > 0 { fields.endField() }
      append(item, to: &fields, isQuoted: isQuoted)
      if isQuoted { fields.start() }
    }
    return isQuoted && list.isEmpty
  }

  private func length(of value: ParameterValue) -> Int {
    switch value {
    case .unset: 0
    case .text(let text): text.utf8.count
    case .list(let list, _): list.joined(separator: " ").utf8.count
    }
  }

  // MARK: Changing values

  private func transform(
    _ value: ParameterValue, _ operation: ParameterExpansion.Operation
  ) async throws -> ParameterValue {
    switch value {
    case .unset: return .text("")
    case .text(let text): return .text(try await transform(text, operation))
    case .list(let list, let isAt):
      var result: [String] = []
      for item in list { result.append(try await transform(item, operation)) }
      return .list(result, isAt: isAt)
    }
  }

  private func transform(
    _ text: String, _ operation: ParameterExpansion.Operation
  ) async throws -> String {
    let scalars = Array(text.unicodeScalars)
    switch operation {
    case .withoutPrefix(let word, let longest):
      let pattern = Pattern(try await expandPattern(word))
      let length = pattern.prefixLength(in: scalars, longest: longest)
      return length.map { String(scalars: scalars[$0...]) } ?? text
    case .withoutSuffix(let word, let longest):
      let pattern = Pattern(try await expandPattern(word))
      let start = pattern.suffixStart(in: scalars, longest: longest)
      return start.map { String(scalars: scalars[..<$0]) } ?? text
    case .replacement(let word, let replacement, let all):
      let replacement = Replacement(
        pattern: try await expandPattern(word), with: try await expandText(replacement), all: all)
      guard let text = replacement.apply(to: scalars, limit: memoryLimit) else {
        try await refuseMemory()
      }
      return text
    case .substring(let offset, let length):
      return try await substring(scalars, offset, length)
    case .value, .length, .defaultValue, .assignment, .failure, .alternative, .bad: return text
    }
  }

  /// Source: busybox `shell/ash.c`, `subevalvar`, VSSUBSTR.
  private func substring(
    _ scalars: [Unicode.Scalar], _ offset: Word, _ length: Word?
  ) async throws -> String {
    var start = Int(try await arithmetic(try await expandText(offset)))
    var count = Int.max
    if let length { count = Int(try await arithmetic(try await expandText(length))) }
    if start < 0 { start = scalars.count + start }
    if start < 0 || start >= scalars.count { return "" }
    let rest = scalars.count - start
    if count < 0 { count = rest + count }
    if count < 0 || count > rest { count = rest }
    return String(scalars: scalars[start..<(start + count)])
  }
}

/// The work of `${name/pattern/text}`.
private struct Replacement {
  private let pattern: Pattern
  private let text: String
  private let all: Bool
  private let isEmpty: Bool

  init(pattern: String, with text: String, all: Bool) {
    self.text = text
    self.all = all
    isEmpty = pattern.isEmpty
    self.pattern = Pattern(pattern)
  }

  /// Nil when the result would be beyond all measure.
  func apply(to scalars: [Unicode.Scalar], limit: Int) -> String? {
    if isEmpty { return String(scalars: scalars[...]) }
    var result = ""
    var position = 0
    while position < scalars.count {
      if result.utf8.count > limit { return nil }
      let length = pattern.prefixLength(in: scalars, from: position, longest: true)
      guard let length, length > 0 else {
        result.unicodeScalars.append(scalars[position])
        position += 1
        continue
      }
      result += text
      position += length
      if !all { break }
    }
    return result + String(scalars: scalars[position...])
  }
}

extension String {
  init(scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
