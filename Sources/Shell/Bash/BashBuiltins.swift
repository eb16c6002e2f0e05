import Kernel

extension BuiltinTable {
  /// What bash has and ash has not.
  static let bashBuiltins: [Builtin] = [
    Builtin(name: "declare", run: declareVariables),
    Builtin(name: "typeset", run: declareVariables),
    Builtin(name: "mapfile", run: mapFile),
    Builtin(name: "readarray", run: mapFile),
    Builtin(name: "shopt", run: shellOptions),
  ]

  /// Source: bash(1), `declare`.
  private static func declareVariables(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("aAfFgilnprtux")
    if operands.isEmpty || letters.contains("p") {
      let names = operands.isEmpty ? shell.state.variables.keys.sorted() : operands
      return try await call.write(names.map { declaration(of: $0, shell) }.joined())
    }
    if letters.contains("n") { try call.process.notModelled("bash: declare -n") }
    for operand in operands {
      let name = String(operand.prefix { $0 != "=" && $0 != "+" })
      guard isName(name) else {
        try await call.fail("`\(operand)': not a valid identifier", status: 1)
      }
      if !letters.contains("g"), !shell.state.scopes.isEmpty, shell.makeLocal(name) {
        shell.assign(name, nil)
        shell.state.variables[name]?.array = nil
      }
      if letters.contains("A") || letters.contains("a") {
        let isAssociative = letters.contains("A")
        if shell.state.variables[name]?.array?.isAssociative != isAssociative {
          shell.setArray(name, ShellArray(isAssociative: isAssociative))
        }
      } else if shell.state.variables[name] == nil {
        shell.assign(name, nil)
      }
      if name != operand { try await give(operand.dropFirst(name.count), to: name, letters, call) }
      if letters.contains("x") { shell.state.variables[name]?.isExported = true }
      if letters.contains("r") { shell.state.variables[name]?.isReadOnly = true }
    }
    return 0
  }

  private static func give(
    _ rest: Substring, to name: String, _ letters: [Character], _ call: BuiltinCall
  ) async throws {
    let shell = call.shell
    var value = String(rest.drop { $0 == "+" }.dropFirst())
    if rest.hasPrefix("+") { value = (shell.value(of: name) ?? "") + value }
    if letters.contains("i") { value = String(try await shell.arithmetic(value)) }
    if letters.contains("u") { value = value.uppercased() }
    if letters.contains("l") { value = value.lowercased() }
    try await shell.set(name, to: value)
  }

  private static func declaration(of name: String, _ shell: Interpreter) -> String {
    guard let variable = shell.state.variables[name] else { return "" }
    let attributes = (variable.isReadOnly ? "r" : "") + (variable.isExported ? "x" : "")
    guard let array = variable.array else {
      let letters = attributes.isEmpty ? "-" : attributes
      return "declare -\(letters) \(name)" + (variable.value.map { "=\"\($0)\"" } ?? "") + "\n"
    }
    let items = zip(array.keys, array.values).map { "[\($0)]=\"\($1)\"" }.joined(separator: " ")
    return "declare -\(array.isAssociative ? "A" : "a")\(attributes) \(name)=(\(items))\n"
  }

  /// Source: bash(1), `mapfile`.
  private static func mapFile(_ call: BuiltinCall) async throws -> Int {
    var strips = false
    var most = Int.max
    var delimiter: UInt8 = 0x0A
    var rest = call.operands
    while let argument = rest.first, argument.hasPrefix("-") {
      rest.removeFirst()
      if argument == "--" { break }
      if argument.contains("t") { strips = true }
      guard let letter = argument.last, "dnOsuCc".contains(letter) else { continue }
      let value = rest.popFirst() ?? ""
      switch letter {
      case "n": most = try await call.number(value)
      case "d": delimiter = value.utf8.first ?? 0
      default: try call.process.notModelled("bash: mapfile -\(letter)")
      }
    }
    if most == 0 { most = .max }
    var array = ShellArray()
    while array.keys.count < most {
      var line: [UInt8] = []
      while line.last != delimiter {
        let part = try await call.process.read(0, atMost: 65_536, through: delimiter)
        if part.isEmpty { break }
        line += part
      }
      if line.isEmpty { break }
      if strips, line.last == delimiter { line.removeLast() }
      array[String(array.next)] = String(rawBytes: line)
      try await call.process.makeRoom(for: array.keys.count * 96)
    }
    call.shell.setArray(rest.first ?? "MAPFILE", array)
    return 0
  }

  /// Source: bash(1), `shopt`; options that change nothing here are taken.
  private static func shellOptions(_ call: BuiltinCall) async throws -> Int {
    let (letters, operands) = try await call.options("opqsu")
    for name in operands {
      if letters.contains("s"), ["extglob", "globstar", "dotglob", "nocasematch"].contains(name) {
        try call.process.notModelled("bash: shopt -s \(name)")
      }
      if letters.contains("s") { call.shell.state.bashOptions.insert(name) }
      if letters.contains("u") { call.shell.state.bashOptions.remove(name) }
    }
    let isAsked = letters.allSatisfy { $0 == "q" }
    return isAsked && !operands.allSatisfy(call.shell.state.bashOptions.contains) ? 1 : 0
  }
}
