/// `for (( start; condition; step )) do … done`.
struct CountingLoop: Sendable {
  var start: [WordPart]
  var condition: [WordPart]
  var step: [WordPart]
  var body: Command
}

extension Parser {
  /// Whether a "(" has been read that another one follows, as in `((`.
  var isDoubleParenthesis: Bool { dialect == .bash && current == UInt8(ascii: "(") }

  /// Reads the rest of `(( … ))`, the second parenthesis being next.
  mutating func calculation(line: Int) throws(SyntaxError) -> Command {
    position += 1
    var reader = WordReader(context: .arithmetic)
    try read(&reader)
    return .calculation(reader.parts, line: line)
  }

  /// Reads the rest of `for ((`.
  mutating func countingLoop(line: Int) throws(SyntaxError) -> Command {
    position += 1
    var reader = WordReader(context: .arithmetic)
    try read(&reader)
    var pieces: [[WordPart]] = [[]]
    for part in reader.parts {
      guard case .literal(let text) = Self.unquoted(part) else {
        pieces[pieces.count - 1].append(part)
        continue
      }
      let texts = text.split(separator: ";", omittingEmptySubsequences: false)
      for (index, piece) in texts.enumerated() {
        if index > 0 { pieces.append([]) }
        let isBlank = piece.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\n" }
        if !isBlank { pieces[pieces.count - 1].append(.literal(String(piece))) }
      }
    }
    guard pieces.count == 3 else {
      throw SyntaxError(message: "arithmetic expression required", line: line)
    }
    check = .afterNewlines
    if case .semicolon = try readToken() {} else { pushedBack = lastToken }
    check = .afterNewlines
    let opensBrace = try readToken().isKeyword(.open)
    if !opensBrace, !lastToken.isKeyword(.do) { throw unexpected(expecting: .keyword(.do)) }
    let body = try requiredList()
    try expect(opensBrace ? .close : .done)
    return .counting(
      CountingLoop(start: pieces[0], condition: pieces[1], step: pieces[2], body: body), line: line)
  }

  private static func unquoted(_ part: WordPart) -> WordPart {
    if case .quoted(let text) = part { .literal(text) } else { part }
  }

  /// Splits `name=value`, `name+=value`, `name[key]=value` as bash does.
  static func assignment(in word: Word, _ dialect: ShellDialect) -> Assignment? {
    if let plain = assignment(in: word) { return plain }
    guard dialect == .bash, case .literal(let text)? = word.parts.first else { return nil }
    if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), text[..<equals].hasSuffix("+"),
      isName(text[..<equals].dropLast())
    {
      let value = replacingFirst(of: word, with: text[text.index(after: equals)...])
      return Assignment(
        name: String(text[..<equals].dropLast()), value: value, appends: true)
    }
    let name = text.prefix { $0 != "[" }
    guard isName(name), name.endIndex < text.endIndex else { return nil }
    let rest = replacingFirst(of: word, with: text[text.index(after: name.endIndex)...])
    guard let (key, value, appends) = splitSubscript(rest) else { return nil }
    return Assignment(name: String(name), value: value, element: key, appends: appends)
  }

  private static func replacingFirst(of word: Word, with text: Substring) -> Word {
    var word = word
    word.parts[0] = .literal(String(text))
    if text.isEmpty { word.parts.removeFirst() }
    return word
  }

  /// Splits `key]=value` or `key]+=value`.
  private static func splitSubscript(_ word: Word) -> (key: Word, value: Word, appends: Bool)? {
    for (index, part) in word.parts.enumerated() {
      guard case .literal(let text) = part, let close = text.firstIndex(of: "]") else { continue }
      var after = text[text.index(after: close)...]
      let appends = after.hasPrefix("+=")
      guard appends || after.hasPrefix("=") else { return nil }
      after = after.dropFirst(appends ? 2 : 1)
      let head = text[..<close].isEmpty ? [] : [WordPart.literal(String(text[..<close]))]
      let tail = after.isEmpty ? [] : [WordPart.literal(String(after))]
      return (
        Word(parts: word.parts[..<index] + head), Word(parts: tail + word.parts[(index + 1)...]),
        appends
      )
    }
    return nil
  }

  /// `[key]=value` in the list of an array.
  static func elementOfList(_ word: Word) -> (key: Word, value: Word)? {
    guard case .literal(let text)? = word.parts.first, text.hasPrefix("[") else { return nil }
    let rest = replacingFirst(of: word, with: text.dropFirst())
    return splitSubscript(rest).map { ($0.key, $0.value) }
  }

  /// Reads `( words )` right after `name=`; nil where there is none.
  mutating func arrayItems(after assignment: Assignment) throws(SyntaxError) -> [Word]? {
    guard dialect == .bash, assignment.value.parts.isEmpty, assignment.element == nil,
      current == UInt8(ascii: "(")
    else { return nil }
    position += 1
    var items: [Word] = []
    while true {
      check = .newlines
      switch try readToken() {
      case .word(let word, _): items.append(word)
      case .rightParenthesis: return items
      case .end, .newline, .semicolon, .background, .and, .or, .pipe, .leftParenthesis, .endCase,
        .endBackquote, .redirection, .keyword:
        throw unexpected()
      }
    }
  }

  /// The name of an element or of all, after its variable's name, at "[".
  mutating func subscripted(
    _ name: ParameterExpansion.Name
  ) throws(SyntaxError) -> ParameterExpansion.Name {
    guard dialect == .bash, case .variable(let text) = name, current == UInt8(ascii: "[") else {
      return name
    }
    position += 1
    var reader = WordReader(context: .braces(isQuoted: false, stops: [UInt8(ascii: "]")]))
    try read(&reader)
    position += 1
    let word = Word(parts: reader.parts)
    if word.plainText == "@" { return .all(text, isAt: true) }
    if word.plainText == "*" { return .all(text, isAt: false) }
    return .element(text, word)
  }
}
