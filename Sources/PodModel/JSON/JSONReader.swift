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

  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func advance() {
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

  func unexpected(_ where: String) -> JSON.ReadError {
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
