import Kernel

/// Base64 as RFC 4648 defines it.
enum Base64Text {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let part = Array(bytes[index..<min(index + 3, bytes.count)])
      let word = part.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for position in 0..<4 {
        result.append(
          position <= part.count ? alphabet[word >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
      index += 3
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Decodes, passing over white space, up to the first group of four that is not whole.
  static func decode(_ text: [UInt8]) -> (bytes: [UInt8], isComplete: Bool) {
    var result: [UInt8] = []
    var (word, bits) = (0, 0)
    for byte in text where byte != 0x20 && !(0x09...0x0D).contains(byte) {
      if byte == UInt8(ascii: "=") {
        for rest in stride(from: bits - 8, through: 0, by: -8) {
          result.append(UInt8(truncatingIfNeeded: word >> rest))
        }
        return (result, bits >= 12)
      }
      // What is not of the alphabet is passed over.
      guard let value = alphabet.firstIndex(of: byte) else { continue }
      word = word << 6 | value
      bits += 6
      if bits == 24 {
        for shift in [16, 8, 0] { result.append(UInt8(truncatingIfNeeded: word >> shift)) }
        (word, bits) = (0, 0)
      }
    }
    return (result, bits == 0)
  }
}
