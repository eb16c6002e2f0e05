import Kernel
import RegularExpressions

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/expr.c`.
  static let expr = Applet("expr", usage: "EXPRESSION\n\nPrint the value of EXPRESSION", failure: 2)
  {
    process in
    if process.operands.isEmpty { throw UsageError() }
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
      let (first, second) = (try number(left), try number(try product()))
      left = String(operation == "+" ? first &+ second : first &- second)
    }
    return left
  }

  private mutating func product() throws(Failure) -> String {
    var left = try match()
    while let operation = take("*", "/", "%") {
      let (first, second) = (try number(left), try number(try match()))
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
    case "length" where position < arguments.count: return String(try primary().rawBytes.count)
    case "match" where position + 1 < arguments.count:
      let text = try primary()
      return try ExprEvaluator.match(text, try primary())
    case "index" where position + 1 < arguments.count:
      let text = try primary().rawBytes
      let set = Set(try primary().rawBytes)
      return String(text.firstIndex(where: set.contains).map { $0 + 1 } ?? 0)
    case "substr" where position + 2 < arguments.count:
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
