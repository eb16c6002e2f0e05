import Kernel

extension Interpreter {
  /// Forks a child that goes on as a subshell.
  ///
  /// The child's traps are back to normal, its ignored signals stay ignored.
  func forkSubshell(
    isBackground: Bool = false, keepsJobs: Bool = false,
    _ body: @escaping (Interpreter) async throws -> Int
  ) async throws -> Int {
    var copy = state
    copy.isSubshell = true
    copy.isInteractive = false
    if !keepsJobs { copy.jobs = JobTable() }
    copy.traps = state.traps.filter { $0.key != 0 && $0.value.isEmpty }
    let sequence = lastSequence
    let handled = state.traps.filter { $0.key != 0 && !$0.value.isEmpty }.keys.sorted()
    do {
      let child = try process.fork { child in
        let shell = Interpreter(child, state: copy)
        shell.lastSequence = sequence
        return try await shell.runToEnd { try await body(shell) }
      }
      // At once: a signal may come before the child runs.
      for number in handled {
        if let signal = Signal(rawValue: number) { child.setDisposition(.standard, of: signal) }
      }
      resetSignals(of: child)
      if isBackground, !controlsJobs {
        child.setDisposition(.ignore, of: .int)
        child.setDisposition(.ignore, of: .quit)
      }
      return child.pid
    } catch Errno.tryAgain {
      try await fail("can't fork: \(Errno.tryAgain)")
    }
  }

  /// Runs `body`, then the trap for EXIT; returns the status of the shell.
  func runToEnd(_ body: () async throws -> Int) async throws -> Int {
    var status: Int
    do {
      status = try await body()
    } catch let exit as ShellExit {
      status = exit.status
    } catch let failure as BuiltinFailure {
      status = failure.status
    }
    guard let trap = state.traps.removeValue(forKey: 0), !trap.isEmpty else { return status }
    state.status = status
    state.statusBeforeTrap = status
    skip = .none
    do {
      _ = try await runText(trap, isLast: false)
    } catch let exit as ShellExit {
      status = exit.status
    }
    return status
  }

  // MARK: Compound forms that fork

  func runSubshell(
    _ body: Command, _ redirections: [Redirection], isTested: Bool
  ) async throws -> Int {
    guard let redirections = try await expand(redirections) else { return 2 }
    let pid = try await forkSubshell { shell in
      guard try await shell.redirectPermanently(redirections) else { return 2 }
      return try await shell.evaluate(body, isTested: isTested, isLast: true)
    }
    return try await waitFor(pid)
  }

  func runPipeline(_ commands: [Command]) async throws -> Int {
    let job = try await start(commands, isBackground: false)
    return try await wait(forJob: job)
  }

  func runInBackground(_ command: Command) async throws -> Int {
    let commands = if case .pipeline(let parts) = command { parts } else { [command] }
    let job = try await start(commands, isBackground: true)
    state.lastBackground = state.jobs[job]?.members.last?.pid
    return 0
  }

  /// Starts the processes of a pipeline, joined by pipes; the number of the job.
  private func start(_ commands: [Command], isBackground: Bool) async throws -> Int {
    var pids: [Int] = []
    var input: Int?
    for (index, command) in commands.enumerated() {
      let isLast = index == commands.count - 1
      let ends = isLast ? nil : try process.pipe()
      let source = input
      let detachesInput = isBackground && index == 0 && !state.options.contains(.monitor)
      let pid = try await forkSubshell(
        isBackground: isBackground, keepsJobs: command.isCall(of: "jobs")
      ) { shell in
        let process = shell.process
        if detachesInput { process.install(.null(), at: 0) }
        if let source, source != 0 {
          try process.duplicate(source, to: 0)
          try process.close(source)
        }
        if let ends {
          try process.close(ends.reading)
          if ends.writing != 1 {
            try process.duplicate(ends.writing, to: 1)
            try process.close(ends.writing)
          }
        }
        return try await shell.evaluate(command, isLast: true)
      }
      pids.append(pid)
      place(pid, inGroup: pids[0], isBackground: isBackground)
      if let source { try? process.close(source) }
      if let ends { try process.close(ends.writing) }
      input = ends?.reading
    }
    // Ended jobs stay until somebody waits for them, and each is looked at.
    if state.jobs.jobs.count > 16 { try await process.work(on: state.jobs.jobs.count * 64) }
    return state.jobs.add(pids, isBackground: isBackground, text: controlsJobs ? jobText : "")
  }

  // MARK: Waiting

  /// Waits for one child in the foreground.
  func waitFor(_ pid: Int) async throws -> Int {
    place(pid, inGroup: pid, isBackground: false)
    let text = controlsJobs ? jobText : ""
    return try await wait(forJob: state.jobs.add([pid], isBackground: false, text: text))
  }

  /// Waits for a job in the foreground; signals with traps wait, too.
  func wait(forJob number: Int) async throws -> Int {
    while let job = state.jobs[number], !job.isDone, !job.isStopped {
      do {
        if controlsJobs {
          let change = try await process.waitForChildChange()
          if state.jobs.note(change) == number, case .ended(let child) = change {
            try await report(child.status)
          }
        } else {
          let child = try await process.waitForChild()
          if state.jobs.note(child) == number { try await report(child.status) }
        }
      } catch Errno.interrupted {
        noteSignals()
      }
    }
    enterForeground(process.processGroup)
    let job = state.jobs[number]
    if let job, let signal = job.stop {
      state.jobs.sendToBackground(number)
      return 128 + signal.rawValue
    }
    state.jobs.remove(number)
    guard let job else { return 0 }
    if state.dialect == .bash { state.pipeStatus = job.members.map { $0.status?.code ?? 0 } }
    if controlsJobs, job.members.last?.status == .signalled(.int) {
      // The terminal has told the job only: it counts as if the shell had been told, too.
      try await process.errors.write("\n")
      throw ShellExit(status: 130, isFailure: true)
    }
    if state.options.contains(.pipefail) {
      return job.members.last { ($0.status?.code ?? 0) != 0 }?.status?.code ?? 0
    }
    return job.status
  }

  /// Says which signal has ended a child, as ash does even when it is not interactive.
  ///
  /// Source: busybox `shell/ash.c`, `sprint_status48`.
  func report(_ status: ExitStatus) async throws {
    guard case .signalled(let signal) = status, signal != .int, signal != .pipe else { return }
    try await process.errors.write(signal.message + "\n")
  }

  // MARK: Traps

  /// Moves signals that have come to the list of those whose traps are to run.
  func noteSignals() {
    for signal in process.takeSignals() where !pendingTraps.contains(signal) {
      pendingTraps.append(signal)
    }
  }

  /// Runs the commands of traps whose signals have come; they may be interrupted by others.
  ///
  /// Source: busybox `shell/ash.c`, `dotrap`.
  func runPendingTraps() async throws {
    if process.hasCaughtSignal { noteSignals() }
    if pendingTraps.isEmpty { return }
    let outer = state.statusBeforeTrap
    let status = outer ?? state.status
    state.statusBeforeTrap = status
    // What leaves a loop or a function goes first.
    while !pendingTraps.isEmpty, skip == .none {
      let signal = pendingTraps.removeFirst()
      if signal == .int, state.isInteractive, state.traps[signal.rawValue] == nil {
        try await process.errors.write("\n")
        throw ShellExit(status: 130, isFailure: true)
      }
      guard let command = state.traps[signal.rawValue], !command.isEmpty else { continue }
      _ = try await runText(command, isLast: false)
      if skip != .returning(hasStatus: true) { state.status = status }
    }
    state.statusBeforeTrap = outer
  }

  /// Runs the commands of the trap for ERR, unless they are running; they do not change `$?`.
  ///
  /// What `$?` was stays the status of every later `exit` without an argument, as in ash.
  ///
  /// Source: busybox `shell/ash.c`, `evaltree`.
  func runErrorTrap() async throws {
    guard let command = state.traps[ShellState.errorTrap], !isRunningErrorTrap else { return }
    let status = state.status
    state.statusBeforeTrap = status
    isRunningErrorTrap = true
    defer { isRunningErrorTrap = false }
    do {
      _ = try await runText(command, isLast: false)
    } catch let exit as ShellExit where exit.isFailure {
      // A mistake in the trap ends no more than the trap.
    }
    state.status = status
  }

  /// Begins a text within a text; where ash runs out of stack, the kernel ends it.
  func enterText() async throws {
    state.textDepth += 1
    guard state.textDepth > Interpreter.deepest else { return }
    try process.sendSignal(.segv, to: process.pid)
    try await process.step()
    throw ShellExit(status: 139)
  }

  /// How deep functions, or texts of `eval` and `.`, may be in each other.
  static let deepest = 1000

  /// Parses and runs a text line by line, as `eval` does.
  ///
  /// `line` is the number of the first line; nil: that of the command that runs. Of an `isScript`
  /// the lines are shown as `set -v` asks.
  func runText(
    _ text: String, line: Int? = nil, isScript: Bool = false, isTested: Bool = false, isLast: Bool
  ) async throws -> Int {
    try await enterText()
    let lineRead = state.lineRead
    defer {
      state.textDepth -= 1
      state.lineRead = lineRead
    }
    var parser = Parser(
      text.rawBytes, line: line ?? state.line, aliases: state.aliases, dialect: state.dialect)
    var status = 0
    while true {
      parser.aliases = state.aliases
      parser.runningLine = state.line
      let start = parser.position
      let command: Command?
      do {
        command = try parser.nextCommand()
        state.lineRead = parser.line
        if isScript, state.options.contains(.verbose) {
          let lines = Array(parser.source[start..<parser.position])
          try await process.errors.write(String(rawBytes: lines))
        }
      } catch let error as SyntaxError {
        try await fail(state.dialect.syntaxError(error.message), line: error.line)
      }
      guard let command else { return status }
      if case .empty = command { continue }
      if state.options.contains(.noexec) { continue }
      status = try await evaluate(
        command, isTested: isTested, isLast: isLast && parser.isAtEnd)
      if skip != .none { return status }
    }
  }
}

extension Parser {
  /// Whether nothing is left to read.
  var isAtEnd: Bool { position >= source.count }
}
