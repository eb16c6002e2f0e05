import Testing

@testable import RemoteStreams

@Suite struct PortForwardSessionTests {
  private let client = SPDYClient()

  private func open(
    _ stream: Int, _ type: String, port: String = "8080", request: String = "0"
  ) throws -> [UInt8] {
    try client.open(stream, ["port": port, "streamtype": type, "requestid": request])
  }

  @Test func `connects when both streams are there, in any order`() throws {
    for (first, second) in [("error", "data"), ("data", "error")] {
      let client = SPDYClient()
      var session = PortForwardSession()
      let headers: (String) -> SPDYHeaders = {
        ["port": "80", "streamtype": $0, "requestid": "7"]
      }
      #expect(try session.receive(client.open(1, headers(first))).events.isEmpty)
      let data = first == "data" ? 1 : 3
      #expect(
        try session.receive(client.open(3, headers(second))).events == [
          .connect(connection: data, port: 80)
        ])
    }
  }

  @Test func `what comes early waits for the second stream`() throws {
    var session = PortForwardSession()
    let early =
      try open(1, "data") + client.data(1, "GET /", isLast: true)
    #expect(try session.receive(early).events.isEmpty)
    #expect(
      try session.receive(open(3, "error")).events == [
        .connect(connection: 1, port: 8080), .received(connection: 1, Array("GET /".utf8)),
        .finished(connection: 1),
      ])
  }

  @Test func `carries an answer and its end`() throws {
    var session = PortForwardSession()
    _ = try client.read(session.receive(open(1, "error") + open(3, "data")).reply)
    #expect(try client.read(session.write(Array("hi".utf8), to: 3)) == ["data 3 'hi'"])
    #expect(try client.read(session.close(3)) == ["data 1 '' last", "data 3 '' last"])
    #expect(session.close(3).isEmpty)
  }

  @Test func `tells why a connection fails on the stream for errors`() throws {
    var session = PortForwardSession()
    _ = try client.read(session.receive(open(1, "error") + open(3, "data")).reply)
    #expect(
      try client.read(session.close(3, failure: "refused")) == [
        "data 1 'refused'", "data 1 '' last", "data 3 '' last",
      ])
  }

  @Test(arguments: ["0", "65536", "-1", "http", ""])
  func `refuses what is no port`(port: String) throws {
    var session = PortForwardSession()
    let outcome = try session.receive(open(1, "error", port: port))
    #expect(try client.read(outcome.reply) == ["reset 1 refusedStream"])
  }

  @Test func `a pair has one port and one stream of each kind`() throws {
    var session = PortForwardSession()
    let outcome = try session.receive(
      open(1, "error") + open(3, "error") + open(5, "data", port: "81"))
    #expect(
      try client.read(outcome.reply) == [
        "reply 1 0", "reset 3 refusedStream", "reset 5 refusedStream",
      ])
  }

  @Test func `many connections share one session`() throws {
    var session = PortForwardSession()
    for request in 0..<4 {
      let stream = request * 4 + 1
      let outcome = try session.receive(
        open(stream, "error", request: "\(request)")
          + open(stream + 2, "data", request: "\(request)"))
      #expect(outcome.events == [.connect(connection: stream + 2, port: 8080)])
    }
    let reset = SPDYFrame.reset(stream: 7, status: .cancel).bytes
    #expect(try session.receive(reset).events == [.abandoned(connection: 7)])
  }
}
