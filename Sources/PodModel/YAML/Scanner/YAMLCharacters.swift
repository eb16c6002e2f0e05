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
