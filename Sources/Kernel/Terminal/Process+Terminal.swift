extension Process {
  /// The terminal behind a descriptor.
  ///
  /// - Throws: `notTerminal`, or `badDescriptor`.
  private func terminal(_ descriptor: Int) throws(Errno) -> Terminal {
    guard let file = descriptors[descriptor] else { throw .badDescriptor }
    guard case .terminal(let terminal) = file.kind else { throw .notTerminal }
    if terminal.isHungUp { throw .inputOutput }
    return terminal
  }

  /// `tcgetattr`.
  package func terminalSettings(_ descriptor: Int) throws(Errno) -> TerminalSettings {
    try terminal(descriptor).settings
  }

  /// `tcsetattr`; `flushes` drops what was typed and not read.
  package func setTerminalSettings(
    _ settings: TerminalSettings, _ descriptor: Int, flushes: Bool = false
  ) throws(Errno) {
    charge(kernel.costs.step)
    try terminal(descriptor).set(settings, flushes: flushes)
  }

  /// `TIOCGWINSZ`.
  package func terminalSize(_ descriptor: Int) throws(Errno) -> Terminal.Size {
    try terminal(descriptor).size
  }

  /// `TIOCSWINSZ`.
  package func setTerminalSize(_ size: Terminal.Size, _ descriptor: Int) throws(Errno) {
    try terminal(descriptor).resize(to: size)
  }

  /// The path of a terminal; nil for other descriptors.
  package func terminalName(_ descriptor: Int) -> String? {
    guard case .terminal(let terminal) = descriptors[descriptor]?.kind else { return nil }
    return "/dev/pts/\(terminal.number)"
  }

  /// The path of the terminal that its session has; nil where it has none.
  package var controllingTerminalName: String? { terminal.map { "/dev/pts/\($0.number)" } }

  /// `tcgetpgrp`: the process group in the foreground.
  package func foregroundGroup(_ descriptor: Int) throws(Errno) -> Int {
    let terminal = try terminal(descriptor)
    guard terminal === self.terminal else { throw .notTerminal }
    return terminal.foreground
  }

  /// `tcsetpgrp`: puts a process group of the same session into the foreground.
  package func setForegroundGroup(_ group: Int, _ descriptor: Int) throws(Errno) {
    let terminal = try terminal(descriptor)
    guard terminal === self.terminal else { throw .notTerminal }
    let isKnown = namespaces.pids.processes.contains {
      $0.processGroup == group && $0.session == session
    }
    guard isKnown else { throw .notPermitted }
    terminal.foreground = group
  }

  /// `setpgid`: puts a process, oneself or a child, into a process group; 0 makes a new one.
  package func setProcessGroup(_ group: Int, of pid: Int) throws(Errno) {
    charge(kernel.costs.step)
    let target = pid == 0 || pid == self.pid ? self : children.first { $0.pid == pid }
    guard let target, target.ended == nil else { throw .noProcess }
    guard target.session == session, target.session != target.pid || group == target.pid else {
      throw .notPermitted
    }
    target.processGroup = group == 0 ? target.pid : group
  }

  /// `setsid`: begins a session without terminal.
  ///
  /// - Throws: `notPermitted` for the leader of a process group.
  package func beginSession() throws(Errno) {
    guard processGroup != pid else { throw .notPermitted }
    session = pid
    processGroup = pid
    terminal = nil
  }

  /// Begins a session at a terminal.
  func take(_ terminal: Terminal) {
    self.terminal = terminal
    terminal.begin(session: self)
  }

  /// Ends the session at its terminal if this is its first process.
  func leaveTerminal() {
    guard let terminal, terminal.leader === self else { return }
    terminal.endSession()
    namespaces.mounts.giveBack(terminalNumber: terminal.number)
  }

  // MARK: Reading and writing

  func read(
    _ count: Int, from terminal: Terminal, through delimiter: UInt8?
  ) async throws -> [UInt8] {
    let deadline = now + .milliseconds(terminal.settings.time * 100)
    while true {
      try await enterForeground(of: terminal)
      if let bytes = terminal.take(count, through: delimiter) { return bytes }
      if terminal.isHungUp { return [] }
      let settings = terminal.settings
      guard !settings.isCanonical, settings.minimum == 0 else {
        try await wait(for: [terminal.changed])
        continue
      }
      if now >= deadline { return [] }
      try await wait(for: [terminal.changed], until: deadline)
    }
  }

  /// Stops a process of the background that wants to read.
  ///
  /// Source: POSIX "Terminal Access Control": one that cannot be stopped gets an error.
  private func enterForeground(of terminal: Terminal) async throws {
    while self.terminal === terminal, !terminal.isHungUp,
      processGroup != terminal.foreground
    {
      if case .ignore = disposition(of: .ttin) { throw Errno.inputOutput }
      if isInitial { throw Errno.inputOutput }
      for process in namespaces.pids.processes where process.processGroup == processGroup {
        process.receive(.ttin)
      }
      try await yield()
      if hasCaughtSignal { throw Errno.interrupted }
    }
  }

  func write(_ bytes: [UInt8], to terminal: Terminal) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      while !terminal.isWritable { try await wait(for: [terminal.changed]) }
      if terminal.isHungUp { throw Errno.inputOutput }
      let part = rest.prefix(LineDiscipline.capacity)
      terminal.show(Array(part), at: now)
      rest = rest.dropFirst(part.count)
    }
  }
}
