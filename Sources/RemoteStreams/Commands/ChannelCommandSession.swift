/// The server's side of `exec` and `attach` over a WebSocket, message by message.
package struct ChannelCommandSession {
  private let framing: ChannelProtocol
  private let streams: CommandStreams
  private var sizes = TerminalSizeReader()
  private var inputHasEnded = false

  package init(_ framing: ChannelProtocol, _ streams: CommandStreams) {
    self.framing = framing
    self.streams = streams
  }

  /// The message that tells the client that the connection stands: an empty one on the lowest
  /// channel that the server writes to.
  ///
  /// Source: Kubernetes `remotecommand/websocket.go`, `createWebSocketStreams`.
  package var greeting: [UInt8] {
    let stream: CommandStream = streams.output ? .output : streams.errors ? .errors : .status
    return ChannelMessage.data(stream, []).bytes(framing)
  }

  /// Takes one message of the client.
  package mutating func receive(
    _ message: [UInt8]
  ) throws(StreamProtocolError) -> [CommandEvent] {
    guard let message = try ChannelMessage(message, framing) else { return [] }
    switch message {
    case .data(.input, let bytes):
      return streams.input && !inputHasEnded && !bytes.isEmpty ? [.input(bytes)] : []
    case .data(.resize, let bytes):
      return sizes.receive(bytes).map { .resized($0) }
    case .close(.input) where streams.input && !inputHasEnded:
      inputHasEnded = true
      return [.inputEnded]
    case .data, .close: return []
    }
  }

  /// The message for some output; nil where the client has not asked for that stream.
  package func write(_ bytes: [UInt8], to stream: CommandStream) -> [UInt8]? {
    let isWanted =
      switch stream {
      case .output: streams.output
      case .errors: streams.errors
      case .input, .status, .resize: false
      }
    return isWanted ? ChannelMessage.data(stream, bytes).bytes(framing) : nil
  }

  /// The message that tells how the command ended; the connection is closed after it.
  package func finish(_ outcome: CommandOutcome) -> [UInt8]? {
    let document = outcome.document(framing)
    return document.isEmpty ? nil : ChannelMessage.data(.status, document).bytes(framing)
  }
}
