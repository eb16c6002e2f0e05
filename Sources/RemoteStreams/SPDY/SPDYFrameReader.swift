/// Cuts a connection's bytes into frames, however they arrive.
struct SPDYFrameReader {
  private var buffer: [UInt8] = []
  private var head = 0

  /// Bytes that wait for the rest of their frame: less than one frame's limit.
  var count: Int { buffer.count - head }

  mutating func append(_ bytes: some Sequence<UInt8>) {
    if head > 0 {
      buffer.removeFirst(head)
      head = 0
    }
    buffer += bytes
  }

  /// The next whole frame; nil until more bytes come.
  mutating func next() throws(StreamProtocolError) -> SPDYFrame? {
    guard count >= 8 else { return nil }
    let length = buffer[(head + 5)..<(head + 8)].reduce(0) { $0 << 8 | Int($1) }
    let isControl = buffer[head] & 0x80 != 0
    var name = "DATA"
    if isControl {
      let version = Int(buffer[head] & 0x7F) << 8 | Int(buffer[head + 1])
      guard version == 3 else { throw .unsupportedVersion(version) }
      name = kind.map(\.name) ?? "control"
    }
    let limit = isControl ? SPDYFrame.controlLimit : SPDYFrame.dataLimit
    // Refused by its header alone, before anybody keeps its bytes.
    guard length <= limit else { throw .frameTooLong(kind: name, length: length, limit: limit) }
    guard count >= 8 + length else { return nil }
    let flags = buffer[head + 4]
    let body = buffer[(head + 8)..<(head + 8 + length)]
    let number = self.number
    let kind = self.kind
    let stream = buffer[head..<(head + 4)].reduce(0) { $0 << 8 | Int($1) }
    head += 8 + length
    guard isControl else {
      return .data(stream: stream, bytes: Array(body), isLast: flags & 1 != 0)
    }
    guard let kind else { return .unknown(kind: number) }
    guard let frame = SPDYFrame(kind, isLast: flags & 1 != 0, body) else {
      throw .malformedFrame(kind: name)
    }
    return frame
  }

  private var number: Int { Int(buffer[head + 2]) << 8 | Int(buffer[head + 3]) }

  private var kind: SPDYFrame.Kind? { SPDYFrame.Kind(rawValue: number) }
}

extension SPDYFrame {
  /// A control frame from its body; nil when the body is too short.
  fileprivate init?(_ kind: Kind, isLast: Bool, _ body: ArraySlice<UInt8>) {
    var reader = BigEndianReader(body)
    guard let first = reader.number(4) else { return nil }
    let stream = first & 0x7FFF_FFFF
    switch kind {
    case .openStream:
      guard reader.bytes(6) != nil else { return nil }
      self = .openStream(stream: stream, headers: Array(reader.rest), isLast: isLast)
    case .reply: self = .reply(stream: stream, headers: Array(reader.rest), isLast: isLast)
    case .reset:
      guard let status = reader.number(4) else { return nil }
      self = .reset(stream: stream, status: ResetStatus(rawValue: status) ?? .protocolError)
    case .settings: self = .settings
    case .ping: self = .ping(first)
    case .goAway: self = .goAway(lastStream: stream)
    case .headers: self = .headers(stream: stream, headers: Array(reader.rest), isLast: isLast)
    case .windowUpdate:
      guard let count = reader.number(4) else { return nil }
      self = .windowUpdate(stream: stream, bytes: count & 0x7FFF_FFFF)
    }
  }
}
