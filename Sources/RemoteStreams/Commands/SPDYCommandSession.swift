/// The server's side of `exec` and `attach` over SPDY.
///
/// A state machine: bytes in, events and bytes to be sent out.
package struct SPDYCommandSession {
  /// What came of some bytes.
  package struct Outcome: Sendable, Hashable {
    package var events: [CommandEvent] = []
    /// Bytes to be sent at once.
    package var reply: [UInt8] = []
    /// Whether the client has given up all that it had opened.
    package var isAbandoned = false
  }

  private let framing: ChannelProtocol
  private let expected: Set<CommandStream>
  private var connection = SPDYConnection()
  private var numbers: [CommandStream: Int] = [:]
  private var sizes = TerminalSizeReader()
  private var isReady = false

  package init(_ framing: ChannelProtocol, _ streams: CommandStreams) {
    self.framing = framing
    expected = streams.expected(framing)
  }

  /// Takes bytes as they come.
  package mutating func receive(
    _ bytes: some Sequence<UInt8>
  ) throws(StreamProtocolError) -> Outcome {
    let result = try connection.receive(bytes)
    var outcome = Outcome(reply: result.reply)
    for event in result.events { handle(event, &outcome) }
    return outcome
  }

  private mutating func handle(_ event: SPDYConnection.Event, _ outcome: inout Outcome) {
    switch event {
    case .opened(let number, let headers): open(number, headers, &outcome)
    case .received(let number, let bytes):
      if number == numbers[.input] { outcome.events.append(.input(bytes)) }
      if number == numbers[.resize] {
        outcome.events += sizes.receive(bytes).map { .resized($0) }
      }
    case .finished(let number):
      if number == numbers[.input] { outcome.events.append(.inputEnded) }
    case .reset(let number):
      if number == numbers[.input] { outcome.events.append(.inputEnded) }
      numbers = numbers.filter { $0.value != number }
      if numbers.isEmpty { outcome.isAbandoned = true }
    case .goingAway: outcome.isAbandoned = true
    }
  }

  private mutating func open(
    _ number: Int, _ headers: SPDYHeaders, _ outcome: inout Outcome
  ) {
    let type = headers["streamtype"]
    guard let stream = CommandStream.allCases.first(where: { $0.streamType == type }),
      expected.contains(stream), numbers[stream] == nil
    else {
      outcome.reply += connection.refuse(number)
      return
    }
    numbers[stream] = number
    outcome.reply += connection.accept(number)
    guard !isReady, numbers.count == expected.count else { return }
    isReady = true
    outcome.events.append(.ready)
  }

  /// The bytes for some output; none where the client has not asked for that stream.
  package func write(_ bytes: [UInt8], to stream: CommandStream) -> [UInt8] {
    numbers[stream].map { connection.write(bytes, to: $0) } ?? []
  }

  /// The bytes that tell how the command ended, and end all streams.
  package mutating func finish(_ outcome: CommandOutcome) -> [UInt8] {
    var bytes = write(outcome.document(framing), to: .status)
    for stream in CommandStream.allCases {
      if let number = numbers[stream] { bytes += connection.finish(number) }
    }
    return bytes + connection.goAway()
  }
}
