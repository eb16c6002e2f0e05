// Scalars behind `|` and `>`.
extension YAMLScanner {
  /// What becomes of the line ends behind the last line.
  private enum Chomping { case strip, clip, keep }

  mutating func fetchBlockScalar(isLiteral: Bool) throws(YAMLFault) {
    try removeSimpleKey()
    allowsSimpleKey = true
    let start = mark
    advance()
    let (chomping, increment) = try readBlockHeader(start)
    skipBlanks()
    if byte == UInt8(ascii: "#") { skipLineRest() }
    guard isBreakOrEnd(at: 0) else {
      throw fault("did not find expected comment or line break", start)
    }
    if isBreak(at: 0) { advanceLine() }
    var indent = increment == 0 ? 0 : max(self.indent, 0) + increment
    var end = mark
    var text: [UInt8] = []
    var lastBreak: [UInt8] = []
    var emptyLines: [UInt8] = []
    try readEmptyLines(into: &emptyLines, indent: &indent, start, &end)
    var wasIndentedMore = false
    while mark.column == indent, !isEnd {
      // A folded line end becomes a blank, unless a line beside it is indented further.
      let isIndentedMore = isBlank(at: 0)
      if !isLiteral, !wasIndentedMore, !isIndentedMore, lastBreak.first == UInt8(ascii: "\n") {
        if emptyLines.isEmpty { text.append(UInt8(ascii: " ")) }
      } else {
        text += lastBreak
      }
      text += emptyLines
      lastBreak = []
      emptyLines = []
      wasIndentedMore = isIndentedMore
      while !isBreakOrEnd(at: 0) { read(into: &text) }
      if isBreak(at: 0) { readLine(into: &lastBreak) }
      try readEmptyLines(into: &emptyLines, indent: &indent, start, &end)
    }
    if chomping != .strip { text += lastBreak }
    if chomping == .keep { text += emptyLines }
    append(
      YAMLToken(
        kind: .scalar, start: start, end: end, text: String(decoding: text, as: UTF8.self)))
  }

  /// Reads the signs behind `|` or `>`: `+` or `-` and a digit, in any order.
  private mutating func readBlockHeader(
    _ start: YAMLMark
  ) throws(YAMLFault) -> (Chomping, increment: Int) {
    var chomping = Chomping.clip
    var hasChomping = false
    var increment = 0
    for _ in 0..<2 {
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        if hasChomping { return (chomping, increment) }
        hasChomping = true
        chomping = byte == UInt8(ascii: "+") ? .keep : .strip
      case UInt8(ascii: "0"):
        if increment > 0 { return (chomping, increment) }
        throw fault("found an indentation indicator equal to 0", start)
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        if increment > 0 { return (chomping, increment) }
        increment = Int(byte - UInt8(ascii: "0"))
      default: return (chomping, increment)
      }
      advance()
    }
    return (chomping, increment)
  }

  /// Reads indentation and empty lines; finds out the indentation where it is not known yet.
  private mutating func readEmptyLines(
    into breaks: inout [UInt8], indent: inout Int, _ start: YAMLMark, _ end: inout YAMLMark
  ) throws(YAMLFault) {
    end = mark
    var deepest = 0
    while true {
      while byte == UInt8(ascii: " "), indent == 0 || mark.column < indent { advance() }
      deepest = max(deepest, mark.column)
      if byte == UInt8(ascii: "\t"), indent == 0 || mark.column < indent {
        throw fault("found a tab character where an indentation space is expected", start)
      }
      guard isBreak(at: 0) else { break }
      readLine(into: &breaks)
      end = mark
    }
    if indent == 0 { indent = max(deepest, self.indent + 1, 1) }
  }
}
