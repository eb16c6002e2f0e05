/// What a process does with a signal.
package enum SignalDisposition: Sendable {
  case standard
  case ignore
  /// Remember it until `takeSignals`; waiting calls are interrupted.
  case handle
}

extension Process {
  /// Says what to do with a signal from now on; KILL and STOP stay as they are.
  package func setDisposition(_ disposition: SignalDisposition, of signal: Signal) {
    guard signal != .kill, signal != .stop else { return }
    switch disposition {
    case .standard: dispositions[signal] = nil
    case .ignore, .handle: dispositions[signal] = disposition
    }
  }

  /// What it does with `signal`.
  package func disposition(of signal: Signal) -> SignalDisposition {
    dispositions[signal] ?? .standard
  }

  /// The handled signals that have come since the last call, in order.
  package func takeSignals() -> [Signal] {
    defer { caught = [] }
    return caught
  }

  /// Whether a handled signal has come.
  package var hasCaughtSignal: Bool { !caught.isEmpty }

  /// Sends a signal as `kill(2)`.
  ///
  /// `target` is a process, a group (negative), one's own group (0) or all but oneself and process
  /// 1 (-1). Without a signal it only looks whether one could be sent.
  package func sendSignal(_ signal: Signal?, to target: Int) throws(Errno) {
    charge(kernel.costs.step)
    let targets = namespaces.pids.processes.filter {
      switch target {
      case 0: $0.processGroup == processGroup
      case -1: $0 !== self && !$0.isInitial
      case ..<0: $0.processGroup == -target
      default: $0.pid == target
      }
    }
    if targets.isEmpty { throw .noProcess }
    let allowed = targets.filter { has(.kill) || user == $0.user }
    if allowed.isEmpty { throw .notPermitted }
    guard let signal else { return }
    for process in allowed {
      process.lastSignalSender = pid
      process.receive(signal)
    }
  }

  /// Delivers a signal from inside the namespace.
  ///
  /// Process 1 gets only what it handles. Source: Linux `pid_namespaces(7)`.
  func receive(_ signal: Signal) {
    guard ended == nil else { return }
    if signal == .cont { resume() }
    switch disposition(of: signal) {
    case .ignore: break
    case .handle:
      if !caught.contains(signal) { caught.append(signal) }
      if !isStopped { wake() }
    case .standard:
      if !isInitial { takeDefaultAction(of: signal) }
    }
  }

  /// Delivers a signal from outside the container, as a container runtime does.
  ///
  /// KILL and STOP always act; other signals reach process 1 only if it handles them.
  package func receiveFromOutside(_ signal: Signal) {
    guard ended == nil else { return }
    lastSignalSender = nil
    if signal == .kill {
      kill(by: .kill)
    } else if signal == .stop {
      isStopped = true
    } else {
      receive(signal)
    }
  }

  private func takeDefaultAction(of signal: Signal) {
    switch signal.defaultAction {
    case .ignore, .resume: break
    case .stop: stop(by: signal)
    case .end, .endWithCore: kill(by: signal)
    }
  }

  /// Stops the process and tells its parent.
  ///
  /// The terminal's signals do nothing where nobody could make the process go on. Source: POSIX
  /// "Signal Actions", orphaned process groups.
  private func stop(by signal: Signal) {
    if signal != .stop, isInOrphanedGroup { return }
    isStopped = true
    unreportedStop = signal
    parent?.childChanged.wakeAll()
    parent?.receive(.chld)
  }

  private var isInOrphanedGroup: Bool {
    !namespaces.pids.processes.contains { member in
      guard member.processGroup == processGroup, let parent = member.parent else { return false }
      return parent.session == session && parent.processGroup != processGroup
    }
  }

  private func resume() {
    unreportedStop = nil
    guard isStopped else { return }
    isStopped = false
    wake()
  }

  /// Ends the process with a signal, whatever it wants.
  func kill(by signal: Signal) {
    guard ended == nil, fate == nil else { return }
    fate = .killed(signal)
    wake()
  }
}

extension Process {
  /// Wants more than there may be: the simulation ends, or on a node that goes on, this process.
  ///
  /// A process that fills the simulation's memory in a container with a limit of its own is taken to
  /// go on until it meets that one. Most do, but nobody knows: what follows is no evidence.
  package func exceed(_ limit: Limits.Kind) {
    switch kernel.limits.excess {
    case .endsSimulation:
      if limit == .memory, let own = namespaces.memory.limit {
        kernel.note(
          "more memory than the simulation allows (\(kernel.limits.allowance(of: .memory))) in a "
            + "container that may have \(Limits.size(own))", by: self)
        namespaces.memory.kill(self)
      } else {
        kernel.reach(limit)
      }
    case .stopsProcess:
      switch limit {
      case .memory: namespaces.memory.kill(self)
      case .recursion: kill(by: .segv)
      case .steps, .processes, .storage, .output: break
      }
    }
  }
}
