import Glibc
import Kernel
import Testing

/// Scripts made at random from the grammar and from damaged pieces of it.
///
/// They must end at a limit at the latest, do the same each time, and never bring podlab down.
/// `PODLAB_FUZZ=N` runs N scripts rather than a few.
@Suite struct ShellFuzzTests {
  private static var count: Int {
    getenv("PODLAB_FUZZ").flatMap { Int(String(cString: $0)) } ?? 250
  }

  @Test func `scripts made at random end, and do the same twice`() throws {
    var limits = Limits()
    limits.steps = 20_000
    limits.processes = 30
    limits.storage = 1 << 20
    limits.output = 1 << 18
    limits.processMemory = 1 << 20
    for seed in 0..<UInt64(Self.count) {
      var generator = ScriptGenerator(seed: seed)
      let script = generator.script()
      let first = try Sandbox(limits: limits).run(script)
      guard seed % 4 == 0 else { continue }
      let second = try Sandbox(limits: limits).run(script)
      #expect(first == second, "seed \(seed): \(script)")
    }
  }
}

/// Makes shell scripts from a seed.
private struct ScriptGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, bound)))
  }

  private mutating func pick(_ items: [String]) -> String { items[next(items.count)] }

  mutating func script() -> String {
    var text = (0...next(5)).map { _ in command(4) }.joined(separator: pick(["\n", "; ", " & "]))
    // Half of them are damaged: a piece is taken out, doubled or replaced.
    guard next(2) == 0, !text.isEmpty else { return text }
    var scalars = Array(text.unicodeScalars)
    for _ in 0...next(3) where !scalars.isEmpty {
      let start = next(scalars.count)
      let end = min(scalars.count, start + next(6))
      switch next(3) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: scalars[start..<end], at: next(scalars.count))
      default: scalars.replaceSubrange(start..<end, with: Array(pick(Self.pieces).unicodeScalars))
      }
    }
    text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  private static let pieces = [
    "$(", "`", "${", "}", "))", "((", "'", "\"", "\\", "<<E", "\nE\n", "|", "&&", "||", ";;",
    "esac", "fi", "done", "do", "$((", "*", "[", "]", ">&", "<(", "é", "\u{10FFFF}", "!", "{", "(",
    "$@", "${x//", "%", "#", "~", "9999999999999999999999",
  ]

  private mutating func command(_ depth: Int) -> String {
    if depth == 0 { return simple() }
    let inner = { (self: inout ScriptGenerator) in self.command(depth - 1) }
    switch next(16) {
    case 0: return "if \(inner(&self)); then \(inner(&self)); else \(inner(&self)); fi"
    case 1: return "for v in \(word()) \(word()); do \(inner(&self)); done"
    case 2: return "while \(inner(&self)); do \(inner(&self)); break; done"
    case 3: return "case \(word()) in \(word())) \(inner(&self));; *) \(inner(&self));; esac"
    case 4: return "f() { \(inner(&self)); }; f \(word())"
    case 5: return "(\(inner(&self)))"
    case 6: return "{ \(inner(&self)); } > o"
    case 7: return "\(inner(&self)) | \(inner(&self))"
    case 8: return "\(inner(&self)) && \(inner(&self)) || \(inner(&self))"
    case 9: return "cat <<E\n\(word()) $(\(inner(&self)))\nE\n"
    case 10: return "eval \(word()) '\(simple().filter { $0 != "'" })'"
    case 11: return "trap '\(simple().filter { $0 != "'" })' \(pick(["EXIT", "TERM", "ERR"]))"
    default: return simple()
    }
  }

  private mutating func simple() -> String {
    switch next(14) {
    case 0: "x=\(word()); echo \"$x\""
    case 1: "set -- \(word()) \(word()); shift \(next(3))"
    case 2: "printf '%s %d %x %5.2f\\n' \(word()) \(word())"
    case 3: "read x y < \(word())"
    case 4: "[ \(word()) \(pick(["=", "-eq", "-lt", "!=", "-nt"])) \(word()) ]"
    case 5: "[[ \(word()) =~ \(word()) ]]"
    case 6: "echo $((\(word()) \(pick(["+", "*", "/", "%", "<<", "**", "&&", "?"])) \(word())))"
    case 7:
      "\(pick(["ls", "cat", "cd", "test", "type", "unset", "wait", "kill", "getopts"])) \(word())"
    case 8: "set \(pick(["-e", "-u", "-f", "-x", "+e", "-o pipefail"]))"
    case 9: "local x=\(word())"
    case 10: "echo \(word()) > \(word())"
    case 11: "exec \(next(12))>\(word())"
    case 12: "while :; do :; done"
    default: "echo \(word()) \(word())"
    }
  }

  private mutating func word() -> String {
    switch next(15) {
    case 0: pick(["a", "f", "*", "?", "[a-z]*", "~", "/tmp", "''", "-1", "0x1f", "é"])
    case 1: "$\(pick(["x", "@", "*", "#", "?", "!", "1", "$", "-", "{x}"]))"
    case 2: "\"\(pick(["$x", "$@", "a b", "$(echo q)", "`echo r`", "\\$"]))\""
    case 3:
      "${x\(pick([":-", "-", ":+", "=", "?", "#", "##", "%", "%%", "/", "//", ":"]))\(pick(["a", "*", "$x", "1", "?"]))}"
    case 4: "$(\(pick(["echo a b", "cat f", "false", "exit 3"])))"
    case 5: "$((x\(pick(["++", "+1", "=2", "<3", "?1:2", "/0"]))))"
    case 6: "'\(pick(["a b", "*", "$x", "\\"]))'"
    case 7: "$'\(pick(["a\\n", "\\x41", "\\u00e9", "\\777"]))'"
    case 8: pick(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1", "2", "10"])
    default: pick(["a", "b", "x", "1", "2", "f"])
    }
  }
}
