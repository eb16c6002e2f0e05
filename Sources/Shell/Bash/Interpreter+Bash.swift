import Kernel
import RegularExpressions

extension Interpreter {
  /// `(( … ))`: true where the value is not 0; a mistake makes it false.
  func calculate(_ parts: [WordPart]) async throws -> Int64? {
    var fields = Fields(separators: nil, makesPatterns: false)
    for part in parts { _ = try await append(part, to: &fields, isQuoted: true) }
    do {
      return try await arithmetic(fields.joinedText)
    } catch let exit as ShellExit where exit.isFailure {
      return nil
    }
  }

  /// `for (( … ; … ; … ))`.
  func count(_ loop: CountingLoop, isTested: Bool) async throws -> Int {
    var status = 0
    guard try await calculate(loop.start) != nil else { return 1 }
    state.loopDepth += 1
    defer { state.loopDepth -= 1 }
    while true {
      if !loop.condition.isEmpty {
        guard let value = try await calculate(loop.condition) else { return 1 }
        if value == 0 { break }
      }
      status = try await evaluate(loop.body, isTested: isTested)
      if leavesLoop() { break }
      guard try await calculate(loop.step) != nil else { return 1 }
      try await process.step()
    }
    return status
  }

  // MARK: Conditions

  /// Whether a condition of `[[ … ]]` holds.
  func holds(_ condition: Condition) async throws -> Bool {
    switch condition {
    case .not(let inner): return try await !holds(inner)
    case .and(let left, let right):
      guard try await holds(left) else { return false }
      return try await holds(right)
    case .or(let left, let right):
      if try await holds(left) { return true }
      return try await holds(right)
    case .word(let word): return try await !expandText(word).isEmpty
    case .unary(let symbol, let word):
      let operand = try await expandText(word)
      if symbol == "-v" { return try await isSet(operand) }
      if symbol == "-o" {
        return ShellOptions.named(operand).map(state.options.contains) ?? false
      }
      return try TestExpression.evaluate(["test", symbol, operand], in: process)
    case .binary(let left, let symbol, let right):
      return try await compare(try await expandText(left), symbol, right)
    }
  }

  private func compare(_ left: String, _ symbol: String, _ right: Word) async throws -> Bool {
    switch symbol {
    case "=", "==", "!=":
      let pattern = Pattern(try await expandPattern(right))
      try await process.work(on: pattern.effort(on: left.utf8.count))
      return pattern.matches(left) == (symbol != "!=")
    case "=~": return try await matches(left, right)
    case "<": return left < (try await expandText(right))
    case ">": return left > (try await expandText(right))
    case "-nt", "-ot", "-ef":
      return try TestExpression.evaluate(
        ["test", left, symbol, try await expandText(right)], in: process)
    default:
      let first = try await arithmetic(left)
      let second = try await arithmetic(try await expandText(right))
      switch symbol {
      case "-eq": return first == second
      case "-ne": return first != second
      case "-lt": return first < second
      case "-le": return first <= second
      case "-gt": return first > second
      default: return first >= second
      }
    }
  }

  private func matches(_ text: String, _ expression: Word) async throws -> Bool {
    let pattern = try await regularExpression(expression)
    guard let regex = try? Regex(pattern, .extended) else { throw ConditionFailure() }
    let bytes = text.rawBytes
    let match = regex.firstMatch(in: bytes)
    try await process.work(on: (regex.takeEffort() + bytes.count / 16) * 16)
    let groups = match?.groups.map { $0.map { String(rawBytes: bytes[$0]) } ?? "" } ?? []
    setArray("BASH_REMATCH", ShellArray(groups))
    return match != nil
  }

  /// Quoted parts of an expression stand for themselves.
  private func regularExpression(_ word: Word) async throws -> [UInt8] {
    var result: [UInt8] = []
    for part in word.parts {
      let text = try await expandText(Word(parts: [part])).rawBytes
      switch part {
      case .quoted, .doubleQuoted:
        for byte in text {
          if "\\.[]()*+?{}|^$".utf8.contains(byte) { result.append(UInt8(ascii: "\\")) }
          result.append(byte)
        }
      case .literal(let text): result += text.rawBytes
      case .parameter, .command, .arithmetic, .process: result += text
      }
    }
    return result
  }

  private func isSet(_ text: String) async throws -> Bool {
    guard let bracket = text.firstIndex(of: "["), text.hasSuffix("]") else {
      return state.variables[text]?.array.map { $0["0"] != nil } ?? (value(of: text) != nil)
    }
    let name = String(text[..<bracket])
    let key = String(text[text.index(after: bracket)...].dropLast())
    return try await element(of: name, key) != nil
  }

  /// An expression that cannot be read: the status is 2.
  struct ConditionFailure: Error {}

  /// The status of `[[ … ]]`.
  func test(_ condition: Condition) async throws -> Int {
    do {
      return try await holds(condition) ? 0 : 1
    } catch is ConditionFailure {
      return 2
    } catch let failure as TestExpression.Failure {
      try await complain("[[: \(state.dialect.test(failure.message))")
      return 2
    } catch let exit as ShellExit where exit.isFailure {
      return 1
    }
  }

  // MARK: Arrays

  /// The key of an element: a number for arrays that count, below 0 from the end.
  func key(_ text: String, of name: String) async throws -> String {
    let array = state.variables[name]?.array
    if array?.isAssociative == true { return text }
    let number = Int(try await arithmetic(text))
    if number >= 0 { return String(number) }
    let index = (array?.next ?? 1) + number
    if index < 0 { try await fail("\(name): bad array subscript", status: 1) }
    return String(index)
  }

  /// An element of an array; the first one is also the value of a plain variable.
  func element(of name: String, _ text: String) async throws -> String? {
    if name == "PIPESTATUS" {
      let index = Int(try await arithmetic(text))
      return state.pipeStatus.indices.contains(index) ? String(state.pipeStatus[index]) : nil
    }
    let key = try await key(text, of: name)
    if let array = state.variables[name]?.array { return array[key] }
    return key == "0" ? value(of: name) : nil
  }

  /// All elements and their keys.
  func elements(of name: String) -> (keys: [String], values: [String]) {
    if name == "PIPESTATUS" {
      return (state.pipeStatus.indices.map(String.init), state.pipeStatus.map(String.init))
    }
    if let array = state.variables[name]?.array { return (array.keys, array.values) }
    return value(of: name).map { (["0"], [$0]) } ?? ([], [])
  }

  /// Puts an array in the place of a variable.
  func setArray(_ name: String, _ array: ShellArray) {
    held.add(array.size - (state.variables[name]?.array?.size ?? 0))
    assign(name, array["0"])
    state.variables[name]?.array = array
  }

  /// Carries out an assignment of any form; what it did, as `set -x` shows it.
  func perform(_ assignment: Assignment) async throws -> String {
    let name = assignment.name
    if state.variables[name]?.isReadOnly == true {
      try await fail(state.dialect.readOnly(name), status: 1)
    }
    if let items = assignment.items {
      try await setItems(name, items, keepsOthers: assignment.appends)
      return "\(name)=(…)"
    }
    let text = try await expandText(assignment.value, isAssignment: true)
    guard let subscriptWord = assignment.element else {
      let value = (assignment.appends ? value(of: name) ?? "" : "") + text
      try await set(name, to: value)
      return "\(name)=\(quoted(value))"
    }
    let key = try await key(try await expandText(subscriptWord), of: name)
    let old = assignment.appends ? try await element(of: name, key) ?? "" : ""
    setElement(name, key, old + text)
    return "\(name)[\(key)]=\(quoted(text))"
  }

  /// Sets one element, making an array of what is none.
  func setElement(_ name: String, _ key: String, _ value: String?) {
    var array = state.variables[name]?.array ?? ShellArray(self.value(of: name).map { [$0] } ?? [])
    array[key] = value
    setArray(name, array)
  }

  private func setItems(_ name: String, _ items: [Word], keepsOthers: Bool) async throws {
    let old = state.variables[name]?.array
    var array = ShellArray(isAssociative: old?.isAssociative == true)
    if keepsOthers { array = old ?? ShellArray(value(of: name).map { [$0] } ?? []) }
    for item in items {
      if let element = Parser.elementOfList(item) {
        let text = try await expandText(element.key)
        let key = array.isAssociative ? text : String(try await arithmetic(text))
        array[key] = try await expandText(element.value)
      } else {
        for value in try await expandFields([item]) { array[String(array.next)] = value }
      }
      try await process.makeRoom(for: array.keys.count * 96)
    }
    setArray(name, array)
  }

  // MARK: Elements in calculations

  /// The value of a name or element that a calculation asks for.
  func numberText(_ name: String) throws -> String? {
    guard let (array, key) = try splitElement(name) else { return value(of: name) }
    if let known = state.variables[array]?.array { return known[key] }
    return key == "0" ? value(of: array) : nil
  }

  /// Sets an element to which a calculation assigns.
  func setNumber(_ name: String, _ value: String) throws {
    guard let (array, key) = try splitElement(name) else { return }
    if state.variables[array]?.isReadOnly == true {
      throw Arithmetic.Failure(message: state.dialect.readOnly(array))
    }
    setElement(array, key, value)
  }

  private func splitElement(_ text: String) throws -> (name: String, key: String)? {
    guard let bracket = text.firstIndex(of: "["), text.hasSuffix("]") else { return nil }
    let name = String(text[..<bracket])
    let key = String(text[text.index(after: bracket)...].dropLast())
    if state.variables[name]?.array?.isAssociative == true { return (name, key) }
    let variables = Arithmetic.Variables(
      get: { [self] in try numberText($0) },
      set: { [self] in if $0.hasSuffix("]") { try setNumber($0, $1) } else { assign($0, $1) } })
    let number = try Arithmetic.evaluate(key, variables: variables, hasElements: true)
    let next = Int64(state.variables[name]?.array?.next ?? 1)
    return (name, String(number < 0 ? next + number : number))
  }

  // MARK: Time

  /// Runs a command and tells how long it took.
  func time(_ command: Command, isTested: Bool) async throws -> Int {
    let start = process.now
    let status = try await evaluate(command, isTested: isTested)
    let milliseconds = Int((process.now - start).wholeNanoseconds / 1_000_000)
    let fraction = String(1000 + milliseconds % 1000).dropFirst()
    let real = "\(milliseconds / 60_000)m\(milliseconds / 1000 % 60).\(fraction)s"
    try await process.errors.write("\nreal\t\(real)\nuser\t0m0.000s\nsys\t0m0.000s\n")
    return status
  }
}
