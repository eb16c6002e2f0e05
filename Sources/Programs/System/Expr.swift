import Kernel
import RegularExpressions

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/expr.c`.
  static let expr = Applet(
    "expr",
    usage: """
      EXPRESSION

      Print the value of EXPRESSION

      EXPRESSION may be:
      	ARG1 | ARG2	ARG1 if it is neither null nor 0, otherwise ARG2
      	ARG1 & ARG2	ARG1 if neither argument is null or 0, otherwise 0
      	ARG1 < ARG2	1 if ARG1 is less than ARG2, else 0. Similarly:
      	ARG1 <= ARG2
      	ARG1 = ARG2
      	ARG1 != ARG2
      	ARG1 >= ARG2
      	ARG1 > ARG2
      	ARG1 + ARG2	Sum of ARG1 and ARG2. Similarly:
      	ARG1 - ARG2
      	ARG1 * ARG2
      	ARG1 / ARG2
      	ARG1 % ARG2
      	STRING : REGEXP		Anchored pattern match of REGEXP in STRING
      	match STRING REGEXP	Same as STRING : REGEXP
      	substr STRING POS LEN	Substring of STRING, POS counts from 1
      	index STRING CHARS	Index in STRING where any CHARS is found, or 0
      	length STRING		Length of STRING
      	quote TOKEN		Interpret TOKEN as a string, even if
      				it is a keyword like 'match' or an
      				operator like '/'
      	(EXPRESSION)		Value of EXPRESSION

      Beware that many operators need to be escaped or quoted for shells.
      Comparisons are arithmetic if both ARGs are numbers, else
      lexicographical. Pattern matches return the string matched between
      \\( and \\) or null; if \\( and \\) are not used, they return the number
      of characters matched or 0.
      """, failure: 2
  ) {
    process in
    if process.operands.isEmpty {
      if Dialect.isGNU { throw UsageError() }
      try await process.die("too few arguments", status: 2)
    }
    var evaluator = ExprEvaluator(process.operands)
    do {
      let result = try evaluator.evaluate()
      try await process.output.writeLine(result)
      return result.isEmpty || Int(result) == 0 ? 1 : 0
    } catch let failure as ExprEvaluator.Failure {
      try await process.die(failure.message, status: 2)
    }
  }
}

/// Evaluates the arguments of `expr`.
private struct ExprEvaluator {
  struct Failure: Error {
    var message: String
  }

  private let arguments: [String]
  private var position = 0
  private var depth = 0

  init(_ arguments: [String]) { self.arguments = arguments }

  private mutating func take(_ words: String...) -> String? {
    guard position < arguments.count, words.contains(arguments[position]) else { return nil }
    position += 1
    return arguments[position - 1]
  }

  mutating func evaluate() throws(Failure) -> String {
    let result = try or()
    if position < arguments.count { throw Failure(message: "syntax error") }
    return result
  }

  private static func isNull(_ text: String) -> Bool { text.isEmpty || Int(text) == 0 }

  private mutating func or() throws(Failure) -> String {
    var left = try and()
    while take("|") != nil {
      let right = try and()
      if ExprEvaluator.isNull(left) { left = right }
    }
    return left
  }

  private mutating func and() throws(Failure) -> String {
    var left = try comparison()
    while take("&") != nil {
      let right = try comparison()
      if ExprEvaluator.isNull(left) || ExprEvaluator.isNull(right) { left = "0" }
    }
    return left
  }

  private mutating func comparison() throws(Failure) -> String {
    var left = try sum()
    while let operation = take("<", "<=", "=", "==", "!=", ">=", ">") {
      let right = try sum()
      let order: Int
      if let first = Int(left), let second = Int(right) {
        order = first < second ? -1 : first > second ? 1 : 0
      } else {
        order = left == right ? 0 : left.rawBytes.lexicographicallyPrecedes(right.rawBytes) ? -1 : 1
      }
      let holds =
        switch operation {
        case "<": order < 0
        case "<=": order <= 0
        case "!=": order != 0
        case ">=": order >= 0
        case ">": order > 0
        default: order == 0
        }
      left = holds ? "1" : "0"
    }
    return left
  }

  private func number(_ text: String) throws(Failure) -> Int {
    guard let value = Int(text) else { throw Failure(message: "non-numeric argument") }
    return value
  }

  private mutating func sum() throws(Failure) -> String {
    var left = try product()
    while let operation = take("+", "-") {
      let right = try product()
      let (first, second) = (try number(left), try number(right))
      left = String(operation == "+" ? first &+ second : first &- second)
    }
    return left
  }

  private mutating func product() throws(Failure) -> String {
    var left = try match()
    while let operation = take("*", "/", "%") {
      let right = try match()
      let (first, second) = (try number(left), try number(right))
      if operation == "*" {
        left = String(first &* second)
        continue
      }
      if second == 0 { throw Failure(message: "division by zero") }
      left = String(
        operation == "/"
          ? first.dividedReportingOverflow(by: second).partialValue
          : first.remainderReportingOverflow(dividingBy: second).partialValue)
    }
    return left
  }

  private mutating func match() throws(Failure) -> String {
    var left = try primary()
    while take(":") != nil { left = try ExprEvaluator.match(left, try primary()) }
    return left
  }

  private static func match(_ text: String, _ pattern: String) throws(Failure) -> String {
    let regex: Regex
    do {
      regex = try Regex(pattern.rawBytes)
    } catch {
      throw Failure(message: "bad regex '\(pattern)': \(error)")
    }
    let bytes = text.rawBytes
    guard let match = regex.prefixMatch(in: bytes) else { return regex.groupCount > 0 ? "" : "0" }
    if regex.groupCount > 0 { return match.groups[1].map { bytes[$0].asText } ?? "" }
    return String(match.range.count)
  }

  private mutating func primary() throws(Failure) -> String {
    guard position < arguments.count else { throw Failure(message: "syntax error") }
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw Failure(message: "syntax error") }
    let word = arguments[position]
    position += 1
    switch word {
    case "(":
      let value = try or()
      guard take(")") != nil else { throw Failure(message: "syntax error") }
      return value
    case "length": return String(try primary().rawBytes.count)
    case "match":
      let text = try primary()
      return try ExprEvaluator.match(text, try primary())
    case "index":
      let text = try primary().rawBytes
      let set = Set(try primary().rawBytes)
      return String(text.firstIndex(where: set.contains).map { $0 + 1 } ?? 0)
    case "substr":
      let text = try primary().rawBytes
      guard let start = Int(try primary()), let length = Int(try primary()), start > 0, length > 0
      else { return "" }
      return text.dropFirst(start - 1).prefix(length).asText
    case "quote" where position < arguments.count:
      position += 1
      return arguments[position - 1]
    default: return word
    }
  }
}
