import Testing

@testable import RemoteStreams

/// Bytes that no honest client sends: each must be understood or refused, never crash or pile up.
@Suite struct HostileInputTests {
  @Test(arguments: 0..<8)
  func `damaged conversations end in a refusal at worst`(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    for _ in 0..<300 {
      var bytes = try conversation()
      for _ in 0..<Int(random.next() % 6) {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case _: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        }
      }
      var command = SPDYCommandSession(
        ChannelProtocol(version: .v4),
        CommandStreams(input: true, output: true, errors: true, isTerminal: false))
      var ports = PortForwardSession()
      // What is left to check is that nothing traps and that events are bounded by the input.
      let events = (try? command.receive(bytes).events.count) ?? 0
      let others = (try? ports.receive(bytes).events.count) ?? 0
      #expect(events + others <= bytes.count)
    }
  }

  @Test(arguments: 0..<4)
  func `noise on channels ends in a refusal at worst`(seed: Int) {
    var random = SplitMix(state: UInt64(seed) &+ 100)
    for _ in 0..<500 {
      let count = Int(random.next() % 40)
      let message = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      for (_, framing) in ChannelProtocol.webSocket {
        var session = ChannelCommandSession(
          framing, CommandStreams(input: true, output: true, errors: true, isTerminal: true))
        let events = (try? session.receive(message)) ?? []
        #expect(events.count <= max(count, 1))
      }
    }
  }

  private func conversation() throws -> [UInt8] {
    let client = SPDYClient()
    let types = ["error", "stdin", "stdout", "stderr"]
    let streams = try types.enumerated().flatMap { index, type in
      try client.open(index * 2 + 1, ["streamtype": type, "port": "80", "requestid": "0"])
    }
    return streams + client.data(3, "input") + SPDYFrame.ping(1).bytes + client.data(3, "more")
  }
}

/// Source: SplitMix64, by Sebastiano Vigna (public domain algorithm).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
