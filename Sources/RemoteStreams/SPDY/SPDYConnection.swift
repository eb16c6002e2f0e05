/// The server's side of a SPDY/3.1 connection: the client opens streams, both write to them.
///
/// A state machine: bytes in, events out; each action returns the bytes to be sent. There is no
/// flow control, as Go's `spdystream` has none. After an error the connection must be closed.
package struct SPDYConnection {
  /// What the client did.
  package enum Event: Sendable, Hashable {
    /// It wants a stream; answer with `accept` or `refuse`.
    case opened(stream: Int, headers: SPDYHeaders)
    case received(stream: Int, [UInt8])
    /// It sends nothing more on a stream.
    case finished(stream: Int)
    /// It is not interested in a stream any more.
    case reset(stream: Int)
    /// It opens no more streams.
    case goingAway
  }

  /// What to do with the bytes of one call.
  package struct Outcome: Sendable, Hashable {
    package var events: [Event] = []
    /// Bytes to be sent at once.
    package var reply: [UInt8] = []
  }

  /// How far a stream has been closed.
  private struct Stream {
    var clientHasFinished = false
    var serverHasFinished = false
  }

  /// How many streams a client may have open at a time.
  package static let streamLimit = 256

  private var reader = SPDYFrameReader()
  private let compression = HeaderCompression(.compress)
  private let decompression = HeaderCompression(.decompress)
  private var streams: [Int: Stream] = [:]
  private var lastStream = 0

  package init() {}

  /// Whether no stream is open.
  package var isIdle: Bool { streams.isEmpty }

  /// Takes bytes as they come.
  package mutating func receive(
    _ bytes: some Sequence<UInt8>
  ) throws(StreamProtocolError) -> Outcome {
    var outcome = Outcome()
    reader.append(bytes)
    while let frame = try reader.next() { try handle(frame, &outcome) }
    return outcome
  }

  private mutating func handle(
    _ frame: SPDYFrame, _ outcome: inout Outcome
  ) throws(StreamProtocolError) {
    switch frame {
    case .openStream(let stream, let compressed, let isLast):
      try open(stream, compressed, isLast, &outcome)
    case .data(let stream, let bytes, let isLast):
      guard let state = streams[stream], !state.clientHasFinished else {
        outcome.reply += SPDYFrame.reset(stream: stream, status: .invalidStream).bytes
        return
      }
      if !bytes.isEmpty { outcome.events.append(.received(stream: stream, bytes)) }
      if isLast { finishClient(stream, &outcome) }
    case .headers(let stream, let compressed, let isLast):
      // Read even if nobody wants them: the compression goes on from here.
      _ = try decompression.convert(compressed)
      if isLast, streams[stream]?.clientHasFinished == false { finishClient(stream, &outcome) }
    case .reply(_, let compressed, _): _ = try decompression.convert(compressed)
    case .reset(let stream, _):
      if streams.removeValue(forKey: stream) != nil {
        outcome.events.append(.reset(stream: stream))
      }
    case .ping(let number):
      // The client's are odd; even ones would be answers to our own.
      if number & 1 == 1 { outcome.reply += SPDYFrame.ping(number).bytes }
    case .goAway: outcome.events.append(.goingAway)
    case .settings, .windowUpdate, .unknown: break
    }
  }

  private mutating func open(
    _ stream: Int, _ compressed: [UInt8], _ isLast: Bool, _ outcome: inout Outcome
  ) throws(StreamProtocolError) {
    let block = try decompression.convert(compressed)
    guard let headers = SPDYHeaders(block: block) else { throw .malformedHeaders }
    guard stream & 1 == 1, stream > lastStream else {
      outcome.reply += SPDYFrame.reset(stream: stream, status: .protocolError).bytes
      return
    }
    guard streams.count < SPDYConnection.streamLimit else {
      throw .tooManyStreams(limit: SPDYConnection.streamLimit)
    }
    lastStream = stream
    streams[stream] = Stream()
    outcome.events.append(.opened(stream: stream, headers: headers))
    if isLast { finishClient(stream, &outcome) }
  }

  private mutating func finishClient(_ stream: Int, _ outcome: inout Outcome) {
    outcome.events.append(.finished(stream: stream))
    streams[stream]?.clientHasFinished = true
    forgetIfDone(stream)
  }

  private mutating func forgetIfDone(_ stream: Int) {
    guard let state = streams[stream], state.clientHasFinished, state.serverHasFinished else {
      return
    }
    streams[stream] = nil
  }

  // MARK: Actions

  /// Accepts a stream that was opened.
  package func accept(_ stream: Int) -> [UInt8] {
    // Compressing our own, short block cannot fail.
    guard let headers = try? compression.convert(SPDYHeaders().block) else { return [] }
    return SPDYFrame.reply(stream: stream, headers: headers, isLast: false).bytes
  }

  /// Refuses a stream that was opened.
  package mutating func refuse(_ stream: Int) -> [UInt8] {
    streams[stream] = nil
    return SPDYFrame.reset(stream: stream, status: .refusedStream).bytes
  }

  /// Writes to a stream; nothing comes of it when the stream is closed.
  package func write(_ bytes: [UInt8], to stream: Int) -> [UInt8] {
    guard let state = streams[stream], !state.serverHasFinished else { return [] }
    var result: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(32_768)
      result += SPDYFrame.data(stream: stream, bytes: Array(part), isLast: false).bytes
      rest = rest.dropFirst(part.count)
    }
    return result
  }

  /// Says that nothing more comes on a stream.
  package mutating func finish(_ stream: Int) -> [UInt8] {
    guard let state = streams[stream], !state.serverHasFinished else { return [] }
    streams[stream]?.serverHasFinished = true
    forgetIfDone(stream)
    return SPDYFrame.data(stream: stream, bytes: [], isLast: true).bytes
  }

  /// Gives a stream up in both directions.
  package mutating func reset(_ stream: Int) -> [UInt8] {
    guard streams.removeValue(forKey: stream) != nil else { return [] }
    return SPDYFrame.reset(stream: stream, status: .cancel).bytes
  }

  /// Says that the connection ends.
  package func goAway() -> [UInt8] { SPDYFrame.goAway(lastStream: lastStream).bytes }
}
