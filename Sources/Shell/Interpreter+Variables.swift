import Kernel

extension Interpreter {
  /// The value of a variable; nil if it is unset.
  func value(of name: String) -> String? {
    if let value = state.variables[name]?.value { return value }
    guard state.computed.contains(name) else { return nil }
    switch name {
    case "LINENO": return String(state.line)
    case "FUNCNAME": return state.functionName
    case "RANDOM" where state.dialect.hasExtensions: return String(nextRandom())
    case "SECONDS":
      return state.started.map { String(Int((process.now - $0).wholeNanoseconds / 1_000_000_000)) }
    case "EPOCHSECONDS": return String(process.now.unixSeconds)
    case "EPOCHREALTIME": return epochWithMicroseconds
    default: return nil
    }
  }

  private var epochWithMicroseconds: String {
    let microseconds = process.now.nanoseconds / 1000 % 1_000_000
    let digits = String(microseconds)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return "\(process.now.unixSeconds).\(zeros)\(digits)"
  }

  private func nextRandom() -> UInt32 {
    state.random = state.random &* 1_664_525 &+ 1_013_904_223
    return state.random >> 16 & 0x7FFF
  }

  /// Sets a variable; a read-only one is a fatal error.
  func set(_ name: String, to value: String, exported: Bool = false) async throws {
    if state.variables[name]?.isReadOnly == true {
      try await fail(state.dialect.readOnly(name))
    }
    assign(name, value, exported: exported)
  }

  /// Sets a variable without looking whether that is allowed.
  func assign(_ name: String, _ value: String?, exported: Bool = false) {
    let exports = exported || state.options.contains(.allexport)
    let size = value?.utf8.count ?? 0
    if let index = state.variables.index(forKey: name) {
      held.add(size - (state.variables.values[index].value?.utf8.count ?? 0))
      state.variables.values[index].value = value
      state.variables.values[index].array?["0"] = value
      if exports { state.variables.values[index].isExported = true }
    } else {
      held.add(size + Interpreter.footprint)
      lastSequence += 1
      state.variables[name] = Variable(
        value: value, isExported: exports, sequence: lastSequence,
        bucket: Interpreter.bucket(name))
    }
    switch name {
    case "PATH": state.hash = [:]
    case "OPTIND":
      state.optionPlace = OptionPlace(index: max(value.flatMap { Int($0) } ?? 1, 1))
    default: break
    }
  }

  /// Puts a variable back to what it was; nil: it is unset.
  func restore(_ variable: Variable?, named name: String) {
    let old = state.variables[name]
    held.add(Interpreter.size(of: variable) - Interpreter.size(of: old))
    state.variables[name] = variable
  }

  private static func size(of variable: Variable?) -> Int {
    variable.map { footprint + ($0.value?.utf8.count ?? 0) + ($0.array?.size ?? 0) } ?? 0
  }

  /// Sets variables that an arithmetic expression assigns to.
  func arithmetic(_ text: String) async throws -> Int64 {
    let variables = Arithmetic.Variables(
      get: { [self] in try numberText($0) },
      set: { [self] name, value in
        if name.utf8.last == UInt8(ascii: "]") { return try setNumber(name, value) }
        if state.variables[name]?.isReadOnly == true {
          throw Arithmetic.Failure(message: state.dialect.readOnly(name))
        }
        assign(name, value)
      }, nestsConditions: state.dialect != .ash)
    do {
      return try Arithmetic.evaluate(
        text, variables: variables, hasElements: state.dialect == .bash)
    } catch let failure as Arithmetic.Failure {
      try await fail(state.dialect.arithmetic(failure.message, in: text))
    }
  }

  // MARK: The environment

  /// Exported variables in the order in which ash lists them: by the hash of their names.
  ///
  /// Source: busybox `shell/ash.c`, `hashvar` and `listvars`.
  var environment: Environment {
    var exported: [(place: (Int, Int), variable: Environment.Variable)] = []
    exported.reserveCapacity(state.variables.count)
    for (name, variable) in state.variables where variable.isExported {
      guard let value = variable.value else { continue }
      exported.append(
        (
          (variable.bucket ?? Interpreter.bucket(name), variable.sequence),
          .init(name: name, value: value)
        ))
    }
    exported.sort { $0.place < $1.place }
    return Environment(exported.map(\.variable))
  }

  /// The chain of ash's tables in which a name is kept.
  static func bucket(_ name: String) -> Int {
    var hash = Int(name.utf8.first ?? 0) << 4
    for byte in name.utf8 { hash += Int(byte) }
    return hash % 39
  }

  /// Charges what it takes to look at all variables, where there are many.
  func chargeForListing() async throws {
    if state.variables.count > 256 { try await process.work(on: state.variables.count * 512) }
  }

  // MARK: Memory

  /// How many bytes one expansion may make.
  var memoryLimit: Int { process.kernel.limits.processMemory }

  /// What a table spends on a variable or alias beside its text.
  static let footprint = 160
  /// What the tree of a function takes, one of usual length.
  static let functionFootprint = 1024

  /// Ends the shell because it wants more memory than there is.
  func refuseMemory() async throws -> Never {
    try await process.makeRoom(for: memoryLimit + 1)
    try await fail("out of memory")
  }

  // MARK: Local variables

  /// Remembers a variable until the current function ends; false if it is local already.
  @discardableResult
  func makeLocal(_ name: String) -> Bool {
    guard let index = state.scopes.indices.last,
      !state.scopes[index].variables.contains(where: { $0.name == name })
    else { return false }
    state.scopes[index].variables.append((name, state.variables[name]))
    return true
  }

  func popScope() {
    guard let scope = state.scopes.popLast() else { return }
    if let options = scope.options { state.options = options }
    for (name, saved) in scope.variables {
      restore(saved, named: name)
      if name == "PATH" { state.hash = [:] }
    }
  }
}
