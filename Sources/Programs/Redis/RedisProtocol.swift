import ByteText
import Kernel

/// An answer of redis.
///
/// Source: redis.io, "Redis serialization protocol specification".
enum RedisReply: Equatable {
  case status(String)
  case error(String)
  case number(Int)
  case text(String)
  case none
  case list([String])

  /// As it goes over the wire.
  var bytes: [UInt8] {
    switch self {
    case .status(let text): "+\(text)\r\n".rawBytes
    case .error(let text): "-\(text)\r\n".rawBytes
    case .number(let value): ":\(value)\r\n".rawBytes
    case .text(let text): RedisProtocol.bulk(text)
    case .none: "$-1\r\n".rawBytes
    case .list(let items): RedisProtocol.array(items)
    }
  }

  /// As `redis-cli` prints it where no terminal is.
  var plainText: String {
    switch self {
    case .status(let text), .text(let text): text
    case .error(let text): text
    case .number(let value): String(value)
    case .none: ""
    case .list(let items): items.joined(separator: "\n")
    }
  }

  /// As `redis-cli` prints it on a terminal.
  var terminalText: String {
    switch self {
    case .status(let text): text
    case .error(let text): "(error) \(text)"
    case .number(let value): "(integer) \(value)"
    case .text(let text): "\"\(text)\""
    case .none: "(nil)"
    case .list(let items):
      items.isEmpty
        ? "(empty array)"
        : items.enumerated().map { "\($0 + 1)) \"\($1)\"" }.joined(separator: "\n")
    }
  }
}

/// The wire format of redis.
enum RedisProtocol {
  private static let longest = 1 << 20

  static func bulk(_ text: String) -> [UInt8] {
    let bytes = text.rawBytes
    return "$\(bytes.count)\r\n".rawBytes + bytes + [0x0D, 0x0A]
  }

  static func array(_ items: [String]) -> [UInt8] {
    "*\(items.count)\r\n".rawBytes + items.flatMap(bulk)
  }

  /// The words of the next command: an array, or a line of words; nil at the end.
  static func command(from reader: InputReader) async throws -> [String]? {
    guard let line = try await line(from: reader) else { return nil }
    guard line.hasPrefix("*") else { return line.split(at: " ").map(String.init) }
    guard let count = Int(line.dropFirst()), (0...1000).contains(count) else { return nil }
    return try await bulks(count, from: reader)
  }

  /// The next answer; nil at the end or for what is none.
  static func reply(from reader: InputReader) async throws -> RedisReply? {
    guard let line = try await line(from: reader), let kind = line.first else { return nil }
    let rest = String(line.dropFirst())
    switch kind {
    case "+": return .status(rest)
    case "-": return .error(rest)
    case ":": return Int(rest).map { .number($0) }
    case "$":
      guard let length = Int(rest), length >= 0 else { return RedisReply.none }
      return try await bulk(length, from: reader).map { .text($0) }
    case "*":
      guard let count = Int(rest), (0...100_000).contains(count) else { return nil }
      return try await bulks(count, from: reader).map { .list($0) }
    default: return nil
    }
  }

  private static func bulks(_ count: Int, from reader: InputReader) async throws -> [String]? {
    var items: [String] = []
    for _ in 0..<count {
      guard let line = try await line(from: reader), line.hasPrefix("$"),
        let length = Int(line.dropFirst()), let text = try await bulk(length, from: reader)
      else { return nil }
      items.append(text)
    }
    return items
  }

  private static func bulk(_ length: Int, from reader: InputReader) async throws -> String? {
    guard (0...longest).contains(length) else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < length + 2 {
      guard let byte = try await reader.readByte() else { return nil }
      bytes.append(byte)
    }
    return String(rawBytes: bytes.prefix(length))
  }

  private static func line(from reader: InputReader) async throws -> String? {
    guard var line = try await reader.readLine() else { return nil }
    while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
    return line.text
  }
}
