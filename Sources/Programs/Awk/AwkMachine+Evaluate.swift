import ByteText
import Kernel
import RegularExpressions

extension AwkMachine {
  func evaluate(_ expression: AwkExpression) async throws -> AwkValue {
    switch expression {
    case .number(let value): return .number(value)
    case .string(let text): return .string(text)
    case .regex(let regex):
      let isMatch = regex.matches(record.text.rawBytes)
      try await process.work(of: regex)
      return AwkMachine.truth(isMatch)
    case .variable(let name): return value(of: name)
    case .element(let name, let subscripts):
      let key = try await key(subscripts)
      let array = array(name)
      if let value = array[key] { return value }
      array[key] = .unset
      return .unset
    case .field(let index): return field(try await fieldIndex(index))
    case .grouping(let inner): return try await evaluate(inner)
    case .assign(let target, let source):
      let value = try await evaluate(source)
      try await assign(target, value)
      return value
    case .assignOperation(let operation, let target, let source):
      let right = try await evaluate(source).number
      let left = try await evaluate(target).number
      let value = AwkValue.number(try await apply(operation, left, right))
      try await assign(target, value)
      return value
    case .conditional(let condition, let first, let second):
      return try await evaluate(try await truth(condition) ? first : second)
    case .and(let left, let right):
      guard try await truth(left) else { return .number(0) }
      return AwkMachine.truth(try await truth(right))
    case .or(let left, let right):
      if try await truth(left) { return .number(1) }
      return AwkMachine.truth(try await truth(right))
    case .not(let inner): return AwkMachine.truth(try await !truth(inner))
    case .negate(let inner): return .number(-(try await evaluate(inner).number))
    case .plus(let inner): return .number(try await evaluate(inner).number)
    case .binary(let operation, let left, let right):
      let first = try await evaluate(left).number
      return .number(try await apply(operation, first, try await evaluate(right).number))
    case .compare(let comparison, let left, let right):
      let first = try await evaluate(left)
      return AwkMachine.truth(compare(comparison, first, try await evaluate(right)))
    case .match(let left, let pattern, let isNegated):
      let subject = try await text(left).rawBytes
      let regex = try await regex(pattern)
      let isMatch = regex.matches(subject)
      try await process.work(of: regex)
      return AwkMachine.truth(isMatch != isNegated)
    case .isIn(let subscripts, let name):
      return AwkMachine.truth(array(name)[try await key(subscripts)] != nil)
    case .increment(let target, let change, let isPrefix):
      let old = try await evaluate(target).number
      try await assign(target, .number(old + change))
      return .number(isPrefix ? old + change : old)
    case .concatenate(let left, let right):
      let first = try await text(left)
      let result = first + (try await text(right))
      try await process.makeRoom(for: result.utf8.count)
      try await process.work(on: result.utf8.count)
      return .string(result)
    case .builtin(let name, let arguments): return try await callBuiltin(name, arguments)
    case .call(let name, let arguments): return try await call(name, arguments)
    case .getline(let getline): return try await read(getline)
    }
  }

  static func truth(_ value: Bool) -> AwkValue { .number(value ? 1 : 0) }

  private func fieldIndex(_ expression: AwkExpression) async throws -> Int {
    let index = try await evaluate(expression).number
    if index < 0 { try await process.die("cmd. line:1: Access to negative field") }
    return AwkMachine.integer(min(index, 30_000))
  }

  func assign(_ target: AwkExpression, _ value: AwkValue) async throws {
    switch target {
    case .variable(let name): setVariable(name, value)
    case .element(let name, let subscripts): array(name)[try await key(subscripts)] = value
    case .field(let index): setField(try await fieldIndex(index), value)
    case .grouping(let inner): try await assign(inner, value)
    default: break
    }
  }

  private func apply(
    _ operation: AwkOperator, _ left: Double, _ right: Double
  ) async throws -> Double {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide, .remainder:
      if right == 0 { try await process.die("cmd. line:1: Division by zero") }
      return operation == .divide ? left / right : left.truncatingRemainder(dividingBy: right)
    case .power: return Mathematics.power(left, right)
    }
  }

  private func compare(
    _ comparison: AwkComparison, _ left: AwkValue, _ right: AwkValue
  ) -> Bool {
    if let first = left.comparableNumber, let second = right.comparableNumber {
      return AwkMachine.holds(comparison, first < second ? -1 : first > second ? 1 : 0)
    }
    let format = string(of: "CONVFMT")
    let first = left.text(format: format).rawBytes
    let second = right.text(format: format).rawBytes
    let order = first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
    return AwkMachine.holds(comparison, order)
  }

  private static func holds(_ comparison: AwkComparison, _ order: Int) -> Bool {
    switch comparison {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .equal: order == 0
    case .notEqual: order != 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  /// The regular expression of an operand: a literal one, or the text of a value.
  func regex(_ expression: AwkExpression) async throws -> Regex {
    switch expression {
    case .regex(let regex): return regex
    case .grouping(let inner): return try await regex(inner)
    default: break
    }
    let pattern = try await text(expression)
    let complaint: RegexError
    do {
      return try dynamicRegex(pattern)
    } catch {
      complaint = error
    }
    try await process.die("bad regex '\(pattern)': \(complaint)")
  }

  // MARK: Functions

  private func call(_ name: String, _ arguments: [AwkExpression]) async throws -> AwkValue {
    guard let function = program.functions[name] else {
      try await process.die("cmd. line:1: Call to undefined function")
    }
    if frames.count > Limits.recursion { process.exceed(.recursion) }
    var frame: [String: Cell] = [:]
    for (index, parameter) in function.parameters.enumerated() {
      guard index < arguments.count else {
        frame[parameter] = .value(.unset)
        continue
      }
      frame[parameter] = try await argument(arguments[index])
    }
    // Nobody takes the others, but they take effect.
    for other in arguments.dropFirst(function.parameters.count) {
      _ = try await evaluate(other)
    }
    try await process.step()
    frames.append(frame)
    let flow = try await execute(function.body)
    frames.removeLast()
    if case .returned(let value) = flow { return value }
    return .unset
  }

  /// Arrays go by reference; a name that is not used yet may become one.
  private func argument(_ expression: AwkExpression) async throws -> Cell {
    guard case .variable(let name) = expression else {
      return .value(try await evaluate(expression))
    }
    if let cell = frames.last?[name] { return cell }
    if let cell = globals[name] { return cell }
    if name == "NF" { return .value(value(of: name)) }
    // Unset names are handed over as arrays: as values they are empty, too.
    return .array(array(name))
  }

  // MARK: getline

  private func read(_ getline: AwkGetline) async throws -> AwkValue {
    let text: String?
    do {
      switch getline.source {
      case .input: text = try await nextMainRecord()
      case .file(let path):
        text = try await streams.getline(
          try await self.text(path), isCommand: false, separator: string(of: "RS"), self)
      case .command(let command):
        text = try await streams.getline(
          try await self.text(command), isCommand: true, separator: string(of: "RS"), self)
        if text != nil { setVariable("NR", .number(value(of: "NR").number + 1)) }
      }
    } catch is Errno {
      return .number(-1)
    }
    guard let text else { return .number(0) }
    if let target = getline.target {
      try await assign(target, .input(text))
    } else {
      setRecord(text)
    }
    return .number(1)
  }
}
