import Kernel
import RegularExpressions

/// Reads an awk program.
///
/// Source: POSIX `awk`, grammar; messages as busybox 1.35.0 `editors/awk.c`.
struct AwkParser {
  private var lexer: AwkLexer
  private var token = AwkToken.newline
  private var program = AwkProgram()
  private var ranges = 0
  private var depth = 0
  /// Whether `in` and `>` have their meanings of expressions.
  private var allowsIn = true
  private var allowsGreater = true

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

  private mutating func advance() throws(AwkSyntaxError) { token = try lexer.next() }

  private func isNext(_ symbol: String) -> Bool { token == .symbol(symbol) }

  private func unexpected() -> AwkSyntaxError {
    AwkSyntaxError(line: lexer.line, message: "Unexpected token")
  }

  private mutating func take(_ symbol: String) throws(AwkSyntaxError) -> Bool {
    guard isNext(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func takeKeyword(_ keyword: String) throws(AwkSyntaxError) -> Bool {
    guard token == .keyword(keyword) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ symbol: String) throws(AwkSyntaxError) {
    guard try take(symbol) else { throw unexpected() }
  }

  private mutating func skipNewlines() throws(AwkSyntaxError) {
    while token == .newline { try advance() }
  }

  private mutating func skipTerminators() throws(AwkSyntaxError) {
    while token == .newline || isNext(";") { try advance() }
  }

  // MARK: Items

  private mutating func parseItem() throws(AwkSyntaxError) {
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

  private var isAtEndOfStatement: Bool {
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
    ] where try take(symbol) {
      redirection = AwkRedirection(kind: kind, target: try parseConcatenation())
      break
    }
    return isFormatted ? .printf(arguments, redirection) : .print(arguments, redirection)
  }

  // MARK: Expressions

  /// An expression in which `in` and `>` have their usual meanings.
  private mutating func parseFullExpression() throws(AwkSyntaxError) -> AwkExpression {
    let saved = (allowsIn, allowsGreater)
    (allowsIn, allowsGreater) = (true, true)
    defer { (allowsIn, allowsGreater) = saved }
    return try parseExpression()
  }

  private mutating func parseList(until end: String) throws(AwkSyntaxError) -> [AwkExpression] {
    var list: [AwkExpression] = []
    try skipNewlines()
    while !isNext(end) {
      list.append(try parseFullExpression())
      try skipNewlines()
      guard try take(",") else { break }
      try skipNewlines()
    }
    try expect(end)
    return list
  }

  private mutating func parseExpression() throws(AwkSyntaxError) -> AwkExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > 400 { throw unexpected() }
    let left = try parseTernary()
    guard case .symbol(let symbol) = token, AwkParser.isAssignable(left) else { return left }
    if symbol == "=" {
      try advance()
      try skipNewlines()
      return .assign(left, try parseExpression())
    }
    guard symbol.count == 2, symbol.hasSuffix("="), let first = symbol.first,
      let operation = AwkOperator(rawValue: first)
    else { return left }
    try advance()
    try skipNewlines()
    return .assignOperation(operation, left, try parseExpression())
  }

  private static func isAssignable(_ expression: AwkExpression) -> Bool {
    switch expression {
    case .variable, .element, .field: true
    default: false
    }
  }

  private mutating func parseTernary() throws(AwkSyntaxError) -> AwkExpression {
    let condition = try parseOr()
    guard try take("?") else { return condition }
    try skipNewlines()
    let first = try parseExpression()
    try skipNewlines()
    try expect(":")
    try skipNewlines()
    return .conditional(condition, first, try parseExpression())
  }

  private mutating func parseOr() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseAnd()
    while try take("||") {
      try skipNewlines()
      left = .or(left, try parseAnd())
    }
    return left
  }

  private mutating func parseAnd() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseIn()
    while try take("&&") {
      try skipNewlines()
      left = .and(left, try parseIn())
    }
    return left
  }

  private mutating func parseIn() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseMatch()
    while allowsIn, try takeKeyword("in") {
      guard case .name(let array) = token else { throw unexpected() }
      try advance()
      if case .builtin("(", let list) = left {
        left = .isIn(list, array)
      } else {
        left = .isIn([left], array)
      }
    }
    return left
  }

  private mutating func parseMatch() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseComparison()
    while isNext("~") || isNext("!~") {
      let isNegated = isNext("!~")
      try advance()
      left = .match(left, try parseComparison(), isNegated: isNegated)
    }
    return left
  }

  private mutating func parseComparison() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseConcatenation()
    while case .symbol(let symbol) = token, let comparison = AwkComparison(rawValue: symbol),
      comparison != .greater || allowsGreater
    {
      try advance()
      left = .compare(comparison, left, try parseConcatenation())
    }
    // command | getline
    while isNext("|"), allowsGreater || true {
      let saved = (lexer, token)
      try advance()
      guard try takeKeyword("getline") else {
        (lexer, token) = saved
        break
      }
      left = .getline(AwkGetline(source: .command(left), target: try parseTarget()))
    }
    return left
  }

  /// Whether the token can begin an operand, so that two operands are put together.
  private var startsOperand: Bool {
    switch token {
    case .number, .string, .name, .functionName, .builtin: true
    case .symbol(let symbol): ["(", "$", "!", "-", "+", "++", "--"].contains(symbol)
    case .keyword, .newline, .end: false
    }
  }

  private mutating func parseConcatenation() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseAdditive()
    while startsOperand, !isNext("+"), !isNext("-"), token != .keyword("in") {
      if isNext("!") { break }
      left = .concatenate(left, try parseAdditive())
    }
    return left
  }

  private mutating func parseAdditive() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseMultiplicative()
    while isNext("+") || isNext("-") {
      let operation: AwkOperator = isNext("+") ? .add : .subtract
      try advance()
      left = .binary(operation, left, try parseMultiplicative())
    }
    return left
  }

  private mutating func parseMultiplicative() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseUnary()
    while case .symbol(let symbol) = token, ["*", "/", "%"].contains(symbol),
      let first = symbol.first, let operation = AwkOperator(rawValue: first)
    {
      try advance()
      left = .binary(operation, left, try parseUnary())
    }
    return left
  }

  private mutating func parseUnary() throws(AwkSyntaxError) -> AwkExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > 400 { throw unexpected() }
    if try take("!") { return .not(try parseUnary()) }
    if try take("-") { return .negate(try parseUnary()) }
    if try take("+") { return .plus(try parseUnary()) }
    let base = try parsePostfix()
    guard try take("^") else { return base }
    return .binary(.power, base, try parseUnary())
  }

  private mutating func parsePostfix() throws(AwkSyntaxError) -> AwkExpression {
    if isNext("++") || isNext("--") {
      let change = isNext("++") ? 1.0 : -1.0
      try advance()
      return .increment(try parsePrimary(), by: change, isPrefix: true)
    }
    let operand = try parsePrimary()
    guard AwkParser.isAssignable(operand), isNext("++") || isNext("--") else { return operand }
    let change = isNext("++") ? 1.0 : -1.0
    try advance()
    return .increment(operand, by: change, isPrefix: false)
  }

  private mutating func parseTarget() throws(AwkSyntaxError) -> AwkExpression? {
    switch token {
    case .name, .symbol("$"): try parsePrimary()
    default: nil
    }
  }

  private mutating func parsePrimary() throws(AwkSyntaxError) -> AwkExpression {
    let current = token
    switch current {
    case .number(let value):
      try advance()
      return .number(value)
    case .string(let text):
      try advance()
      return .string(text)
    case .symbol("/"), .symbol("/="):
      let regex = try lexer.regex(startingWith: current == .symbol("/=") ? "=" : "")
      try advance()
      return .regex(regex)
    case .symbol("$"):
      try advance()
      if isNext("++") || isNext("--") { return .field(try parsePostfix()) }
      if try take("-") { return .field(.negate(try parsePrimary())) }
      return .field(try parsePrimary())
    case .symbol("("):
      try advance()
      let list = try parseList(until: ")")
      guard let first = list.first else { throw unexpected() }
      return list.count == 1 ? .grouping(first) : .builtin("(", list)
    case .symbol("-"), .symbol("+"), .symbol("!"): return try parseUnary()
    case .keyword("getline"):
      try advance()
      let target = try parseTarget()
      guard try take("<") else { return .getline(AwkGetline(source: .input, target: target)) }
      return .getline(AwkGetline(source: .file(try parsePostfix()), target: target))
    case .name(let name):
      try advance()
      guard try take("[") else { return .variable(name) }
      return .element(name, try parseList(until: "]"))
    case .functionName(let name):
      try advance()
      try expect("(")
      return .call(name, try parseList(until: ")"))
    case .builtin(let name):
      try advance()
      guard try take("(") else {
        if name == "length" { return .builtin(name, []) }
        throw unexpected()
      }
      return .builtin(name, try parseList(until: ")"))
    case .keyword, .symbol, .newline, .end: throw unexpected()
    }
  }
}
