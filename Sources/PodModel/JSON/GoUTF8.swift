/// Reads UTF-8 as Go does.
enum GoUTF8 {
  /// The text of some bytes; every byte that belongs to no character becomes one U+FFFD.
  ///
  /// Swift's own repair merges several such bytes into one. Source: Go `unicode/utf8`.
  static func string(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(decoding: repaired(bytes), as: UTF8.self)
  }

  /// The same bytes, with three bytes of U+FFFD for each that belongs to no character.
  static func repaired(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var repaired: [UInt8] = []
    repaired.reserveCapacity(bytes.count + 16)
    var rest = bytes
    while let first = rest.first {
      let length = characterLength(first)
      let character = rest.prefix(length)
      if first < 0x80 || (length > 1 && character.count == length && isValid(character)) {
        repaired.append(contentsOf: character)
        rest = rest.dropFirst(length)
      } else {
        repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
        rest = rest.dropFirst()
      }
    }
    return repaired
  }

  private static func characterLength(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  private static func isValid(_ character: ArraySlice<UInt8>) -> Bool {
    String(validating: character, as: UTF8.self) != nil
  }
}
