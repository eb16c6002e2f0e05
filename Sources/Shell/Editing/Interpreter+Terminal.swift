import ByteText
import Kernel

extension Interpreter {
  /// What came of asking for a line.
  private enum TypedLine {
    case line(String)
    case interrupted
    case end
  }

  /// How many lines the history keeps.
  ///
  /// Source: busybox `CONFIG_FEATURE_EDITING_HISTORY`.
  private static let historyLength = 255

  /// Runs commands that somebody types on a terminal.
  func runInteractively() async throws -> Int {
    state.options.insert(.interactive)
    beginJobControl()
    defer { endJobControl() }
    if value(of: "PS1") == nil || value(of: "PS1") == ShellDialect.ash.prompt(isRoot: true) {
      assign("PS1", state.dialect.prompt(isRoot: process.user == 0))
    }
    let user = await userName()
    var pending: [UInt8] = []
    var line = 0
    var warnings = 0
    while true {
      try await reportChangedJobs()
      let prompt = prompt(isContinued: !pending.isEmpty, user: user)
      switch try await readTypedLine(prompt) {
      case .interrupted:
        pending = []
        state.status = 130
      case .end:
        warnings += 1
        if state.jobs.hasStopped, warnings < 2 {
          try await process.errors.write("You have stopped jobs.\n")
          continue
        }
        try await process.errors.write(state.dialect.farewell)
        return state.status
      case .line(let text):
        warnings = 0
        remember(text)
        pending += text.rawBytes + [0x0A]
        if let status = try await runTyped(&pending, &line), skip.isReturning { return status }
        skip = .none
      }
    }
  }

  private func runTyped(_ pending: inout [UInt8], _ line: inout Int) async throws -> Int? {
    do {
      return try await runComplete(&pending, &line, isAtEnd: false)
    } catch is BuiltinFailure {
      return nil
    }
  }

  private func remember(_ text: String) {
    guard !text.allSatisfy({ $0 == " " }), state.history.last != text else { return }
    state.history.append(text)
    if state.history.count > Interpreter.historyLength { state.history.removeFirst() }
  }

  // MARK: Prompts

  private func prompt(isContinued: Bool, user: String) -> String {
    let text = value(of: isContinued ? "PS2" : "PS1") ?? ""
    if state.dialect == .dash { return text }
    return Prompt(
      user: user, host: value(of: "HOSTNAME") ?? process.hostname,
      directory: state.directory, home: value(of: "HOME") ?? "",
      isRoot: process.user == 0
    ).expand(text)
  }

  /// The name that /etc/passwd has for the user.
  private func userName() async -> String {
    let id = String(process.user)
    guard let bytes = try? await process.contents(of: "/etc/passwd") else { return id }
    for line in String(rawBytes: bytes).split(at: "\n") {
      let fields = line.split(at: ":", omittingEmptySubsequences: false)
      if fields.count > 2, fields[2] == id { return String(fields[0]) }
    }
    return process.user == 0 ? "root" : "?"
  }

  // MARK: Lines

  private func readTypedLine(_ prompt: String) async throws -> TypedLine {
    guard state.dialect.editsLines, let settings = try? process.terminalSettings(0) else {
      return try await readCookedLine(prompt)
    }
    var raw = settings
    raw.isCanonical = false
    raw.echoes = false
    raw.sendsSignals = false
    raw.minimum = 1
    raw.time = 0
    try? process.setTerminalSettings(raw, 0)
    defer { try? process.setTerminalSettings(settings, 0) }
    return try await readEditedLine(prompt)
  }

  /// Reads a line that the terminal has edited.
  private func readCookedLine(_ prompt: String) async throws -> TypedLine {
    try await process.errors.write(prompt)
    do {
      let bytes = try await process.read(0, atMost: 65_536, through: 0x0A)
      if bytes.isEmpty { return .end }
      return .line(String(rawBytes: bytes.last == 0x0A ? bytes.dropLast() : bytes[...]))
    } catch Errno.interrupted {
      if process.takeSignals().contains(.int) { try await process.errors.write("\n") }
      return .interrupted
    } catch is Errno {
      return .end
    }
  }

  private func readEditedLine(_ prompt: String) async throws -> TypedLine {
    var editor = LineEditor(prompt: prompt, columns: columns, history: state.history)
    var keys = KeyReader()
    var wasTab = false
    while true {
      try await process.errors.write(editor.takeOutput())
      do {
        // One byte at a time: what follows the line belongs to the command.
        guard let byte = try await process.read(0, atMost: 1).first else { return .end }
        guard let key = keys.receive(byte) else { continue }
        editor.resize(columns: columns)
        let outcome = editor.receive(key)
        switch outcome {
        case .editing: break
        case .completion: complete(&editor, listing: wasTab)
        case .submitted, .interrupted, .endOfInput:
          try await process.errors.write(editor.takeOutput())
          if case .submitted(let text) = outcome { return .line(text) }
          return outcome == .interrupted ? .interrupted : .end
        }
        wasTab = key == .complete
      } catch Errno.interrupted {
        noteSignals()
        try await runPendingTraps()
      } catch is Errno {
        return .end
      }
    }
  }

  private var columns: Int { (try? process.terminalSize(0))?.columns ?? 80 }
}
