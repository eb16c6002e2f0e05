import Glibc

/// Standard input as a terminal that hands on each key as it is typed, while a terminal in a
/// container echoes and edits.
struct RawTerminal {
  private var before: termios?

  /// Hands keys on from now; nothing happens where standard input is no terminal.
  mutating func enter() {
    guard before == nil else { return }
    var settings = termios()
    guard tcgetattr(0, &settings) == 0 else { return }
    before = settings
    cfmakeraw(&settings)
    tcsetattr(0, TCSADRAIN, &settings)
  }

  /// Puts the terminal back as it was.
  mutating func leave() {
    guard var settings = before else { return }
    before = nil
    tcsetattr(0, TCSADRAIN, &settings)
  }

  /// Calls `body` while keys are handed on.
  static func during<Value>(_ body: () throws -> Value) rethrows -> Value {
    var terminal = RawTerminal()
    terminal.enter()
    defer { terminal.leave() }
    return try body()
  }
}
