import ByteText

/// Evaluates `$(( … ))` and `let`.
///
/// Source: the operators, their order and the error texts are those of busybox
/// `shell/math.c`, which follows C on 64-bit integers.
struct Arithmetic {
  /// What is wrong with an expression.
  struct Failure: Error {
    var message: String

    static let syntax = Failure(message: "arithmetic syntax error")
    static let division = Failure(message: "divide by zero")
    static let exponent = Failure(message: "exponent less than 0")
    static let conditional = Failure(message: "malformed ?: operator")
    static let recursion = Failure(message: "expression recursion loop detected")
  }

  /// Variables of the shell.
  struct Variables {
    var get: (String) throws -> String?
    var set: (String, String) throws -> Void
    /// Whether `a ? b ? c : d : e` needs no parentheses, which ash wants.
    var nestsConditions = false
  }

  private let input: [UInt8]
  private var position = 0
  private let variables: Variables
  /// Whether names may have a subscript, as elements of bash's arrays do.
  private var hasElements = false
  /// Variables being evaluated, to find circles.
  private let active: [String]
  private var depth = 0

  private init(_ text: String, variables: Variables, active: [String]) {
    input = Array(text.utf8)
    self.variables = variables
    self.active = active
  }

  /// The value of an expression; an empty one is 0.
  static func evaluate(
    _ text: String, variables: Variables, active: [String] = [], hasElements: Bool = false
  ) throws -> Int64 {
    var parser = Arithmetic(text, variables: variables, active: active)
    parser.hasElements = hasElements
    parser.skipBlanks()
    if parser.position == parser.input.count { return 0 }
    let value = try parser.comma()
    guard parser.position == parser.input.count else { throw try parser.unexpected() }
    return value
  }

  /// What is wrong with the operator that comes next: a colon must follow a question mark.
  ///
  /// ash looks at that only when all else is right.
  private mutating func unexpected() throws -> Failure {
    guard take(":") else { return .syntax }
    while true {
      _ = try comma()
      if position == input.count || input[position] == UInt8(ascii: ")") { return .conditional }
      guard take(":") else { return .syntax }
    }
  }

  private mutating func skipBlanks() {
    while position < input.count, [0x20, 0x09, 0x0A, 0x0D].contains(input[position]) {
      position += 1
    }
  }

  /// Takes an operator if it comes next and is not the start of one in `except`.
  private mutating func take(_ symbol: StaticString, unlessBefore except: [Character] = []) -> Bool
  {
    let length = symbol.utf8CodeUnitCount
    guard position + length <= input.count else { return false }
    for offset in 0..<length where input[position + offset] != symbol.utf8Start[offset] {
      return false
    }
    if position + length < input.count,
      except.contains(Character(UnicodeScalar(input[position + length])))
    {
      return false
    }
    position += length
    skipBlanks()
    return true
  }

  private mutating func nested<Value>(
    _ body: (inout Arithmetic) throws -> Value
  ) throws -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > 200 { throw Failure.syntax }
    return try body(&self)
  }

  private mutating func comma() throws -> Int64 {
    var value = try assignment()
    while take(",") { value = try assignment() }
    return value
  }

  private static let assignmentOperators: [(StaticString, Binary?)] = [
    ("<<=", .shiftLeft), (">>=", .shiftRight), ("+=", .add), ("-=", .subtract),
    ("*=", .multiply), ("/=", .divide), ("%=", .remainder), ("&=", .and), ("|=", .or),
    ("^=", .xor), ("=", nil),
  ]

  private mutating func assignment() throws -> Int64 {
    try nested { parser in
      let start = parser.position
      if let name = parser.name() {
        for (symbol, operation) in Arithmetic.assignmentOperators {
          let except: [Character] = operation == nil ? ["="] : []
          guard parser.take(symbol, unlessBefore: except) else { continue }
          let right = try parser.assignment()
          let value = try operation?.apply(try parser.value(of: name), right) ?? right
          try parser.variables.set(name, String(value))
          return value
        }
        parser.position = start
      }
      return try parser.conditional()
    }
  }

  /// `isMiddle`: it stands between a question mark and its colon.
  private mutating func conditional(isMiddle: Bool = false) throws -> Int64 {
    try nested { try $0.conditionalOperands(isMiddle: isMiddle) }
  }

  private mutating func conditionalOperands(isMiddle: Bool) throws -> Int64 {
    let condition = try binary(lowest: 1)
    guard take("?") else { return condition }
    // Both branches take effect: ash has no short cut, here as in && and ||.
    let first = try conditional(isMiddle: true)
    guard take(":") else { throw Failure.conditional }
    let second = try conditional()
    // Source: busybox 1.35.0 `shell/math.c`: its stack of operators mixes up the colons.
    if isMiddle, !variables.nestsConditions { throw Failure.conditional }
    return condition != 0 ? first : second
  }

  /// The binary operators, by how tightly they bind.
  private enum Binary {
    case logicalOr, logicalAnd, or, xor, and, equal, notEqual
    case lessOrEqual, greaterOrEqual, less, greater, shiftLeft, shiftRight
    case add, subtract, multiply, divide, remainder, power

    func apply(_ left: Int64, _ right: Int64) throws -> Int64 {
      switch self {
      case .logicalOr: return left != 0 || right != 0 ? 1 : 0
      case .logicalAnd: return left != 0 && right != 0 ? 1 : 0
      case .or: return left | right
      case .xor: return left ^ right
      case .and: return left & right
      case .equal: return left == right ? 1 : 0
      case .notEqual: return left != right ? 1 : 0
      case .lessOrEqual: return left <= right ? 1 : 0
      case .greaterOrEqual: return left >= right ? 1 : 0
      case .less: return left < right ? 1 : 0
      case .greater: return left > right ? 1 : 0
      case .shiftLeft: return left &<< right
      case .shiftRight: return left &>> right
      case .add: return left &+ right
      case .subtract: return left &- right
      case .multiply: return left &* right
      case .divide, .remainder:
        if right == 0 { throw Failure.division }
        if right == -1 { return self == .divide ? 0 &- left : 0 }
        return self == .divide ? left / right : left % right
      case .power:
        if right < 0 { throw Failure.exponent }
        return Binary.power(left, right)
      }
    }

    private static func power(_ base: Int64, _ exponent: Int64) -> Int64 {
      var result: Int64 = 1
      var base = base
      var exponent = exponent
      while exponent > 0 {
        if exponent & 1 == 1 { result = result &* base }
        base = base &* base
        exponent >>= 1
      }
      return result
    }
  }

  private struct Operator {
    let symbol: StaticString
    let precedence: Int
    let operation: Binary
    var except: [Character] = []
  }

  private static let operators: [Operator] = [
    Operator(symbol: "||", precedence: 1, operation: .logicalOr),
    Operator(symbol: "&&", precedence: 2, operation: .logicalAnd),
    Operator(symbol: "|", precedence: 3, operation: .or, except: ["=", "|"]),
    Operator(symbol: "^", precedence: 4, operation: .xor, except: ["="]),
    Operator(symbol: "&", precedence: 5, operation: .and, except: ["=", "&"]),
    Operator(symbol: "==", precedence: 6, operation: .equal),
    Operator(symbol: "!=", precedence: 6, operation: .notEqual),
    Operator(symbol: "<<", precedence: 8, operation: .shiftLeft, except: ["="]),
    Operator(symbol: ">>", precedence: 8, operation: .shiftRight, except: ["="]),
    Operator(symbol: "<=", precedence: 7, operation: .lessOrEqual),
    Operator(symbol: ">=", precedence: 7, operation: .greaterOrEqual),
    Operator(symbol: "<", precedence: 7, operation: .less, except: ["<"]),
    Operator(symbol: ">", precedence: 7, operation: .greater, except: [">"]),
    Operator(symbol: "+", precedence: 9, operation: .add, except: ["="]),
    Operator(symbol: "-", precedence: 9, operation: .subtract, except: ["="]),
    Operator(symbol: "**", precedence: 11, operation: .power),
    Operator(symbol: "*", precedence: 10, operation: .multiply, except: ["=", "*"]),
    Operator(symbol: "/", precedence: 10, operation: .divide, except: ["="]),
    Operator(symbol: "%", precedence: 10, operation: .remainder, except: ["="]),
  ]

  private mutating func binary(lowest: Int) throws -> Int64 {
    try nested { parser in
      var left = try parser.unary()
      while let next = parser.takeOperator(from: lowest) {
        let right = try parser.binary(
          lowest: next.operation == .power ? next.precedence : next.precedence + 1)
        left = try next.operation.apply(left, right)
      }
      return left
    }
  }

  private mutating func takeOperator(from lowest: Int) -> Operator? {
    for candidate in Arithmetic.operators where candidate.precedence >= lowest {
      if take(candidate.symbol, unlessBefore: candidate.except) { return candidate }
    }
    return nil
  }

  private mutating func unary() throws -> Int64 {
    try nested { parser in
      if parser.take("++") { return try parser.step(by: 1) }
      if parser.take("--") { return try parser.step(by: -1) }
      if parser.take("!") { return try parser.unary() == 0 ? 1 : 0 }
      if parser.take("~") { return ~(try parser.unary()) }
      if parser.take("+") { return try parser.unary() }
      if parser.take("-") { return 0 &- (try parser.unary()) }
      return try parser.primary()
    }
  }

  /// `++name` and `--name`; in front of anything else, two signs.
  private mutating func step(by change: Int64) throws -> Int64 {
    guard let name = name() else { return try unary() }
    let value = try value(of: name) &+ change
    try variables.set(name, String(value))
    return value
  }

  private mutating func primary() throws -> Int64 {
    guard position < input.count else { throw Failure.syntax }
    if take("(") {
      let value = try comma()
      guard take(")") else { throw try unexpected() }
      return value
    }
    if isDigit(input[position]) { return try number() }
    guard let name = name() else { throw Failure.syntax }
    let current = try value(of: name)
    if take("++") {
      try variables.set(name, String(current &+ 1))
    } else if take("--") {
      try variables.set(name, String(current &- 1))
    }
    return current
  }

  private mutating func name() -> String? {
    guard position < input.count, isNameStart(input[position]) else { return nil }
    let start = position
    while position < input.count, isNameByte(input[position]) { position += 1 }
    skipSubscript()
    let name = String(decoding: input[start..<position], as: UTF8.self)
    skipBlanks()
    return name
  }

  /// Skips `[…]`, brackets in it included.
  private mutating func skipSubscript() {
    guard hasElements, position < input.count, input[position] == UInt8(ascii: "[") else { return }
    var level = 0
    for index in input[position...].indices {
      if input[index] == UInt8(ascii: "[") { level += 1 }
      if input[index] == UInt8(ascii: "]") { level -= 1 }
      guard level == 0 else { continue }
      position = index + 1
      return
    }
  }

  private func value(of name: String) throws -> Int64 {
    guard let text = try variables.get(name), !text.isEmpty else { return 0 }
    // A leading zero makes a number octal.
    if text.utf8.first != UInt8(ascii: "0"), let number = Int64(text) { return number }
    if active.contains(name) { throw Failure.recursion }
    if active.count > 50 { throw Failure.recursion }
    return try Arithmetic.evaluate(
      text, variables: variables, active: active + [name], hasElements: hasElements)
  }

  /// Reads a decimal number, 0x…, 0… or base#….
  private mutating func number() throws -> Int64 {
    let start = position
    while position < input.count,
      isNameByte(input[position]) || input[position] == UInt8(ascii: "#")
        || input[position] == UInt8(ascii: "@")
    {
      position += 1
    }
    let text = String(decoding: input[start..<position], as: UTF8.self)
    skipBlanks()
    if let hash = text.firstIndex(ofASCII: "#") {
      guard let base = Int(text[..<hash]), (2...64).contains(base) else { throw Failure.syntax }
      let digits = text[text.index(after: hash)...]
      return digits.isEmpty ? 0 : try Arithmetic.digits(digits, base: base)
    }
    // What does not fit into 64 bits counts as nothing.
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
      return try Arithmetic.digits(text.dropFirst(2), base: 16, limit: true)
    }
    return try Arithmetic.digits(text[...], base: text.hasPrefix("0") ? 8 : 10, limit: true)
  }

  private static func digits(
    _ text: Substring, base: Int, limit: Bool = false
  ) throws -> Int64 {
    if text.isEmpty { throw Failure.syntax }
    var value: Int64 = 0
    var isTooLarge = false
    for byte in text.utf8 {
      let digit: Int
      switch byte {
      case 0x30...0x39: digit = Int(byte) - 0x30
      case 0x61...0x7A: digit = Int(byte) - 0x57
      case 0x41...0x5A: digit = Int(byte) - (base <= 36 ? 0x37 : 0x1D)
      case UInt8(ascii: "@"): digit = 62
      case UInt8(ascii: "_"): digit = 63
      default: throw Failure.syntax
      }
      guard digit < base else { throw Failure.syntax }
      let (high, low) = UInt64(base).multipliedFullWidth(by: UInt64(bitPattern: value))
      isTooLarge = isTooLarge || high > 0 || low.addingReportingOverflow(UInt64(digit)).overflow
      value = value &* Int64(base) &+ Int64(digit)
    }
    return limit && isTooLarge ? 0 : value
  }
}
