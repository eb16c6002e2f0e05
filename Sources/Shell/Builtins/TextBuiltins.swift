import Kernel

extension BuiltinTable {
  static let textBuiltins: [Builtin] = [
    Builtin(name: "echo") { call in
      let arguments = Array(call.operands)
      let output =
        call.shell.state.dialect == .dash ? Echo.decoded(arguments) : Echo.output(arguments)
      return try await call.write(output, reportsFailure: true)
    },
    Builtin(name: "printf", run: printf),
    Builtin(name: "test", run: test),
    Builtin(name: "[", run: test),
    Builtin(name: "[[", run: test),
    Builtin(name: "read", run: read),
  ]

  private static func printf(_ call: BuiltinCall) async throws -> Int {
    var operands = call.operands
    var target: String?
    if call.shell.state.dialect == .bash, operands.first == "-v", operands.count > 2 {
      target = operands[operands.startIndex + 1]
      operands.removeFirst(2)
    }
    if operands.first == "--" { operands.removeFirst() }
    if call.shell.state.dialect == .bash, let format = operands.first,
      format.contains("%q") || format.contains("%(")
    {
      try call.process.notModelled("bash: printf with %q and %(format)T")
    }
    guard let format = operands.popFirst() else {
      try await call.complainAsApplet("usage: printf FORMAT [ARGUMENT...]")
      return 2
    }
    let result = Printf.format(format, Array(operands))
    try await call.process.makeRoom(for: result.output.count)
    try await call.process.work(on: Printf.effort(result.output.count))
    for message in result.errors {
      try await call.complainAsApplet(call.shell.state.dialect.printf(message))
    }
    if let target {
      try await call.shell.set(target, to: String(rawBytes: result.output))
      return result.errors.isEmpty ? 0 : 1
    }
    let status = try await call.write(result.output)
    return result.errors.isEmpty ? status : 1
  }

  private static func test(_ call: BuiltinCall) async throws -> Int {
    do {
      let knowsDoubleEqual = call.shell.state.dialect.hasExtensions
      return try TestExpression.evaluate(
        call.arguments, in: call.process, knowsDoubleEqual: knowsDoubleEqual) ? 0 : 1
    } catch let failure as TestExpression.Failure {
      let message = call.shell.state.dialect.test(failure.message)
      switch call.shell.state.dialect {
      case .ash: if !message.isEmpty { try await call.complainAsApplet(message) }
      case .dash, .bash: try await call.shell.complain(message)
      }
      return 2
    }
  }
}

/// What `echo` prints.
package enum Echo {
  /// The bytes that dash's `echo` writes: escapes always count, and -n is the only option.
  package static func decoded(_ arguments: [String]) -> [UInt8] {
    let endsLine = arguments.first != "-n"
    var result: [UInt8] = []
    for (index, word) in arguments.dropFirst(endsLine ? 0 : 1).enumerated() {
      if index > 0 { result.append(0x20) }
      if !appendDecoded(word, to: &result) { return result }
    }
    return endsLine ? result + [0x0A] : result
  }

  /// The bytes for the arguments after the name: options, then words.
  package static func output(_ arguments: [String]) -> [UInt8] {
    var rest = arguments[...]
    var endsLine = true
    var decodes = false
    while let option = rest.first, option.utf8.count > 1, option.hasPrefix("-"),
      option.dropFirst().allSatisfy({ "neE".contains($0) })
    {
      for letter in option.dropFirst() {
        switch letter {
        case "n": endsLine = false
        case "e": decodes = true
        // Source: busybox `coreutils/echo.c`: -E is known and does nothing.
        default: break
        }
      }
      rest.removeFirst()
    }
    var result: [UInt8] = []
    for (index, word) in rest.enumerated() {
      if index > 0 { result.append(0x20) }
      guard decodes else {
        result += word.rawBytes
        continue
      }
      if !appendDecoded(word, to: &result) { return result }
    }
    if endsLine { result.append(0x0A) }
    return result
  }

  /// Appends a word with its escapes decoded; false: `\c` ends all output.
  private static func appendDecoded(_ word: String, to result: inout [UInt8]) -> Bool {
    var bytes = word.rawBytes[...]
    while let byte = bytes.popFirst() {
      guard byte == 0x5C else {
        result.append(byte)
        continue
      }
      if bytes.first == UInt8(ascii: "c") { return false }
      result += Escapes.decode(&bytes, style: .echo)
    }
    return true
  }
}
