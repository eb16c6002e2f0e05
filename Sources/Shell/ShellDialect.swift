import ByteText
import Kernel

/// Which shell it is: they differ in their words and in what they know beyond POSIX.
enum ShellDialect: Sendable {
  /// busybox ash 1.35.
  case ash
  /// dash 0.5.12, Debian's `sh`.
  case dash
  /// bash 5.2: ash with arrays, `[[ ]]`, `(( ))`, `<<<`, brace expansion and more.
  case bash

  /// Whether it knows `[[ ]]`, `function`, `$'…'`, `<( )`, `&>`, `${name/…}` and `source`.
  var hasExtensions: Bool { self != .dash }

  /// Whether the commands of `-c` begin in line 1 rather than 0.
  var countsFromOne: Bool { self != .ash }

  // MARK: Terminals

  /// Whether it edits command lines itself; else the terminal does.
  var editsLines: Bool { self != .dash }

  /// The prompt where no variable says otherwise.
  ///
  /// Source: busybox `shell/ash.c`; dash `src/var.c`; Debian's /etc/bash.bashrc.
  func prompt(isRoot: Bool) -> String {
    switch self {
    case .ash: "\\w \\$ "
    case .dash: isRoot ? "# " : "$ "
    case .bash: "\\u@\\h:\\w\\$ "
    }
  }

  /// What it prints when ^D ends it.
  var farewell: String {
    switch self {
    case .ash: ""
    case .dash: "\n"
    case .bash: "exit\n"
    }
  }

  // MARK: Messages

  /// What stands in front of a message, but for the name of the shell.
  func place(line: Int) -> String {
    switch self {
    case .ash: "line \(line): "
    case .dash: "\(line): "
    case .bash: "line \(line): "
    }
  }

  /// Status of a command whose redirection failed.
  var redirectionFailure: Int { self == .dash ? 2 : 1 }

  /// Why a command cannot be run.
  func cannotRun(_ name: String, _ reason: Errno) -> String {
    let isMissing = reason == .noEntry || reason == .notDirectory
    switch self {
    case .ash, .dash: return "\(name): \(isMissing ? "not found" : reason.description)"
    case .bash:
      return "\(name): "
        + (isMissing && !name.holds("/") ? "command not found" : reason.description)
    }
  }

  /// Why a redirection cannot be made.
  ///
  /// Source: busybox `shell/ash.c`, `errmsg`; dash `error.c`.
  func cannotOpen(_ path: String, _ reason: Errno, creates: Bool) -> String {
    let isMissing = reason == .noEntry || reason == .notDirectory
    switch self {
    case .ash:
      let text = creates ? "nonexistent directory" : "no such file"
      return "can't \(creates ? "create" : "open") \(path): \(isMissing ? text : "\(reason)")"
    case .dash:
      let text = creates ? "Directory nonexistent" : "No such file"
      return "cannot \(creates ? "create" : "open") \(path): \(isMissing ? text : "\(reason)")"
    case .bash: return "\(path): \(reason)"
    }
  }

  /// Why `cd` stays where it is.
  func cannotChange(to path: String, _ reason: Errno) -> String {
    switch self {
    case .ash: "can't cd to \(path): \(reason)"
    case .dash: "can't cd to \(path)"
    case .bash: "\(path): \(reason)"
    }
  }

  /// An option that a builtin does not have.
  func illegalOption(_ text: String) -> String {
    switch self {
    case .ash: "illegal option \(text)"
    case .dash: "Illegal option \(text)"
    case .bash: "\(text): invalid option"
    }
  }

  /// A variable that cannot be set.
  func readOnly(_ name: String) -> String {
    self == .bash ? "\(name): readonly variable" : "\(name): is read only"
  }

  /// An unset variable under `set -u`.
  func notSet(_ name: String) -> String {
    self == .bash ? "\(name): unbound variable" : "\(name): parameter not set"
  }

  /// A calculation that failed.
  func arithmetic(_ message: String, in expression: String) -> String {
    if message.hasSuffix(" read only") || message.hasSuffix(" variable") {
      return message
    }
    let isDivision = message == "divide by zero"
    switch self {
    case .ash: return message
    case .dash:
      let text = isDivision ? "division by zero" : "expecting primary"
      return "arithmetic expression: \(text): \"\(expression)\""
    case .bash:
      let text = isDivision ? "division by 0" : "syntax error: operand expected"
      return "\(expression): \(text)"
    }
  }

  /// A script that does not follow the grammar, in the words of ash's parser without its prefix.
  func syntaxError(_ message: String) -> String {
    switch self {
    case .ash: return "syntax error: \(message)"
    case .dash:
      if message == "bad substitution" { return "Bad substitution" }
      guard message.hasPrefix("unexpected ") else {
        return "Syntax error: \(message.prefix(1).uppercased())\(message.dropFirst())"
      }
      let rest = message.dropFirst("unexpected ".count)
      guard let expecting = rest.firstRange(ofText: " (expecting")?.lowerBound else {
        return "Syntax error: \(rest) unexpected"
      }
      return "Syntax error: \(rest[..<expecting]) unexpected\(rest[expecting...])"
    case .bash:
      if message == "bad substitution" { return message }
      guard message.hasPrefix("unexpected ") else { return "syntax error: \(message)" }
      let token = message.dropFirst("unexpected ".count).prefix { $0 != " " }
      if token == "end" { return "syntax error: unexpected end of file" }
      let text = token.filter { $0 != "\"" }
      return "syntax error near unexpected token `\(text)'"
    }
  }

  /// What `printf` has to complain about, in the words of busybox.
  func printf(_ message: String) -> String {
    guard self == .dash, message.hasPrefix("invalid number '"), message.hasSuffix("'") else {
      return message
    }
    return "\(message.dropFirst("invalid number '".count).dropLast()): expected numeric value"
  }

  /// A script that cannot be read.
  func cannotRead(_ path: String, _ reason: Errno) -> String {
    switch self {
    case .ash: "can't open '\(path)': \(reason)"
    case .dash: "cannot open \(path): No such file"
    case .bash: "\(path): \(reason)"
    }
  }

  /// What `test` has to complain about, in the words of busybox.
  func test(_ message: String) -> String {
    func subject(_ ending: String) -> String? {
      message.hasSuffix(ending) ? String(message.dropLast(ending.count)) : nil
    }
    switch self {
    case .ash: return message
    case .dash:
      if let number = subject(": bad number") { return "Illegal number: \(number)" }
      if message == "bad number" { return "Illegal number: " }
      if let number = subject(": out of range") { return "Illegal number: \(number)" }
      if let operand = subject(": unknown operand") { return "\(operand): unexpected operator" }
      return message
    case .bash:
      if let number = subject(": bad number") { return "\(number): integer expression expected" }
      if message == "missing ]" { return "missing `]'" }
      if let operand = subject(": unknown operand") {
        return "\(operand): binary operator expected"
      }
      return message
    }
  }
}
