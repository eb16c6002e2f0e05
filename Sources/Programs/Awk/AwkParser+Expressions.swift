import Kernel
import RegularExpressions

extension AwkParser {
  /// An expression in which `in` and `>` have their usual meanings.
  mutating func parseFullExpression() throws(AwkSyntaxError) -> AwkExpression {
    let saved = (allowsIn, allowsGreater)
    (allowsIn, allowsGreater) = (true, true)
    defer { (allowsIn, allowsGreater) = saved }
    return try parseExpression()
  }

  mutating func parseList(until end: String) throws(AwkSyntaxError) -> [AwkExpression] {
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

  mutating func parseExpression() throws(AwkSyntaxError) -> AwkExpression {
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

  static func isAssignable(_ expression: AwkExpression) -> Bool {
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

  /// The rest of `left > right ? first : second`, at the `>`.
  mutating func parseCondition(
    comparing left: AwkExpression
  ) throws(AwkSyntaxError) -> AwkExpression {
    try expect(">")
    let condition = AwkExpression.compare(.greater, left, try parseConcatenation())
    try expect("?")
    let first = try parseExpression()
    try expect(":")
    return .conditional(condition, first, try parseExpression())
  }

  mutating func parseOr() throws(AwkSyntaxError) -> AwkExpression {
    var left = try parseAnd()
    while try take("||") {
      try skipNewlines()
      left = .or(left, try parseAnd())
    }
    return left
  }

  mutating func parseAnd() throws(AwkSyntaxError) -> AwkExpression {
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
  var startsOperand: Bool {
    switch token {
    case .number, .string, .name, .functionName, .builtin: true
    case .symbol(let symbol): ["(", "$", "!", "-", "+", "++", "--"].contains(symbol)
    case .keyword, .newline, .end: false
    }
  }

  mutating func parseConcatenation() throws(AwkSyntaxError) -> AwkExpression {
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

  mutating func parsePrimary() throws(AwkSyntaxError) -> AwkExpression {
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
