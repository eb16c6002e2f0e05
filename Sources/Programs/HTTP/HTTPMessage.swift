import ByteText
import Kernel

/// The head of an HTTP message: its first line and its header fields.
struct HTTPHead {
  /// Without its line end.
  var startLine: String
  /// In order, names as they came.
  var fields: [(name: String, value: String)] = []

  /// The value of the first field of a name, whatever its case.
  subscript(name: String) -> String? {
    fields.first { $0.name.isSameIgnoringCase(as: name) }?.value
  }

  /// The status of a response; 0 if the line has none.
  var status: Int {
    let parts = startLine.split(at: " ", maxSplits: 2)
    return parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  }

  /// What follows the status.
  var reason: String {
    let parts = startLine.split(at: " ", maxSplits: 2)
    return parts.count > 2 ? String(parts[2]) : ""
  }

  /// The head as it goes over the wire.
  var bytes: [UInt8] {
    var text = startLine + "\r\n"
    for field in fields {
      text += field.name
      text += ": "
      text += field.value
      text += "\r\n"
    }
    return (text + "\r\n").rawBytes
  }

  /// Reads a head; nil if the other side has closed before one began.
  static func read(from reader: InputReader) async throws -> HTTPHead? {
    guard let first = try await reader.readLine() else { return nil }
    var head = HTTPHead(startLine: HTTPHead.line(first))
    while head.fields.count < 200, let raw = try await reader.readLine() {
      let line = HTTPHead.line(raw)
      if line.isEmpty { break }
      let colon = line.firstIndex(ofASCII: ":") ?? line.endIndex
      let value = line.utf8[colon...].dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
      head.fields.append((String(line[..<colon]), String(Substring(value))))
    }
    return head
  }

  private static func line(_ bytes: [UInt8]) -> String {
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return String(rawBytes: bytes[..<end])
  }
}

/// How a response's body ends.
enum HTTPBody: Equatable {
  case length(Int)
  case chunked
  case untilClose

  /// Source: RFC 9112, section 6.3.
  init(of head: HTTPHead, isHead: Bool) {
    let status = head.status
    if isHead || status == 204 || status == 304 || (100..<200).contains(status) {
      self = .length(0)
    } else if head["Transfer-Encoding"]?.lowercased().contains("chunked") == true {
      self = .chunked
    } else if let length = head["Content-Length"].flatMap({ Int($0) }), length >= 0 {
      self = .length(length)
    } else {
      self = .untilClose
    }
  }

  /// Hands the body to `receive`, part by part; false if it ended too early.
  func read(
    from reader: InputReader, _ receive: ([UInt8]) async throws -> Void
  ) async throws -> Bool {
    switch self {
    case .length(let length): return try await HTTPBody.copy(length, reader, receive)
    case .untilClose:
      while let block = try await reader.readBlock() { try await receive(block) }
      return true
    case .chunked:
      while let line = try await reader.readLine() {
        let digits = line.prefix { Escapes.hexadecimal($0) != nil }.prefix(8)
        let size = digits.reduce(0) { $0 * 16 + (Escapes.hexadecimal($1) ?? 0) }
        if digits.isEmpty { return false }
        if size == 0 {
          while let line = try await reader.readLine(), line.count > 2 {}
          return true
        }
        guard try await HTTPBody.copy(size, reader, receive) else { return false }
        _ = try await reader.readLine()
      }
      return false
    }
  }

  private static func copy(
    _ length: Int, _ reader: InputReader, _ receive: ([UInt8]) async throws -> Void
  ) async throws -> Bool {
    var part: [UInt8] = []
    var missing = length
    while missing > 0 {
      guard let block = try await reader.readBlock(atMost: min(missing, 16_384 - part.count)) else {
        if !part.isEmpty { try await receive(part) }
        return false
      }
      part += block
      missing -= block.count
      if part.count == 16_384 {
        try await receive(part)
        part = []
      }
    }
    if !part.isEmpty { try await receive(part) }
    return true
  }
}

extension String {
  /// Whether it is another text but for the case of ASCII's letters.
  fileprivate func isSameIgnoringCase(as other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy {
        $0 == $1 || ($0 ^ $1 == 0x20 && ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A)
      }
  }
}
