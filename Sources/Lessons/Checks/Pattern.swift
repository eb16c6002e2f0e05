/// A regular expression of a lesson's author, matched in time linear in the text.
///
/// The text may be hostile (a learner's transcript), so there is no backtracking: the pattern
/// becomes a small machine that walks the text once with a set of states (Thompson's method).
/// Supported: literals, `.`, `[…]`, `\d \w \s \b` and their capitals, `^ $` (start and end of the
/// text, or of each line with `(?m)`), groups, `|`, `* + ? {n,m}`; `(?i)`, `(?s)` and `(?m)` in front.
package struct Pattern: Sendable {
  /// The pattern as its author wrote it.
  package let source: String
  let program: [Instruction]

  /// One step of the machine; targets are indexes of the program.
  enum Instruction: Sendable {
    case character(CharacterSet)
    case split(Int, Int)
    case jump(Int)
    case assertion(Assertion)
    case match
  }

  /// A condition on the place between two characters.
  enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary
  }

  /// A set of Unicode scalars.
  struct CharacterSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ scalar: UInt32) -> Bool {
      ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  /// Why a text is no pattern.
  package struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, with the place in the pattern.
    package var description: String
  }

  /// Reads a pattern; throws where it is malformed or too large.
  package init(_ source: String) throws(SyntaxError) {
    var parser = PatternParser(source)
    let tree = try parser.parse()
    var compiler = PatternCompiler()
    try compiler.emit(tree)
    compiler.program.append(.match)
    self.source = source
    program = compiler.program
  }
}

extension Pattern {
  /// Whether the pattern matches somewhere in `text`.
  package func matches(_ text: String) -> Bool {
    let scalars = text.unicodeScalars.map(\.value)
    var current = StateSet(capacity: program.count)
    var next = StateSet(capacity: program.count)
    for position in 0...scalars.count {
      add(0, to: &current, at: position, in: scalars)
      if current.isMatching { return true }
      guard position < scalars.count else { return false }
      next.removeAll()
      for state in current.states {
        guard case .character(let set) = program[state], set.contains(scalars[position]) else {
          continue
        }
        add(state + 1, to: &next, at: position + 1, in: scalars)
      }
      swap(&current, &next)
      if current.isMatching { return true }
    }
    return false
  }

  /// Follows jumps from `start` and adds every state that waits for a character.
  private func add(_ start: Int, to set: inout StateSet, at position: Int, in text: [UInt32]) {
    var pending = [start]
    while let state = pending.popLast() {
      guard set.insert(state) else { continue }
      switch program[state] {
      case .character: break
      case .match: set.isMatching = true
      case .jump(let target): pending.append(target)
      case .split(let first, let second): pending += [second, first]
      case .assertion(let assertion):
        if holds(assertion, at: position, in: text) { pending.append(state + 1) }
      }
    }
  }

  private func holds(_ assertion: Assertion, at position: Int, in text: [UInt32]) -> Bool {
    let newline: UInt32 = 10
    switch assertion {
    case .textStart: return position == 0
    case .textEnd:
      return position == text.count || (position == text.count - 1 && text[position] == newline)
    case .lineStart: return position == 0 || text[position - 1] == newline
    case .lineEnd: return position == text.count || text[position] == newline
    case .wordBoundary, .notWordBoundary:
      let before = position > 0 && PatternParser.word.contains(text[position - 1])
      let after = position < text.count && PatternParser.word.contains(text[position])
      return (before != after) == (assertion == .wordBoundary)
    }
  }
}

/// States in the order of their insertion, each once.
private struct StateSet {
  private(set) var states: [Int] = []
  private var members: [Bool]
  var isMatching = false

  init(capacity: Int) { members = Array(repeating: false, count: capacity) }

  mutating func insert(_ state: Int) -> Bool {
    guard !members[state] else { return false }
    members[state] = true
    states.append(state)
    return true
  }

  mutating func removeAll() {
    for state in states { members[state] = false }
    states.removeAll(keepingCapacity: true)
    isMatching = false
  }
}
