/// One simple command of a line that was typed into a shell.
struct SimpleCommand: Sendable, Hashable {
  /// The words after removal of quotes, redirections left out.
  var words: [String] = []
  /// Files that its standard output goes to.
  var outputFiles: [String] = []
  /// Delimiters of its here-documents, with whether the delimiter was quoted.
  var hereDocuments: [HereDocumentStart] = []
  /// Whether its input comes from the command before.
  var readsPipe = false
  /// Whether its output goes to the command after it.
  var writesPipe = false

  /// Where a here-document ends and how it is read.
  struct HereDocumentStart: Sendable, Hashable {
    var delimiter: String
    /// Whether variables stay as they are.
    var isQuoted: Bool
    /// `<<-`: tabs in front of its lines are removed.
    var stripsTabs: Bool
  }
}

/// Splits a line as a POSIX shell does, as far as recorded commands need it.
///
/// Source: POSIX.1-2017, Shell Command Language, 2.3 Token Recognition. Substitutions are kept as
/// text, known variables are filled in.
struct ShellWords {
  /// What is still open at the end of the text.
  enum Open: Sendable, Hashable {
    case nothing, quote(Unicode.Scalar), backslash, pipe
  }

  private(set) var commands: [SimpleCommand] = []
  private(set) var open = Open.nothing

  private let characters: [Unicode.Scalar]
  private let variables: [String: String]
  private var index = 0
  private var current = SimpleCommand()
  private var word: String?
  private var wordIsQuoted = false
  /// The redirection that waits for its target.
  private var redirection: Redirection?

  private enum Redirection { case output, other, hereDocument(stripsTabs: Bool) }

  init(_ text: String, variables: [String: String] = [:]) {
    characters = Array(text.unicodeScalars.prefix(200_000))
    self.variables = variables
    read()
  }

  private mutating func read() {
    while index < characters.count {
      let character = characters[index]
      index += 1
      switch character {
      case "'", "\"": readQuoted(character)
      case "\\": readBackslash()
      case "$": readDollar(isQuoted: false)
      case "`": append(substitution(until: "`"))
      case " ", "\t": endWord()
      case "\r" where next == "\n": continue
      case "\n", ";": endCommand(pipes: false)
      case "&":
        if next == "&" { index += 1 }
        if next == ">" { continue }
        endCommand(pipes: false)
      case "|":
        let isOr = next == "|"
        if isOr || next == "&" { index += 1 }
        endCommand(pipes: !isOr)
        if remainderIsBlank { open = .pipe }
      case "(", ")": endCommand(pipes: false)
      case "<", ">": readRedirection(character)
      case "#" where word == nil: skipComment()
      default: append(character)
      }
    }
    endCommand(pipes: false)
  }

  private var next: Unicode.Scalar? { index < characters.count ? characters[index] : nil }
  private var remainderIsBlank: Bool { characters[index...].allSatisfy(\.properties.isWhitespace) }

  private mutating func append(_ text: String) { word = (word ?? "") + text }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if word == nil { word = "" }
    word?.unicodeScalars.append(scalar)
  }

  private mutating func endWord() {
    guard let text = word else { return }
    word = nil
    switch redirection {
    case nil: current.words.append(text)
    case .output: current.outputFiles.append(text)
    case .other: break
    case .hereDocument(let stripsTabs):
      current.hereDocuments.append(
        SimpleCommand.HereDocumentStart(
          delimiter: text, isQuoted: wordIsQuoted, stripsTabs: stripsTabs))
    }
    redirection = nil
    wordIsQuoted = false
  }

  private mutating func endCommand(pipes: Bool) {
    endWord()
    current.writesPipe = pipes
    if !current.words.isEmpty || !current.hereDocuments.isEmpty || !current.outputFiles.isEmpty {
      commands.append(current)
    }
    current = SimpleCommand()
    current.readsPipe = pipes
  }

  private mutating func skipComment() {
    while let character = next, !character.isNewline { index += 1 }
  }

  private mutating func readQuoted(_ quote: Unicode.Scalar) {
    wordIsQuoted = true
    append("")
    while let character = next {
      index += 1
      if character == quote { return }
      if quote == "\"", character == "\\", let escaped = next {
        if "\"\\$`".unicodeScalars.contains(escaped) {
          append(escaped)
          index += 1
        } else if escaped.isNewline {
          skipLineBreak()
        } else {
          append("\\")
        }
      } else if quote == "\"", character == "$" {
        readDollar(isQuoted: true)
      } else {
        append(character)
      }
    }
    open = .quote(quote)
  }

  private mutating func readBackslash() {
    guard let character = next else {
      open = .backslash
      return
    }
    guard !character.isNewline else { return skipLineBreak() }
    index += 1
    wordIsQuoted = true
    append(character)
  }

  private mutating func skipLineBreak() {
    let isReturn = next == "\r"
    index += 1
    if isReturn, next == "\n" { index += 1 }
  }

  private mutating func readDollar(isQuoted: Bool) {
    switch next {
    case "(":
      index += 1
      append("$(" + substitution(until: ")") + ")")
    case "'" where !isQuoted:
      index += 1
      readQuoted("'")
    case "{":
      index += 1
      let name = substitution(until: "}")
      append(variables[name] ?? "${\(name)}")
    default:
      var name = ""
      while let character = next, character == "_" || character.isASCIILetterOrDigit {
        name.unicodeScalars.append(character)
        index += 1
      }
      append(variables[name] ?? "$" + name)
    }
  }

  /// The raw text up to the closing character, which is skipped; brackets nest.
  private mutating func substitution(until close: Unicode.Scalar) -> String {
    var text = ""
    var depth = 1
    while let character = next {
      index += 1
      if close == ")", character == "(" { depth += 1 }
      if character == close { depth -= 1 }
      if depth == 0 { return text }
      text.unicodeScalars.append(character)
    }
    return text
  }

  private mutating func readRedirection(_ character: Unicode.Scalar) {
    // A digit right before belongs to the redirection.
    var descriptor: String?
    if let text = word, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), !wordIsQuoted {
      descriptor = text
      word = nil
    }
    endWord()
    if character == "<" {
      readInputRedirection()
      return
    }
    if next == ">" || next == "|" { index += 1 }
    redirection = descriptor == nil || descriptor == "1" ? .output : .other
    if next == "&" {
      index += 1
      redirection = .other
    }
  }

  private mutating func readInputRedirection() {
    redirection = .other
    guard next == "<" else {
      if next == "&" || next == ">" { index += 1 }
      return
    }
    index += 1
    if next == "<" {
      index += 1
      return
    }
    let stripsTabs = next == "-"
    if stripsTabs { index += 1 }
    redirection = .hereDocument(stripsTabs: stripsTabs)
  }
}

extension Character {
  /// Whether the character is one of A–Z, a–z, 0–9.
  var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}

extension Unicode.Scalar {
  /// Whether the scalar is one of A–Z, a–z, 0–9.
  fileprivate var isASCIILetterOrDigit: Bool {
    switch self {
    case "A"..."Z", "a"..."z", "0"..."9": true
    case _: false
    }
  }

  /// Whether the scalar ends a line.
  fileprivate var isNewline: Bool {
    switch self {
    case "\n"..."\r", "\u{85}", "\u{2028}", "\u{2029}": true
    case _: false
    }
  }
}
