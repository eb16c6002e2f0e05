/// A frame of SPDY/3.1, its headers still compressed.
///
/// Source: SPDY Protocol Draft 3.1, section 2.6; which of them occur is Go's `spdystream`.
enum SPDYFrame: Hashable, Sendable {
  case data(stream: Int, bytes: [UInt8], isLast: Bool)
  case openStream(stream: Int, headers: [UInt8], isLast: Bool)
  case reply(stream: Int, headers: [UInt8], isLast: Bool)
  case reset(stream: Int, status: ResetStatus)
  case settings
  case ping(Int)
  case goAway(lastStream: Int)
  case headers(stream: Int, headers: [UInt8], isLast: Bool)
  case windowUpdate(stream: Int, bytes: Int)
  /// A kind that nobody has defined; it must be ignored.
  case unknown(kind: Int)

  /// Why a stream is reset.
  enum ResetStatus: Int, Sendable {
    case protocolError = 1
    case invalidStream, refusedStream, unsupportedVersion, cancel, internalError, flowControlError
    case streamInUse, streamAlreadyClosed
  }

  /// How long a frame may be that is no data: Go's client sends headers of some 60 bytes.
  static let controlLimit = 16_384
  /// How long one data frame may be.
  ///
  /// Go copies in pieces of 32 KiB.
  static let dataLimit = 1 << 20

  /// The numbers of control frames on the wire.
  enum Kind: Int {
    case openStream = 1
    case reply, reset, settings
    case ping = 6
    case goAway, headers, windowUpdate

    var name: String {
      switch self {
      case .openStream: "SYN_STREAM"
      case .reply: "SYN_REPLY"
      case .reset: "RST_STREAM"
      case .settings: "SETTINGS"
      case .ping: "PING"
      case .goAway: "GOAWAY"
      case .headers: "HEADERS"
      case .windowUpdate: "WINDOW_UPDATE"
      }
    }
  }
}

// MARK: - To bytes

extension SPDYFrame {
  /// The frame as it goes over the wire.
  var bytes: [UInt8] {
    switch self {
    case .data(let stream, let bytes, let isLast):
      var frame: [UInt8] = []
      frame.append(stream & 0x7FFF_FFFF, size: 4)
      frame.append(isLast ? 1 : 0)
      frame.append(bytes.count, size: 3)
      return frame + bytes
    case .openStream(let stream, let headers, let isLast):
      // No stream it belongs to, and the highest priority.
      let body = SPDYFrame.number(stream) + [0, 0, 0, 0, 0, 0] + headers
      return SPDYFrame.control(.openStream, isLast ? 1 : 0, body)
    case .reply(let stream, let headers, let isLast):
      return SPDYFrame.control(.reply, isLast ? 1 : 0, SPDYFrame.number(stream) + headers)
    case .reset(let stream, let status):
      let body = SPDYFrame.number(stream) + SPDYFrame.number(status.rawValue)
      return SPDYFrame.control(.reset, 0, body)
    case .settings: return SPDYFrame.control(.settings, 0, [0, 0, 0, 0])
    case .ping(let number): return SPDYFrame.control(.ping, 0, SPDYFrame.number(number))
    case .goAway(let lastStream):
      return SPDYFrame.control(.goAway, 0, SPDYFrame.number(lastStream) + [0, 0, 0, 0])
    case .headers(let stream, let headers, let isLast):
      return SPDYFrame.control(.headers, isLast ? 1 : 0, SPDYFrame.number(stream) + headers)
    case .windowUpdate(let stream, let count):
      let body = SPDYFrame.number(stream) + SPDYFrame.number(count)
      return SPDYFrame.control(.windowUpdate, 0, body)
    case .unknown: return []
    }
  }

  private static func number(_ value: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(value, size: 4)
    return bytes
  }

  private static func control(_ kind: Kind, _ flags: UInt8, _ body: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = [0x80, 3]
    frame.append(kind.rawValue, size: 2)
    frame.append(flags)
    frame.append(body.count, size: 3)
    return frame + body
  }
}
