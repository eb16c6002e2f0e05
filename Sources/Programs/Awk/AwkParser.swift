import Kernel
import RegularExpressions

/// Reads an awk program.
///
/// Source: POSIX `awk`, grammar; messages as busybox 1.35.0 `editors/awk.c`.
struct AwkParser {
  var lexer: AwkLexer
  var token = AwkToken.newline
  var program = AwkProgram()
  var ranges = 0
  var depth = 0
  /// Whether `in` and `>` have their meanings of expressions.
  var allowsIn = true
  var allowsGreater = true

  init(_ text: [UInt8]) { lexer = AwkLexer(text) }

  mutating func parse() throws(AwkSyntaxError) -> AwkProgram {
    try advance()
    try skipNewlines()
    while token != .end {
      try parseItem()
      while token == .newline || token == .symbol(";") { try advance() }
    }
    return program
  }

  mutating func advance() throws(AwkSyntaxError) { token = try lexer.next() }

  func isNext(_ symbol: String) -> Bool { token == .symbol(symbol) }

  func unexpected() -> AwkSyntaxError {
    AwkSyntaxError(line: lexer.line, message: "Unexpected token")
  }

  mutating func take(_ symbol: String) throws(AwkSyntaxError) -> Bool {
    guard isNext(symbol) else { return false }
    try advance()
    return true
  }

  mutating func takeKeyword(_ keyword: String) throws(AwkSyntaxError) -> Bool {
    guard token == .keyword(keyword) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ symbol: String) throws(AwkSyntaxError) {
    guard try take(symbol) else { throw unexpected() }
  }

  mutating func skipNewlines() throws(AwkSyntaxError) {
    while token == .newline { try advance() }
  }

  private mutating func skipTerminators() throws(AwkSyntaxError) {
    while token == .newline || isNext(";") { try advance() }
  }

  // MARK: Items

  mutating func parseItem() throws(AwkSyntaxError) {
    switch token {
    case .keyword("BEGIN"):
      try advance()
      program.begin.append(try parseBlock())
    case .keyword("END"):
      try advance()
      program.end.append(try parseBlock())
    case .keyword("function"), .keyword("func"): try parseFunction()
    default:
      if isNext("{") {
        program.rules.append(AwkProgram.Rule(pattern: .always, body: try parseBlock()))
        return
      }
      var pattern = AwkProgram.Pattern.expression(try parseExpression())
      if try take(",") {
        try skipNewlines()
        let second = try parseExpression()
        if case .expression(let first) = pattern {
          pattern = .range(first, second, index: ranges)
          ranges += 1
        }
      }
      let body = isNext("{") ? try parseBlock() : nil
      program.rules.append(AwkProgram.Rule(pattern: pattern, body: body))
    }
  }

  private mutating func parseFunction() throws(AwkSyntaxError) {
    try advance()
    let name: String
    switch token {
    case .name(let text), .functionName(let text): name = text
    default: throw unexpected()
    }
    try advance()
    try expect("(")
    var parameters: [String] = []
    while case .name(let parameter) = token {
      parameters.append(parameter)
      try advance()
      guard try take(",") else { break }
      try skipNewlines()
    }
    try expect(")")
    try skipNewlines()
    program.functions[name] = AwkProgram.Function(parameters: parameters, body: try parseBlock())
  }

  // MARK: Statements

  private mutating func parseBlock() throws(AwkSyntaxError) -> [AwkStatement] {
    try skipNewlines()
    try expect("{")
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw unexpected() }
    var statements: [AwkStatement] = []
    try skipTerminators()
    while !isNext("}") {
      if token == .end { throw unexpected() }
      statements.append(try parseStatement())
      try skipTerminators()
    }
    try advance()
    return statements
  }

  private mutating func parseBody() throws(AwkSyntaxError) -> [AwkStatement] {
    try skipNewlines()
    if try take(";") { return [] }
    return isNext("{") ? try parseBlock() : [try parseStatement()]
  }

  private mutating func endStatement() throws(AwkSyntaxError) {
    switch token {
    case .newline, .symbol(";"): try advance()
    case .symbol("}"), .end: break
    default: throw unexpected()
    }
  }

  private mutating func parseStatement() throws(AwkSyntaxError) -> AwkStatement {
    if isNext("{") { return .block(try parseBlock()) }
    guard case .keyword(let keyword) = token, keyword != "getline" else {
      let statement = try parseSimple()
      try endStatement()
      return statement
    }
    switch keyword {
    case "if": return try parseIf()
    case "while":
      try advance()
      try expect("(")
      let condition = try parseFullExpression()
      try expect(")")
      return .whileLoop(condition, try parseBody())
    case "do":
      try advance()
      let body = try parseBody()
      try skipTerminators()
      guard try takeKeyword("while") else { throw unexpected() }
      try expect("(")
      let condition = try parseFullExpression()
      try expect(")")
      try endStatement()
      return .doLoop(body, condition)
    case "for": return try parseFor()
    default:
      let statement = try parseSimple()
      try endStatement()
      return statement
    }
  }

  private mutating func parseIf() throws(AwkSyntaxError) -> AwkStatement {
    try advance()
    try expect("(")
    let condition = try parseFullExpression()
    try expect(")")
    let body = try parseBody()
    let (oldLexer, oldToken) = (lexer, token)
    try skipTerminators()
    if try takeKeyword("else") { return .condition(condition, body, try parseBody()) }
    (lexer, token) = (oldLexer, oldToken)
    return .condition(condition, body, [])
  }

  private mutating func parseFor() throws(AwkSyntaxError) -> AwkStatement {
    try advance()
    try expect("(")
    let (oldLexer, oldToken) = (lexer, token)
    if case .name(let variable) = token {
      try advance()
      if try takeKeyword("in"), case .name(let array) = token {
        try advance()
        if try take(")") { return .forIn(variable, array, try parseBody()) }
      }
      (lexer, token) = (oldLexer, oldToken)
    }
    let first = isNext(";") ? nil : try parseSimple()
    try expect(";")
    try skipNewlines()
    let condition = isNext(";") ? nil : try parseFullExpression()
    try expect(";")
    try skipNewlines()
    let step = isNext(")") ? nil : try parseSimple()
    try expect(")")
    return .forLoop(first, condition, step, try parseBody())
  }

  var isAtEndOfStatement: Bool {
    switch token {
    case .newline, .symbol(";"), .symbol("}"), .end: true
    default: false
    }
  }

  private mutating func parseSimple() throws(AwkSyntaxError) -> AwkStatement {
    guard case .keyword(let keyword) = token, keyword != "getline" else {
      return .expression(try parseFullExpression())
    }
    try advance()
    switch keyword {
    case "print", "printf": return try parsePrint(isFormatted: keyword == "printf")
    case "break": return .breakLoop
    case "continue": return .continueLoop
    case "next": return .next
    case "nextfile": return .nextFile
    case "exit": return .exit(isAtEndOfStatement ? nil : try parseFullExpression())
    case "return": return .returnValue(isAtEndOfStatement ? nil : try parseFullExpression())
    case "delete":
      guard case .name(let array) = token else { throw unexpected() }
      try advance()
      guard try take("[") else { return .delete(array, nil) }
      let subscripts = try parseList(until: "]")
      return .delete(array, subscripts)
    default: throw unexpected()
    }
  }

  private mutating func parsePrint(isFormatted: Bool) throws(AwkSyntaxError) -> AwkStatement {
    var arguments: [AwkExpression] = []
    let wasAllowed = allowsGreater
    allowsGreater = false
    defer { allowsGreater = wasAllowed }
    let endsHere = isAtEndOfStatement || isNext(">") || isNext(">>") || isNext("|")
    if !endsHere {
      arguments.append(try parseExpression())
      while try take(",") {
        try skipNewlines()
        arguments.append(try parseExpression())
      }
      // print (a, b): the list in parentheses was read as one grouped list.
      if arguments.count == 1, case .builtin("(", let list) = arguments[0] { arguments = list }
    }
    var redirection: AwkRedirection?
    for (symbol, kind) in [
      (">", AwkRedirection.Kind.file), (">>", .append), ("|", .pipe),
    ] {
      let saved = (lexer, token)
      guard try take(symbol) else { continue }
      let target = try parseConcatenation()
      if kind == .file, isNext("?"), let last = arguments.popLast() {
        // A condition after all: `print a > b ? c : d`.
        (lexer, token) = saved
        arguments.append(try parseCondition(comparing: last))
      } else {
        redirection = AwkRedirection(kind: kind, target: target)
        break
      }
    }
    return isFormatted ? .printf(arguments, redirection) : .print(arguments, redirection)
  }
}
