import ByteText
import Kernel

extension BuiltinTable {
  static let limitBuiltins: [Builtin] = [
    Builtin(name: "umask", run: umask),
    Builtin(name: "ulimit", run: ulimit),
  ]

  private static func umask(_ call: BuiltinCall) async throws -> Int {
    let (letters, operands) = try await call.options("S")
    let mask = call.process.fileModeMask
    guard let text = operands.first else {
      if letters.contains("S") {
        let parts = [("u", 6), ("g", 3), ("o", 0)].map { name, shift in
          let bits = ~(mask >> shift) & 7
          let modes = [(4, "r"), (2, "w"), (1, "x")].filter { bits & $0.0 != 0 }.map(\.1)
          return "\(name)=\(modes.joined())"
        }
        return try await call.write(parts.joined(separator: ",") + "\n")
      }
      let digits = String(mask, radix: 8)
      let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
      return try await call.write("\(zeros)\(digits)\n")
    }
    if let value = Int(text, radix: 8), value <= 0o777, isDigit(text.utf8.first ?? 0) {
      call.process.fileModeMask = value
      return 0
    }
    guard let mode = symbolicMode(text, ~mask & 0o777) else {
      let word = call.shell.state.dialect == .dash ? "Illegal" : "illegal"
      try await call.fail("\(word) mode: \(text)")
    }
    call.process.fileModeMask = ~mode & 0o777
    return 0
  }

  /// Permission bits after `u=rwx,g+w,…` was applied to `mode`.
  private static func symbolicMode(_ text: String, _ mode: Int) -> Int? {
    var mode = mode
    for clause in text.split(at: ",", omittingEmptySubsequences: false) {
      let who = clause.prefix { "ugoa".contains($0) }
      guard let sign = clause.dropFirst(who.count).first, "+-=".contains(sign) else { return nil }
      var bits = 0
      for letter in clause.dropFirst(who.count + 1) {
        switch letter {
        case "r": bits |= 4
        case "w": bits |= 2
        case "x": bits |= 1
        default: return nil
        }
      }
      for letter in who.isEmpty || who.holds("a") ? "ugo" : who {
        let shift = letter == "u" ? 6 : letter == "g" ? 3 : 0
        switch sign {
        case "+": mode |= bits << shift
        case "-": mode &= ~(bits << shift)
        default: mode = mode & ~(7 << shift) | bits << shift
        }
      }
    }
    return mode
  }

  private static let limits: [(letter: Character, label: String, value: String)] = [
    ("c", "core file size (blocks)         (-c) ", "0"),
    ("d", "data seg size (kb)              (-d) ", "unlimited"),
    ("e", "scheduling priority             (-e) ", "0"),
    ("f", "file size (blocks)              (-f) ", "unlimited"),
    ("i", "pending signals                 (-i) ", "31483"),
    ("l", "max locked memory (kb)          (-l) ", "8192"),
    ("m", "max memory size (kb)            (-m) ", "unlimited"),
    ("n", "open files                      (-n) ", "1048576"),
    ("q", "POSIX message queues (bytes)    (-q) ", "819200"),
    ("r", "real-time priority              (-r) ", "0"),
    ("s", "stack size (kb)                 (-s) ", "8192"),
    ("t", "cpu time (seconds)              (-t) ", "unlimited"),
    ("p", "max user processes              (-p) ", "unlimited"),
    ("v", "virtual memory (kb)             (-v) ", "unlimited"),
    ("w", "locks                           (-w) ", "unlimited"),
  ]

  private static func ulimit(_ call: BuiltinCall) async throws -> Int {
    let (letters, operands) = try await call.options("SHacdefilmnqrstpvwx")
    if letters.contains("a") {
      let set = call.shell.state.limits
      return try await call.write(
        limits.map { "\($0.label)\(set[$0.letter] ?? $0.value)\n" }.joined())
    }
    let wanted = letters.last { $0 != "S" && $0 != "H" } ?? "f"
    if let text = operands.first {
      guard text == "unlimited" || Int(text) != nil else {
        if call.shell.state.dialect == .dash { try await call.fail("bad number") }
        try await call.complainAsApplet("invalid number '\(text)'")
        return 1
      }
      if letters.last(where: { $0 == "S" || $0 == "H" }) != "H" {
        call.shell.state.limits[wanted] = text
      }
      return 0
    }
    let value =
      call.shell.state.limits[wanted] ?? limits.first { $0.letter == wanted }?.value
    return try await call.write((value ?? "unlimited") + "\n")
  }
}
