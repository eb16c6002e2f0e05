import ByteText
import Kernel

extension BuiltinTable {
  static let jobBuiltins: [Builtin] = [
    Builtin(name: "wait", run: wait),
    Builtin(name: "jobs", run: jobs),
    Builtin(name: "fg", run: foreground),
    Builtin(name: "bg", run: background),
    Builtin(name: "history") { call in
      var text = ""
      for (index, line) in call.shell.state.history.enumerated() {
        let number = String(index)
        let padding = String(repeating: " ", count: max(0, 4 - number.count))
        text += "\(padding)\(number) \(line)\n"
      }
      return try await call.write(text)
    },
    Builtin(name: "kill", run: kill),
  ]

  private static func wait(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("n")
    if operands.isEmpty, !letters.isEmpty { return try await waitForOne(call) }
    if operands.isEmpty {
      while shell.state.jobs.jobs.contains(where: { !$0.isDone }) {
        if let status = try await waitForAny(call) { return status }
      }
      for job in shell.state.jobs.jobs { shell.state.jobs.markWaitedFor(job.number) }
      return 0
    }
    var status = 0
    for operand in operands {
      guard let job = shell.state.jobs.find(operand) else {
        if operand.hasPrefix("%") { try await call.fail("\(operand): no such job") }
        if !operand.hasPrefix("%") { _ = try await call.number(operand) }
        status = 127
        continue
      }
      while shell.state.jobs[job.number]?.isDone == false {
        if let status = try await waitForAny(call, reporting: job.number) { return status }
      }
      let done = shell.state.jobs[job.number]
      let pid = Int(operand)
      status =
        done?.members.first { $0.pid == pid }?.status?.code ?? done?.status ?? 127
      shell.state.jobs.markWaitedFor(job.number)
    }
    return status
  }

  /// `wait -n`, with its mistakes: it goes on until a process ends well, and tells 129 if none does.
  ///
  /// Source: busybox 1.35.0 `shell/ash.c`, `waitcmd` and `dowait`.
  private static func waitForOne(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    if shell.state.jobs.jobs.isEmpty { return 127 }
    guard shell.state.jobs.jobs.contains(where: { !$0.isDone }) else {
      for job in shell.state.jobs.jobs { shell.state.jobs.markWaitedFor(job.number) }
      return 0
    }
    while shell.state.jobs.jobs.contains(where: { !$0.isDone }) {
      let before = shell.state.jobs.jobs.filter(\.isDone).map(\.number)
      if let status = try await waitForAny(call) { return status }
      let ended = shell.state.jobs.jobs.first { $0.isDone && !before.contains($0.number) }
      if ended?.status == 0 { return 0 }
    }
    return 129
  }

  /// Waits until a child ends; the status of `wait` if a trapped signal comes first.
  private static func waitForAny(
    _ call: BuiltinCall, reporting number: Int? = nil
  ) async throws -> Int? {
    let shell = call.shell
    do {
      let child = try await call.process.waitForChild()
      let job = shell.state.jobs.note(child)
      if let number, job == number { try await shell.report(child.status) }
      return nil
    } catch Errno.interrupted {
      shell.noteSignals()
      guard
        let signal = shell.pendingTraps.first(where: {
          shell.state.traps[$0.rawValue]?.isEmpty == false
        })
      else { return nil }
      return 128 + signal.rawValue
    } catch Errno.noChild {
      return 127
    }
  }

  /// Takes note of children that have ended, without waiting.
  private static func reap(_ shell: Interpreter) {
    while let change = try? shell.process.takeChildChange() { shell.state.jobs.note(change) }
  }

  private static func jobs(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, _) = try await call.options("lp")
    reap(shell)
    let remaining = shell.state.jobs.jobs.filter(\.isBackground)
    var text = ""
    // The newest comes first; what has ended is told once.
    for job in remaining.reversed() {
      let pid = job.members.first?.pid ?? 0
      if letters.contains("p") {
        text += "\(pid)\n"
      } else {
        text += shell.state.jobs.line(for: job, id: letters.contains("l") ? "\(pid) " : "") + "\n"
      }
      shell.state.jobs.markReported(job.number)
      guard job.isDone else { continue }
      shell.state.jobs.remove(job.number)
    }
    return try await call.write(text)
  }

  private static func foreground(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let job = try await controlledJob(call)
    shell.state.jobs.resume(job.number, isBackground: false)
    _ = try await call.write(job.text + "\n")
    shell.enterForeground(job.group)
    try? call.process.sendSignal(.cont, to: -job.group)
    return try await shell.wait(forJob: job.number)
  }

  private static func background(_ call: BuiltinCall) async throws -> Int {
    let job = try await controlledJob(call)
    call.shell.state.jobs.resume(job.number, isBackground: true)
    try? call.process.sendSignal(.cont, to: -job.group)
    return try await call.write("[\(job.number)] \(job.text)\n")
  }

  /// The job that `fg` or `bg` names; there is none without job control.
  private static func controlledJob(_ call: BuiltinCall) async throws -> Job {
    let text = call.operands.first
    guard let job = call.shell.state.jobs.find(text ?? "%+") else {
      let isCurrent = text.map { ["%", "%%", "%+"].contains($0) } ?? true
      try await call.fail(
        isCurrent
          ? "No current job" : text == "%-" ? "No previous job" : "\(text ?? ""): no such job")
    }
    if !call.shell.controlsJobs {
      try await call.fail("job \(text ?? "(null)") not created under job control")
    }
    return job
  }

  // MARK: kill

  private static func kill(_ call: BuiltinCall) async throws -> Int {
    var rest = call.operands
    var signal: Signal? = .term
    if let option = rest.first, option.hasPrefix("-"), option.utf8.count > 1 {
      rest.removeFirst()
      switch option {
      case "-l": return try await listSignals(rest, call)
      case "--": break
      default:
        var name = String(option.dropFirst())
        if name == "s" || name == "n" { name = rest.popFirst() ?? name }
        if rest.first == "--" { rest.removeFirst() }
        if name == "0" {
          signal = nil
        } else {
          guard let named = Signal(named: name) else {
            try await call.complainAsApplet("bad signal name '\(name)'")
            return 1
          }
          signal = named
        }
      }
    }
    if rest.isEmpty {
      try await call.complainAsApplet("you need to specify whom to kill")
      return 1
    }
    // Who has ended must not seem to live.
    reap(call.shell)
    var status = 0
    for target in rest where try await !send(signal, to: target, call) { status = 1 }
    return status
  }

  private static func send(
    _ signal: Signal?, to target: String, _ call: BuiltinCall
  ) async throws -> Bool {
    var pids = [Int(target)]
    if target.hasPrefix("%") {
      guard let job = call.shell.state.jobs.find(target) else {
        try await call.fail("\(target): no such job")
      }
      pids = job.members.map(\.pid)
    }
    var succeeded = true
    for pid in pids {
      guard let pid else {
        if call.shell.state.dialect == .dash {
          try await call.fail("Illegal number: \(target)")
        }
        try await call.complainAsApplet("invalid number '\(target)'")
        return false
      }
      do {
        try call.process.sendSignal(signal, to: pid)
      } catch {
        switch call.shell.state.dialect {
        case .ash: try await call.complainAsApplet("can't kill pid \(pid): \(error)")
        case .dash: try await call.complainAsApplet("\(error)\n")
        case .bash: try await call.complainAsApplet("(\(pid)) - \(error)")
        }
        succeeded = false
      }
    }
    // A signal to the shell itself acts before the next command.
    try await call.process.step()
    return succeeded
  }

  private static func listSignals(
    _ operands: ArraySlice<String>, _ call: BuiltinCall
  ) async throws -> Int {
    if operands.isEmpty, call.shell.state.dialect == .dash {
      return try await call.write("0\n" + Signal.allCases.map { $0.name + "\n" }.joined())
    }
    if operands.isEmpty {
      let text = Signal.allCases.map { signal in
        "\(signal.rawValue < 10 ? " " : "")\(signal.rawValue)) \(signal.name)\n"
      }.joined()
      return try await call.write(text + "34) RTMIN\n64) RTMAX\n")
    }
    var text = ""
    for operand in operands {
      if let number = Int(operand) {
        let signal = number & 0x7F
        text += (signal == 0 ? "EXIT" : Signal(rawValue: signal)?.name ?? String(signal)) + "\n"
      } else if let signal = Signal(named: operand) {
        text += "\(signal.rawValue)\n"
      } else {
        try await call.complainAsApplet("unknown signal '\(operand)'")
        return 1
      }
    }
    return try await call.write(text)
  }
}
