@testable import RemoteStreams

/// The frames of a SPDY client.
struct SPDYClient {
  private let compression = HeaderCompression(.compress)
  private let decompression = HeaderCompression(.decompress)

  func open(_ stream: Int, _ headers: SPDYHeaders, isLast: Bool = false) throws -> [UInt8] {
    SPDYFrame.openStream(
      stream: stream, headers: try compression.convert(headers.block), isLast: isLast
    ).bytes
  }

  func data(_ stream: Int, _ text: String, isLast: Bool = false) -> [UInt8] {
    SPDYFrame.data(stream: stream, bytes: Array(text.utf8), isLast: isLast).bytes
  }

  /// What a server has sent, with headers as text.
  func read(_ bytes: [UInt8]) throws -> [String] {
    var reader = SPDYFrameReader()
    reader.append(bytes)
    var lines: [String] = []
    while let frame = try reader.next() {
      switch frame {
      case .data(let stream, let bytes, let isLast):
        lines.append(
          "data \(stream) '\(String(decoding: bytes, as: UTF8.self))'\(isLast ? " last" : "")")
      case .reply(let stream, let headers, _):
        let block = SPDYHeaders(block: try decompression.convert(headers))
        lines.append("reply \(stream) \(block?.fields.count ?? -1)")
      case .reset(let stream, let status): lines.append("reset \(stream) \(status)")
      case .ping(let number): lines.append("ping \(number)")
      case .goAway(let last): lines.append("go away \(last)")
      case .openStream, .settings, .headers, .windowUpdate, .unknown: lines.append("other")
      }
    }
    return lines
  }
}

extension [UInt8] {
  /// Bytes from pairs of hexadecimal digits.
  init(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    self = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] * 16 + digits[$0 + 1])
    }
  }
}
