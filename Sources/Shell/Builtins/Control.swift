import ByteText
import Kernel

extension BuiltinTable {
  static let controlBuiltins: [Builtin] = [
    Builtin(name: ":", isSpecial: true) { _ in 0 },
    Builtin(name: "true") { _ in 0 },
    Builtin(name: "false") { _ in 1 },
    Builtin(name: "break", isSpecial: true) { try await leaveLoop($0) { .breaking($0) } },
    Builtin(name: "continue", isSpecial: true) { try await leaveLoop($0) { .continuing($0) } },
    Builtin(name: "return", isSpecial: true) { call in
      let status = try await status(of: call, otherwise: call.shell.state.status)
      call.shell.skip = .returning(hasStatus: !call.operands.isEmpty)
      return status
    },
    Builtin(name: "exit", isSpecial: true) { call in
      let state = call.shell.state
      let status = try await status(of: call, otherwise: state.statusBeforeTrap ?? state.status)
      throw ShellExit(status: status)
    },
    Builtin(name: "eval", isSpecial: true) { call in
      let text = call.operands.joined(separator: " ")
      if call.operands.isEmpty { return 0 }
      return try await call.shell.runText(text, isTested: call.isTested, isLast: call.isLast)
    },
    Builtin(name: ".", isSpecial: true, run: source),
    Builtin(name: "source", isSpecial: true, run: source),
    Builtin(name: "exec", isSpecial: true) { try await execute($0.shell, $0.arguments) },
    Builtin(name: "shift", isSpecial: true) { call in
      let count = try await call.operands.first.asyncMap { try await call.number($0) } ?? 1
      guard count <= call.shell.state.positional.count else {
        if call.shell.state.dialect == .dash { try await call.fail("can't shift that many") }
        return 1
      }
      let rest = Array(call.shell.state.positional.dropFirst(count))
      try await call.process.work(on: rest.count * 32)
      call.shell.replacePositional(with: rest)
      return 0
    },
    Builtin(name: "trap", isSpecial: true, run: trap),
    Builtin(name: "times", isSpecial: true) { call in
      let zero =
        call.shell.state.dialect == .dash
        ? "0m0.000000s 0m0.000000s\n" : "0m0.000s 0m0.000s\n"
      return try await call.write(zero + zero)
    },
  ]

  private static func leaveLoop(
    _ call: BuiltinCall, _ skip: (Int) -> Skip
  ) async throws -> Int {
    var count = 1
    if let text = call.operands.first {
      count = try await call.number(text)
      if count == 0 { try await call.fail("Illegal number: \(text)") }
    }
    count = min(count, call.shell.state.loopDepth)
    if count > 0 { call.shell.skip = skip(count) }
    return 0
  }

  private static func status(of call: BuiltinCall, otherwise status: Int) async throws -> Int {
    guard let text = call.operands.first else { return status }
    return try await call.number(text) & 0xFF
  }

  private static func source(_ call: BuiltinCall) async throws -> Int {
    let (_, operands) = try await call.options("")
    guard let name = operands.first else { return 2 }
    let shell = call.shell
    guard let path = sourcePath(name, shell) else { try await call.fail("\(name): not found") }
    let contents: [UInt8]
    do {
      let mode = try call.process.status(path)
      if mode.kind == .directory { throw Errno.isDirectory }
      contents = try await call.process.contents(of: path)
    } catch let error as Errno {
      switch shell.state.dialect {
      case .ash: try await call.fail("can't open '\(name)': \(error)")
      case .dash: try await call.fail("cannot open \(name): No such file")
      case .bash: try await call.fail("\(name): \(error)", status: 1)
      }
    }
    let saved = (shell.state.commandName, shell.state.positional, shell.state.line)
    shell.state.commandName = name
    if operands.count > 1 { shell.state.positional = Array(operands.dropFirst()) }
    try await shell.enterText()
    defer { shell.state.textDepth -= 1 }
    let status = try await shell.runScript(contents)
    shell.state.commandName = saved.0
    if operands.count > 1 { shell.state.positional = saved.1 }
    shell.state.line = saved.2
    if shell.skip.isReturning { shell.skip = .none }
    return status
  }

  /// A name without "/" is looked for in PATH; nil if it is not there.
  ///
  /// Source: busybox `shell/ash.c`, `find_dot_file`.
  private static func sourcePath(_ name: String, _ shell: Interpreter) -> String? {
    if name.holds("/") { return name }
    for directory in (shell.value(of: "PATH") ?? "").split(at: ":") {
      let path = "\(directory)/\(name)"
      if (try? shell.process.status(path))?.kind == .file { return path }
    }
    return nil
  }

  /// Becomes a program, or keeps the redirections that came with it.
  static func execute(_ shell: Interpreter, _ arguments: [String]) async throws -> Int {
    var rest = arguments.dropFirst()
    var name: String?
    // dash looks for no options: Debian's patch of `src/eval.c`, `execcmd`.
    while shell.state.dialect != .dash, let option = rest.first, option.hasPrefix("-"),
      option != "-"
    {
      rest.removeFirst()
      if option == "--" { break }
      if option == "-a" { name = rest.popFirst() }
    }
    guard let command = rest.first else { return 0 }
    let list = [name ?? command] + rest.dropFirst()
    do {
      if command.isEmpty { throw Errno.accessDenied }
      let path = try shell.process.find(command, path: shell.value(of: "PATH") ?? "")
      try shell.process.execute(path, arguments: list, environment: shell.environment)
    } catch let error as Errno {
      let isMissing = error == .noEntry || error == .notDirectory
      shell.state.commandName = "exec"
      let message = "\(command): \(isMissing ? "not found" : error.description)"
      try await shell.complain(message)
      throw ShellExit(status: isMissing ? 127 : 126)
    }
  }

  private static func trap(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    var (_, operands) = try await call.options("")
    if operands.isEmpty { return try await call.write(listTraps(shell)) }
    var command: String?
    if operands.count > 1 {
      // A number in the place of the command resets it and all that follow.
      if Int(operands[0]) == nil { command = operands.removeFirst() }
      if command == "-" { command = nil }
    }
    var status = 0
    for text in operands {
      let isKnown = text != "ERR" || shell.state.dialect.hasExtensions
      guard let number = trapNumber(text), isKnown else {
        if shell.state.dialect == .dash {
          try await call.process.errors.write("trap: \(text): bad trap\n")
          status = 1
          continue
        }
        try await shell.complain("\(text): invalid signal specification")
        status = 1
        continue
      }
      shell.state.traps[number] = command
      // Who was started with a signal ignored cannot change that.
      if shell.state.ignoredFromStart.contains(number) { continue }
      guard let signal = Signal(rawValue: number) else { continue }
      let disposition = command.map { $0.isEmpty ? SignalDisposition.ignore : .handle }
      call.process.setDisposition(disposition ?? .standard, of: signal)
    }
    return status
  }

  /// The key of a trap; nil if there is nothing of that name.
  private static func trapNumber(_ text: String) -> Int? {
    if text == "ERR" { return ShellState.errorTrap }
    return text == "0" || text.uppercased() == "EXIT" ? 0 : Signal(named: text)?.rawValue
  }

  private static func listTraps(_ shell: Interpreter) -> String {
    let traps = shell.state.outerTraps ?? shell.state.traps
    return traps.keys.sorted().map { number in
      let name = number == 0 ? "EXIT" : Signal(rawValue: number)?.name ?? "ERR"
      return "trap -- \(Quoting.always(traps[number] ?? "")) \(name)\n"
    }.joined()
  }
}

extension Optional {
  /// `map` for a function that may wait.
  func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
    guard let value = self else { return nil }
    return try await body(value)
  }
}
