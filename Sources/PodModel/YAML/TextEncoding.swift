/// Turns a file's bytes into UTF-8 as kubectl does before it looks for YAML.
///
/// Source: cli-runtime `resource/visitor.go` (`unicode.BOMOverride` over a UTF-8 decoder).
enum TextEncoding {
  /// The text as valid UTF-8: a byte order mark chooses UTF-16 and is taken away, and what belongs
  /// to no character becomes U+FFFD.
  static func utf8(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), lowByteFirst: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), lowByteFirst: false) }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if text.allSatisfy({ $0 < 0x80 }) { return Array(text) }
    if String(validating: text, as: UTF8.self) != nil { return Array(text) }
    return GoUTF8.repaired(text)
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, lowByteFirst: Bool) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let pair = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(lowByteFirst ? pair.1 << 8 | pair.0 : pair.0 << 8 | pair.1)
      index += 2
    }
    var text = Array(String(decoding: units, as: UTF16.self).utf8)
    if bytes.count % 2 == 1 { text.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
    return text
  }
}
