import ByteText
import Kernel

/// Builtins whose arguments are expanded as assignments are.
private let declarations: Set<String> = [
  "alias", "declare", "export", "local", "readonly", "typeset",
]

extension Interpreter {
  /// Expands words to the arguments of a command: with field splitting and path names.
  func expandFields(_ words: [Word]) async throws -> [String] {
    var result: [String] = []
    result.reserveCapacity(words.count)
    var takesAssignments = false
    let words = state.dialect == .bash ? words.flatMap(BraceExpansion.expand) : words
    for (index, word) in words.enumerated() {
      if takesAssignments, let assignment = Parser.assignment(in: word) {
        let value = try await expandText(assignment.value, isAssignment: true)
        result.append("\(assignment.name)=\(value)")
        continue
      }
      if result.count > memoryLimit / 32 { try await refuseMemory() }
      if index == result.count, !takesAssignments, let name = word.plainText {
        takesAssignments =
          declarations.contains(name) && result.allSatisfy { $0 == "command" }
      }
      if let text = word.plainText, !needsExpansion(text) {
        result.append(text)
      } else {
        try await expandFields(word, into: &result)
      }
    }
    return result
  }

  /// Texts from this length on are charged for; shorter ones are part of a command's step.
  static let longText = 128

  private func needsExpansion(_ text: String) -> Bool {
    text.utf8.contains {
      $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
        || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "\\")
    }
  }

  private func expandFields(_ word: Word, into result: inout [String]) async throws {
    var fields = Fields(
      separators: Separators(value(of: "IFS") ?? " \t\n"), limit: memoryLimit)
    try await append(word, to: &fields)
    fields.endField()
    if fields.byteCount > memoryLimit { try await refuseMemory() }
    if fields.byteCount >= Interpreter.longText { try await process.work(on: fields.byteCount) }
    for field in fields.finished {
      if let pattern = field.pattern, !state.options.contains(.noglob) {
        let paths = try await glob(pattern)
        let remains = paths.isEmpty && !state.bashOptions.contains("nullglob")
        result += remains ? [field.text] : paths
      } else {
        result.append(field.text)
      }
    }
  }

  /// Expands a word where nothing is split: in assignments, `case`, redirections.
  func expandText(_ word: Word, isAssignment: Bool = false) async throws -> String {
    if let text = word.plainText, text.utf8.first != UInt8(ascii: "~"), !isAssignment {
      return text
    }
    var fields = Fields(separators: nil, makesPatterns: false)
    try await append(word, to: &fields, isAssignment: isAssignment)
    if fields.byteCount >= Interpreter.longText { try await process.work(on: fields.byteCount) }
    return fields.joinedText
  }

  /// Expands a word to a pattern: quoted parts match only themselves.
  func expandPattern(_ word: Word) async throws -> String {
    var fields = Fields(separators: nil)
    try await append(word, to: &fields)
    return fields.joinedPattern
  }

  private func append(
    _ word: Word, to fields: inout Fields, isAssignment: Bool = false
  ) async throws {
    var isFirst = true
    for part in word.parts {
      if case .literal(let text) = part, isFirst || isAssignment {
        let isOnly = word.parts.count == 1
        appendWithTilde(text, to: &fields, isFirst: isFirst, isOnly, isAssignment)
      } else {
        _ = try await append(part, to: &fields, isQuoted: false)
      }
      isFirst = false
    }
  }

  /// Appends literal text, replacing `~` and `~user` at its start and, in assignments, after ":".
  private func appendWithTilde(
    _ text: String, to fields: inout Fields, isFirst: Bool, _ isOnly: Bool, _ isAssignment: Bool
  ) {
    guard text.utf8.contains(UInt8(ascii: "~")) else {
      fields.append(text, isQuoted: false)
      return
    }
    let pieces =
      isAssignment ? text.split(at: ":", omittingEmptySubsequences: false) : [text[...]]
    for (index, piece) in pieces.enumerated() {
      if index > 0 { fields.append(":", isQuoted: false) }
      let isAtStart = index > 0 || isFirst
      let name = piece.prefix { $0 != "/" }
      let isWhole = name.endIndex < piece.endIndex || isOnly || index < pieces.count - 1
      if isAtStart, isWhole, name.first == "~", let home = home(of: name.dropFirst()) {
        if !home.isEmpty { fields.append(home, isQuoted: true) }
        fields.append(String(piece[name.endIndex...]), isQuoted: false)
      } else {
        fields.append(String(piece), isQuoted: false)
      }
    }
  }

  private func home(of user: Substring) -> String? {
    if user.isEmpty { return value(of: "HOME") }
    switch user {
    case "root": return "/root"
    default: return nil
    }
  }

  /// Appends one part; true if it was "$@" without any parameters.
  ///
  /// `splitsLiterals`: the part stands in the word of `${name-word}`, whose unquoted text is split.
  func append(
    _ part: WordPart, to fields: inout Fields, isQuoted: Bool, splitsLiterals: Bool = false
  ) async throws -> Bool {
    if fields.byteCount > memoryLimit { try await refuseMemory() }
    switch part {
    case .literal(let text):
      if splitsLiterals, !isQuoted {
        fields.appendSplitting(text)
      } else {
        fields.append(text, isQuoted: isQuoted)
      }
    case .quoted(let text): fields.append(text, isQuoted: true)
    case .doubleQuoted(let parts):
      var isMissing = false
      for inner in parts where try await append(inner, to: &fields, isQuoted: true) {
        isMissing = true
      }
      if !isMissing { fields.start() }
    case .parameter(let expansion):
      return try await append(expansion, to: &fields, isQuoted: isQuoted)
    case .command(let command):
      let text = try await substitute(command)
      append(text, to: &fields, isQuoted: isQuoted)
    case .arithmetic(let parts):
      var inner = Fields(separators: nil, makesPatterns: false)
      for part in parts { _ = try await append(part, to: &inner, isQuoted: true) }
      append(String(try await arithmetic(inner.joinedText)), to: &fields, isQuoted: isQuoted)
    case .process(let command, let isInput):
      fields.append(try await substituteProcess(command, isInput: isInput), isQuoted: true)
    }
    return false
  }

  func append(_ value: String, to fields: inout Fields, isQuoted: Bool) {
    if isQuoted {
      fields.append(value, isQuoted: true)
    } else {
      fields.appendSplitting(value)
    }
  }

  // MARK: Command substitution

  /// The output of a command without its trailing newlines.
  private func substitute(_ command: Command) async throws -> String {
    if case .empty = command { return "" }
    let ends = try process.pipe()
    let traps = command.isCall(of: "trap", withoutArguments: true) ? state.traps : nil
    let child = try await forkSubshell(keepsJobs: command.isCall(of: "jobs")) { shell in
      shell.state.outerTraps = traps
      try shell.process.duplicate(ends.writing, to: 1)
      try shell.process.close(ends.reading)
      if ends.writing != 1 { try shell.process.close(ends.writing) }
      // Source: ash does not let `set -e` into command substitutions.
      shell.state.options.remove(.errexit)
      return try await shell.evaluate(command, isLast: true)
    }
    try process.close(ends.writing)
    var bytes = try await readAll(ends.reading)
    try process.close(ends.reading)
    substitutionStatus = try await waitFor(child)
    while bytes.last == 0x0A { bytes.removeLast() }
    if bytes.contains(0) { bytes.removeAll { $0 == 0 } }
    return String(rawBytes: bytes)
  }

  /// Reads to the end, whatever signals come.
  private func readAll(_ descriptor: Int) async throws -> [UInt8] {
    var result: [UInt8] = []
    var held = Holding(process)
    while true {
      do {
        let part = try await process.read(descriptor)
        if part.isEmpty { return result }
        result += part
        held.bytes = result.count
      } catch Errno.interrupted {
        noteSignals()
      }
    }
  }

  /// The path of a pipe from or to a command.
  private func substituteProcess(_ command: Command, isInput: Bool) async throws -> String {
    let ends = try process.pipe()
    let (kept, given) = isInput ? (ends.reading, ends.writing) : (ends.writing, ends.reading)
    _ = try await forkSubshell { shell in
      try shell.process.duplicate(given, to: isInput ? 1 : 0)
      try shell.process.close(given)
      try shell.process.close(kept)
      return try await shell.evaluate(command, isLast: true)
    }
    try process.close(given)
    let high = try process.duplicate(kept, from: 64)
    try process.close(kept)
    processSubstitutions.append(high)
    return "/dev/fd/\(high)"
  }
}
