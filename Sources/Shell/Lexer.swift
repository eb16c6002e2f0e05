import Kernel

extension Parser {
  /// Reads the next token, looking for what `check` says; `check` is spent by that.
  mutating func readToken() throws(SyntaxError) -> Token {
    let wanted = check
    check = []
    var mayBeAlias = wanted.contains(.aliases)
    while true {
      let isFresh = pushedBack == nil
      var token: Token
      if let pushedBack {
        token = pushedBack
      } else {
        token = try freshToken()
      }
      pushedBack = nil
      lastToken = token
      if case .newline = token, wanted.contains(.newlines) {
        remainingAfterBlankAlias = nil
        continue
      }
      guard case .word(let word, false) = token, let text = word.plainText else { return token }
      if wanted.contains(.keywords), let keyword = Keyword(rawValue: text),
        keyword != .function || dialect.hasExtensions
      {
        token = .keyword(keyword)
        lastToken = token
        return token
      }
      if let remaining = remainingAfterBlankAlias, remainingAtWord <= remaining {
        mayBeAlias = true
        remainingAfterBlankAlias = nil
      }
      if isFresh, mayBeAlias, expandAlias(text) { continue }
      return token
    }
  }

  /// Puts the text of an alias in the place of its name.
  private mutating func expandAlias(_ name: String) -> Bool {
    guard !aliases.isEmpty, source.count < 1 << 20, let text = aliases[name] else { return false }
    activeAliases.removeAll { remainingAtWord <= $0.remaining }
    if activeAliases.contains(where: { $0.name == name }) { return false }
    activeAliases.append((name, source.count - position))
    source.replaceSubrange(position..<position, with: text.rawBytes)
    if text.utf8.last == 0x20 || text.utf8.last == 0x09 {
      remainingAfterBlankAlias = activeAliases.last?.remaining
    }
    return true
  }

  var current: UInt8? { position < source.count ? source[position] : nil }

  func peek(_ offset: Int = 1) -> UInt8? {
    position + offset < source.count ? source[position + offset] : nil
  }

  /// Takes a byte, with the continuations before it, if it comes next.
  mutating func advance(if byte: UInt8) -> Bool {
    skipContinuations()
    guard current == byte else { return false }
    position += 1
    return true
  }

  /// The byte after the current one, were there no continuations between them.
  func byteAfterContinuations() -> UInt8? {
    var offset = 1
    while peek(offset) == 0x5C, peek(offset + 1) == 0x0A { offset += 2 }
    return peek(offset)
  }

  /// Skips a backslash with a newline, which counts as nothing.
  mutating func skipContinuations() {
    while current == 0x5C, peek() == 0x0A {
      position += 2
      line += 1
      wantsMoreLines = position == source.count
    }
  }

  private mutating func skipBlanks() {
    while true {
      skipContinuations()
      switch current {
      case 0x20, 0x09: position += 1
      case UInt8(ascii: "#"):
        while let byte = current, byte != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func freshToken() throws(SyntaxError) -> Token {
    skipBlanks()
    guard let byte = current else {
      try readHereDocuments()
      return .end
    }
    switch byte {
    case 0x0A:
      position += 1
      line += 1
      try readHereDocuments()
      return .newline
    case UInt8(ascii: "&"):
      position += 1
      if advance(if: UInt8(ascii: "&")) { return .and }
      if dialect.hasExtensions, advance(if: UInt8(ascii: ">")) {
        return .redirection(PendingRedirection(descriptor: 1, operation: .both))
      }
      return .background
    case UInt8(ascii: "|"):
      position += 1
      if advance(if: byte) { return .or }
      pipesErrors = dialect == .bash && advance(if: UInt8(ascii: "&"))
      return .pipe
    case UInt8(ascii: ";"):
      position += 1
      return semicolons()
    case UInt8(ascii: "("):
      position += 1
      return .leftParenthesis
    case UInt8(ascii: ")"):
      position += 1
      return .rightParenthesis
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if peek() != UInt8(ascii: "(") || !dialect.hasExtensions {
        return redirection(descriptor: nil)
      }
    default: break
    }
    return try word()
  }

  /// Reads what follows a semicolon.
  private mutating func semicolons() -> Token {
    caseEnding = .leave
    guard advance(if: UInt8(ascii: ";")) else {
      guard dialect == .bash, advance(if: UInt8(ascii: "&")) else { return .semicolon }
      caseEnding = .fallThrough
      return .endCase
    }
    if dialect == .bash, advance(if: UInt8(ascii: "&")) { caseEnding = .lookOn }
    return .endCase
  }

  /// Reads the operator of a redirection, at `<` or `>`.
  private mutating func redirection(descriptor: Int?) -> Token {
    let isOutput = current == UInt8(ascii: ">")
    position += 1
    let operation: PendingRedirection.Operator
    if isOutput {
      if advance(if: UInt8(ascii: ">")) {
        operation = .append
      } else if advance(if: UInt8(ascii: "|")) {
        operation = .clobber
      } else {
        operation = advance(if: UInt8(ascii: "&")) ? .duplicateOutput : .output
      }
    } else if advance(if: UInt8(ascii: "<")) {
      if dialect == .bash, advance(if: UInt8(ascii: "<")) {
        return .redirection(PendingRedirection(descriptor: descriptor ?? 0, operation: .hereString))
      }
      operation = .hereDocument(stripsTabs: advance(if: UInt8(ascii: "-")))
    } else if advance(if: UInt8(ascii: ">")) {
      operation = .readWrite
    } else {
      operation = advance(if: UInt8(ascii: "&")) ? .duplicateInput : .input
    }
    return .redirection(
      PendingRedirection(descriptor: descriptor ?? (isOutput ? 1 : 0), operation: operation))
  }

  private mutating func word() throws(SyntaxError) -> Token {
    remainingAtWord = source.count - position
    var reader = WordReader(context: .base)
    try read(&reader)
    let word = Word(parts: reader.parts)
    // Digits right before an operator are the descriptor that it redirects.
    if !reader.isQuoted, current == UInt8(ascii: "<") || current == UInt8(ascii: ">"),
      let text = word.plainText, !text.isEmpty, text.utf8.count <= 4,
      text.utf8.allSatisfy(isDigit), peek() != UInt8(ascii: "(")
    {
      return redirection(descriptor: Int(text))
    }
    return .word(word, isQuoted: reader.isQuoted)
  }

  // MARK: Here-documents

  /// Reads the lines of the here-documents that the line just read has announced.
  mutating func readHereDocuments() throws(SyntaxError) {
    let pending = pendingHereDocuments
    pendingHereDocuments = []
    for document in pending {
      if document.isQuoted {
        let lines = hereDocumentLines(document)
        document.document.fill(Word(parts: [.quoted(String(rawBytes: lines))]))
      } else {
        // Its text is read as part of the script: a delimiter inside of a substitution is none.
        var reader = WordReader(context: .hereDocument, in: document)
        try read(&reader)
        document.document.fill(Word(parts: [.doubleQuoted(reader.parts)]))
      }
    }
  }

  /// The lines up to the delimiter, or to the end of the source.
  private mutating func hereDocumentLines(_ document: PendingHereDocument) -> [UInt8] {
    var result: [UInt8] = []
    wantsMoreLines = true
    while position < source.count, !isAtEnd(of: document) {
      let end = source[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? source.count
      if source[end - 1] == 0x0A { line += 1 }
      result += source[position..<end]
      position = end
    }
    return result
  }

  /// At the start of a line of a here-document: skips its tabs, and the line if it is the delimiter.
  mutating func isAtEnd(of document: PendingHereDocument) -> Bool {
    while document.stripsTabs, current == 0x09 { position += 1 }
    guard position < source.count, source[position...].starts(with: document.delimiter) else {
      return false
    }
    let end = position + document.delimiter.count
    guard end == source.count || source[end] == 0x0A else { return false }
    position = min(end + 1, source.count)
    if end < source.count { line += 1 }
    wantsMoreLines = false
    return true
  }
}
