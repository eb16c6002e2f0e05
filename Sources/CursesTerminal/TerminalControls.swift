internal import CNcurses
internal import Glibc

/// Byte sequences that curses does not send by itself.
struct TerminalControls {
  /// Whether the terminal keeps full-screen programs apart from what stood there before.
  let hasOwnScreen: Bool
  private let entering: [UInt8]
  private let leaving: [UInt8]
  /// All that a terminal needs after a crash: attributes, cursor, keys and the screen from before.
  let restoring: [CChar]

  /// Reads the terminal database's entry that was looked up last.
  init(hasMouse: Bool) {
    let rmcup = Self.capability("rmcup")
    hasOwnScreen = !rmcup.isEmpty
    // Terminals of other families would show what they do not understand.
    let isANSI = Self.capability("cup").starts(with: [0x1B, 0x5B])
    let modes = hasMouse ? ["2004", "1000", "1006"] : ["2004"]
    func switching(_ letter: String) -> [UInt8] {
      isANSI ? modes.flatMap { Array("\u{1B}[?\($0)\(letter)".utf8) } : []
    }
    entering = switching("h")
    leaving = switching("l")
    let ending = rmcup.isEmpty ? Self.capability("clear") : rmcup
    let capabilities = ["sgr0", "op", "cnorm", "rmkx"].flatMap(Self.capability)
    restoring = (leaving + capabilities + ending).map { CChar(bitPattern: $0) }
  }

  /// Turns bracketed paste and the mouse on.
  func enter(_ output: Int32) { send(entering, to: output) }
  /// Turns bracketed paste and the mouse off.
  func leave(_ output: Int32) { send(leaving, to: output) }

  private func send(_ bytes: [UInt8], to output: Int32) {
    // A terminal that is gone is noticed when it is read.
    _ = write(output, bytes, bytes.count)
  }

  /// A string of the terminal database without the pauses (`$<5>`) of hardware terminals.
  private static func capability(_ name: String) -> [UInt8] {
    guard let text = tigetstr(name), Int(bitPattern: text) != -1 else { return [] }
    var bytes: [UInt8] = []
    var rest = Substring(String(cString: text))
    while let start = rest.firstRange(of: "$<") {
      bytes += rest[..<start.lowerBound].utf8
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: ">") else { break }
      rest = rest[rest.index(after: end)...]
    }
    return bytes + rest.utf8
  }
}
