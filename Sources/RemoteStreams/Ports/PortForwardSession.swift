/// The server's side of port forwarding: pairs of SPDY streams, one for data and one for errors.
///
/// The same bytes go over an upgraded connection or inside WebSocket messages. Source: Kubernetes
/// `kubelet/cri/streaming/portforward/httpstream.go`.
package struct PortForwardSession {
  /// What the client wants.
  ///
  /// A connection has the number of its data stream.
  package enum Event: Sendable, Hashable {
    /// It wants to be connected to a port of the Pod.
    case connect(connection: Int, port: Int)
    case received(connection: Int, [UInt8])
    /// It sends nothing more.
    case finished(connection: Int)
    /// It is not interested any more.
    case abandoned(connection: Int)
  }

  /// What came of some bytes.
  package struct Outcome: Sendable, Hashable {
    package var events: [Event] = []
    /// Bytes to be sent at once.
    package var reply: [UInt8] = []
  }

  /// Two streams that belong together, or the first of them.
  private struct Pair {
    var port: Int
    var data: Int?
    var errors: Int?
    var errorsAreWanted = true
  }

  /// The protocol that both sides speak inside SPDY.
  package static let name = "portforward.k8s.io"
  /// Its name over WebSockets.
  package static let webSocketName = "SPDY/3.1+portforward.k8s.io"

  private var connection = SPDYConnection()
  /// By request ID.
  private var pairs: [String: Pair] = [:]
  /// What has arrived for connections whose second stream is not there yet.
  private var early: [Int: [Event]] = [:]
  private var earlyBytes = 0

  package init() {}

  /// Takes bytes as they come.
  package mutating func receive(
    _ bytes: some Sequence<UInt8>
  ) throws(StreamProtocolError) -> Outcome {
    let result = try connection.receive(bytes)
    var outcome = Outcome(reply: result.reply)
    for event in result.events { try handle(event, &outcome) }
    return outcome
  }

  private mutating func handle(
    _ event: SPDYConnection.Event, _ outcome: inout Outcome
  ) throws(StreamProtocolError) {
    switch event {
    case .opened(let number, let headers): open(number, headers, &outcome)
    case .received(let number, let bytes):
      try deliver(.received(connection: number, bytes), for: number, bytes.count, &outcome)
    case .finished(let number):
      try deliver(.finished(connection: number), for: number, 0, &outcome)
    case .reset(let number):
      guard let (id, pair) = pair(of: number) else { return }
      if pair.errors == number { pairs[id]?.errorsAreWanted = false }
      guard pair.data == number else { return }
      forget(id)
      outcome.events.append(.abandoned(connection: number))
    case .goingAway: break
    }
  }

  private func pair(of number: Int) -> (id: String, pair: Pair)? {
    pairs.first { $0.value.data == number || $0.value.errors == number }.map { ($0.key, $0.value) }
  }

  private mutating func deliver(
    _ event: Event, for number: Int, _ count: Int, _ outcome: inout Outcome
  ) throws(StreamProtocolError) {
    guard let (_, pair) = pair(of: number), pair.data == number else { return }
    if pair.errors != nil {
      outcome.events.append(event)
      return
    }
    earlyBytes += count
    guard earlyBytes <= SPDYFrame.dataLimit else {
      throw .frameTooLong(kind: "DATA", length: earlyBytes, limit: SPDYFrame.dataLimit)
    }
    early[number, default: []].append(event)
  }

  private mutating func open(
    _ number: Int, _ headers: SPDYHeaders, _ outcome: inout Outcome
  ) {
    guard let port = headers["port"].flatMap({ UInt16($0) }), port > 0,
      let type = headers["streamtype"], type == "data" || type == "error"
    else {
      outcome.reply += connection.refuse(number)
      return
    }
    // Clients before Kubernetes 1.4 send no request ID; their error stream comes just before.
    let id = headers["requestid"] ?? String(type == "error" ? number : number - 2)
    var pair = pairs[id] ?? Pair(port: Int(port))
    guard pair.port == Int(port), type == "data" ? pair.data == nil : pair.errors == nil else {
      outcome.reply += connection.refuse(number)
      return
    }
    if type == "data" { pair.data = number } else { pair.errors = number }
    pairs[id] = pair
    outcome.reply += connection.accept(number)
    guard let data = pair.data, pair.errors != nil else { return }
    outcome.events.append(.connect(connection: data, port: pair.port))
    outcome.events += early.removeValue(forKey: data) ?? []
    if early.isEmpty { earlyBytes = 0 }
  }

  // MARK: Actions

  /// The bytes for what the Pod has answered.
  package func write(_ bytes: [UInt8], to connection: Int) -> [UInt8] {
    self.connection.write(bytes, to: connection)
  }

  /// The bytes that end a connection; `failure` says why where it is no ordinary end.
  package mutating func close(_ connection: Int, failure: String? = nil) -> [UInt8] {
    guard let (id, pair) = pair(of: connection) else { return [] }
    var bytes: [UInt8] = []
    if let errors = pair.errors, pair.errorsAreWanted {
      if let failure { bytes += self.connection.write(Array(failure.utf8), to: errors) }
      bytes += self.connection.finish(errors)
    }
    bytes += self.connection.finish(connection)
    forget(id)
    return bytes
  }

  private mutating func forget(_ id: String) {
    guard let pair = pairs.removeValue(forKey: id) else { return }
    if let data = pair.data { early[data] = nil }
  }
}
