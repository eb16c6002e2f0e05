extension Process {
  /// Makes a child that runs `body`: descriptors, directory, signals and identity are inherited.
  ///
  /// The child starts when its parent next waits. Fails with `tryAgain` when there are too many
  /// processes.
  package func fork(
    _ body: @escaping (Process) async throws -> Int
  ) throws(Errno) -> Process {
    charge(kernel.costs.fork, steps: Costs.stepsOfFork)
    guard kernel.processes.count < kernel.limits.processes,
      namespaces.pids.count < kernel.limits.processesPerContainer
    else { throw .tryAgain }
    let child = Process(
      kernel: kernel, parent: self, namespaces: namespaces, arguments: arguments,
      environment: environment, user: user, group: group, groups: groups,
      directory: workingDirectory)
    child.executable = executable
    child.fileModeMask = fileModeMask
    child.descriptors = descriptors.inherited()
    child.dispositions = dispositions
    children.append(child)
    child.begin(body)
    return child
  }

  /// Makes a child that runs another program: `fork` and `execute`.
  ///
  /// Looks for a name without "/" in PATH. `prepare` runs in the child first, to redirect its
  /// descriptors. Throws what keeps the program from being run, like `posix_spawnp`.
  package func spawn(
    _ arguments: [String], environment: Environment? = nil,
    prepare: @escaping (Process) throws -> Void = { _ in }
  ) throws(Errno) -> Process {
    try Process.checkSize(of: arguments, environment ?? self.environment)
    let path = try find(arguments.first ?? "")
    let image = try load(path, arguments: arguments)
    return try fork { child in
      try prepare(child)
      child.become(image, environment: environment ?? child.environment)
      throw Unwinding.exec(image.program)
    }
  }

  /// Becomes another program; comes back only by throwing.
  package func execute(
    _ path: String, arguments: [String], environment: Environment? = nil
  ) throws -> Never {
    try Process.checkSize(of: arguments, environment ?? self.environment)
    let image = try load(path, arguments: arguments)
    become(image, environment: environment ?? self.environment)
    throw Unwinding.exec(image.program)
  }

  /// Ends this process, as `exit` does: its standard output is flushed.
  package func exit(_ status: Int) throws -> Never { throw Unwinding.exit(status & 0xFF) }

  /// Ends this process because it wants something that the simulation does not have.
  ///
  /// `what` says it in words, such as "awk: getline". The kernel remembers it, and whoever drives
  /// it judges nothing by what follows.
  package func notModelled(_ what: String) throws -> Never {
    kernel.note(what, by: self)
    throw Unwinding.notModelled
  }

  /// Starts the coroutine.
  func begin(_ body: @escaping (Process) async throws -> Int) {
    // Sending these is safe: the job runs on the executor of the kernel that both belong to, which
    // one thread drives.
    nonisolated(unsafe) let process = self
    nonisolated(unsafe) let body = body
    Task.detached(executorPreference: kernel.executor) { await process.live(body) }
  }

  private func live(_ body: (Process) async throws -> Int) async {
    var status = await run { try await body(self) }
    while case .exec(let program) = status {
      forgetStandardStreams()
      status = await run { try await program(self) }
    }
    switch status {
    case .exit(let code): finish(.exited(code))
    case .killed(let signal): finish(.signalled(signal))
    case .notModelled, .exec: finish(.exited(127))
    }
  }

  /// Runs a program to its end, flushing its output if it ends by itself.
  private func run(_ body: () async throws -> Int) async -> Unwinding {
    if let fate { return fate }
    do {
      let code = try await body()
      try await flushStandardStreams()
      return .exit(code & 0xFF)
    } catch let unwinding as Unwinding {
      guard case .exit = unwinding, fate == nil else { return unwinding }
      do {
        try await flushStandardStreams()
        return unwinding
      } catch {
        return error as? Unwinding ?? unwinding
      }
    } catch {
      return .exit(1)
    }
  }

  private func finish(_ status: ExitStatus) {
    state = .zombie(status)
    forgetStandardStreams()
    descriptors.closeAll()
    childChanged.forgetAll()
    leaveTerminal()
    if isInitial { namespaces.pids.killAll(but: self) }
    adoptChildren()
    kernel.processes[ObjectIdentifier(self)] = nil
    let observer = observer
    self.observer = nil
    if let parent, parent.ended == nil {
      parent.childChanged.wakeAll()
      parent.receive(.chld)
    } else {
      reap()
    }
    observer?(self, status)
  }

  private func adoptChildren() {
    let heir = isInitial ? nil : namespaces.pids.initial
    for child in children {
      child.parent = heir
      if let heir {
        heir.children.append(child)
        if child.ended != nil { heir.childChanged.wakeAll() }
      } else if child.ended != nil {
        child.reap()
      }
    }
    children = []
  }

  /// Takes a zombie out of the process table.
  func reap() {
    if case .zombie = state { state = .gone }
    namespaces.pids.remove(self)
    parent = nil
  }

  /// Lets the coroutine end at its next chance, without any effect on the world.
  func beginUnwinding() {
    observer = nil
    fate = .killed(.kill)
    wake()
  }

  /// Breaks the cycles of a process whose kernel is shut down.
  func forget() {
    parent = nil
    children = []
    observer = nil
    forgetStandardStreams()
  }
}

extension PIDNamespace {
  func killAll(but survivor: Process) {
    for process in processes where process !== survivor { process.kill(by: .kill) }
  }
}

// MARK: - Children

extension Process {
  /// Which children to wait for.
  package enum Selection: Sendable {
    case any
    case pid(Int)
  }

  /// A child that has ended.
  package struct EndedChild: Sendable {
    package var pid: Int
    package var status: ExitStatus
  }

  /// Waits until a child ends, and takes it out of the process table.
  ///
  /// Throws `noChild` when there is none, `interrupted` when a handled signal comes first.
  package func waitForChild(_ selection: Selection = .any) async throws -> EndedChild {
    try await step()
    while true {
      if let ended = try takeEndedChild(selection) { return ended }
      try await wait(for: [childChanged])
    }
  }

  /// What has become of a child.
  package enum ChildChange: Sendable {
    case ended(EndedChild)
    /// It can go on with the signal CONT.
    case stopped(pid: Int, by: Signal)
  }

  /// Waits until a child ends or is stopped, as `waitpid` with `WUNTRACED`.
  package func waitForChildChange() async throws -> ChildChange {
    try await step()
    while true {
      if let change = try takeChildChange() { return change }
      try await wait(for: [childChanged])
    }
  }

  /// What has become of a child, without waiting; nil while all run.
  package func takeChildChange() throws(Errno) -> ChildChange? {
    if let ended = try takeEndedChild() { return .ended(ended) }
    for child in children {
      guard let signal = child.unreportedStop else { continue }
      child.unreportedStop = nil
      return .stopped(pid: child.pid, by: signal)
    }
    return nil
  }

  /// A child that has ended, without waiting; nil while all live.
  package func takeEndedChild(_ selection: Selection = .any) throws(Errno) -> EndedChild? {
    let candidates = children.filter {
      switch selection {
      case .any: true
      case .pid(let pid): $0.pid == pid
      }
    }
    if candidates.isEmpty { throw .noChild }
    for child in candidates {
      guard case .zombie(let status) = child.state else { continue }
      children.removeAll { $0 === child }
      childrenProcessorTime += child.processorTime + child.childrenProcessorTime
      child.reap()
      return EndedChild(pid: child.pid, status: status)
    }
    return nil
  }
}
