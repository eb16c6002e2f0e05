import Cells
internal import Glibc

/// The waiting side of a terminal: keys, signals and other descriptors in one place.
struct TerminalInput {
  /// What the wait ended with.
  enum Outcome {
    /// Look for events, then wait again.
    case keys
    case signals([Int32])
    case readable([Int32])
    case timedOut
    /// The terminal is gone.
    case hangup
  }

  private let terminal: Int32
  private let signals: Int32
  private let escapeDelay: Duration
  private var decoder: KeyDecoder
  private var events: [TerminalEvent] = []
  /// When what has arrived of a sequence counts as all of it.
  private var sequenceEnd: ContinuousClock.Instant?

  /// The terminal is `terminal`; numbers of signals arrive as bytes at `signals`.
  init(terminal: Int32, signals: Int32, isUTF8: Bool, escapeDelay: Duration) {
    self.terminal = terminal
    self.signals = signals
    self.escapeDelay = escapeDelay
    decoder = KeyDecoder(isUTF8: isUTF8)
  }

  /// Takes the oldest event that has not been given yet.
  mutating func next() -> TerminalEvent? { events.isEmpty ? nil : events.removeFirst() }

  /// Adds an event behind the others; of sizes only the last one counts.
  mutating func add(_ event: TerminalEvent) {
    if case .resize = event {
      events.removeAll { if case .resize = $0 { true } else { false } }
    }
    events.append(event)
  }

  /// Waits once; `.keys` may also mean that nothing has come.
  mutating func wait(
    until deadline: ContinuousClock.Instant?, watching descriptors: [Int32]
  ) -> Outcome {
    var polled = ([signals, terminal] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let until = [deadline, sequenceEnd].compactMap { $0 }.min()
    let count = poll(&polled, nfds_t(polled.count), Self.milliseconds(until: until))
    guard count >= 0 else { return .keys }
    if polled[0].revents != 0 { return .signals(takeSignals()) }
    if polled[1].revents & Int16(POLLIN) != 0 { return readKeys() }
    if polled[1].revents != 0 { return .hangup }
    if let end = sequenceEnd, end <= .now {
      events += decoder.flush()
      sequenceEnd = nil
      return .keys
    }
    let ready = polled.dropFirst(2).filter { $0.revents != 0 }.map(\.fd)
    if !ready.isEmpty { return .readable(ready) }
    if let deadline, deadline <= .now { return .timedOut }
    return .keys
  }

  private mutating func readKeys() -> Outcome {
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, read(terminal, buffer.baseAddress, buffer.count))
    }
    guard !bytes.isEmpty else { return errno == EINTR || errno == EAGAIN ? .keys : .hangup }
    events += decoder.feed(bytes)
    // The end of a paste may be long in coming over a slow line.
    let delay = decoder.isPasting ? .seconds(2) : escapeDelay
    sequenceEnd = decoder.isWaiting ? .now + delay : nil
    return .keys
  }

  private func takeSignals() -> [Int32] {
    let bytes = [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      count = max(0, read(signals, buffer.baseAddress, buffer.count))
    }
    return bytes.map(Int32.init)
  }

  /// Milliseconds for `poll`, rounded up; -1 to wait without end.
  private static func milliseconds(until end: ContinuousClock.Instant?) -> Int32 {
    guard let end else { return -1 }
    let parts = max(.zero, end - .now).components
    guard parts.seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(
      parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
