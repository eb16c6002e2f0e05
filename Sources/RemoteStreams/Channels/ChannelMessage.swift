/// One WebSocket message of the channel protocols.
package enum ChannelMessage: Sendable, Hashable {
  case data(CommandStream, [UInt8])
  /// The client ends a channel; `v5.channel.k8s.io` has it.
  case close(CommandStream)
}

extension ChannelMessage {
  /// The channel that ends another one, which its second byte names.
  private static let closing: UInt8 = 255

  /// Reads a message from a client; nil for one that says nothing.
  ///
  /// - Throws: `unexpectedChannel` for channels that a client does not write to.
  package init?(
    _ bytes: [UInt8], _ framing: ChannelProtocol
  ) throws(StreamProtocolError) {
    guard var channel = bytes.first else { return nil }
    var payload = bytes[1...]
    if framing.isBase64 {
      channel = channel &- UInt8(ascii: "0")
      guard let decoded = Base64.decode(payload) else { throw .malformedFrame(kind: "base64") }
      payload = decoded[...]
    }
    if channel == ChannelMessage.closing, framing.canCloseChannels {
      guard let number = payload.first else { throw .malformedFrame(kind: "close") }
      guard let stream = CommandStream(rawValue: Int(number)) else {
        throw .unexpectedChannel(Int(number))
      }
      self = .close(stream)
      return
    }
    guard let stream = CommandStream(rawValue: Int(channel)), stream.isWrittenByClient else {
      throw .unexpectedChannel(Int(channel))
    }
    self = .data(stream, Array(payload))
  }

  /// The bytes of a message to the client.
  package func bytes(_ framing: ChannelProtocol) -> [UInt8] {
    switch self {
    case .data(let stream, let bytes):
      let channel = UInt8(truncatingIfNeeded: stream.rawValue)
      if framing.isBase64 { return [channel + UInt8(ascii: "0")] + Base64.encode(bytes) }
      return [channel] + bytes
    case .close(let stream):
      return [ChannelMessage.closing, UInt8(truncatingIfNeeded: stream.rawValue)]
    }
  }
}
