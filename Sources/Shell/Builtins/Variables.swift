import ByteText
import Kernel

extension BuiltinTable {
  static let variableBuiltins: [Builtin] = [
    Builtin(name: "export", isSpecial: true) { try await declare($0, exports: true) },
    Builtin(name: "readonly", isSpecial: true) { try await declare($0, exports: false) },
    Builtin(name: "unset", isSpecial: true, run: unset),
    Builtin(name: "local", isSpecial: true, run: local),
    Builtin(name: "set", isSpecial: true, run: set),
    Builtin(name: "let") { call in
      guard !call.operands.isEmpty else { try await call.fail("expression expected") }
      var value: Int64 = 0
      for text in call.operands { value = try await call.shell.arithmetic(text) }
      return value == 0 ? 1 : 0
    },
    Builtin(name: "getopts", run: getOptions),
    Builtin(name: "alias", run: alias),
    Builtin(name: "unalias", run: unalias),
  ]

  private static func declare(_ call: BuiltinCall, exports: Bool) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("pn")
    if operands.isEmpty || letters.contains("p") {
      try await shell.chargeForListing()
      return try await call.write(list(shell, exports: exports))
    }
    for operand in operands {
      let name = operand.prefix { $0 != "=" }
      guard isName(name) else { try await call.fail("\(name): bad variable name") }
      let key = String(name)
      if name.endIndex < operand.endIndex {
        let value = String(operand[operand.index(after: name.endIndex)...])
        try await shell.set(key, to: value)
        // Together with a value, -n changes nothing.
        if letters.contains("n") { continue }
      } else if shell.state.variables[key] == nil {
        shell.assign(key, nil)
      }
      if exports {
        shell.state.variables[key]?.isExported = !letters.contains("n")
      } else {
        shell.state.variables[key]?.isReadOnly = true
      }
    }
    return 0
  }

  private static func list(_ shell: Interpreter, exports: Bool) -> String {
    let names = shell.state.variables.filter { exports ? $0.value.isExported : $0.value.isReadOnly }
    return names.keys.sorted().map { name in
      let value = shell.state.variables[name]?.value
      let text = value.map { "=\(Quoting.always($0))" } ?? ""
      return "\(exports ? "export" : "readonly") \(name)\(text)\n"
    }.joined()
  }

  private static func unset(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("vf")
    for name in operands {
      if shell.state.dialect == .bash, letters.last != "f", try await unsetElement(name, shell) {
        continue
      }
      if letters.last == "f" {
        if shell.state.functions.removeValue(forKey: name) != nil {
          shell.held.add(-Interpreter.functionFootprint)
        }
        continue
      }
      guard isName(name) else {
        try await call.fail("\(name.prefix { $0 != "=" }): bad variable name")
      }
      if shell.state.variables[name]?.isReadOnly == true {
        try await call.fail(shell.state.dialect.readOnly(name))
      }
      shell.restore(nil, named: name)
      shell.state.computed.remove(name)
      if name == "PATH" { shell.state.hash = [:] }
      if name == "OPTIND" { shell.state.optionPlace = .start }
    }
    return 0
  }

  /// Removes an element such as `a[1]` of bash's arrays; false if the name is none of an element.
  private static func unsetElement(_ text: String, _ shell: Interpreter) async throws -> Bool {
    guard let bracket = text.firstIndex(of: "["), text.hasSuffix("]") else { return false }
    let name = String(text[..<bracket])
    let key = String(text[text.index(after: bracket)...].dropLast())
    guard isName(name), shell.state.variables[name]?.array != nil else { return false }
    shell.setElement(name, try await shell.key(key, of: name), nil)
    return true
  }

  private static func local(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    if shell.state.scopes.isEmpty { throw try await notInFunction(call) }
    for operand in call.operands {
      if shell.state.dialect == .bash, operand.hasPrefix("-"), operand != "-" {
        if operand.contains("A") {
          for name in call.operands where isName(name) {
            shell.makeLocal(name)
            shell.setArray(name, ShellArray(isAssociative: true))
          }
        }
        continue
      }
      if operand == "-" {
        shell.state.scopes[shell.state.scopes.count - 1].options = shell.state.options
        continue
      }
      let name = String(operand.prefix { $0 != "=" })
      guard isName(name) else {
        // Source: busybox `shell/ash.c`, `mklocal`: an assignment fails without the builtin's name.
        if name != operand { shell.state.commandName = nil }
        try await call.fail("\(name): bad variable name")
      }
      if shell.state.variables[name]?.isReadOnly == true {
        try await call.fail(shell.state.dialect.readOnly(name))
      }
      let isNew = shell.makeLocal(name)
      if name.utf8.count < operand.utf8.count {
        try await shell.set(name, to: String(operand.dropFirst(name.count + 1)))
      } else if isNew, shell.state.variables[name]?.value != nil {
        // A local variable without a value starts unset; its attributes stay.
        shell.assign(name, nil)
      }
    }
    return 0
  }

  private static func notInFunction(_ call: BuiltinCall) async throws -> BuiltinFailure {
    try await call.shell.complain("not in a function")
    return BuiltinFailure(status: 2)
  }

  // MARK: set

  private static func set(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    if call.operands.isEmpty {
      try await shell.chargeForListing()
      let computed = ["FUNCNAME", "LINENO"].filter {
        shell.state.computed.contains($0) && shell.state.variables[$0] == nil
      }
      let text = (Array(shell.state.variables.keys) + computed).sorted().compactMap { name in
        let value = computed.contains(name) ? "" : shell.value(of: name)
        return value.map { "\(name)=\(Quoting.always($0))\n" }
      }.joined()
      return try await call.write(text)
    }
    var rest = call.operands
    var status = 0
    while let argument = rest.first, let sign = argument.first, sign == "-" || sign == "+" {
      if argument == "-" { break }
      rest.removeFirst()
      if argument == "--" {
        shell.replacePositional(with: Array(rest))
        return 0
      }
      for letter in argument.utf8.dropFirst() {
        if letter == UInt8(ascii: "o") {
          status = max(status, try await setNamed(rest.popFirst(), isOn: sign == "-", call))
          continue
        }
        guard let option = ShellOptions.lettered(letter) else {
          let shown = String(UnicodeScalar(letter))
          try await call.fail(shell.state.dialect.illegalOption("\(sign)\(shown)"))
        }
        try await change(option, isOn: sign == "-", shell)
      }
    }
    if rest.first == "-" {
      rest.removeFirst()
      shell.state.options.subtract([.xtrace, .verbose])
      if rest.isEmpty { return 0 }
    }
    if !rest.isEmpty { shell.replacePositional(with: Array(rest)) }
    return status
  }

  private static func change(
    _ option: ShellOptions, isOn: Bool, _ shell: Interpreter
  ) async throws {
    if isOn, option == .monitor, !(0...2).contains(where: shell.process.isTerminal) {
      try await shell.complain("can't access tty; job control turned off")
    } else if isOn {
      shell.state.options.insert(option)
    } else {
      shell.state.options.remove(option)
    }
  }

  private static func setNamed(
    _ name: String?, isOn: Bool, _ call: BuiltinCall
  ) async throws -> Int {
    let shell = call.shell
    guard let name else {
      var text = ""
      let hidden: ShellOptions = [.interactive, .stdin, .command]
      for entry in ShellOptions.table where !hidden.contains(entry.option) {
        let isSet = shell.state.options.contains(entry.option)
        if isOn {
          let padding = String(repeating: " ", count: max(0, 16 - entry.name.utf8.count))
          text += "\(entry.name)\(padding)\(isSet ? "on" : "off")\n"
        } else {
          text += "set \(isSet ? "-" : "+")o \(entry.name)\n"
        }
      }
      return try await call.write(text)
    }
    let dialect = shell.state.dialect
    guard let option = ShellOptions.named(name), dialect != .dash || option != .pipefail else {
      let message = dialect.illegalOption("\(isOn ? "-" : "+")o \(name)")
      if dialect == .dash { try await call.fail(message) }
      try await shell.complain(message)
      return 1
    }
    try await change(option, isOn: isOn, shell)
    return 0
  }

  // MARK: Aliases

  private static func alias(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    func show(_ name: String, _ text: String) -> String { "\(name)=\(Quoting.always(text))\n" }
    if call.operands.isEmpty {
      let all = shell.state.aliases.sorted {
        let (left, right) = (Interpreter.bucket($0.key), Interpreter.bucket($1.key))
        return left == right ? $0.key < $1.key : left < right
      }
      return try await call.write(all.map(show).joined())
    }
    var status = 0
    for operand in call.operands {
      let name = String(operand.prefix { $0 != "=" })
      if !name.isEmpty, name.utf8.count < operand.utf8.count {
        let text = String(operand.dropFirst(name.count + 1))
        let old = shell.state.aliases.updateValue(text, forKey: name)
        shell.held.add(text.utf8.count - (old?.utf8.count ?? -Interpreter.footprint))
      } else if let text = shell.state.aliases[operand] {
        _ = try await call.write(show(operand, text))
      } else {
        try await call.process.errors.write("alias: \(operand) not found\n")
        status = 1
      }
    }
    return status
  }

  private static func unalias(_ call: BuiltinCall) async throws -> Int {
    let (letters, operands) = try await call.options("a")
    if letters.contains("a") {
      call.shell.state.aliases = [:]
      return 0
    }
    var status = 0
    for name in operands {
      if let old = call.shell.state.aliases.removeValue(forKey: name) {
        call.shell.held.add(-Interpreter.footprint - old.utf8.count)
      } else {
        try await call.process.errors.write("unalias: \(name) not found\n")
        status = 1
      }
    }
    return status
  }
}
