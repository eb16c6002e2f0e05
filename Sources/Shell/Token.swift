/// What the lexer hands to the parser.
enum Token: Sendable {
  case end, newline, semicolon, background, and, or, pipe
  case leftParenthesis, rightParenthesis, endCase, endBackquote
  case redirection(PendingRedirection)
  case word(Word, isQuoted: Bool)
  case keyword(Keyword)

  /// The name in error messages.
  ///
  /// Source: busybox `shell/ash.c`, `tokname_array`.
  var name: String {
    switch self {
    case .end: "end of file"
    case .newline: "newline"
    case .redirection: "redirection"
    case .word: "word"
    case .semicolon: "\";\""
    case .background: "\"&\""
    case .and: "\"&&\""
    case .or: "\"||\""
    case .pipe: "\"|\""
    case .leftParenthesis: "\"(\""
    case .rightParenthesis: "\")\""
    case .endCase: "\";;\""
    case .endBackquote: "\"`\""
    case .keyword(let keyword): "\"\(keyword.rawValue)\""
    }
  }

  /// Whether a list of commands ends before it.
  var endsList: Bool {
    switch self {
    case .end, .rightParenthesis, .endCase, .endBackquote: true
    case .keyword(let keyword): keyword.endsList
    case .newline, .semicolon, .background, .and, .or, .pipe, .leftParenthesis, .redirection,
      .word:
      false
    }
  }

  /// Whether it ends the words of `for name in words`.
  var endsLine: Bool {
    if case .newline = self { return true }
    if case .semicolon = self { return true }
    return false
  }

  func isKeyword(_ other: Keyword) -> Bool {
    if case .keyword(let keyword) = self { keyword == other } else { false }
  }
}

/// The reserved words.
enum Keyword: String, Sendable, CaseIterable {
  case not = "!"
  case `case`, `do`, done, elif, `else`, esac, fi, `for`, function, `if`, `in`, then, until, `while`
  case open = "{"
  case close = "}"

  var endsList: Bool {
    switch self {
    case .do, .done, .elif, .else, .esac, .fi, .then, .close: true
    case .not, .case, .for, .function, .if, .in, .until, .while, .open: false
    }
  }
}

/// A redirection whose file name is still to come.
struct PendingRedirection: Sendable {
  enum Operator: Sendable {
    case input, output, clobber, append, readWrite, duplicateInput, duplicateOutput, both
    case hereDocument(stripsTabs: Bool)
    /// bash's `<<<`.
    case hereString
  }

  var descriptor: Int
  var operation: Operator
}

/// A command line that does not follow the grammar.
struct SyntaxError: Error {
  /// What ash says after "syntax error: ".
  var message: String
  /// Lines before it in its source.
  var line: Int
}
