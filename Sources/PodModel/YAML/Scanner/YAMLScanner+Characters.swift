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
