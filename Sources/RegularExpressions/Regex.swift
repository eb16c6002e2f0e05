import Synchronization

/// A compiled regular expression over bytes, in the C locale.
///
/// POSIX syntaxes find the leftmost match and of these the longest, Perl's the first alternative
/// that fits. Matching takes time linear in the text, except with back references, whose search is
/// bounded.
package struct Regex: Sendable {
  /// Which language the pattern is written in.
  package enum Syntax: Sendable {
    /// POSIX basic: `\(`, `\{`, `\|`.
    case basic
    /// POSIX extended: `(`, `{`, `|`.
    case extended
    /// What nginx locations use of Perl's: classes such as `\d`, lazy repetition, named groups.
    case perl
  }

  /// A match: the places of the whole and of the groups, nil for groups that took no part.
  package struct Match: Sendable, Equatable {
    package var groups: [Range<Int>?]

    /// The whole match.
    package var range: Range<Int> { groups[0] ?? 0..<0 }
  }

  /// How many groups the pattern has.
  package let groupCount: Int
  /// The names of groups and their numbers; only Perl's syntax has them.
  package let groupNames: [String: Int]
  let instructions: [RegexInstruction]
  let syntax: Syntax
  private let hasBackReference: Bool
  private let effort = RegexEffort()
  private let literal: [UInt8]?
  /// What a match must begin with; nil where it may be empty.
  let firstBytes: ByteSet?

  /// Compiles `pattern`.
  package init(
    _ pattern: [UInt8], _ syntax: Syntax = .basic, ignoringCase: Bool = false
  ) throws(RegexError) {
    var parser = RegexParser(pattern, syntax: syntax, foldsCase: ignoringCase)
    let tree = try parser.parse()
    let names = Dictionary(parser.names.map { ($0.name, $0.index) }) { first, _ in first }
    try self.init(tree, syntax: syntax, groups: parser.groups, names: names)
  }

  /// Compiles what a parser has read.
  init(
    _ tree: RegexTree, syntax: Syntax, groups: Int, names: [String: Int]
  ) throws(RegexError) {
    var compiler = RegexCompiler()
    try compiler.compile(tree)
    self.syntax = syntax
    instructions = compiler.instructions
    groupCount = groups
    groupNames = names
    hasBackReference = tree.hasBackReference
    literal = tree.literal
    firstBytes = tree.firstBytes
    effort.add(instructions.count)
  }

  /// Expressions that would be larger are refused as too big.
  package static let mostInstructions = 40_000

  /// How much work the making and the searches were since this was last asked, in steps of which
  /// each takes about as long as looking at 16 bytes.
  ///
  /// Work that is proportional to the text and no more does not count.
  package func takeEffort() -> Int { effort.take() }

  /// Compiles a pattern given as text.
  package init(
    _ pattern: String, _ syntax: Syntax = .basic, ignoringCase: Bool = false
  ) throws(RegexError) {
    try self.init(Array(pattern.utf8), syntax, ignoringCase: ignoringCase)
  }

  /// Whether any part of `text` matches.
  package func matches(_ text: [UInt8]) -> Bool {
    if let literal { return text.firstRange(ofBytes: literal, from: 0) != nil }
    return find(in: text, slots: 2) != nil
  }

  /// Whether any part of `text` matches.
  package func matches(_ text: String) -> Bool { matches(Array(text.utf8)) }

  /// The leftmost match that begins at `start` or later.
  ///
  /// `isAtLineStart` says whether `^` fits at the beginning of `text`.
  package func firstMatch(
    in text: [UInt8], from start: Int = 0, isAtLineStart: Bool = true
  ) -> Match? {
    if let literal {
      guard let range = text.firstRange(ofBytes: literal, from: start) else { return nil }
      return Match(groups: [range])
    }
    return find(in: text, from: start, isAtLineStart: isAtLineStart, slots: groupCount * 2 + 2)
  }

  /// The match that begins right at `start`.
  package func prefixMatch(in text: [UInt8], from start: Int = 0) -> Match? {
    var machine = PikeMachine(
      regex: self, text: text, isAtLineStart: true, slots: groupCount * 2 + 2)
    if hasBackReference { return backtrack(text, at: start, isAtLineStart: true) }
    defer { effort.add(machine.effort) }
    return machine.run(from: start, isAnchored: true)
  }

  private func find(
    in text: [UInt8], from start: Int = 0, isAtLineStart: Bool = true, slots: Int
  ) -> Match? {
    guard start <= text.count else { return nil }
    var start = start
    if let firstBytes {
      guard let first = text[start...].firstIndex(where: firstBytes.contains) else { return nil }
      start = first
    }
    if hasBackReference {
      var steps = Backtracker.stepsOfSearch
      for position in start...text.count where steps > 0 {
        var search = Backtracker(
          regex: self, text: text, isAtLineStart: isAtLineStart, steps: steps)
        let match = search.run(from: position)
        effort.add(steps - search.stepsLeft)
        if let match { return match }
        steps = search.stepsLeft
      }
      return nil
    }
    var machine = PikeMachine(
      regex: self, text: text, isAtLineStart: isAtLineStart, slots: slots)
    defer { effort.add(machine.effort) }
    return machine.run(from: start, isAnchored: false)
  }

  private func backtrack(_ text: [UInt8], at start: Int, isAtLineStart: Bool) -> Match? {
    var search = Backtracker(regex: self, text: text, isAtLineStart: isAtLineStart)
    defer { effort.add(Backtracker.stepsOfSearch - search.stepsLeft) }
    return search.run(from: start)
  }
}

/// Counts the work of a regular expression.
private final class RegexEffort: Sendable {
  private let steps = Atomic(0)

  func add(_ count: Int) { steps.add(count, ordering: .relaxed) }

  func take() -> Int { steps.exchange(0, ordering: .relaxed) }
}

extension [UInt8] {
  /// Where `needle` begins first at `start` or later; an empty one is found at `start`.
  package func firstRange(ofBytes needle: [UInt8], from start: Int) -> Range<Int>? {
    guard let first = needle.first else { return start <= count ? start..<start : nil }
    guard count - needle.count >= start else { return nil }
    var index = start
    let last = count - needle.count
    while index <= last {
      if self[index] == first, self[index..<(index + needle.count)].elementsEqual(needle) {
        return index..<(index + needle.count)
      }
      index += 1
    }
    return nil
  }
}

/// The text around a place, for assertions.
struct MatchContext {
  let text: [UInt8]
  let isAtLineStart: Bool

  func holds(_ assertion: Assertion, at position: Int) -> Bool {
    let isBefore = position > 0 && ByteSet.word.contains(text[position - 1])
    let isAfter = position < text.count && ByteSet.word.contains(text[position])
    switch assertion {
    case .lineStart, .textStart: return position == 0 && isAtLineStart
    case .lineEnd, .textEnd: return position == text.count
    case .afterNewline: return position == 0 || text[position - 1] == 0x0A
    case .beforeNewline: return position == text.count || text[position] == 0x0A
    case .beforeFinalNewline:
      return position == text.count || position == text.count - 1 && text[position] == 0x0A
    case .wordBoundary: return isBefore != isAfter
    case .noWordBoundary: return isBefore == isAfter
    case .wordStart: return !isBefore && isAfter
    case .wordEnd: return isBefore && !isAfter
    }
  }
}
