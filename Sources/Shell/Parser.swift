/// Turns the text of a script into commands, one complete command at a time.
///
/// It follows the grammar of busybox ash, so that it refuses what ash refuses, in the same words.
struct Parser {
  var source: [UInt8]
  var position = 0
  /// Line of the next byte, counted from where the source starts.
  var line: Int
  /// Line of the last command that has run, from which ash counts in backquotes.
  var runningLine = 0
  /// Aliases that may be expanded, by name.
  var aliases: [String: String]
  /// Aliases in expansion, with how many bytes are left once their text is used up.
  var activeAliases: [(name: String, remaining: Int)] = []
  /// How much of the source is left after an alias whose text ends in a blank: the next word may
  /// be an alias, too.
  var remainingAfterBlankAlias: Int?
  /// How much of the source was left where the last word began.
  var remainingAtWord = 0
  var pushedBack: Token?
  var lastToken = Token.end
  var check: Check = []
  var pendingHereDocuments: [PendingHereDocument] = []
  var depth = 0
  /// Whether the source ended in a here-document or after a backslash.
  var wantsMoreLines = false
  /// Whether the delimiter of a here-document is read, in which nothing is expanded.
  var readsDelimiter = false
  /// Whether the last `|` was bash's `|&`.
  var pipesErrors = false
  /// How the last item of a `case` ended.
  var caseEnding = CaseItem.Ending.leave
  /// Whether the words of `[[ … ]]` are being read.
  var isInTest = false

  /// What is looked for in the next word.
  struct Check: OptionSet {
    let rawValue: Int
    static let keywords = Check(rawValue: 1)
    static let aliases = Check(rawValue: 2)
    /// Skip newlines.
    static let newlines = Check(rawValue: 4)
    static let command: Check = [.keywords, .aliases]
    static let afterNewlines: Check = [.keywords, .aliases, .newlines]
  }

  /// A here-document whose lines come after the current one.
  struct PendingHereDocument {
    var delimiter: [UInt8]
    var isQuoted: Bool
    var stripsTabs: Bool
    var document: HereDocument
  }

  /// Whose grammar it is.
  let dialect: ShellDialect

  init(
    _ source: [UInt8], line: Int = 0, aliases: [String: String] = [:],
    dialect: ShellDialect = .ash
  ) {
    self.dialect = dialect
    self.source = source
    self.line = line
    self.aliases = aliases
  }

  /// Reads up to the end of a line that completes a command.
  ///
  /// Nil at the end of the source; `Command.empty` for an empty line.
  mutating func nextCommand() throws(SyntaxError) -> Command? {
    pushedBack = nil
    check = []
    var commands: [Command] = []
    while true {
      check = .command
      switch try readToken() {
      case .newline: return finish(commands)
      case .end: return commands.isEmpty ? nil : finish(commands)
      case let token: pushedBack = token
      }
      commands.append(try andOr())
      switch try readToken() {
      case .newline, .end: pushedBack = lastToken
      case .background: Parser.makeBackground(&commands)
      case .semicolon: break
      case .and, .or, .pipe, .leftParenthesis, .rightParenthesis, .endCase, .endBackquote,
        .redirection, .word, .keyword:
        throw unexpected()
      }
    }
  }

  private func finish(_ commands: [Command]) -> Command {
    commands.count == 1 ? commands[0] : commands.isEmpty ? .empty : .sequence(commands)
  }

  static func makeBackground(_ commands: inout [Command]) {
    if let last = commands.popLast() { commands.append(.background(last)) }
  }

  /// Reads a list inside of a compound command.
  ///
  /// With `mayBeEmpty`, an end at once is no error.
  mutating func list(mayBeEmpty: Bool = false) throws(SyntaxError) -> Command? {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw SyntaxError(message: "too deeply nested", line: line) }
    var commands: [Command] = []
    while true {
      check = .afterNewlines
      let token = try readToken()
      pushedBack = token
      if case .end = token { return commands.count <= 1 ? commands.first : .sequence(commands) }
      if token.endsList, mayBeEmpty || !commands.isEmpty {
        return commands.count <= 1 ? commands.first : .sequence(commands)
      }
      commands.append(try andOr())
      switch try readToken() {
      case .newline, .semicolon: break
      case .end: pushedBack = .end
      case .background: Parser.makeBackground(&commands)
      case .and, .or, .pipe, .leftParenthesis, .rightParenthesis, .endCase, .endBackquote,
        .redirection, .word, .keyword:
        pushedBack = lastToken
        return commands.count == 1 ? commands[0] : .sequence(commands)
      }
    }
  }

  mutating func requiredList() throws(SyntaxError) -> Command {
    try list() ?? .empty
  }

  mutating func andOr() throws(SyntaxError) -> Command {
    var command = try pipeline()
    while true {
      let token = try readToken()
      if case .and = token {
        check = .afterNewlines
        command = .and(command, try pipeline())
      } else if case .or = token {
        check = .afterNewlines
        command = .or(command, try pipeline())
      } else {
        pushedBack = token
        return command
      }
    }
  }

  private mutating func pipeline() throws(SyntaxError) -> Command {
    var isNegated = false
    if try readToken().isKeyword(.not) {
      isNegated = true
      check = .command
    } else {
      pushedBack = lastToken
    }
    if dialect == .bash, case .word(let word, false) = try readToken(), word.plainText == "time" {
      return .timed(try pipeline())
    } else if dialect == .bash {
      pushedBack = lastToken
    }
    var commands = [try command()]
    while case .pipe = try readToken() {
      if pipesErrors { commands.append(Parser.pipingErrors(commands.removeLast())) }
      pipesErrors = false
      check = .afterNewlines
      commands.append(try command())
    }
    pushedBack = lastToken
    let pipeline = commands.count == 1 ? commands[0] : Command.pipeline(commands)
    return isNegated ? .negated(pipeline) : pipeline
  }

  /// A command whose standard error goes where its output goes, as before `|&`.
  private static func pipingErrors(_ command: Command) -> Command {
    let joined = Redirection(
      descriptor: 2, kind: .duplicate(Word(parts: [.literal("1")]), isOutput: true))
    guard case .simple(var simple) = command else { return .redirected(command, [joined]) }
    simple.redirections.append(joined)
    return .simple(simple)
  }

  func unexpected(expecting expected: Token? = nil) -> SyntaxError {
    var message = "unexpected \(lastToken.name)"
    if let expected { message += " (expecting \(expected.name))" }
    return SyntaxError(message: message, line: line)
  }

  /// Reads a token that must be `expected`.
  mutating func expect(_ expected: Keyword) throws(SyntaxError) {
    guard try readToken().isKeyword(expected) else {
      throw unexpected(expecting: .keyword(expected))
    }
  }
}
