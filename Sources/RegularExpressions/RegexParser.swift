/// Reads a pattern into a tree.
///
/// Source: POSIX.1-2017, Base Definitions, chapter 9, with the extensions and liberties of glibc's
/// `regcomp`: `\+ \? \|` in basic expressions, `\w \W \s \S \b \B \< \>` and the text anchors in
/// both.
struct RegexParser {
  let syntax: Regex.Syntax
  let foldsCase: Bool
  private let pattern: [UInt8]
  private var position = 0
  private var depth = 0
  private(set) var groups = 0
  private var closedGroups: Set<Int> = []

  init(_ pattern: [UInt8], syntax: Regex.Syntax, foldsCase: Bool) {
    self.pattern = pattern
    self.syntax = syntax
    self.foldsCase = foldsCase
  }

  private var isExtended: Bool { syntax != .basic }
  private var isAtEnd: Bool { position >= pattern.count }

  private func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < pattern.count ? pattern[position + offset] : nil
  }

  private func isNext(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { pattern[position...].starts(with: $0) }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    guard isNext(text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  mutating func parse() throws(RegexError) -> RegexTree {
    let tree = try parseChoice()
    if !isAtEnd { throw .unmatchedClosingParenthesis }
    return tree
  }

  // MARK: Alternatives and sequences

  private var isAtAlternative: Bool { isExtended ? isNext("|") : isNext("\\|") }

  private var isAtGroupEnd: Bool {
    if !isExtended { return isNext("\\)") }
    return isNext(")") && (depth > 0 || syntax == .perl)
  }

  private mutating func parseChoice() throws(RegexError) -> RegexTree {
    var branches = [try parseSequence()]
    while isAtAlternative {
      position += isExtended ? 1 : 2
      branches.append(try parseSequence())
    }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func parseSequence() throws(RegexError) -> RegexTree {
    var items: [RegexTree] = []
    var isAtStart = true
    while !isAtEnd, !isAtAlternative, !isAtGroupEnd {
      let item = try parseItem(isAtStart: isAtStart)
      var isAnchor = false
      if case .assertion(.lineStart) = item { isAnchor = true }
      isAtStart = isAtStart && isAnchor
      let mayRepeat = !(isAnchor && !isExtended)
      items.append(mayRepeat ? try parseRepetitions(of: item) : item)
    }
    return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
  }

  // MARK: Single items

  private mutating func parseItem(isAtStart: Bool) throws(RegexError) -> RegexTree {
    let byte = pattern[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\\"): return try parseEscape(isAtStart: isAtStart)
    case UInt8(ascii: "["): return .bytes(try parseBracket())
    case UInt8(ascii: "."): return .bytes(anyByte)
    case UInt8(ascii: "^") where isExtended || isAtStart: return .assertion(.lineStart)
    case UInt8(ascii: "$") where isExtended || isAtEnd || isAtGroupEnd || isAtAlternative:
      return .assertion(.lineEnd)
    case UInt8(ascii: "(") where isExtended: return try parseGroup()
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
      let isOperator = isExtended && (byte != UInt8(ascii: "{") || syntax == .extended)
      if isOperator, isAtStart { throw .invalidRepetition }
      return literal(byte)
    default: return literal(byte)
    }
  }

  private var anyByte: ByteSet {
    var set = ByteSet.any
    if syntax == .perl { set.remove(0x0A) }
    return set
  }

  private func literal(_ byte: UInt8) -> RegexTree {
    let set = ByteSet(byte)
    return .bytes(foldsCase ? set.foldingCase : set)
  }

  private mutating func parseGroup() throws(RegexError) -> RegexTree {
    var isCapturing = true
    if syntax == .perl, take("?:") {
      isCapturing = false
    } else if syntax == .perl, isNext("?") {
      guard let name = parseGroupName() else {
        throw .notModelled("a group that begins with '(?'")
      }
      names.append((name, groups + 1))
    }
    if isCapturing { groups += 1 }
    let index = groups
    depth += 1
    if depth > 200 { throw .tooBig }
    let tree = try parseChoice()
    guard take(isExtended ? ")" : "\\)") else { throw .unmatchedParenthesis }
    depth -= 1
    if isCapturing { closedGroups.insert(index) }
    return isCapturing ? .group(tree, index: index) : .sequence([tree])
  }

  /// Names of groups, as nginx uses them for variables.
  private(set) var names: [(name: String, index: Int)] = []

  private mutating func parseGroupName() -> String? {
    let start = position
    guard take("?P<") || take("?<"), let first = peek(), ByteSet.word.contains(first) else {
      position = start
      return nil
    }
    let name = pattern[position...].prefix { ByteSet.word.contains($0) }
    position += name.count
    guard take(">") else {
      position = start
      return nil
    }
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func parseEscape(isAtStart: Bool) throws(RegexError) -> RegexTree {
    guard let byte = peek() else { throw .trailingBackslash }
    position += 1
    switch byte {
    case UInt8(ascii: "(") where !isExtended: return try parseGroup()
    case UInt8(ascii: ")") where !isExtended: throw .unmatchedClosingParenthesis
    case UInt8(ascii: "{") where !isExtended:
      if isAtStart { throw .invalidRepetition }
      return literal(byte)
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      let index = Int(byte - UInt8(ascii: "0"))
      guard closedGroups.contains(index) else { throw .invalidBackReference }
      return .backReference(index)
    case UInt8(ascii: "w"): return .bytes(.word)
    case UInt8(ascii: "W"): return .bytes(ByteSet.word.inverted)
    case UInt8(ascii: "s"): return .bytes(ByteSet.named("space") ?? ByteSet())
    case UInt8(ascii: "S"): return .bytes((ByteSet.named("space") ?? ByteSet()).inverted)
    case UInt8(ascii: "b"): return .assertion(.wordBoundary)
    case UInt8(ascii: "B"): return .assertion(.noWordBoundary)
    case UInt8(ascii: "<"): return .assertion(.wordStart)
    case UInt8(ascii: ">"): return .assertion(.wordEnd)
    case UInt8(ascii: "`"): return .assertion(.textStart)
    case UInt8(ascii: "'"): return .assertion(.textEnd)
    default: return syntax == .perl ? perlEscape(byte) : literal(byte)
    }
  }

  private func perlEscape(_ byte: UInt8) -> RegexTree {
    switch byte {
    case UInt8(ascii: "d"): .bytes(ByteSet.named("digit") ?? ByteSet())
    case UInt8(ascii: "D"): .bytes((ByteSet.named("digit") ?? ByteSet()).inverted)
    case UInt8(ascii: "n"): literal(0x0A)
    case UInt8(ascii: "r"): literal(0x0D)
    case UInt8(ascii: "t"): literal(0x09)
    case UInt8(ascii: "A"): .assertion(.textStart)
    case UInt8(ascii: "z"), UInt8(ascii: "Z"): .assertion(.textEnd)
    default: literal(byte)
    }
  }

  // MARK: Repetitions

  private mutating func parseRepetitions(of item: RegexTree) throws(RegexError) -> RegexTree {
    var tree = item
    var count = 0
    while let (minimum, maximum) = try parseRepetition() {
      count += 1
      if count > 20 { throw .tooBig }
      let isGreedy = !(syntax == .perl && take("?"))
      tree = .repetition(tree, minimum: minimum, maximum: maximum, isGreedy: isGreedy)
    }
    return tree
  }

  private mutating func parseRepetition() throws(RegexError) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take(isExtended ? "+" : "\\+") { return (1, nil) }
    if take(isExtended ? "?" : "\\?") { return (0, 1) }
    let start = position
    guard take(isExtended ? "{" : "\\{") else { return nil }
    if syntax == .perl, peek().map({ $0 >= 0x30 && $0 <= 0x39 }) != true {
      position = start
      return nil
    }
    let minimum = parseNumber()
    var maximum = minimum
    if take(",") { maximum = parseNumber() } else if minimum == nil { throw braceError }
    guard take(isExtended ? "}" : "\\}") else { throw braceError }
    if let maximum, maximum < minimum ?? 0 { throw .invalidBraceContent }
    if max(minimum ?? 0, maximum ?? 0) > 32_767 { throw .tooBig }
    return (minimum ?? 0, maximum)
  }

  private var braceError: RegexError { isAtEnd ? .unmatchedBrace : .invalidBraceContent }

  private mutating func parseNumber() -> Int? {
    let digits = pattern[position...].prefix { $0 >= 0x30 && $0 <= 0x39 }
    position += digits.count
    if digits.isEmpty { return nil }
    return digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1_000_000) }
  }

  // MARK: Bracket expressions

  private mutating func parseBracket() throws(RegexError) -> ByteSet {
    if isAtEnd { throw .invalidPattern }
    let isInverted = take("^")
    if isAtEnd { throw .invalidPattern }
    var set = ByteSet()
    var isFirst = true
    while true {
      guard let byte = peek() else { throw .unmatchedBracket }
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if isNext("[:") {
        set.formUnion(try parseClass())
      } else {
        try parseRange(into: &set)
      }
    }
    position += 1
    if foldsCase { set = set.foldingCase }
    return isInverted ? set.inverted : set
  }

  private mutating func parseClass() throws(RegexError) -> ByteSet {
    position += 2
    let name = pattern[position...].prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "]") }
    position += name.count
    guard take(":]") else { throw isAtEnd ? .unmatchedBracket : .unknownClass }
    guard let set = ByteSet.named(String(decoding: name, as: UTF8.self)) else {
      throw .unknownClass
    }
    return set
  }

  private mutating func parseRange(into set: inout ByteSet) throws(RegexError) {
    guard let first = try parseBracketByte(into: &set) else { return }
    guard isNext("-"), let next = peek(1), next != UInt8(ascii: "]") else {
      set.insert(first)
      return
    }
    position += 1
    guard let last = try parseBracketByte(into: &set) else { throw .invalidRangeEnd }
    guard first <= last else { throw .invalidRangeEnd }
    for byte in first...last { set.insert(byte) }
  }

  /// One end of a range; nil for an escaped class, which goes into `set` at once.
  private mutating func parseBracketByte(into set: inout ByteSet) throws(RegexError) -> UInt8? {
    guard let byte = peek() else { throw .unmatchedBracket }
    position += 1
    if byte == UInt8(ascii: "["), let kind = peek(), kind == UInt8(ascii: ".") || kind == 0x3D {
      guard let inner = peek(1), peek(2) == kind, peek(3) == UInt8(ascii: "]") else {
        throw .unmatchedBracket
      }
      position += 4
      return inner
    }
    guard syntax == .perl, byte == UInt8(ascii: "\\"), let escaped = peek() else { return byte }
    position += 1
    guard case .bytes(let members) = perlClass(escaped) else { return escaped }
    if let single = members.single { return single }
    set.formUnion(members)
    return nil
  }

  private func perlClass(_ byte: UInt8) -> RegexTree {
    switch byte {
    case UInt8(ascii: "w"): .bytes(.word)
    case UInt8(ascii: "W"): .bytes(ByteSet.word.inverted)
    case UInt8(ascii: "s"): .bytes(ByteSet.named("space") ?? ByteSet())
    case UInt8(ascii: "S"): .bytes((ByteSet.named("space") ?? ByteSet()).inverted)
    default: perlEscape(byte)
    }
  }
}
