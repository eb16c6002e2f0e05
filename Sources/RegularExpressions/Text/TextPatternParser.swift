import ByteText

/// Reads the dialect of `TextPattern` from left to right.
struct TextPatternParser {
  static let digit = ScalarSet(ranges: [0x30...0x39])
  static let word = ScalarSet(ranges: [
    0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
  ])
  static let space = ScalarSet(ranges: [0x09...0x0D, 0x20...0x20])
  /// Deepest nesting of groups.
  static let maximumDepth = 50
  /// Most quantifiers on one item, which bounds how deep the tree gets.
  static let maximumQuantifiers = 20
  /// Largest number in `{n,m}`.
  static let maximumCount = 200

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var ignoresCase = false
  private var matchesLines = false
  private var dotMatchesNewline = false

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  mutating func parse() throws(TextPattern.SyntaxError) -> RegexTree {
    readFlags()
    let tree = try alternatives()
    guard index == scalars.count else { throw error("')' without '('") }
    return tree
  }

  private func error(_ what: String) -> TextPattern.SyntaxError {
    TextPattern.SyntaxError(description: "\(what) at character \(index + 1) of the pattern")
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  /// Reads `(?ims)` at the start of the pattern.
  private mutating func readFlags() {
    guard scalars.count > 3, scalars[0] == "(", scalars[1] == "?",
      let end = scalars.firstIndex(of: ")"),
      scalars[2..<end].allSatisfy({ "ims".unicodeScalars.contains($0) }), end > 2
    else { return }
    for flag in scalars[2..<end] {
      if flag == "i" { ignoresCase = true }
      if flag == "m" { matchesLines = true }
      if flag == "s" { dotMatchesNewline = true }
    }
    index = end + 1
  }

  private mutating func alternatives() throws(TextPattern.SyntaxError) -> RegexTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw error("groups nested too deeply") }
    var branches = [try sequence()]
    while skip("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(TextPattern.SyntaxError) -> RegexTree {
    var parts: [RegexTree] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      parts.append(try quantified(try atom()))
    }
    return parts.isEmpty ? .empty : .sequence(parts)
  }

  private mutating func quantified(_ tree: RegexTree) throws(TextPattern.SyntaxError) -> RegexTree {
    var tree = tree
    var count = 0
    while let scalar = next, "*+?{".unicodeScalars.contains(scalar) {
      count += 1
      guard count <= Self.maximumQuantifiers else { throw error("too many quantifiers in a row") }
      switch scalar {
      case "*": tree = .repetition(tree, minimum: 0, maximum: nil, isGreedy: true)
      case "+": tree = .repetition(tree, minimum: 1, maximum: nil, isGreedy: true)
      case "?": tree = .repetition(tree, minimum: 0, maximum: 1, isGreedy: true)
      case "{":
        guard let (least, most) = counts() else { return tree }
        guard max(least, most ?? 0) <= Self.maximumCount, least <= most ?? least else {
          throw error("'{\(least),\(most.map(String.init) ?? "")}' is out of range")
        }
        tree = .repetition(tree, minimum: least, maximum: most, isGreedy: true)
        _ = skip("?")
        continue
      default: return tree
      }
      index += 1
      // A lazy quantifier matches the same texts.
      _ = skip("?")
    }
    return tree
  }

  /// Reads `{n}`, `{n,}` or `{n,m}`; nil where the brace is a literal.
  private mutating func counts() -> (Int, Int?)? {
    guard let end = scalars[index...].firstIndex(of: "}") else { return nil }
    let text = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
    let parts = text.split(at: ",", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let least = Int(parts[0]) else { return nil }
    let most = parts.count == 1 ? least : Int(parts[1])
    guard most != nil || (parts.count == 2 && parts[1].isEmpty) else { return nil }
    index = end + 1
    return (least, most)
  }

  private mutating func atom() throws(TextPattern.SyntaxError) -> RegexTree {
    guard let scalar = next else { return .empty }
    index += 1
    switch scalar {
    case "(":
      if skip("?"), !skip(":") { throw error("only '(?:' groups are supported") }
      let tree = try alternatives()
      guard skip(")") else { throw error("')' is missing") }
      return tree
    case "[": return try bracket().tree
    case ".":
      let newline: [ClosedRange<UInt32>] = dotMatchesNewline ? [] : [10...10]
      return ScalarSet(ranges: newline, isNegated: true).tree
    case "^": return .assertion(matchesLines ? .afterNewline : .textStart)
    case "$": return .assertion(matchesLines ? .beforeNewline : .beforeFinalNewline)
    case "*", "+", "?":
      index -= 1
      throw error("'\(scalar)' has nothing to repeat")
    case "\\": return try escape()
    default: return set(of: scalar).tree
    }
  }

  private func set(of scalar: Unicode.Scalar) -> ScalarSet {
    var ranges = [scalar.value...scalar.value]
    if ignoresCase { ranges += Self.otherCase(ranges[0]) }
    return ScalarSet(ranges: ranges)
  }

  /// The ASCII letters of a range in the other case.
  private static func otherCase(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    let capitals: ClosedRange<UInt32> = 0x41...0x5A
    let smalls: ClosedRange<UInt32> = 0x61...0x7A
    var result: [ClosedRange<UInt32>] = []
    if range.overlaps(capitals) {
      let part = range.clamped(to: capitals)
      result.append((part.lowerBound + 32)...(part.upperBound + 32))
    }
    if range.overlaps(smalls) {
      let part = range.clamped(to: smalls)
      result.append((part.lowerBound - 32)...(part.upperBound - 32))
    }
    return result
  }

  private mutating func escape() throws(TextPattern.SyntaxError) -> RegexTree {
    guard let scalar = next else { throw error("'\\' at the end") }
    if scalar == "b" || scalar == "B" {
      index += 1
      return .assertion(scalar == "b" ? .wordBoundary : .noWordBoundary)
    }
    return try escapedSet().tree
  }

  /// The set that the scalar after a backslash stands for.
  private mutating func escapedSet() throws(TextPattern.SyntaxError) -> ScalarSet {
    guard let scalar = next else { throw error("'\\' at the end") }
    index += 1
    func negated(_ set: ScalarSet) -> ScalarSet {
      ScalarSet(ranges: set.ranges, isNegated: true)
    }
    switch scalar {
    case "d": return Self.digit
    case "D": return negated(Self.digit)
    case "w": return Self.word
    case "W": return negated(Self.word)
    case "s": return Self.space
    case "S": return negated(Self.space)
    case "n": return ScalarSet(ranges: [10...10])
    case "t": return ScalarSet(ranges: [9...9])
    case "r": return ScalarSet(ranges: [13...13])
    case "a"..."z", "A"..."Z", "0"..."9": throw error("'\\\(scalar)' is not supported")
    default: return set(of: scalar)
    }
  }

  private mutating func bracket() throws(TextPattern.SyntaxError) -> ScalarSet {
    var set = ScalarSet()
    set.isNegated = skip("^")
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      index += 1
      if scalar == "\\" {
        let escaped = try escapedSet()
        guard !escaped.isNegated else { throw error("a capital escape inside '[…]'") }
        set.ranges += escaped.ranges
        continue
      }
      var range = scalar.value...scalar.value
      if next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
        let last = scalars[index + 1].value
        guard last >= scalar.value else { throw error("a range that runs backwards") }
        range = scalar.value...last
        index += 2
      }
      set.ranges.append(range)
      if ignoresCase { set.ranges += Self.otherCase(range) }
    }
    guard skip("]") else { throw error("']' is missing") }
    return set
  }
}
