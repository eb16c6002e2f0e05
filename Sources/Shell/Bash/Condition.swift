/// What stands between `[[` and `]]`.
indirect enum Condition: Sendable {
  case not(Condition)
  case and(Condition, Condition)
  case or(Condition, Condition)
  /// A word that must not be empty.
  case word(Word)
  /// `-f file` and its kin.
  case unary(String, Word)
  /// `left == pattern`, `left -lt right` and so on.
  case binary(Word, String, Word)
}

extension Condition {
  /// The operators between two words.
  ///
  /// Source: bash(1), "CONDITIONAL EXPRESSIONS".
  static let binaryOperators: Set<String> = [
    "=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
  ]

  static func isUnary(_ text: String) -> Bool {
    text.utf8.count == 2 && text.hasPrefix("-")
      && "abcdefghknoprstuvwxzGLNORS".contains(text.suffix(1))
  }
}

extension Parser {
  /// Reads a condition after `[[`, and the `]]` that ends it.
  mutating func condition() throws(SyntaxError) -> Command {
    let startLine = line
    let condition = try disjunction()
    guard case .word(let word, false) = try readToken(), word.plainText == "]]" else {
      throw unexpected()
    }
    return .test(condition, line: startLine)
  }

  private mutating func disjunction() throws(SyntaxError) -> Condition {
    var condition = try conjunction()
    while true {
      check = .newlines
      guard case .or = try readToken() else { break }
      condition = .or(condition, try conjunction())
    }
    pushedBack = lastToken
    return condition
  }

  private mutating func conjunction() throws(SyntaxError) -> Condition {
    var condition = try operation()
    while true {
      check = .newlines
      guard case .and = try readToken() else { break }
      condition = .and(condition, try operation())
    }
    pushedBack = lastToken
    return condition
  }

  private mutating func operation() throws(SyntaxError) -> Condition {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw SyntaxError(message: "too deeply nested", line: line) }
    check = .newlines
    let token = try readToken()
    if case .leftParenthesis = token {
      let inner = try disjunction()
      guard case .rightParenthesis = try readToken() else { throw unexpected() }
      return inner
    }
    guard case .word(let word, _) = token else { throw unexpected() }
    let text = word.plainText ?? ""
    if text == "!" { return .not(try operation()) }
    if text == "]]" { throw unexpected() }
    let next = try readToken()
    if let symbol = binarySymbol(next) {
      if symbol == "=~" { return .binary(word, symbol, try expressionWord()) }
      return .binary(word, symbol, try operandWord())
    }
    if Condition.isUnary(text), case .word(let operand, _) = next, operand.plainText != "]]" {
      return .unary(text, operand)
    }
    pushedBack = next
    return .word(word)
  }

  private func binarySymbol(_ token: Token) -> String? {
    switch token {
    case .word(let word, false):
      return word.plainText.flatMap { Condition.binaryOperators.contains($0) ? $0 : nil }
    case .redirection(let pending):
      if case .input = pending.operation { return "<" }
      if case .output = pending.operation { return ">" }
      return nil
    case .word, .end, .newline, .semicolon, .background, .and, .or, .pipe, .leftParenthesis,
      .rightParenthesis, .endCase, .endBackquote, .keyword:
      return nil
    }
  }

  private mutating func operandWord() throws(SyntaxError) -> Word {
    guard case .word(let word, _) = try readToken() else { throw unexpected() }
    return word
  }

  /// Reads a regular expression, in which parentheses and bars are no operators.
  private mutating func expressionWord() throws(SyntaxError) -> Word {
    while let byte = current, byte == 0x20 || byte == 0x09 { position += 1 }
    var reader = WordReader(context: .expression)
    try read(&reader)
    return Word(parts: reader.parts)
  }
}
