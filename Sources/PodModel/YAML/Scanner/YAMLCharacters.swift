// Looking at the characters ahead and stepping over them.
extension YAMLScanner {
  /// The byte ahead; zero behind the end.
  var byte: UInt8 { bytes[offset] }

  var isEnd: Bool { bytes[offset] == 0 }

  func isBlank(at distance: Int) -> Bool {
    bytes[offset + distance] == UInt8(ascii: " ") || bytes[offset + distance] == UInt8(ascii: "\t")
  }

  /// Whether a line ends here: CR, LF, NEL, LS or PS.
  func isBreak(at distance: Int) -> Bool {
    let place = offset + distance
    switch bytes[place] {
    case 0x0A, 0x0D: return true
    case 0xC2: return bytes[place + 1] == 0x85
    case 0xE2:
      return bytes[place + 1] == 0x80 && (bytes[place + 2] == 0xA8 || bytes[place + 2] == 0xA9)
    default: return false
    }
  }

  func isBreakOrEnd(at distance: Int) -> Bool {
    bytes[offset + distance] == 0 || isBreak(at: distance)
  }

  func isBlankOrEnd(at distance: Int) -> Bool {
    isBlank(at: distance) || isBreakOrEnd(at: distance)
  }

  /// A letter, digit, `_` or `-`.
  var isWord: Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Whether `---` or `...` stands here, alone.
  func isDocumentMarker(_ character: UInt8) -> Bool {
    byte == character && bytes[offset + 1] == character && bytes[offset + 2] == character
      && isBlankOrEnd(at: 3)
  }

  /// Steps over one character that ends no line.
  mutating func advance() {
    offset += YAMLCharacters.width(bytes[offset])
    mark.index += 1
    mark.column += 1
  }

  /// Steps over the end of a line.
  mutating func advanceLine() {
    if byte == 0x0D, bytes[offset + 1] == 0x0A {
      offset += 2
      mark.index += 2
    } else {
      offset += YAMLCharacters.width(bytes[offset])
      mark.index += 1
    }
    mark.column = 0
    mark.line += 1
  }

  /// Copies one character.
  mutating func read(into text: inout [UInt8]) {
    let width = YAMLCharacters.width(bytes[offset])
    if width == 1 {
      text.append(bytes[offset])
    } else {
      text.append(contentsOf: bytes[offset..<offset + width])
    }
    offset += width
    mark.index += 1
    mark.column += 1
  }

  /// Copies the end of a line: all ends but LS and PS become a line feed.
  mutating func readLine(into text: inout [UInt8]) {
    if byte == 0xE2 {
      text.append(contentsOf: bytes[offset..<offset + 3])
    } else {
      text.append(UInt8(ascii: "\n"))
    }
    advanceLine()
  }

  /// Copies letters, digits, `_` and `-`.
  mutating func readWord() -> String {
    let start = offset
    while isWord { advance() }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }
}

/// What YAML allows in a text.
enum YAMLCharacters {
  /// go-yaml reads the text in pieces of so many bytes and checks a piece before it scans it.
  private static let pieceSize = 512

  /// How many bytes a character has, by its first one.
  static func width(_ first: UInt8) -> Int {
    switch first {
    case 0..<0x80: 1
    case 0x80..<0xE0: 2
    case 0xE0..<0xF0: 3
    default: 4
    }
  }

  /// Where the piece begins that holds the first forbidden character; `Int.max` when none does.
  ///
  /// Source: go-yaml v2 `readerc.go`: tab, line ends, printable characters. A piece ends before a
  /// character that is not complete.
  static func firstForbiddenPiece(_ text: [UInt8]) -> Int {
    var offset = 0
    var piece = 0
    while offset < text.count {
      let width = width(text[offset])
      if offset + width > piece + pieceSize { piece = offset }
      if isForbidden(text, at: offset) { return piece }
      offset += width
    }
    return .max
  }

  /// The place of the first forbidden character.
  static func markOfForbidden(in text: [UInt8]) -> YAMLMark {
    var mark = YAMLMark()
    while mark.index < text.count, !isForbidden(text, at: mark.index) {
      if text[mark.index] == UInt8(ascii: "\n") {
        mark.line += 1
        mark.column = 0
      } else {
        mark.column += 1
      }
      mark.index += width(text[mark.index])
    }
    return mark
  }

  private static func isForbidden(_ text: [UInt8], at offset: Int) -> Bool {
    switch text[offset] {
    case 0x09, 0x0A, 0x0D, 0x20..<0x7F: false
    case 0..<0x80: true
    case 0xC2: offset + 1 < text.count && text[offset + 1] < 0xA0 && text[offset + 1] != 0x85
    case 0xEF:
      offset + 2 < text.count && text[offset + 1] == 0xBF
        && (text[offset + 2] == 0xBE || text[offset + 2] == 0xBF)
    default: false
    }
  }
}
