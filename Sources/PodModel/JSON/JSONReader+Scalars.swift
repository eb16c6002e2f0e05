// Numbers and strings.
extension JSONReader {
  mutating func readNumber() throws(JSON.ReadError) -> Node.Content {
    let start = index
    var isInteger = true
    if next == UInt8(ascii: "-") { advance() }
    if next == UInt8(ascii: "0") {
      advance()
    } else {
      try readDigits("in numeric literal")
    }
    if next == UInt8(ascii: ".") {
      isInteger = false
      advance()
      try readDigits("after decimal point in numeric literal")
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isInteger = false
      advance()
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { advance() }
      try readDigits("in exponent of numeric literal")
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isInteger, let value = Int64(text) { return .integer(value) }
    return .float(Double(text) ?? .nan)
  }

  private mutating func readDigits(_ where: String) throws(JSON.ReadError) {
    guard let byte = next, Self.isDigit(byte) else { throw unexpected(`where`) }
    while let byte = next, Self.isDigit(byte) { advance() }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  mutating func readString() throws(JSON.ReadError) -> String {
    advance()
    let start = index
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      advance()
    }
    if next == UInt8(ascii: "\"") {
      let text = GoUTF8.string(bytes[start..<index])
      advance()
      return text
    }
    var text = Array(bytes[start..<index])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        advance()
        return GoUTF8.string(text[...])
      case UInt8(ascii: "\\"): try readEscape(into: &text)
      case 0..<0x20: throw unexpected("in string literal")
      default:
        text.append(byte)
        advance()
      }
    }
    throw truncated
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSON.ReadError) {
    advance()
    let plain: UInt8
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = next ?? 0
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "n"): plain = UInt8(ascii: "\n")
    case UInt8(ascii: "r"): plain = UInt8(ascii: "\r")
    case UInt8(ascii: "t"): plain = UInt8(ascii: "\t")
    case UInt8(ascii: "u"):
      advance()
      let scalar = try readUnicodeEscape()
      text.append(contentsOf: String(Character(scalar)).utf8)
      return
    default: throw unexpected("in string escape code")
    }
    text.append(plain)
    advance()
  }

  /// The character of a `\u` escape, or of two that make a surrogate pair; a surrogate alone
  /// becomes U+FFFD.
  private mutating func readUnicodeEscape() throws(JSON.ReadError) -> Unicode.Scalar {
    let unit = try readHexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let behind = self
    if unit < 0xDC00, next == UInt8(ascii: "\\") {
      advance()
      if next == UInt8(ascii: "u") {
        advance()
        let low = try readHexadecimal()
        if (0xDC00...0xDFFF).contains(low),
          let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
          return scalar
        }
      }
    }
    self = behind
    return "\u{FFFD}"
  }

  private mutating func readHexadecimal() throws(JSON.ReadError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("in \\u hexadecimal character escape")
      }
      value = value << 4 | UInt32(digit)
      advance()
    }
    return value
  }

  /// A byte between single quotes, as `encoding/json` shows it: bytes are taken for Latin-1.
  ///
  /// Source: Go `encoding/json/scanner.go` (`quoteChar`), `strconv/quote.go`.
  static func quoted(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "'"): return "'\\''"
    case UInt8(ascii: "\""): return "'\"'"
    default: return "'" + GoQuote.escaped(Unicode.Scalar(byte)) + "'"
    }
  }
}
