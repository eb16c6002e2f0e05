// Plain and quoted scalars.
extension YAMLScanner {
  /// White space between the words of a scalar: blanks on a line, or line ends.
  private struct Gap {
    /// Where the blanks stand that count as long as no line end follows.
    var blanks = 0..<0
    var hasBreak = false
    /// The first line end where it is none that becomes a blank: LS or PS, or nothing.
    var firstBreak: [UInt8] = []
    var isFirstBreakFolded = false
    var otherBreaks: [UInt8] = []

    /// Adds the gap to a text: one line end becomes a blank, more become one less.
    func fold(into text: inout [UInt8], from bytes: [UInt8]) {
      guard hasBreak else {
        text += bytes[blanks]
        return
      }
      if isFirstBreakFolded, otherBreaks.isEmpty {
        text.append(UInt8(ascii: " "))
      } else {
        text += firstBreak
        text += otherBreaks
      }
    }
  }

  /// Reads blanks and line ends into a gap, which may have begun with an escaped line end.
  private mutating func readGap(
    into gap: inout Gap, tabsFrom indent: Int?, _ start: YAMLMark
  ) throws(YAMLFault) {
    gap.blanks = offset..<offset
    while true {
      if isBlank(at: 0) {
        if let indent, gap.hasBreak, mark.column < indent, byte == UInt8(ascii: "\t") {
          throw fault("found a tab character that violates indentation", start)
        }
        advance()
        if !gap.hasBreak { gap.blanks = gap.blanks.lowerBound..<offset }
      } else if isBreak(at: 0) {
        if gap.hasBreak {
          readLine(into: &gap.otherBreaks)
        } else if byte == 0xE2 {
          readLine(into: &gap.firstBreak)
        } else {
          gap.isFirstBreakFolded = true
          advanceLine()
        }
        gap.hasBreak = true
      } else {
        return
      }
    }
  }

  // MARK: Plain

  mutating func fetchPlainScalar() throws(YAMLFault) {
    try saveSimpleKey()
    allowsSimpleKey = false
    let start = mark
    let indent = indent + 1
    var end = mark
    // Most scalars are one word, which needs no copy.
    var word = offset..<offset
    var text: [UInt8] = []
    var gap = Gap()
    while !isPlainScalarCut {
      if !isBlankOrEnd(at: 0), !endsPlainScalar {
        text += bytes[word]
        gap.fold(into: &text, from: bytes)
        word = skipPlainWord()
        end = mark
        gap = Gap()
      }
      guard isBlank(at: 0) || isBreak(at: 0) else { break }
      try readGap(into: &gap, tabsFrom: indent, start)
      if flowLevel == 0, mark.column < indent { break }
    }
    if gap.hasBreak { allowsSimpleKey = true }
    if !text.isEmpty { text += bytes[word] }
    append(
      YAMLToken(
        kind: .scalar, start: start, end: end,
        text: String(decoding: text.isEmpty ? bytes[word] : text[...], as: UTF8.self),
        isPlain: true))
  }

  /// Whether a comment or the marker of a document begins here.
  private var isPlainScalarCut: Bool {
    if byte == UInt8(ascii: "#") { return true }
    return mark.column == 0
      && (isDocumentMarker(UInt8(ascii: "-")) || isDocumentMarker(UInt8(ascii: ".")))
  }

  private mutating func skipPlainWord() -> Range<Int> {
    let start = offset
    while !isBlankOrEnd(at: 0), !endsPlainScalar { advance() }
    return start..<offset
  }

  private var endsPlainScalar: Bool {
    switch byte {
    case UInt8(ascii: ":"): isBlankOrEnd(at: 1)
    case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      flowLevel > 0
    default: false
    }
  }

  // MARK: Quoted

  mutating func fetchQuotedScalar(isSingle: Bool) throws(YAMLFault) {
    try saveSimpleKey()
    allowsSimpleKey = false
    let start = mark
    advance()
    let quote = isSingle ? UInt8(ascii: "'") : UInt8(ascii: "\"")
    var text: [UInt8] = []
    while true {
      if mark.column == 0,
        isDocumentMarker(UInt8(ascii: "-")) || isDocumentMarker(UInt8(ascii: "."))
      {
        throw fault("found unexpected document indicator", start)
      }
      if isEnd { throw fault("found unexpected end of stream", start) }
      var gap = Gap()
      try readQuotedWord(isSingle: isSingle, into: &text, &gap, start)
      if byte == quote { break }
      try readGap(into: &gap, tabsFrom: nil, start)
      gap.fold(into: &text, from: bytes)
    }
    advance()
    append(
      YAMLToken(
        kind: .scalar, start: start, end: mark, text: String(decoding: text, as: UTF8.self)))
  }

  /// Reads up to white space or the closing quote; an escaped line end begins a gap.
  private mutating func readQuotedWord(
    isSingle: Bool, into text: inout [UInt8], _ gap: inout Gap, _ start: YAMLMark
  ) throws(YAMLFault) {
    while !isBlankOrEnd(at: 0) {
      switch byte {
      case UInt8(ascii: "'") where isSingle:
        guard bytes[offset + 1] == UInt8(ascii: "'") else { return }
        text.append(UInt8(ascii: "'"))
        advance()
        advance()
      case UInt8(ascii: "\"") where !isSingle: return
      case UInt8(ascii: "\\") where !isSingle:
        if isBreak(at: 1) {
          advance()
          advanceLine()
          gap.hasBreak = true
          return
        }
        try readEscape(into: &text, start)
      default:
        let first = offset
        repeat {
          advance()
        } while !isBlankOrEnd(at: 0) && byte != UInt8(ascii: "'")
          && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        text += bytes[first..<offset]
      }
    }
  }

  private mutating func readEscape(
    into text: inout [UInt8], _ start: YAMLMark
  ) throws(YAMLFault) {
    let letter = bytes[offset + 1]
    if let digits = Self.hexadecimalEscapes[letter] {
      advance()
      advance()
      let scalar = try readHexadecimal(digits, start)
      return text.append(contentsOf: String(Character(scalar)).utf8)
    }
    guard let plain = Self.plainEscapes[letter] else {
      throw fault("found unknown escape character", start)
    }
    text.append(contentsOf: plain.utf8)
    advance()
    advance()
  }

  private mutating func readHexadecimal(
    _ digits: Int, _ start: YAMLMark
  ) throws(YAMLFault) -> Unicode.Scalar {
    var value: UInt32 = 0
    for distance in 0..<digits {
      let digit = Character(Unicode.Scalar(bytes[offset + distance])).hexDigitValue
      guard let digit else { throw fault("did not find expected hexdecimal number", start) }
      value = value << 4 | UInt32(digit)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw fault("found invalid Unicode character escape code", start)
    }
    for _ in 0..<digits { advance() }
    return scalar
  }

  private static let hexadecimalEscapes: [UInt8: Int] = [
    UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
  ]

  private static let plainEscapes: [UInt8: String] = [
    UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{07}", UInt8(ascii: "b"): "\u{08}",
    UInt8(ascii: "t"): "\t", UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "v"): "\u{0B}", UInt8(ascii: "f"): "\u{0C}", UInt8(ascii: "r"): "\r",
    UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"",
    UInt8(ascii: "'"): "'", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}",
    UInt8(ascii: "_"): "\u{A0}", UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
  ]
}
