/// Makes shell scripts from a seed that end, and touch nothing outside of the shell.
///
/// They run in a real shell: builtins only, no files, no loop without a bound, no recursion.
struct HarmlessScripts {
  private var state: UInt64
  private var loops = 0
  private var isInFunction = false

  init(seed: UInt64) { state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 }

  private mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 11) % max(1, bound)
  }

  private mutating func pick(_ items: [String]) -> String { items[next(items.count)] }

  mutating func script() -> String {
    let options = next(6) == 0 ? pick(["set -e\n", "set -u\n", "set -f\n", "set -x\n"]) : ""
    let parameters = next(2) == 0 ? "set -- \(words(next(4)))\n" : ""
    return options + parameters + list(2 + next(5), depth: 3)
  }

  private mutating func list(_ count: Int, depth: Int) -> String {
    (0..<count).map { _ in command(depth) }.joined(separator: next(3) == 0 ? "; " : "\n")
  }

  private mutating func block(_ depth: Int) -> String { list(1 + next(2), depth: depth - 1) }

  // MARK: Commands

  private mutating func command(_ depth: Int) -> String {
    guard depth > 0, next(3) == 0 else { return simple() }
    switch next(12) {
    case 0: return "if \(condition(depth)); then \(block(depth)); else \(block(depth)); fi"
    case 1: return "for v in \(words(1 + next(3))); do \(block(depth)); done"
    case 2:
      loops += 1
      let name = "n\(loops)"
      return "\(name)=0; while [ $((\(name)=\(name)+1)) -lt 4 ]; do \(block(depth)); done"
    case 3:
      let items = (0...next(2)).map { _ in "\(pattern())) \(block(depth));;" }
      return "case \(word()) in \(items.joined(separator: " ")) *) \(simple());; esac"
    case 4: return "( \(block(depth)) )"
    case 5: return "{ \(block(depth)); }"
    // Two that run at once must not both write messages: nothing orders them.
    case 6: return "{ \(simple()); } 2>/dev/null | while read a b; do echo \"<$a|$b>\"; done"
    case 7: return function(depth)
    case 8: return "\(condition(depth)) && \(command(depth - 1)) || \(simple())"
    case 9: return "while read -r l; do echo \"[$l]\"; done <<E\n\(text())\n\(text())\nE\n"
    case 10: return "eval '\(simple().filter { $0 != "'" })'"
    default: return "! \(command(depth - 1))"
    }
  }

  /// A function, which calls no other, and a call of it.
  private mutating func function(_ depth: Int) -> String {
    if isInFunction { return simple() }
    isInFunction = true
    defer { isInFunction = false }
    let body =
      "local x=\(word()); \(block(depth)); \(pick(["return", "return 3", ":", "echo f$#"]))"
    return "f() { \(body); }; f \(words(next(3))); echo \"$? $x\""
  }

  private mutating func simple() -> String {
    switch next(16) {
    case 0...4: return "echo \(words(1 + next(3)))"
    case 5:
      return "printf '\(pick(["%s|", "%d,", "[%5s]", "%-4s.", "%b:", "%x "]))' \(words(2)); echo"
    case 6, 7: return "\(pick(["x", "y", "z"]))=\(word())"
    case 8: return "x=$((\(arithmetic(2))))"
    case 9: return "set -- \(words(next(4)))"
    case 10: return pick(["shift", "unset x", "export y", "echo $#", "false", "true", ":"])
    case 11: return condition(1)
    case 12:
      return pick(["trap 'echo end $?' EXIT", "trap - EXIT", "IFS=:", "IFS=' '", "alias q=r"])
    case 13: return "for w in \"$@\" $*; do echo \"-$w\"; done"
    case 14:
      return pick(["break", "continue", "(exit 3)", "return 2", "command echo c", "type cd"])
    default: return "echo \(word()) >&2"
    }
  }

  private mutating func condition(_ depth: Int) -> String {
    switch next(5) {
    case 0: return "[ \(word()) \(pick(["=", "!=", "-eq", "-lt", "-ge"])) \(word()) ]"
    case 1: return "test \(pick(["-n", "-z"])) \"$x\""
    case 2: return "[ $# \(pick(["-gt", "-le"])) \(next(3)) ]"
    case 3: return "[[ $y == \(pattern()) ]]"
    default: return pick(["true", "false", "(exit 2)", "! true"])
    }
  }

  // MARK: Words

  private mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in word() }.joined(separator: " ")
  }

  private mutating func word() -> String {
    (0...next(2) / 2).map { _ in piece() }.joined()
  }

  private mutating func text() -> String {
    (0...next(3)).map { _ in pick(["a", "b c", "\\n", "$x", "  d", "${y:-e}", "\\$", "$((1+2))"]) }
      .joined()
  }

  private mutating func piece() -> String {
    switch next(14) {
    case 0, 1: return pick(["a", "b", "ab:c", "1", "22", "-3", "x.y", "a=b"])
    case 2: return "'\(pick(["a b", "$x", "*", " ", "", "a:b"]))'"
    case 3: return "\"\(pick(["$x", "a $y", "$*", "$@", "${x}b", "\\$", "`echo q`", "$#"]))\""
    case 4, 5: return pick(["$x", "$y", "$z", "$1", "$2", "$#", "$?", "$*", "$@", "\"$@\""])
    case 6:
      return "${x\(pick([":-", "-", ":+", "+", ":="]))\(pick(["d", "$y", "'q r'", "\"$1\"", ""]))}"
    case 7: return "${\(pick(["x", "y", "1"]))\(pick(["#", "##", "%", "%%"]))\(pattern())}"
    case 8: return "${#\(pick(["x", "y", "1"]))}"
    case 9: return "${x:\(pick(["0", "1", "-1", " -2"])):\(pick(["1", "2", "9"]))}"
    case 10: return "${y/\(pick(["a", "b", "?", "[a-c]"]))/\(pick(["X", "", "$1"]))}"
    case 11: return "$(echo \(pick(["s", "$x t", "'u  v'", "\"$y\""])))"
    case 12: return "$((\(arithmetic(2))))"
    default: return "\\\(pick(["a", "$", "\\", "*", " "]))"
    }
  }

  private mutating func pattern() -> String {
    pick(["a", "a*", "*b", "?", "[ab]*", "[!a]", "*:*", "\"$x\"", "$y", "1|2", "''"])
      .split(separator: "|").map(String.init).first ?? "''"
  }

  private mutating func arithmetic(_ depth: Int) -> String {
    guard depth > 0, next(3) > 0 else {
      return pick(["1", "2", "7", "0x1f", "010", "x", "y", "$#"])
    }
    let operation = pick([
      "+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&&", "||", "<", "==", "!=", "**", ",",
    ])
    let (left, right) = (arithmetic(depth - 1), arithmetic(depth - 1))
    switch next(6) {
    case 0: return "(\(left) \(operation) \(right))"
    case 1: return "\(left) ? \(right) : 3"
    case 2: return "-\(left) \(operation) \(right)"
    case 3: return "z = \(left) \(operation) \(right)"
    default: return "\(left) \(operation) \(right)"
    }
  }
}
