import Kernel

extension Interpreter {
  /// The signals that an interactive shell keeps away from itself.
  ///
  /// Source: POSIX "sh", "ASYNCHRONOUS EVENTS"; busybox `shell/ash.c`, `setsignal`.
  private static let ignored: [Signal] = [.quit, .term, .tstp, .ttin, .ttou]

  /// Whether each job gets a process group of its own.
  var controlsJobs: Bool { state.options.contains(.monitor) && !state.isSubshell }

  /// Takes the terminal and the signals that come from it.
  func beginJobControl() {
    for signal in Interpreter.ignored { process.setDisposition(.ignore, of: signal) }
    process.setDisposition(.handle, of: .int)
    guard let terminal = terminalDescriptor else { return }
    state.outerGroup = try? process.foregroundGroup(terminal)
    try? process.setProcessGroup(0, of: 0)
    guard (try? process.setForegroundGroup(process.processGroup, terminal)) != nil else { return }
    state.options.insert(.monitor)
  }

  /// Gives the terminal back to whoever had it before.
  func endJobControl() {
    guard let terminal = terminalDescriptor, let group = state.outerGroup else { return }
    try? process.setForegroundGroup(group, terminal)
  }

  /// What a child of an interactive shell gets back.
  func resetSignals(of child: Process) {
    guard state.isInteractive else { return }
    for signal in Interpreter.ignored + [.int]
    where !state.ignoredFromStart.contains(signal.rawValue)
      && state.traps[signal.rawValue]?.isEmpty != true
    {
      child.setDisposition(.standard, of: signal)
    }
  }

  /// Puts a new child into the process group of its job, and that into the foreground.
  func place(_ pid: Int, inGroup group: Int, isBackground: Bool) {
    guard controlsJobs else { return }
    try? process.setProcessGroup(group, of: pid)
    if !isBackground { enterForeground(group) }
  }

  func enterForeground(_ group: Int) {
    guard controlsJobs, let terminal = terminalDescriptor else { return }
    try? process.setForegroundGroup(group, terminal)
  }

  private var terminalDescriptor: Int? { [2, 0, 1].first { process.isTerminal($0) } }

  /// Tells of jobs that have been stopped or have ended in the background.
  func reportChangedJobs() async throws {
    guard controlsJobs else { return }
    while let change = try? process.takeChildChange() { state.jobs.note(change) }
    var text = ""
    for job in state.jobs.jobs where job.isBackground && job.isDone || job.isNewlyStopped {
      text += state.jobs.line(for: job) + "\n"
      state.jobs.markReported(job.number)
      if job.isDone { state.jobs.remove(job.number) }
    }
    try await process.errors.write(text)
  }

  /// The text of the command that makes a job.
  var jobText: String {
    var text = (state.history.last ?? "")[...]
    while let last = text.last, last == " " || last == "&" { text.removeLast() }
    return String(text)
  }
}
