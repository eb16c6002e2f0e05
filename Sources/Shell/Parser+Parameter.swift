import Kernel

extension Parser {
  /// Reads what follows a `$`: a parameter, a command or arithmetic substitution, or nothing.
  mutating func readDollar(_ reader: inout WordReader) throws(SyntaxError) {
    position += 1
    skipContinuations()
    guard let byte = current else {
      reader.append(UInt8(ascii: "$"), quoted: reader.context != .expression)
      return
    }
    switch byte {
    case UInt8(ascii: "("):
      position += 1
      if advance(if: UInt8(ascii: "(")) {
        try nest { parser throws(SyntaxError) in
          var inner = WordReader(context: .arithmetic)
          try parser.read(&inner)
          reader.append(.arithmetic(inner.parts))
        }
      } else {
        reader.append(.command(try nestedList()))
      }
    case UInt8(ascii: "{"):
      position += 1
      try nest { parser throws(SyntaxError) in
        let isQuoted = reader.quotesExpansions
        reader.append(.parameter(try parser.bracedParameter(isQuoted: isQuoted)))
      }
    case UInt8(ascii: "'")
    where dialect.hasExtensions
      && (reader.context == .base || isUnquotedBraces(reader.context)):
      position += 1
      reader.isQuoted = true
      reader.append(.quoted(String(rawBytes: try dollarQuotes())))
    default:
      if let name = simpleName() {
        reader.append(.parameter(ParameterExpansion(name: name, operation: .value)))
      } else {
        reader.append(UInt8(ascii: "$"), quoted: reader.context != .expression)
      }
    }
  }

  private func isUnquotedBraces(_ context: WordReader.Context) -> Bool {
    if case .braces(isQuoted: false, _) = context { true } else { false }
  }

  private mutating func nest(
    _ body: (inout Parser) throws(SyntaxError) -> Void
  ) throws(SyntaxError) {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw SyntaxError(message: "too deeply nested", line: line) }
    try body(&self)
  }

  /// Reads a name, one digit or a special parameter.
  private mutating func simpleName() -> ParameterExpansion.Name? {
    guard let byte = current else { return nil }
    if isNameStart(byte) { return .variable(name()) }
    if isDigit(byte) {
      position += 1
      return .positional(Int(byte - 0x30))
    }
    guard Parser.specials.contains(byte) else { return nil }
    position += 1
    return .special(byte)
  }

  private static let specials = Array("@*#?-$!".utf8)

  private mutating func name() -> String {
    run(of: isNameByte)
  }

  /// Reads bytes of one kind; continuations between them count as nothing.
  private mutating func run(of belongs: (UInt8) -> Bool) -> String {
    var result: [UInt8] = []
    while true {
      let start = position
      while let byte = current, belongs(byte) { position += 1 }
      result += source[start..<position]
      guard current == UInt8(ascii: "\\"), peek() == 0x0A else { break }
      skipContinuations()
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func bracedName() throws(SyntaxError) -> ParameterExpansion.Name? {
    guard let byte = current else { return nil }
    if isDigit(byte) {
      return .positional(Int(run(of: isDigit)) ?? .max)
    }
    if dialect == .bash, byte == UInt8(ascii: "!"), let next = byteAfterContinuations(),
      isNameByte(next) || next == UInt8(ascii: "#")
    {
      position += 1
      return try indirectName()
    }
    guard let name = simpleName() else { return nil }
    return try subscripted(name)
  }

  /// Reads what follows "!" in braces of bash.
  private mutating func indirectName() throws(SyntaxError) -> ParameterExpansion.Name? {
    if advance(if: UInt8(ascii: "#")) { return .indirect("#") }
    switch try bracedName() {
    case .variable(let name): return .indirect(name)
    case .positional(let number): return .indirect(String(number))
    case .all(let name, let isAt): return .keys(name, isAt: isAt)
    case .special, .element, .keys, .indirect, nil: return nil
    }
  }

  /// A form that the shell does not have: an error only once it is expanded.
  ///
  /// Source: busybox `shell/ash.c`, `parsesub` and `varvalue`.
  private mutating func badSubstitution(
    _ name: ParameterExpansion.Name, isQuoted: Bool
  ) throws(SyntaxError) -> ParameterExpansion {
    _ = try operand(isQuoted)
    position += 1
    return ParameterExpansion(name: name, operation: .bad)
  }

  private mutating func bracedParameter(
    isQuoted: Bool
  ) throws(SyntaxError) -> ParameterExpansion {
    skipContinuations()
    if current == UInt8(ascii: "#"), let next = byteAfterContinuations(), next != UInt8(ascii: "}")
    {
      let (start, startLine) = (position, line)
      position += 1
      skipContinuations()
      if isNameByte(next) || Parser.specials.contains(next), let name = try bracedName() {
        skipContinuations()
        if advance(if: UInt8(ascii: "}")) {
          return ParameterExpansion(name: name, operation: .length)
        }
        if isNameByte(next) { return try badSubstitution(name, isQuoted: isQuoted) }
      } else if peek() == UInt8(ascii: "}") {
        return try badSubstitution(.special(next), isQuoted: isQuoted)
      }
      (position, line) = (start, startLine)
    }
    guard let name = try bracedName() else {
      return try badSubstitution(.special(0), isQuoted: isQuoted)
    }
    skipContinuations()
    var expansion = ParameterExpansion(name: name, operation: .value)
    expansion.colon = current == UInt8(ascii: ":")
    if expansion.colon { position += 1 }
    skipContinuations()
    guard let byte = current else {
      throw SyntaxError(
        message: isQuoted ? "unterminated quoted string" : "missing '}'", line: line)
    }
    position += 1
    switch byte {
    case UInt8(ascii: "}") where !expansion.colon: return expansion
    // It counts as the operator, and the braces are still open.
    case UInt8(ascii: "}"): _ = try operand(isQuoted)
    case UInt8(ascii: "-"): expansion.operation = .defaultValue(try operand(isQuoted))
    case UInt8(ascii: "="): expansion.operation = .assignment(try operand(isQuoted))
    case UInt8(ascii: "?"): expansion.operation = .failure(try operand(isQuoted))
    case UInt8(ascii: "+"): expansion.operation = .alternative(try operand(isQuoted))
    case UInt8(ascii: "#") where !expansion.colon:
      let longest = advance(if: byte)
      expansion.operation = .withoutPrefix(try pattern(), longest: longest)
    case UInt8(ascii: "%") where !expansion.colon:
      let longest = advance(if: byte)
      expansion.operation = .withoutSuffix(try pattern(), longest: longest)
    case UInt8(ascii: "^"), UInt8(ascii: ","):
      guard dialect == .bash, !expansion.colon else {
        position -= 1
        return try badSubstitution(name, isQuoted: isQuoted)
      }
      expansion.operation = .letters(
        isUpper: byte == UInt8(ascii: "^"), all: advance(if: byte))
      _ = try operand(isQuoted)
    case UInt8(ascii: "@") where dialect == .bash && current == UInt8(ascii: "Q"):
      expansion.operation = .quoted
      _ = try operand(isQuoted)
    case UInt8(ascii: "/") where !expansion.colon && dialect.hasExtensions:
      expansion.operation = try replacement()
      return expansion
    default:
      position -= 1
      guard expansion.colon, dialect.hasExtensions else {
        return try badSubstitution(name, isQuoted: isQuoted)
      }
      expansion.operation = try substring(isQuoted)
      return expansion
    }
    position += 1
    return expansion
  }

  /// Reads up to "}" or a stop, which stays unread.
  private mutating func operand(
    _ isQuoted: Bool, stops: [UInt8] = []
  ) throws(SyntaxError) -> Word {
    var reader = WordReader(context: .braces(isQuoted: isQuoted, stops: stops))
    try read(&reader)
    return Word(parts: reader.parts)
  }

  /// In a pattern, and in what replaces it, quotes count even between double quotes.
  private mutating func pattern(stops: [UInt8] = []) throws(SyntaxError) -> Word {
    try operand(false, stops: stops)
  }

  private mutating func replacement() throws(SyntaxError) -> ParameterExpansion.Operation {
    let all = advance(if: UInt8(ascii: "/"))
    // A pattern is never empty: the first slash is a part of it.
    let start = advance(if: UInt8(ascii: "/")) ? [WordPart.literal("/")] : []
    var pattern = try pattern(stops: [UInt8(ascii: "/")])
    pattern.parts = start + pattern.parts
    var value = Word()
    if advance(if: UInt8(ascii: "/")) { value = try self.pattern() }
    position += 1
    return .replacement(pattern, with: value, all: all)
  }

  private mutating func substring(
    _ isQuoted: Bool
  ) throws(SyntaxError) -> ParameterExpansion.Operation {
    let offset = try operand(isQuoted, stops: [UInt8(ascii: ":")])
    var length: Word?
    if advance(if: UInt8(ascii: ":")) { length = try operand(isQuoted) }
    position += 1
    return .substring(offset: offset, length: length)
  }

  /// Reads the rest of `$'…'`.
  private mutating func dollarQuotes() throws(SyntaxError) -> [UInt8] {
    let startLine = line
    var result: [UInt8] = []
    while true {
      guard let byte = current else {
        throw SyntaxError(message: "unterminated quoted string", line: startLine)
      }
      position += 1
      switch byte {
      case UInt8(ascii: "'"): return result
      case UInt8(ascii: "\\"):
        var rest = source[position...]
        result += Escapes.decode(&rest, style: .dollarQuotes).filter { $0 != 0 }
        position = rest.startIndex
      default:
        if byte == 0x0A { line += 1 }
        result.append(byte)
      }
    }
  }
}
