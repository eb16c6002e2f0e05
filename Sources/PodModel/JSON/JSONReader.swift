/// Walks over JSON text and says what `encoding/json`'s scanner says of its faults.
///
/// Source: Go `encoding/json/scanner.go` and `stream.go`.
struct JSONReader {
  /// `encoding/json` gives up at this depth.
  private static let maximumDepth = 10_000

  let bytes: [UInt8]
  /// The next byte to be read.
  private(set) var index: Int
  private var line = 1
  private var lineStart = 0
  /// Bytes since `lineStart` that continue a character and so take no column.
  private var continuationBytes = 0

  init(bytes: [UInt8], from index: Int = 0) {
    self.bytes = bytes
    self.index = 0
    while self.index < index { advance() }
  }

  /// The place of the next byte.
  var position: SourcePosition {
    SourcePosition(line: line, column: index - lineStart - continuationBytes + 1)
  }

  /// The error for a text that ends in the middle of a value.
  var truncated: JSON.ReadError {
    JSON.ReadError(
      message: "unexpected end of JSON input", offset: index, position: position,
      isTruncated: true)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func advance() {
    let byte = bytes[index]
    index += 1
    if byte == UInt8(ascii: "\n") {
      line += 1
      lineStart = index
      continuationBytes = 0
    } else if byte & 0xC0 == 0x80 {
      continuationBytes += 1
    }
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      advance()
    }
  }

  private func unexpected(_ where: String) -> JSON.ReadError {
    guard let byte = next else { return truncated }
    return JSON.ReadError(
      message: "invalid character \(Self.quoted(byte)) \(`where`)", offset: index + 1,
      position: position)
  }

  /// Throws unless nothing but white space is left.
  mutating func expectEnd() throws(JSON.ReadError) {
    skipSpace()
    if index < bytes.count { throw unexpected("after top-level value") }
  }

  /// Reads one value; nil when nothing but white space is left.
  mutating func nextValue() throws(JSON.ReadError) -> Node? {
    skipSpace()
    guard index < bytes.count else { return nil }
    var builder = NodeBuilder()
    // Whether each open bracket is a brace.
    var inObject: [Bool] = []
    repeat {
      let isOpen = try readValue(into: &builder, &inObject)
      if !isOpen { try closeFinished(in: &builder, &inObject) }
    } while !inObject.isEmpty
    return builder.result
  }

  /// Reads a scalar or the beginning of a list or object; true when something may follow inside.
  private mutating func readValue(
    into builder: inout NodeBuilder, _ inObject: inout [Bool]
  ) throws(JSON.ReadError) -> Bool {
    skipSpace()
    let start = position
    switch next {
    case UInt8(ascii: "{"):
      try open(&inObject, isObject: true)
      builder.beginMap(at: start)
      skipSpace()
      if next == UInt8(ascii: "}") { return false }
      try readKey(into: &builder)
      return true
    case UInt8(ascii: "["):
      try open(&inObject, isObject: false)
      builder.beginList(at: start)
      skipSpace()
      return next != UInt8(ascii: "]")
    default:
      builder.add(Node(try readScalar(), at: start))
      return false
    }
  }

  private mutating func open(
    _ inObject: inout [Bool], isObject: Bool
  ) throws(JSON.ReadError) {
    if inObject.count >= Self.maximumDepth {
      throw JSON.ReadError(
        message: "exceeded max depth", offset: index + 1, position: position)
    }
    inObject.append(isObject)
    advance()
  }

  /// Reads closing brackets and the comma behind a value, up to where the next value begins.
  private mutating func closeFinished(
    in builder: inout NodeBuilder, _ inObject: inout [Bool]
  ) throws(JSON.ReadError) {
    while let isObject = inObject.last {
      skipSpace()
      switch next {
      case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
        advance()
        builder.end()
        inObject.removeLast()
      case UInt8(ascii: ","):
        advance()
        if isObject { try readKey(into: &builder) }
        return
      default:
        throw unexpected(isObject ? "after object key:value pair" : "after array element")
      }
    }
  }

  private mutating func readKey(into builder: inout NodeBuilder) throws(JSON.ReadError) {
    skipSpace()
    guard next == UInt8(ascii: "\"") else {
      throw unexpected("looking for beginning of object key string")
    }
    let start = position
    builder.key(try readString(), at: start)
    skipSpace()
    guard next == UInt8(ascii: ":") else { throw unexpected("after object key") }
    advance()
  }

  private mutating func readScalar() throws(JSON.ReadError) -> Node.Content {
    guard let first = next else { throw truncated }
    switch first {
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
    case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
    case UInt8(ascii: "n"): return try readLiteral("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
    default: throw unexpected("looking for beginning of value")
    }
  }

  private mutating func readLiteral(
    _ literal: String, _ content: Node.Content
  ) throws(JSON.ReadError) -> Node.Content {
    for expected in literal.utf8 {
      guard next == expected else {
        throw unexpected(
          "in literal \(literal) (expecting '\(Character(Unicode.Scalar(expected)))')")
      }
      advance()
    }
    return content
  }
}

// MARK: - Numbers and strings

extension JSONReader {
  private mutating func readNumber() throws(JSON.ReadError) -> Node.Content {
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

  private mutating func readString() throws(JSON.ReadError) -> String {
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
  private static func quoted(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "'"): return "'\\''"
    case UInt8(ascii: "\""): return "'\"'"
    default: return "'" + GoQuote.escaped(Unicode.Scalar(byte)) + "'"
    }
  }
}
