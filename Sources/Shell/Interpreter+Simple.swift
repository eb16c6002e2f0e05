import Kernel

extension Interpreter {
  /// Runs assignments, a builtin, a function or a program.
  func evaluate(
    _ command: SimpleCommand, isTested: Bool, isLast: Bool
  ) async throws -> Int {
    try await process.step()
    state.line = command.line
    substitutionStatus = nil
    let arguments = try await expandFields(command.words)
    guard let name = arguments.first else { return try await assignOnly(command) }
    if state.dialect == .bash, ["coproc", "select"].contains(name) {
      try process.notModelled("bash: \(name)")
    }
    if let body = state.functions[name], !BuiltinTable.isSpecial(name) {
      return try await call(body, arguments, command, isTested: isTested)
    }
    if let builtin = BuiltinTable.find(name, in: state.dialect) {
      return try await run(builtin, arguments, command, isTested: isTested, isLast: isLast)
    }
    return try await runProgram(arguments, command, isLast: isLast)
  }

  private func assignOnly(_ command: SimpleCommand) async throws -> Int {
    guard let saved = try await redirectSafely(command.redirections) else {
      return state.dialect.redirectionFailure
    }
    var traced: [String] = []
    for assignment in command.assignments {
      if !assignment.isPlain {
        let done = try await perform(assignment)
        if state.options.contains(.xtrace) { traced.append(done) }
        continue
      }
      let value = try await expandText(assignment.value, isAssignment: true)
      if state.options.contains(.xtrace) { traced.append("\(assignment.name)=\(quoted(value))") }
      try await set(assignment.name, to: value)
    }
    if !traced.isEmpty { try await trace(traced, saved) }
    restore(saved)
    return substitutionStatus ?? 0
  }

  /// The values of a command's assignments; after a failure its redirections, `saved`, are undone.
  private func values(
    of command: SimpleCommand, _ saved: SavedDescriptors = SavedDescriptors()
  ) async throws -> [(name: String, value: String)] {
    if command.assignments.isEmpty { return [] }
    do {
      return try await values(of: command.assignments)
    } catch let exit as ShellExit {
      restore(saved)
      throw exit
    }
  }

  private func values(
    of assignments: [Assignment]
  ) async throws -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    // Later values see earlier variables, which last only as long as the command.
    let saved = state.variables
    defer { if assignments.count > 1 { state.variables = saved } }
    for assignment in assignments where assignment.element == nil && assignment.items == nil {
      var value = try await expandText(assignment.value, isAssignment: true)
      if assignment.appends { value = (self.value(of: assignment.name) ?? "") + value }
      if state.variables[assignment.name]?.isReadOnly == true {
        try await fail(state.dialect.readOnly(assignment.name))
      }
      result.append((assignment.name, value))
      if assignments.count > 1 {
        state.variables[assignment.name, default: Variable()].value = value
      }
    }
    return result
  }

  private func traceCommand(
    _ values: [(name: String, value: String)], _ arguments: [String], _ saved: SavedDescriptors
  ) async throws {
    guard state.options.contains(.xtrace) else { return }
    let assignments = values.map { "\($0.name)=\(quoted($0.value))" }
    try await trace(assignments + withoutCommand(arguments).map(quoted), saved)
  }

  /// The words of a command but for `command` and its options, where it only runs the rest.
  ///
  /// Source: busybox `shell/ash.c`, `parse_command_args`.
  private func withoutCommand(_ arguments: [String]) -> ArraySlice<String> {
    var rest = arguments[...]
    while rest.first == "command" {
      var words = rest.dropFirst()
      while let option = words.first, option == "-p" { words.removeFirst() }
      if words.first == "--" { words.removeFirst() } else if words.first?.first == "-" { break }
      if words.isEmpty { break }
      rest = words
    }
    return rest
  }

  /// Shows a command where standard error went before its redirections.
  private func trace(_ words: [String], _ saved: SavedDescriptors) async throws {
    var parser = Parser(
      (value(of: "PS4") ?? "+ ").rawBytes, line: state.line, dialect: state.dialect)
    var reader = WordReader(context: .hereDocument)
    var prefix = "+ "
    if (try? parser.read(&reader)) != nil {
      let options = state.options
      state.options.remove(.xtrace)
      prefix = try await expandText(Word(parts: [.doubleQuoted(reader.parts)]))
      state.options = options
    }
    let line = prefix + words.joined(separator: " ") + "\n"
    if let errors = saved.entries.first(where: { $0.descriptor == 2 })?.copy {
      try await process.write(line.rawBytes, to: errors)
    } else {
      try await process.errors.write(line)
    }
  }

  // MARK: Functions

  private func call(
    _ body: FunctionBody, _ arguments: [String], _ command: SimpleCommand, isTested: Bool
  ) async throws -> Int {
    guard let saved = try await redirectSafely(command.redirections) else {
      return state.dialect.redirectionFailure
    }
    let values = try await values(of: command, saved)
    try await traceCommand(values, arguments, saved)
    guard state.functionDepth < Interpreter.deepest else {
      // Where ash runs out of stack, the kernel ends it.
      try process.sendSignal(.segv, to: process.pid)
      try await process.step()
      throw ShellExit(status: 139)
    }
    let caller = Caller(state)
    state.positional = Array(arguments.dropFirst())
    state.optionPlace = .start
    state.functionName = arguments[0]
    if !state.options.contains(.errtrace) { state.traps[ShellState.errorTrap] = nil }
    state.functionDepth += 1
    state.scopes.append(LocalScope())
    for (name, value) in values {
      makeLocal(name)
      try await set(name, to: value, exported: true)
    }
    let status: Int
    do {
      status = try await evaluate(body.command, isTested: isTested)
    } catch {
      leave(caller)
      if error is ShellExit { restore(saved) }
      throw error
    }
    leave(caller)
    if skip.isReturning { skip = .none }
    restore(saved)
    return status
  }

  /// What a function hides while it runs.
  private struct Caller {
    let positional: [String]
    let optionPlace: OptionPlace
    let functionName: String
    let errorTrap: String?

    init(_ state: ShellState) {
      positional = state.positional
      optionPlace = state.optionPlace
      functionName = state.functionName
      errorTrap = state.traps[ShellState.errorTrap]
    }
  }

  private func leave(_ caller: Caller) {
    popScope()
    state.positional = caller.positional
    state.optionPlace = caller.optionPlace
    state.functionName = caller.functionName
    if state.traps[ShellState.errorTrap] == nil {
      state.traps[ShellState.errorTrap] = caller.errorTrap
    }
    state.functionDepth -= 1
  }

  /// Sets `$1` and so on, with which `getopts` begins anew.
  func replacePositional(with values: [String]) {
    let sizes = [values, state.positional].map { $0.reduce(0) { $0 + $1.utf8.count + 16 } }
    held.add(sizes[0] - sizes[1])
    state.positional = values
    state.optionPlace = .start
  }

  // MARK: Builtins

  func run(
    _ builtin: Builtin, _ arguments: [String], _ command: SimpleCommand, isTested: Bool,
    isLast: Bool
  ) async throws -> Int {
    // `exec` keeps its redirections.
    if builtin.name == "exec" {
      guard let saved = try await redirectSafely(command.redirections) else {
        throw ShellExit(status: 1)
      }
      let values = try await values(of: command, saved)
      try await traceCommand(values, arguments, saved)
      forget(saved)
      for (name, value) in values {
        try await set(name, to: value, exported: arguments.count > 1)
      }
      return try await BuiltinTable.execute(self, arguments)
    }
    guard let saved = try await redirectSafely(command.redirections) else {
      let status = state.dialect.redirectionFailure
      if builtin.isSpecial { throw ShellExit(status: status) }
      return status
    }
    let values = try await values(of: command, saved)
    try await traceCommand(values, arguments, saved)
    let hidden = builtin.isSpecial ? [] : values.map { ($0.name, state.variables[$0.name]) }
    for (name, value) in values {
      try await set(name, to: value, exported: !builtin.isSpecial)
    }
    let savedCommand = state.commandName
    state.commandName = arguments[0]
    do {
      let status = try await builtin.run(
        BuiltinCall(
          shell: self, arguments: arguments, isTested: isTested, outerCommandName: savedCommand,
          isLast: isLast && saved.entries.isEmpty))
      for array in command.arrays { _ = try await perform(array) }
      finish(savedCommand, hidden, saved)
      return status
    } catch {
      // What unwinds the process must find nothing changed: it may just have become a program.
      guard error is ShellExit || error is BuiltinFailure else { throw error }
      finish(savedCommand, hidden, saved)
      if let exit = error as? ShellExit, exit.isFailure, !builtin.isSpecial { return exit.status }
      guard let failure = error as? BuiltinFailure else { throw error }
      if builtin.isSpecial { throw ShellExit(status: failure.status, isFailure: true) }
      return failure.status
    }
  }

  private func finish(
    _ command: String?, _ hidden: [(String, Variable?)], _ saved: SavedDescriptors
  ) {
    state.commandName = command
    for (name, variable) in hidden { restore(variable, named: name) }
    for descriptor in processSubstitutions { try? process.close(descriptor) }
    processSubstitutions = []
    restore(saved)
  }

  // MARK: Programs

  private func runProgram(
    _ arguments: [String], _ command: SimpleCommand, isLast: Bool
  ) async throws -> Int {
    // The environment is made of all of them.
    try await chargeForListing()
    if isLast, !hasTraps { return try await become(arguments, command) }
    guard let saved = try await redirectSafely(command.redirections) else {
      return state.dialect.redirectionFailure
    }
    let values = try await values(of: command, saved)
    try await traceCommand(values, arguments, saved)
    let pid = try await forkSubshell { try await $0.execute(arguments, values) }
    restore(saved)
    for descriptor in processSubstitutions { try? process.close(descriptor) }
    processSubstitutions = []
    rememberPath(of: arguments[0])
    return try await waitFor(pid)
  }

  /// Becomes a program; returns only a status of failure, which has been reported.
  private func become(_ arguments: [String], _ command: SimpleCommand) async throws -> Int {
    guard let saved = try await redirectSafely(command.redirections) else {
      return state.dialect.redirectionFailure
    }
    let values = try await values(of: command, saved)
    try await traceCommand(values, arguments, saved)
    return try await execute(arguments, values)
  }

  /// Whether anything is left to do for this shell after its last command.
  private var hasTraps: Bool { !state.traps.isEmpty }

  private func rememberPath(of name: String) {
    guard state.hash[name] == nil, !name.utf8.contains(UInt8(ascii: "/")) else { return }
    if let path = try? process.find(name, path: value(of: "PATH") ?? "") {
      state.hash[name] = path
    }
  }

  /// Becomes a program; returns only a status of failure, which has been reported.
  func execute(
    _ arguments: [String], _ values: [(name: String, value: String)] = [], path: String? = nil
  ) async throws -> Int {
    for (name, value) in values { try await set(name, to: value, exported: true) }
    let name = arguments[0]
    if name.isEmpty {
      // The search finds the first directory of PATH itself.
      try await complain(": \(Errno.accessDenied)")
      return 127
    }
    do {
      let found = path == nil ? state.hash[name] : nil
      let path = try found ?? process.find(name, path: path ?? value(of: "PATH") ?? "")
      do {
        try process.execute(path, arguments: arguments, environment: environment)
      } catch Errno.execFormat {
        try process.execute(
          process.executable, arguments: ["sh", path] + arguments.dropFirst(),
          environment: environment)
      }
    } catch let error as Errno {
      let isMissing = error == .noEntry || error == .notDirectory
      try await complain(state.dialect.cannotRun(name, error))
      return isMissing ? 127 : 126
    }
  }

  /// A word as `set -x` shows it.
  func quoted(_ word: String) -> String {
    state.dialect == .dash ? word : Quoting.ifNeeded(word)
  }
}
