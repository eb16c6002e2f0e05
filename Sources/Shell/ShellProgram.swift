package import Kernel

/// The shells as programs, each run as `sh [-options] [-c COMMAND [NAME [ARGUMENT…]] | FILE
/// [ARGUMENT…]]`.
package enum ShellProgram {
  /// busybox's `sh` and `ash`.
  package static let main = program(.ash)
  /// Debian's `sh`.
  package static let dash = program(.dash)
  /// `bash`, with what it has beyond ash.
  package static let bash = program(.bash)

  /// How much of a script on standard input is read at once, out of the reach of its commands.
  ///
  /// Source: busybox `shell/ash.c`, `preadfd`.
  static let blockSize = 1023

  private static func program(_ dialect: ShellDialect) -> Program {
    { process in
      let shell = Interpreter(process, state: ShellState(dialect: dialect))
      return try await shell.main()
    }
  }
}

extension Interpreter {
  func main() async throws -> Int {
    try await runToEnd {
      importEnvironment()
      var rest = process.arguments.dropFirst()
      var command: String?
      var readsCommand = false
      while let argument = rest.first, let sign = argument.first, argument.utf8.count > 1,
        sign == "-" || sign == "+"
      {
        rest.removeFirst()
        if argument == "--" { break }
        for letter in argument.utf8.dropFirst() {
          readsCommand = readsCommand || letter == UInt8(ascii: "c")
          try await setOption(letter, isOn: sign == "-", &rest)
        }
      }
      if readsCommand {
        guard let text = rest.popFirst() else { try await fail("-c requires an argument") }
        command = text
        state.options.insert(.command)
      }
      state.name = process.arguments.first ?? "sh"
      if state.dialect == .bash { introduceBash() }
      return try await run(command, rest)
    }
  }

  /// The variables that bash sets when it starts.
  private func introduceBash() {
    state.started = process.now
    state.computed.insert("SECONDS")
    let variables = [
      ("BASH", process.executable), ("BASH_VERSION", "5.2.15(1)-release"),
      ("EUID", String(process.user)), ("HOSTNAME", process.hostname), ("UID", String(process.user)),
    ]
    for (name, value) in variables where self.value(of: name) == nil { assign(name, value) }
  }

  private func setOption(
    _ letter: UInt8, isOn: Bool, _ rest: inout ArraySlice<String>
  ) async throws {
    if letter == UInt8(ascii: "c") || letter == UInt8(ascii: "l") { return }
    var option = ShellOptions.lettered(letter)
    var shown = String(UnicodeScalar(letter))
    if letter == UInt8(ascii: "o"), let name = rest.popFirst() {
      option = ShellOptions.named(name)
      shown += " \(name)"
    }
    guard let option else {
      state.name = process.arguments.first ?? "sh"
      try await complain(state.dialect.illegalOption("\(isOn ? "-" : "+")\(shown)"))
      // A name that is unknown is told and nothing more.
      throw ShellExit(status: letter == UInt8(ascii: "o") ? 0 : 2, isFailure: true)
    }
    if isOn {
      state.options.insert(option)
    } else {
      state.options.remove(option)
    }
  }

  private func run(_ command: String?, _ operands: ArraySlice<String>) async throws -> Int {
    var operands = operands
    if let command {
      if let name = operands.popFirst() {
        state.name = name
        state.commandName = name
      }
      state.positional = Array(operands)
      if state.dialect.countsFromOne { state.line = 1 }
      return try await runText(command, isLast: true)
    }
    guard !state.options.contains(.stdin), let file = operands.popFirst() else {
      state.positional = Array(operands)
      return try await runStandardInput()
    }
    let contents: [UInt8]
    do {
      contents = try await process.contents(of: file)
    } catch Errno.isDirectory {
      return 0
    } catch let error as Errno {
      try await fail(
        state.dialect.cannotRead(file, error), status: state.dialect == .bash ? 127 : 2)
    }
    state.name = file
    state.commandName = file
    state.positional = Array(operands)
    return try await runScript(contents)
  }

  /// Runs the text of a file, whose first line is line 1.
  func runScript(_ contents: [UInt8]) async throws -> Int {
    let text = String(rawBytes: contents)
    return try await runText(text, line: 1, isScript: true, isLast: false)
  }

  // MARK: Standard input

  /// Runs commands as they come in; asks for them on a terminal.
  private func runStandardInput() async throws -> Int {
    state.isInteractive = process.isTerminal(0) && process.isTerminal(2)
    state.options.insert(.stdin)
    if state.isInteractive { return try await runInteractively() }
    var pending: [UInt8] = []
    var line = 0
    var isAtEnd = false
    var block: ArraySlice<UInt8> = []
    while !isAtEnd {
      if block.isEmpty {
        block = try await process.read(0, atMost: ShellProgram.blockSize)[...]
        isAtEnd = block.isEmpty
      }
      let end = block.firstIndex(of: 0x0A).map { $0 + 1 } ?? block.endIndex
      pending += block[..<end]
      block = block[end...]
      if pending.isEmpty || !isAtEnd && pending.last != 0x0A { continue }
      guard let status = try await runComplete(&pending, &line, isAtEnd: isAtEnd) else { continue }
      if skip.isReturning { return status }
    }
    return state.status
  }

  /// Runs what has come in if it is complete; nil: more lines are needed.
  func runComplete(
    _ pending: inout [UInt8], _ line: inout Int, isAtEnd: Bool
  ) async throws -> Int? {
    var parser = Parser(
      pending, line: line + 1, aliases: state.aliases, dialect: state.dialect)
    do {
      _ = try parser.nextCommand()
    } catch {
      // An error at the very end may only mean that the rest is still to come.
      if parser.isAtEnd, !isAtEnd { return nil }
    }
    if !isAtEnd, parser.wantsMoreLines { return nil }
    let text = String(rawBytes: pending)
    let start = line + 1
    line += pending.count { $0 == 0x0A }
    pending = []
    do {
      return try await runText(
        text, line: start, isScript: !state.isInteractive, isLast: false)
    } catch let exit as ShellExit where state.isInteractive && exit.isFailure {
      state.status = exit.status
      state.loopDepth = 0
      return nil
    }
  }

  // MARK: Variables

  /// Takes over the environment and sets what ash sets.
  private func importEnvironment() {
    state.variables.reserveCapacity(process.environment.variables.count + 12)
    assign("IFS", " \t\n")
    assign("PATH", Interpreter.standardPath, exported: true)
    assign("PS1", "\\w \\$ ")
    assign("PS2", "> ")
    assign("PS4", "+ ")
    assign("OPTIND", "1")
    for variable in process.environment.variables where isName(variable.name) {
      if variable.name == "OPTIND" { continue }
      assign(variable.name, variable.value, exported: true)
    }
    state.rootPID = process.pid
    assign("PPID", String(process.parent?.pid ?? 0))
    state.directory = startDirectory
    assign("PWD", state.directory, exported: true)
    let level = (Int(value(of: "SHLVL") ?? "0") ?? 0) &+ 1
    assign("SHLVL", String(level), exported: true)
    if value(of: "HOSTNAME") == nil { assign("HOSTNAME", process.hostname) }
    for signal in Signal.allCases {
      if case .ignore = process.disposition(of: signal) {
        state.ignoredFromStart.insert(signal.rawValue)
      }
    }
  }

  /// $PWD if it is right, else where the process is.
  private var startDirectory: String {
    let actual = process.currentDirectory
    guard let inherited = process.environment["PWD"], inherited.hasPrefix("/"),
      let one = try? process.status(inherited), let other = try? process.status("."),
      one.inode == other.inode, one.device == other.device
    else { return actual }
    return inherited
  }
}
