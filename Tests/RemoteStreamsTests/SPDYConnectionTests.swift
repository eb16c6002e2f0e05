import Testing

@testable import RemoteStreams

@Suite struct SPDYConnectionTests {
  /// Source: the frames were made by Python's zlib with the dictionary of SPDY/3.
  private static let recorded = [UInt8](
    hexadecimal: "80030001000000280000000100000000000078bbe3c6a7c202a62346703a2b294a4dcc851625ac"
      + "a9a08006000000ffff800300010000001900000003000000000000c22a054ccc29f9a52500000000ffff")

  @Test func `the dictionary is the published one`() {
    let (low, high) = SPDYDictionary.bytes.reduce((1, 0)) { sums, byte in
      let low = (sums.0 + Int(byte)) % 65_521
      return (low, (sums.1 + low) % 65_521)
    }
    #expect(SPDYDictionary.bytes.count == 1423)
    #expect(high << 16 | low == 0xE3C6_A7C2)
  }

  @Test(arguments: [1, 3, 8, 1000])
  func `reads streams that another zlib has compressed, however they are cut`(
    size: Int
  ) throws {
    var connection = SPDYConnection()
    var events: [SPDYConnection.Event] = []
    for start in stride(from: 0, to: SPDYConnectionTests.recorded.count, by: size) {
      let part = SPDYConnectionTests.recorded[start...].prefix(size)
      events += try connection.receive(part).events
    }
    #expect(
      events == [
        .opened(stream: 1, headers: ["streamtype": "error"]),
        .opened(stream: 3, headers: ["streamtype": "stdout"]),
      ])
  }

  @Test func `each reply ends with an empty block, as Go's reader wants it`() throws {
    var connection = SPDYConnection()
    _ = try connection.receive(SPDYConnectionTests.recorded)
    for stream in [1, 3] { #expect(connection.accept(stream).suffix(4) == [0, 0, 255, 255]) }
  }

  @Test func `a stream lives until both sides have finished it`() throws {
    let client = SPDYClient()
    var connection = SPDYConnection()
    _ = try connection.receive(client.open(1, ["a": "b"]))
    #expect(try client.read(connection.accept(1)) == ["reply 1 0"])
    let outcome = try connection.receive(
      client.data(1, "in") + client.data(1, "", isLast: true) + client.data(1, "late"))
    #expect(outcome.events == [.received(stream: 1, Array("in".utf8)), .finished(stream: 1)])
    #expect(try client.read(outcome.reply) == ["reset 1 invalidStream"])
    #expect(!connection.isIdle)
    #expect(try client.read(connection.write(Array("out".utf8), to: 1)) == ["data 1 'out'"])
    #expect(try client.read(connection.finish(1)) == ["data 1 '' last"])
    #expect(connection.isIdle)
    #expect(connection.write([1], to: 1).isEmpty)
  }

  @Test func `answers the client's pings and no others`() throws {
    var connection = SPDYConnection()
    let pings = SPDYFrame.ping(1).bytes + SPDYFrame.ping(2).bytes + SPDYFrame.ping(3).bytes
    #expect(try SPDYClient().read(connection.receive(pings).reply) == ["ping 1", "ping 3"])
  }

  @Test func `settings, window updates and unknown frames change nothing`() throws {
    var connection = SPDYConnection()
    let unknown: [UInt8] = [0x80, 3, 0, 99, 0, 0, 0, 2, 1, 2]
    let bytes =
      SPDYFrame.settings.bytes + SPDYFrame.windowUpdate(stream: 1, bytes: 9).bytes + unknown
    #expect(try connection.receive(bytes) == SPDYConnection.Outcome())
  }

  @Test func `long output goes in pieces`() throws {
    let client = SPDYClient()
    var connection = SPDYConnection()
    _ = try connection.receive(client.open(1, [:]))
    let bytes = connection.write([UInt8](repeating: 97, count: 70_000), to: 1)
    #expect(try client.read(bytes).map(\.utf8.count) == [32_777, 32_777, 4473])
  }

  @Test(arguments: [
    (bytes: "8002000100000000", error: StreamProtocolError.unsupportedVersion(2)),
    (
      bytes: "8003000100FFFFFF",
      error: .frameTooLong(kind: "SYN_STREAM", length: 0xFF_FFFF, limit: 16_384)
    ),
    (
      bytes: "0000000100FFFFFF",
      error: .frameTooLong(kind: "DATA", length: 0xFF_FFFF, limit: 1 << 20)
    ),
    (bytes: "800300060000000301020304", error: .malformedFrame(kind: "PING")),
    (bytes: "800300010000000E000000010000000000000102030405", error: .malformedHeaders),
  ])
  func `refuses what is no SPDY/3.1`(bytes: String, error: StreamProtocolError) {
    var connection = SPDYConnection()
    #expect(throws: error) { try connection.receive([UInt8](hexadecimal: bytes)) }
  }

  @Test func `headers must not grow without bound when they are decompressed`() throws {
    let client = SPDYClient()
    var connection = SPDYConnection()
    let bomb = SPDYHeaders([.init(name: "a", value: String(repeating: "a", count: 16_000))])
    _ = try connection.receive(client.open(1, bomb))
    let frame = try HeaderCompression(.compress).convert(Array(repeating: 97, count: 10_000))
    #expect(throws: StreamProtocolError.malformedHeaders) {
      try connection.receive(SPDYFrame.openStream(stream: 3, headers: frame, isLast: false).bytes)
    }
    #expect(SPDYHeaders(block: [0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]) == nil)
    #expect(SPDYHeaders(block: [0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]) == nil)
  }

  @Test func `a connection has a limited number of streams`() throws {
    let client = SPDYClient()
    var connection = SPDYConnection()
    for number in 0..<SPDYConnection.streamLimit {
      _ = try connection.receive(client.open(number * 2 + 1, [:]))
    }
    let next = try client.open(9999, [:])
    #expect(throws: StreamProtocolError.tooManyStreams(limit: 256)) {
      try connection.receive(next)
    }
  }
}
