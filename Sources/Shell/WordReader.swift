import Kernel

/// Collects the parts of a word while the parser reads its bytes.
struct WordReader {
  /// Where the word is, which decides what ends it and what quotes mean.
  enum Context: Equatable {
    /// A word of a command.
    case base
    case doubleQuotes
    case hereDocument
    /// `$(( … ))`.
    case arithmetic
    /// The expression after `=~` of bash, up to a blank.
    case expression
    /// Inside `${ … }`, up to "}" or one of `stops`.
    case braces(isQuoted: Bool, stops: [UInt8])
  }

  let context: Context
  var parts: [WordPart] = []
  /// Whether any part was quoted: such a word is no keyword, alias or descriptor.
  var isQuoted = false
  var parenthesisLevel = 0
  /// Whether a double quote is open inside of quoted braces.
  var hidesBrace = false
  /// The here-document whose lines are read.
  let document: Parser.PendingHereDocument?
  /// Whether the next line may be the delimiter of `document`.
  var mayEndDocument: Bool
  private var text: [UInt8] = []
  private var textIsQuoted = false

  init(context: Context, in document: Parser.PendingHereDocument? = nil) {
    self.context = context
    self.document = document
    mayEndDocument = document != nil
  }

  mutating func append(_ byte: UInt8, quoted: Bool = false) {
    if quoted != textIsQuoted { flush() }
    textIsQuoted = quoted
    text.append(byte)
  }

  mutating func append(_ bytes: some Collection<UInt8>, quoted: Bool) {
    if quoted != textIsQuoted { flush() }
    textIsQuoted = quoted
    text.append(contentsOf: bytes)
  }

  mutating func append(_ part: WordPart) {
    flush()
    parts.append(part)
  }

  mutating func flush() {
    guard !text.isEmpty else { return }
    let string = String(rawBytes: text)
    parts.append(textIsQuoted ? .quoted(string) : .literal(string))
    text.removeAll(keepingCapacity: true)
  }

  /// Whether nothing has been read yet.
  var isEmpty: Bool { parts.isEmpty && text.isEmpty && !isQuoted }

  /// Whether single quotes stand for themselves here.
  var keepsSingleQuotes: Bool {
    switch context {
    case .base, .expression: false
    case .doubleQuotes, .hereDocument, .arithmetic: true
    case .braces(let isQuoted, _): isQuoted
    }
  }

  /// Which bytes a backslash quotes; nil: all.
  var escapable: [UInt8]? {
    switch context {
    case .base, .expression, .braces(isQuoted: false, _): nil
    case .doubleQuotes, .arithmetic: Array("$`\"\\".utf8)
    case .hereDocument: Array("$`\\".utf8)
    case .braces(isQuoted: true, _): Array("$`\"\\}".utf8)
    }
  }

  /// Whether expansions in this place are free from field splitting.
  var quotesExpansions: Bool {
    switch context {
    case .base, .expression, .braces(isQuoted: false, _): false
    case .doubleQuotes, .hereDocument, .arithmetic, .braces(isQuoted: true, _): true
    }
  }
}

extension Parser {
  /// Reads up to the end of what `reader.context` describes; the end itself stays unread in a base
  /// word and is taken otherwise.
  mutating func read(_ reader: inout WordReader) throws(SyntaxError) {
    let startLine = line
    while true {
      if reader.mayEndDocument, let document = reader.document {
        reader.mayEndDocument = false
        if isAtEnd(of: document) { break }
      }
      guard let byte = current else {
        try endOfSource(in: reader, startLine: startLine)
        break
      }
      if try ends(at: byte, &reader) { break }
      switch byte {
      case UInt8(ascii: "\\"): readBackslash(&reader)
      case UInt8(ascii: "'") where !reader.keepsSingleQuotes: try readSingleQuotes(&reader)
      case UInt8(ascii: "\"") where reader.context != .hereDocument:
        try readDoubleQuotes(&reader)
      case UInt8(ascii: "$") where !readsDelimiter: try readDollar(&reader)
      case UInt8(ascii: "`") where readsDelimiter:
        // It counts as a quote.
        reader.isQuoted = true
        take(byte, &reader)
      case UInt8(ascii: "`"): try readBackquotes(&reader)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if reader.context == .base, peek() == UInt8(ascii: "("), dialect.hasExtensions {
          position += 2
          reader.append(
            .process(try nestedList(), isInput: byte == UInt8(ascii: "<")))
        } else {
          take(byte, &reader)
        }
      default: take(byte, &reader)
      }
    }
    reader.flush()
  }

  private mutating func take(_ byte: UInt8, _ reader: inout WordReader) {
    if byte == 0x0A {
      line += 1
      reader.mayEndDocument = reader.document != nil
    }
    position += 1
    reader.append(byte, quoted: reader.quotesExpansions)
  }

  /// Whether the word ends here.
  private mutating func ends(
    at byte: UInt8, _ reader: inout WordReader
  ) throws(SyntaxError) -> Bool {
    switch reader.context {
    case .base:
      // The last word of an alias does not grow by what follows the alias.
      if !reader.isEmpty, isAtEndOfAlias { return true }
      switch byte {
      case 0x20, 0x09, 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
        UInt8(ascii: "("), UInt8(ascii: ")"):
        return true
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        return peek() != UInt8(ascii: "(") || !dialect.hasExtensions
      default: return false
      }
    case .expression:
      if byte == UInt8(ascii: "(") { reader.parenthesisLevel += 1 }
      if byte == UInt8(ascii: ")") { reader.parenthesisLevel -= 1 }
      let isBlank = byte == 0x20 || byte == 0x09 || byte == 0x0A
      return reader.parenthesisLevel < 0 || isBlank && reader.parenthesisLevel == 0
    case .doubleQuotes:
      guard byte == UInt8(ascii: "\"") else { return false }
      position += 1
      return true
    case .hereDocument: return false
    case .arithmetic:
      if byte == UInt8(ascii: "(") { reader.parenthesisLevel += 1 }
      guard byte == UInt8(ascii: ")") else { return false }
      if reader.parenthesisLevel > 0 {
        reader.parenthesisLevel -= 1
        return false
      }
      guard byteAfterContinuations() == UInt8(ascii: ")") else { return false }
      position += 1
      return advance(if: UInt8(ascii: ")"))
    case .braces(_, let stops):
      return !reader.hidesBrace && byte == UInt8(ascii: "}") || stops.contains(byte)
    }
  }

  private var isAtEndOfAlias: Bool {
    activeAliases.contains { source.count - position == $0.remaining }
  }

  private mutating func endOfSource(
    in reader: WordReader, startLine: Int
  ) throws(SyntaxError) {
    switch reader.context {
    case .base, .expression: return
    case .hereDocument: wantsMoreLines = reader.document != nil
    case .doubleQuotes:
      throw unterminated("unterminated quoted string", from: startLine)
    case .arithmetic: throw unterminated("missing '))'", from: startLine)
    case .braces(let isQuoted, _):
      throw unterminated(isQuoted ? "unterminated quoted string" : "missing '}'", from: startLine)
    }
  }

  /// Only bash names the line in which it began.
  func unterminated(_ message: String, from startLine: Int) -> SyntaxError {
    SyntaxError(message: message, line: dialect == .bash ? startLine : line)
  }

  private mutating func readBackslash(_ reader: inout WordReader) {
    position += 1
    guard let byte = current else {
      reader.append(UInt8(ascii: "\\"), quoted: true)
      return
    }
    position += 1
    if byte == 0x0A {
      line += 1
      wantsMoreLines = position == source.count
      return
    }
    if let escapable = reader.escapable, !escapable.contains(byte) {
      reader.append([UInt8(ascii: "\\"), byte], quoted: true)
      return
    }
    reader.isQuoted = true
    reader.append(byte, quoted: true)
  }

  private mutating func readSingleQuotes(_ reader: inout WordReader) throws(SyntaxError) {
    let startLine = line
    position += 1
    guard let end = source[position...].firstIndex(of: UInt8(ascii: "'")) else {
      line += source[position...].count { $0 == 0x0A }
      position = source.count
      throw unterminated("unterminated quoted string", from: startLine)
    }
    let text = source[position..<end]
    line += text.count { $0 == 0x0A }
    position = end + 1
    reader.isQuoted = true
    reader.append(.quoted(String(rawBytes: text)))
  }

  private mutating func readDoubleQuotes(_ reader: inout WordReader) throws(SyntaxError) {
    position += 1
    reader.isQuoted = true
    // A quote inside of quoted braces only goes away, and hides "}"; arithmetic does not know it.
    switch reader.context {
    case .arithmetic:
      reader.append(UInt8(ascii: "\""), quoted: true)
      return
    case .braces(isQuoted: true, _):
      reader.hidesBrace.toggle()
      return
    case .base, .doubleQuotes, .hereDocument, .expression, .braces: break
    }
    var inner = WordReader(context: .doubleQuotes)
    try read(&inner)
    reader.append(.doubleQuoted(inner.parts))
  }

  /// Reads `commands )`, for `$(` and `<(`.
  mutating func nestedList() throws(SyntaxError) -> Command {
    let saved = (pushedBack, check, isInTest)
    pushedBack = nil
    isInTest = false
    let command = try list(mayBeEmpty: true) ?? .empty
    check = []
    guard case .rightParenthesis = try readToken() else {
      throw unexpected(expecting: .rightParenthesis)
    }
    (pushedBack, check, isInTest) = saved
    return command
  }

  private mutating func readBackquotes(_ reader: inout WordReader) throws(SyntaxError) {
    position += 1
    let startLine =
      switch dialect {
      case .ash: runningLine
      case .dash: 1
      case .bash: line
      }
    var text: [UInt8] = []
    while true {
      guard let byte = current else {
        throw SyntaxError(message: "EOF in backquote substitution", line: line)
      }
      position += 1
      if byte == UInt8(ascii: "`") { break }
      if byte == 0x0A { line += 1 }
      if byte == UInt8(ascii: "\\"), let next = current {
        position += 1
        switch next {
        case 0x0A:
          line += 1
          continue
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "$"): break
        case UInt8(ascii: "\"") where reader.quotesExpansions: break
        default: text.append(byte)
        }
        text.append(next)
      } else {
        text.append(byte)
      }
    }
    var parser = Parser(text, line: startLine, aliases: aliases, dialect: dialect)
    parser.runningLine = runningLine
    parser.depth = depth + 1
    reader.append(.command(try parser.all()))
  }

  /// Reads the whole source as one command.
  mutating func all() throws(SyntaxError) -> Command {
    if depth > 200 { throw SyntaxError(message: "too deeply nested", line: line) }
    var commands: [Command] = []
    while let command = try nextCommand() { commands.append(command) }
    return commands.count == 1 ? commands[0] : .sequence(commands)
  }
}
