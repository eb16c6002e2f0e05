import ByteText
import Kernel

extension BuiltinTable {
  static let commandBuiltins: [Builtin] = [
    Builtin(name: "command", run: command),
    Builtin(name: "type") { call in
      let isShort = call.operands.first == "-p"
      var status = 0
      for name in isShort ? call.operands.dropFirst() : call.operands {
        status = max(status, try await describe(name, isVerbose: !isShort, call))
      }
      return status
    },
    Builtin(name: "hash", run: hash),
    Builtin(name: "help") { call in
      let names = (BuiltinTable.names + ["history"]).sorted()
      return try await call.write("Built-in commands:\n------------------\n\(columns(names))")
    },
  ]

  /// Names in lines that end where the 60th column is passed.
  ///
  /// Source: busybox `shell/ash.c`, `helpcmd`.
  private static func columns(_ names: [String]) -> String {
    var text = ""
    var column = 0
    for name in names {
      text += (column == 0 ? "\t" : " ") + name
      column += name.utf8.count + 1
      if column > 60 {
        text += "\n"
        column = 0
      }
    }
    return column > 0 ? text + "\n" : text
  }

  private static func command(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("pvV")
    guard let name = operands.first else { return 0 }
    let path = letters.contains("p") ? Interpreter.standardPath : nil
    if letters.contains("v") || letters.contains("V") {
      return try await describe(name, isVerbose: letters.last == "V", path: path, call)
    }
    if let builtin = find(name, in: shell.state.dialect) {
      let inner = BuiltinCall(shell: shell, arguments: operands, isLast: false)
      shell.state.commandName = name
      do {
        return try await builtin.run(inner)
      } catch let failure as BuiltinFailure {
        return failure.status
      }
    }
    shell.state.commandName = call.outerCommandName
    let pid = try await shell.forkSubshell { try await $0.execute(operands, path: path) }
    return try await shell.waitFor(pid)
  }

  /// What a name stands for, as `type` and `command -v` tell it.
  private static func describe(
    _ name: String, isVerbose: Bool, path: String? = nil, _ call: BuiltinCall
  ) async throws -> Int {
    let shell = call.shell
    let path = path ?? shell.value(of: "PATH") ?? ""
    let text: String
    if Keyword(rawValue: name) != nil || name == "[[" && find(name) == nil {
      text = isVerbose ? "\(name) is a shell keyword" : name
    } else if let alias = shell.state.aliases[name] {
      text =
        isVerbose
        ? "\(name) is an alias for \(alias)" : "alias \(name)=\(Quoting.always(alias))"
    } else if shell.state.functions[name] != nil {
      text = isVerbose ? "\(name) is a function" : name
    } else if let builtin = find(name, in: shell.state.dialect) {
      let kind = builtin.isSpecial ? "a special shell builtin" : "a shell builtin"
      text = isVerbose ? "\(name) is \(kind)" : name
    } else if let path = try? shell.process.find(name, path: path),
      name.holds("/")
        ? (try? shell.process.status(path)) != nil : shell.process.isExecutable(path)
    {
      text = isVerbose ? "\(name) is \(path)" : path
      if !name.contains("/") { shell.state.hash[name] = path }
    } else {
      if isVerbose { _ = try await call.write("\(name): not found\n") }
      return 127
    }
    return try await call.write(text + "\n")
  }

  private static func hash(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("r")
    if letters.contains("r") { shell.state.hash = [:] }
    if operands.isEmpty, !letters.contains("r") {
      return try await call.write(
        shell.state.hash.values.sorted().map { $0 + "\n" }.joined())
    }
    var status = 0
    for name in operands {
      shell.state.hash[name] = nil
      if let path = try? shell.process.find(name, path: shell.value(of: "PATH") ?? "") {
        shell.state.hash[name] = path
      } else if find(name) == nil, shell.state.functions[name] == nil {
        try await shell.complain("\(name): not found")
        status = 1
      }
    }
    return status
  }
}
