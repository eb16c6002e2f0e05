import Kernel

extension Parser {
  /// Reads one command: simple, compound or the definition of a function.
  mutating func command() throws(SyntaxError) -> Command {
    let startLine = line
    let result: Command
    let token = try readToken()
    switch token {
    case .keyword(.if): result = try conditional()
    case .keyword(.while): result = try loop(isUntil: false)
    case .keyword(.until): result = try loop(isUntil: true)
    case .keyword(.for): result = try iteration(line: startLine)
    case .keyword(.case): result = try selection(line: startLine)
    case .keyword(.function): return try functionKeyword()
    case .leftParenthesis where isDoubleParenthesis: result = try calculation(line: startLine)
    case .word(let word, false) where dialect == .bash && word.plainText == "[[":
      result = try condition()
    case .word(let word, false) where dialect == .bash && word.plainText == "select":
      // Its menu is not modelled, which it says when it runs.
      _ = try iteration(line: startLine)
      result = .simple(SimpleCommand(words: [word], line: startLine))
    case .leftParenthesis:
      let body = try requiredList()
      guard case .rightParenthesis = try readToken() else {
        throw unexpected(expecting: .rightParenthesis)
      }
      return .subshell(body, try redirections())
    case .keyword(.open):
      result = try requiredList()
      try expect(.close)
    case .word, .redirection:
      pushedBack = token
      return try simpleCommand(line: startLine)
    case .end, .newline, .semicolon, .background, .and, .or, .pipe, .rightParenthesis, .endCase,
      .endBackquote, .keyword:
      throw unexpected()
    }
    let redirections = try redirections()
    return redirections.isEmpty ? result : .redirected(result, redirections)
  }

  private mutating func redirections() throws(SyntaxError) -> [Redirection] {
    var result: [Redirection] = []
    check = .command
    while case .redirection(let pending) = try readToken() {
      result.append(try complete(pending))
    }
    pushedBack = lastToken
    return result
  }

  private mutating func conditional() throws(SyntaxError) -> Command {
    let condition = try requiredList()
    try expect(.then)
    let then = try requiredList()
    let token = try readToken()
    if token.isKeyword(.elif) {
      return .conditional(condition: condition, then: then, otherwise: try conditional())
    }
    var otherwise: Command?
    if token.isKeyword(.else) {
      otherwise = try requiredList()
    } else {
      pushedBack = token
    }
    try expect(.fi)
    return .conditional(condition: condition, then: then, otherwise: otherwise)
  }

  private mutating func loop(isUntil: Bool) throws(SyntaxError) -> Command {
    let condition = try requiredList()
    try expect(.do)
    let body = try requiredList()
    try expect(.done)
    return .loop(condition: condition, body: body, isUntil: isUntil)
  }

  private mutating func iteration(line: Int) throws(SyntaxError) -> Command {
    check = []
    let first = try readToken()
    if case .leftParenthesis = first, isDoubleParenthesis { return try countingLoop(line: line) }
    guard case .word(let word, false) = first, let name = word.plainText, isName(name)
    else { throw SyntaxError(message: "bad for loop variable", line: self.line) }
    check = .afterNewlines
    var words: [Word]?
    if try readToken().isKeyword(.in) {
      var list: [Word] = []
      check = []
      while case .word(let word, _) = try readToken() { list.append(word) }
      words = list
      guard lastToken.endsLine else { throw unexpected() }
    } else if case .semicolon = lastToken {
    } else {
      pushedBack = lastToken
    }
    check = .afterNewlines
    try expect(.do)
    let body = try requiredList()
    try expect(.done)
    return .iteration(name: name, words: words, body: body, line: line)
  }

  private mutating func selection(line: Int) throws(SyntaxError) -> Command {
    check = []
    guard case .word(let subject, _) = try readToken() else {
      throw unexpected(expecting: .word(Word(), isQuoted: false))
    }
    check = .afterNewlines
    try expect(.in)
    var items: [CaseItem] = []
    check = [.newlines, .keywords]
    while !(try readToken().isKeyword(.esac)) {
      if case .leftParenthesis = lastToken {
        check = []
        _ = try readToken()
      }
      var patterns: [Word] = []
      while true {
        if case .word(let word, _) = lastToken {
          patterns.append(word)
        } else if case .keyword(let keyword) = lastToken {
          patterns.append(Word(parts: [.literal(keyword.rawValue)]))
        }
        check = []
        guard case .pipe = try readToken() else { break }
        check = []
        _ = try readToken()
      }
      guard case .rightParenthesis = lastToken else {
        throw unexpected(expecting: .rightParenthesis)
      }
      items.append(CaseItem(patterns: patterns, body: try list(mayBeEmpty: true)))
      check = [.newlines, .keywords]
      let token = try readToken()
      if token.isKeyword(.esac) { break }
      items[items.count - 1].ending = caseEnding
      guard case .endCase = token else { throw unexpected(expecting: .endCase) }
      check = [.newlines, .keywords]
    }
    return .selection(subject, items, line: line)
  }

  private mutating func functionKeyword() throws(SyntaxError) -> Command {
    check = []
    guard case .word(let word, false) = try readToken(), let name = word.plainText else {
      throw unexpected(expecting: .word(Word(), isQuoted: false))
    }
    check = []
    if case .leftParenthesis = try readToken() {
      guard case .rightParenthesis = try readToken() else {
        throw unexpected(expecting: .rightParenthesis)
      }
    } else {
      pushedBack = lastToken
    }
    return try functionBody(name)
  }

  private mutating func functionBody(_ name: String) throws(SyntaxError) -> Command {
    guard isName(name) && !BuiltinTable.isSpecial(name) || dialect == .bash else {
      throw SyntaxError(message: "bad function name", line: line)
    }
    check = .afterNewlines
    return .function(name: name, body: FunctionBody(try command()))
  }

  // MARK: Simple commands

  private mutating func simpleCommand(line: Int) throws(SyntaxError) -> Command {
    var simple = SimpleCommand(line: line)
    var mayAssign = true
    check = .aliases
    defer { isInTest = false }
    while true {
      let token = try readToken()
      switch token {
      case .word(let word, _):
        if isInTest, word.plainText == "]]" { isInTest = false }
        if mayAssign, var assignment = Parser.assignment(in: word, dialect) {
          assignment.items = try arrayItems(after: assignment)
          simple.assignments.append(assignment)
        } else if dialect == .bash, let array = try declaredArray(word, in: simple) {
          simple.words.append(Word(parts: [.literal(array.name)]))
          simple.arrays.append(array)
        } else {
          if simple.words.isEmpty, word.plainText == "[[" { isInTest = dialect.hasExtensions }
          simple.words.append(word)
          mayAssign = false
        }
        check = mayAssign ? .aliases : []
      case .redirection(let pending): simple.redirections.append(try complete(pending))
      case .and where isInTest: simple.words.append(Word(parts: [.quoted("&&")]))
      case .or where isInTest: simple.words.append(Word(parts: [.quoted("||")]))
      case .leftParenthesis where isFunctionHead(simple):
        guard case .rightParenthesis = try readToken() else {
          throw unexpected(expecting: .rightParenthesis)
        }
        return try functionBody(simple.words[0].plainText ?? "")
      case .end, .newline, .semicolon, .background, .and, .or, .pipe, .leftParenthesis,
        .rightParenthesis, .endCase, .endBackquote, .keyword:
        pushedBack = token
        return .simple(simple)
      }
    }
  }

  /// `name=(items)` among the arguments of a builtin that declares variables.
  private mutating func declaredArray(
    _ word: Word, in simple: SimpleCommand
  ) throws(SyntaxError) -> Assignment? {
    guard let name = simple.words.first?.plainText, declaringBuiltins.contains(name),
      var assignment = Parser.assignment(in: word, dialect)
    else { return nil }
    assignment.items = try arrayItems(after: assignment)
    return assignment.items == nil ? nil : assignment
  }

  private func isFunctionHead(_ simple: SimpleCommand) -> Bool {
    simple.words.count == 1 && simple.assignments.isEmpty && simple.redirections.isEmpty
  }

  /// Reads the file name or delimiter of a redirection.
  private mutating func complete(_ pending: PendingRedirection) throws(SyntaxError) -> Redirection {
    check = []
    if case .hereDocument = pending.operation { readsDelimiter = true }
    defer { readsDelimiter = false }
    guard case .word(let word, let isQuoted) = try readToken() else { throw unexpected() }
    let kind: Redirection.Kind
    switch pending.operation {
    case .input: kind = .input(word)
    case .output: kind = .output(word, clobber: false)
    case .clobber: kind = .output(word, clobber: true)
    case .append: kind = .append(word)
    case .readWrite: kind = .readWrite(word)
    case .both: kind = .both(word)
    case .duplicateInput: kind = .duplicate(word, isOutput: false)
    case .duplicateOutput: kind = .duplicate(word, isOutput: true)
    case .hereString:
      let document = HereDocument()
      document.fill(Word(parts: word.parts + [.quoted("\n")]))
      kind = .hereDocument(document)
    case .hereDocument(let stripsTabs):
      let document = HereDocument()
      pendingHereDocuments.append(
        PendingHereDocument(
          delimiter: Parser.rawText(of: word).rawBytes, isQuoted: isQuoted, stripsTabs: stripsTabs,
          document: document))
      kind = .hereDocument(document)
    }
    return Redirection(descriptor: pending.descriptor, kind: kind)
  }

  /// Splits `name=value`; nil if the word is no assignment.
  static func assignment(in word: Word) -> Assignment? {
    guard case .literal(let text)? = word.parts.first,
      let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals != text.startIndex
    else { return nil }
    let name = String(text[..<equals])
    guard isName(name) else { return nil }
    var value = word
    let rest = text[text.index(after: equals)...]
    if rest.isEmpty {
      value.parts.removeFirst()
    } else {
      value.parts[0] = .literal(String(rest))
    }
    return Assignment(name: name, value: value)
  }

  /// The text of a word with its quotes taken off and nothing expanded.
  static func rawText(of word: Word) -> String {
    word.parts.map { part in
      switch part {
      case .literal(let text), .quoted(let text): text
      case .doubleQuoted(let parts): rawText(of: Word(parts: parts))
      case .parameter(let parameter): "$" + parameter.nameText
      case .command, .arithmetic, .process: ""
      }
    }.joined()
  }
}

/// Builtins whose arguments are assignments.
private let declaringBuiltins: Set<String> = ["declare", "export", "local", "readonly", "typeset"]

/// Whether `text` can name a variable.
func isName(_ text: some StringProtocol) -> Bool {
  guard let first = text.utf8.first, isNameStart(first) else { return false }
  return text.utf8.allSatisfy(isNameByte)
}

func isNameStart(_ byte: UInt8) -> Bool {
  (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || byte == 0x5F
}

func isNameByte(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
