import ByteText
import Kernel

/// A command that runs in the shell itself.
struct Builtin: Sendable {
  var name: String
  /// Special builtins end the shell when they fail, and keep assignments.
  var isSpecial = false
  /// Not of POSIX's or ash's own: functions of this kind report as programs do.
  var run: @Sendable (BuiltinCall) async throws -> Int
}

/// One call of a builtin.
struct BuiltinCall {
  let shell: Interpreter
  /// The name first.
  let arguments: [String]
  /// Whether a failure of what it runs decides something.
  var isTested = false
  /// What messages name when they do not come from the builtin itself.
  var outerCommandName: String?
  /// Whether the shell has nothing to do after it.
  let isLast: Bool

  var process: Process { shell.process }
  var operands: ArraySlice<String> { arguments.dropFirst() }

  /// Writes to standard output; a failure makes the status 1 and is reported if the builtin does so.
  ///
  /// Source: busybox `shell/ash.c`, `evalbltin`: only `echo` looks whether its output arrived.
  func write(_ bytes: [UInt8], reportsFailure: Bool = false) async throws -> Int {
    if bytes.isEmpty { return 0 }
    do {
      try await process.write(bytes, to: 1)
      return 0
    } catch let error as Errno where error != .interrupted {
      if reportsFailure { try await complainAsApplet("write error: \(error)") }
      return 1
    }
  }

  func write(_ text: String) async throws -> Int { try await write(text.rawBytes) }

  /// Reports as the shell's own builtins do, and ends the builtin.
  func fail(_ message: String, status: Int = 2) async throws -> Never {
    try await shell.complain(message)
    throw BuiltinFailure(status: status)
  }

  /// Reports as those builtins do that are applets, too: after the shell's name alone.
  func complainAsApplet(_ message: String) async throws {
    // Only busybox has applets in its shell.
    if shell.state.dialect != .ash { return try await shell.complain(message) }
    let name = process.arguments.first?.split(at: "/").last ?? "sh"
    let plain = name.hasPrefix("-") ? name.dropFirst() : name
    try await process.errors.write("\(plain): \(message)\n")
  }

  /// Splits off options of one letter each; stops at the first operand or at `--`.
  func options(_ known: String) async throws -> (letters: [Character], operands: [String]) {
    var letters: [Character] = []
    var rest = operands
    while let argument = rest.first, argument.hasPrefix("-"), argument != "-" {
      rest.removeFirst()
      if argument == "--" { break }
      for letter in argument.dropFirst() {
        guard known.contains(letter) else {
          try await fail(shell.state.dialect.illegalOption("-\(letter)"))
        }
        letters.append(letter)
      }
    }
    return (letters, Array(rest))
  }

  /// A number that must not be negative.
  func number(_ text: String) async throws -> Int {
    guard let value = Int(text), value >= 0, text.utf8.first.map(isDigit) == true else {
      try await fail("Illegal number: \(text)")
    }
    return value
  }
}

/// The builtins of ash.
enum BuiltinTable {
  private static let all: [String: Builtin] = {
    let lists = [
      controlBuiltins, variableBuiltins, commandBuiltins, directoryBuiltins, jobBuiltins,
      textBuiltins, limitBuiltins, bashBuiltins,
    ]
    let pairs = lists.flatMap { $0 }.map { ($0.name, $0) }
    return Dictionary(pairs) { first, _ in first }
  }()

  static func find(_ name: String) -> Builtin? {
    beyondAsh.contains(name) ? nil : all[name]
  }

  /// The builtin of a name, if the shell has it.
  static func find(_ name: String, in dialect: ShellDialect) -> Builtin? {
    if dialect == .dash, beyondDash.contains(name) { return nil }
    if dialect != .bash, beyondAsh.contains(name) { return nil }
    return all[name]
  }

  private static let beyondAsh = Set(bashBuiltins.map(\.name))

  private static let beyondDash: Set<String> = ["[[", "help", "let", "source"]

  /// All names, sorted.
  static var names: [String] { all.keys.filter { !beyondAsh.contains($0) }.sorted() }

  static func isSpecial(_ name: String) -> Bool { specials.contains(name) }

  private static let specials: Set<String> = [
    ".", ":", "break", "continue", "eval", "exec", "exit", "export", "local", "readonly", "return",
    "set",
    "shift", "source", "times", "trap", "unset",
  ]
}
