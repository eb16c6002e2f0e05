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

  /// Decodes, passing over white space; nil for anything else that is not of the alphabet.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var (word, bits) = (0, 0)
    for byte in text where byte != 0x20 && !(0x09...0x0D).contains(byte) {
      if byte == UInt8(ascii: "=") { break }
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      word = (word << 6 | value) & 0xFFFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(word >> bits & 255))
      }
    }
    return result
  }
}
