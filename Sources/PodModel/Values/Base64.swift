/// Base64 as `encoding/json` reads and writes it for `[]byte` fields.
///
/// Source: Go `encoding/base64`, `StdEncoding`: padded, line breaks ignored.
package enum Base64 {
  /// A text that is no base64, with the offset Go reports.
  package struct CorruptInput: Error, Sendable, Hashable, CustomStringConvertible {
    package let offset: Int
    package var description: String { "illegal base64 data at input byte \(offset)" }
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The bytes a text stands for.
  package static func decode(_ text: String) throws(CorruptInput) -> [UInt8] {
    let input = Array(text.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(input.count / 4 * 3)
    var group: [UInt8] = []
    var index = 0
    while index < input.count {
      let byte = input[index]
      index += 1
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
      if byte == UInt8(ascii: "=") {
        try finish(group, in: input, at: &index)
        append(group, to: &output)
        return output
      }
      guard let value = value(of: byte) else { throw CorruptInput(offset: index - 1) }
      group.append(value)
      if group.count == 4 {
        append(group, to: &output)
        group = []
      }
    }
    guard group.isEmpty else { throw CorruptInput(offset: index - group.count) }
    return output
  }

  /// Checks the padding: one `=` after three characters, two after two, then nothing.
  private static func finish(
    _ group: [UInt8], in input: [UInt8], at index: inout Int
  ) throws(CorruptInput) {
    func skipLineBreaks() {
      while index < input.count, input[index] == 10 || input[index] == 13 { index += 1 }
    }
    guard group.count >= 2 else { throw CorruptInput(offset: index - 1) }
    if group.count == 2 {
      skipLineBreaks()
      guard index < input.count else { throw CorruptInput(offset: input.count) }
      guard input[index] == UInt8(ascii: "=") else { throw CorruptInput(offset: index - 1) }
      index += 1
    }
    skipLineBreaks()
    guard index == input.count else { throw CorruptInput(offset: index) }
  }

  private static func append(_ group: [UInt8], to output: inout [UInt8]) {
    if group.count > 1 { output.append(group[0] << 2 | group[1] >> 4) }
    if group.count > 2 { output.append(group[1] << 4 | group[2] >> 2) }
    if group.count > 3 { output.append(group[2] << 6 | group[3]) }
  }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// The text that stands for bytes.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let chunk = bytes[index..<min(index + 3, bytes.count)]
      let padded = Array(chunk) + [0, 0]
      let word = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
      for place in 0..<4 {
        let isPadding = place > chunk.count
        let value = Int(word >> UInt32(18 - 6 * place)) & 63
        text.append(isPadding ? UInt8(ascii: "=") : alphabet[value])
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
