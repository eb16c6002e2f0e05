import Kernel

/// Runs commands in a process.
///
/// A subshell is a new interpreter with a copy of the state, in a forked process.
final class Interpreter {
  let process: Process
  var state: ShellState
  var skip = Skip.none
  /// Status of the last command substitution of the current command.
  var substitutionStatus: Int?
  /// Signals with a trap that have come and whose commands have not run.
  var pendingTraps: [Signal] = []
  var isRunningErrorTrap = false
  var lastSequence = 0
  /// Commands of `>( )` and `<( )` whose pipes are open until the command ends.
  var processSubstitutions: [Int] = []
  /// What variables, functions, aliases and parameters hold that this process has set.
  var held: Holding

  /// Where programs are when nothing else is said.
  static let standardPath = "/sbin:/usr/sbin:/bin:/usr/bin"

  init(_ process: Process, state: ShellState) {
    self.process = process
    self.state = state
    held = Holding(process)
  }

  // MARK: Messages

  /// Writes a message as ash does: "name: [command: line N: ]message".
  func complain(_ message: String, line: Int? = nil) async throws {
    var prefix = "\(state.name): "
    let place =
      state.isInteractive && state.dialect != .dash
      ? "" : state.dialect.place(line: line ?? state.line)
    let command = state.commandName.flatMap { $0 == state.name ? nil : "\($0): " }
    switch state.dialect {
    case .ash: if state.commandName != nil { prefix += (command ?? "") + place }
    case .dash, .bash: prefix += place + (command ?? "")
    }
    try await process.errors.write(prefix + message + "\n")
  }

  /// Writes a message and ends the shell, unless it is interactive.
  func fail(_ message: String, status: Int = 2, line: Int? = nil) async throws -> Never {
    try await complain(message, line: line)
    throw ShellExit(status: status, isFailure: true)
  }

  // MARK: Evaluation

  /// Runs a command and returns its status, which is also `$?`.
  ///
  /// `isTested`: a failure decides something, so that `set -e` does not end the shell. `isLast`:
  /// nothing comes after it, so that the process may become the program.
  func evaluate(
    _ command: Command, isTested: Bool = false, isLast: Bool = false
  ) async throws -> Int {
    if state.options.contains(.noexec) { return 0 }
    // What came while a loop was left.
    if !pendingTraps.isEmpty { try await runPendingTraps() }
    let status = try await perform(command, isTested: isTested, isLast: isLast)
    state.status = status
    try await runPendingTraps()
    if command.failureEndsShell, status != 0, !isTested {
      try await runErrorTrap()
      if state.options.contains(.errexit) { throw ShellExit(status: status) }
    }
    return state.status
  }

  private func perform(
    _ command: Command, isTested: Bool, isLast: Bool
  ) async throws -> Int {
    switch command {
    case .simple(let simple):
      return try await evaluate(simple, isTested: isTested, isLast: isLast)
    case .sequence(let commands):
      return try await runSequence(commands, isTested: isTested, isLast: isLast)
    case .and(let left, let right):
      let status = try await evaluate(left, isTested: true)
      guard status == 0, skip == .none else { return status }
      return try await evaluate(right, isTested: isTested, isLast: isLast)
    case .or(let left, let right):
      let status = try await evaluate(left, isTested: true)
      guard status != 0, skip == .none else { return status }
      return try await evaluate(right, isTested: isTested, isLast: isLast)
    case .negated(let inner):
      let status = try await evaluate(inner, isTested: true)
      // ash turns the status of what leaves a loop or a function, too.
      if skip != .none, state.dialect == .bash { return status }
      return status == 0 ? 1 : 0
    case .pipeline(let commands): return try await runPipeline(commands)
    case .background(let inner): return try await runInBackground(inner)
    case .subshell(let body, let redirections):
      return try await runSubshell(body, redirections, isTested: isTested)
    case .redirected(let inner, let redirections):
      return try await redirected(inner, redirections, isTested: isTested)
    case .conditional(let condition, let then, let otherwise):
      let test = try await evaluate(condition, isTested: true)
      guard skip == .none else { return test }
      guard let branch = test == 0 ? then : otherwise else { return 0 }
      return try await evaluate(branch, isTested: isTested, isLast: isLast)
    case .loop(let condition, let body, let isUntil):
      return try await loop(condition, body, isUntil: isUntil, isTested: isTested)
    case .iteration(let name, let words, let body, let line):
      state.line = line
      return try await iterate(name, words, body, isTested: isTested)
    case .selection(let subject, let items, let line):
      state.line = line
      return try await select(subject, items, isTested: isTested, isLast: isLast)
    case .function(let name, let body):
      if state.functions.updateValue(body, forKey: name) == nil {
        held.add(Interpreter.functionFootprint)
      }
      return 0
    case .test(let condition, let line):
      state.line = line
      return try await test(condition)
    case .calculation(let parts, let line):
      state.line = line
      return try await calculate(parts).map { $0 == 0 ? 1 : 0 } ?? 1
    case .counting(let loop, let line):
      state.line = line
      return try await count(loop, isTested: isTested)
    case .timed(let inner): return try await time(inner, isTested: isTested)
    case .empty: return state.status
    }
  }

  private func runSequence(
    _ commands: [Command], isTested: Bool, isLast: Bool
  ) async throws -> Int {
    var status = 0
    for (index, part) in commands.enumerated() {
      let isLastPart = index == commands.count - 1
      status = try await evaluate(part, isTested: isTested, isLast: isLast && isLastPart)
      if skip != .none { break }
    }
    return status
  }

  private func redirected(
    _ command: Command, _ redirections: [Redirection], isTested: Bool
  ) async throws -> Int {
    guard let saved = try await redirectSafely(redirections) else {
      return state.dialect.redirectionFailure
    }
    do {
      let status = try await evaluate(command, isTested: isTested)
      restore(saved)
      return status
    } catch {
      if error is ShellExit { restore(saved) }
      throw error
    }
  }

  // MARK: Loops and choices

  private func loop(
    _ condition: Command, _ body: Command, isUntil: Bool, isTested: Bool
  ) async throws -> Int {
    var status = 0
    state.loopDepth += 1
    defer { state.loopDepth -= 1 }
    while true {
      let test = try await evaluate(condition, isTested: true)
      if skip == .none {
        if (test == 0) == isUntil { break }
        status = try await evaluate(body, isTested: isTested)
      } else if skip.isReturning {
        status = test
      }
      if leavesLoop() { break }
      try await process.step()
    }
    return status
  }

  /// Handles `break`, `continue` and `return` at the end of a round; true: the loop is over.
  func leavesLoop() -> Bool {
    switch skip {
    case .none: return false
    case .breaking(let count):
      skip = count > 1 ? .breaking(count - 1) : .none
      return true
    case .continuing(let count):
      skip = count > 1 ? .continuing(count - 1) : .none
      return count > 1
    case .returning: return true
    }
  }

  private func iterate(
    _ name: String, _ words: [Word]?, _ body: Command, isTested: Bool
  ) async throws -> Int {
    let values =
      if let words { try await expandFields(words) } else { state.positional }
    var status = 0
    state.loopDepth += 1
    defer { state.loopDepth -= 1 }
    for value in values {
      try await set(name, to: value)
      status = try await evaluate(body, isTested: isTested)
      if leavesLoop() { break }
      try await process.step()
    }
    return status
  }

  private func select(
    _ subject: Word, _ items: [CaseItem], isTested: Bool, isLast: Bool
  ) async throws -> Int {
    let value = try await expandText(subject)
    var status = 0
    var runsNext = false
    for item in items {
      if !runsNext { runsNext = try await matches(value, item.patterns) }
      guard runsNext else { continue }
      if let body = item.body {
        let isEnd = isLast && item.ending == .leave
        status = try await evaluate(body, isTested: isTested, isLast: isEnd)
      }
      if item.ending == .leave || skip != .none { return status }
      runsNext = item.ending == .fallThrough
    }
    return status
  }

  private func matches(_ value: String, _ patterns: [Word]) async throws -> Bool {
    for pattern in patterns {
      let pattern = Pattern(try await expandPattern(pattern))
      if value.utf8.count >= Interpreter.longText {
        try await process.work(on: pattern.effort(on: value.utf8.count))
      }
      if pattern.matches(value) { return true }
    }
    return false
  }
}
