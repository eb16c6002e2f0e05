import Kernel
import Shell

extension AwkMachine {
  /// Runs statements until one of them leaves the list.
  func execute(_ statements: [AwkStatement]) async throws -> Flow {
    for statement in statements {
      let flow = try await execute(statement)
      if case .normal = flow { continue }
      return flow
    }
    return .normal
  }

  private func execute(_ statement: AwkStatement) async throws -> Flow {
    switch statement {
    case .expression(let expression): _ = try await evaluate(expression)
    case .print(let expressions, let redirection):
      try await write(try await printed(expressions), to: redirection)
    case .printf(let expressions, let redirection):
      let values = try await evaluateAll(expressions)
      guard let format = values.first else {
        try await process.die("cmd. line:1: Unexpected token")
      }
      let text = Formatting.format(
        format.text(format: string(of: "CONVFMT")), Array(values.dropFirst()),
        numberFormat: string(of: "CONVFMT"))
      try await process.makeRoom(for: text.utf8.count)
      try await process.work(on: Printf.effort(text.utf8.count))
      try await write(text.rawBytes, to: redirection)
    case .condition(let condition, let body, let otherwise):
      return try await execute(try await truth(condition) ? body : otherwise)
    case .whileLoop(let condition, let body):
      return try await loop(body, while: condition, step: nil)
    case .doLoop(let body, let condition):
      let flow = try await execute(body)
      if let left = leaving(flow) { return left }
      if case .breakLoop = flow { return .normal }
      return try await loop(body, while: condition, step: nil)
    case .forLoop(let first, let condition, let step, let body):
      if let first { _ = try await execute(first) }
      return try await loop(body, while: condition, step: step)
    case .forIn(let variable, let name, let body):
      return try await loop(body, over: array(name).keys, as: variable)
    case .block(let body): return try await execute(body)
    case .breakLoop: return .breakLoop
    case .continueLoop: return .continueLoop
    case .next: return .next
    case .nextFile: return .nextFile
    case .exit(let status):
      if let status { exitStatus = AwkMachine.integer(try await evaluate(status).number) & 0xFF }
      return .exit
    case .returnValue(let expression):
      return .returned(try await expression.asyncMap { try await evaluate($0) } ?? .unset)
    case .delete(let name, let subscripts):
      guard let subscripts else {
        array(name).removeAll()
        return .normal
      }
      array(name).remove(try await key(subscripts))
    }
    return .normal
  }

  /// A number cut to an integer, within 32 bits.
  static func integer(_ value: Double) -> Int {
    Int(value.isNaN ? 0 : max(-2_147_483_648, min(value, 2_147_483_647)))
  }

  /// The flow that also leaves the loop around; nil if the loop deals with it.
  private func leaving(_ flow: Flow) -> Flow? {
    switch flow {
    case .normal, .breakLoop, .continueLoop: nil
    case .next, .nextFile, .exit, .returned: flow
    }
  }

  private func loop(
    _ body: [AwkStatement], while condition: AwkExpression?, step: AwkStatement?
  ) async throws -> Flow {
    while true {
      try await process.step()
      if let condition, try await !truth(condition) { return .normal }
      let flow = try await execute(body)
      if let left = leaving(flow) { return left }
      if case .breakLoop = flow { return .normal }
      if let step { _ = try await execute(step) }
    }
  }

  private func loop(
    _ body: [AwkStatement], over keys: [String], as variable: String
  ) async throws -> Flow {
    for key in keys {
      try await process.step()
      setVariable(variable, .input(key))
      let flow = try await execute(body)
      if let left = leaving(flow) { return left }
      if case .breakLoop = flow { return .normal }
    }
    return .normal
  }

  // MARK: Output

  private func printed(_ expressions: [AwkExpression]) async throws -> [UInt8] {
    let end = string(of: "ORS")
    if expressions.isEmpty { return (record.text + end).rawBytes }
    let format = string(of: "OFMT")
    let texts = try await evaluateAll(expressions).map { $0.text(format: format) }
    return (texts.joined(separator: string(of: "OFS")) + end).rawBytes
  }

  private func write(_ bytes: [UInt8], to redirection: AwkRedirection?) async throws {
    guard let redirection else {
      try await process.output.write(bytes)
      return
    }
    let target = try await evaluate(redirection.target).text(format: "%.6g")
    try await streams.output(redirection.kind, target).write(bytes)
  }

  // MARK: Helpers of expressions

  func evaluateAll(_ expressions: [AwkExpression]) async throws -> [AwkValue] {
    var values: [AwkValue] = []
    for expression in expressions { values.append(try await evaluate(expression)) }
    return values
  }

  func truth(_ expression: AwkExpression) async throws -> Bool {
    try await evaluate(expression).isTrue
  }

  func text(_ expression: AwkExpression) async throws -> String {
    try await evaluate(expression).text(format: string(of: "CONVFMT"))
  }

  /// The key that subscripts make.
  func key(_ subscripts: [AwkExpression]) async throws -> String {
    var parts: [String] = []
    for expression in subscripts { parts.append(try await text(expression)) }
    return parts.joined(separator: string(of: "SUBSEP"))
  }
}
