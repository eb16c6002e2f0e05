import Testing

@testable import RemoteStreams

@Suite struct SPDYCommandSessionTests {
  private let client = SPDYClient()

  private func opened(
    _ types: [String], version: ChannelProtocol.Version = .v4, isTerminal: Bool = false
  ) throws -> (session: SPDYCommandSession, events: [CommandEvent], replies: [String]) {
    var session = SPDYCommandSession(
      ChannelProtocol(version: version),
      CommandStreams(input: true, output: true, errors: true, isTerminal: isTerminal))
    var events: [CommandEvent] = []
    var replies: [String] = []
    for (index, type) in types.enumerated() {
      let outcome = try session.receive(client.open(index * 2 + 1, ["streamtype": type]))
      events += outcome.events
      replies += try client.read(outcome.reply)
    }
    return (session, events, replies)
  }

  @Test func `starts when the last stream is there`() throws {
    let (_, early, _) = try SPDYCommandSessionTests().opened(["error", "stdin", "stdout"])
    #expect(early.isEmpty)
    let (_, events, replies) = try opened(["error", "stdin", "stdout", "stderr"])
    #expect(events == [.ready])
    #expect(replies == ["reply 1 0", "reply 3 0", "reply 5 0", "reply 7 0"])
  }

  @Test func `a terminal has sizes and no stream for errors`() throws {
    var (session, events, _) = try opened(
      ["error", "stdin", "stdout", "resize"], isTerminal: true)
    #expect(events == [.ready])
    let sizes = client.data(7, "{\"Width\":80,\"Hei") + client.data(7, "ght\":24}\n{\"Wid")
    #expect(
      try session.receive(sizes).events == [.resized(TerminalSize(columns: 80, rows: 24))])
    #expect(session.write([1], to: .errors).isEmpty)
  }

  @Test func `refuses streams that nobody has asked for`() throws {
    let (_, events, replies) = try opened(["error", "error", "stdlog", "resize"])
    #expect(events.isEmpty)
    #expect(
      replies == [
        "reply 1 0", "reset 3 refusedStream", "reset 5 refusedStream", "reset 7 refusedStream",
      ])
  }

  @Test func `carries input and its end, output and the outcome`() throws {
    var (session, _, _) = try opened(["error", "stdin", "stdout", "stderr"])
    let input = client.data(3, "a") + client.data(3, "b", isLast: true)
    #expect(
      try session.receive(input).events == [
        .input(Array("a".utf8)), .input(Array("b".utf8)), .inputEnded,
      ])
    #expect(try client.read(session.write(Array("x".utf8), to: .errors)) == ["data 7 'x'"])
    let end = try client.read(session.finish(.exited(0, command: ["true"])))
    #expect(
      end == [
        #"data 1 '{"metadata":{},"status":"Success"}'"#, "data 3 '' last", "data 5 '' last",
        "data 7 '' last", "data 1 '' last", "go away 7",
      ])
  }

  @Test func `a client that gives up its streams is gone`() throws {
    var (session, _, _) = try opened(["error", "stdin", "stdout", "stderr"])
    var isAbandoned: [Bool] = []
    for stream in [1, 3, 5, 7] {
      let reset = SPDYFrame.reset(stream: stream, status: .cancel).bytes
      isAbandoned.append(try session.receive(reset).isAbandoned)
    }
    #expect(isAbandoned == [false, false, false, true])
  }
}

@Suite struct ChannelCommandSessionTests {
  private func session(
    _ version: ChannelProtocol.Version = .v5, isBase64: Bool = false, isTerminal: Bool = false
  ) -> ChannelCommandSession {
    ChannelCommandSession(
      ChannelProtocol(version: version, isBase64: isBase64),
      CommandStreams(input: true, output: true, errors: true, isTerminal: isTerminal))
  }

  @Test func `greets with an empty message on the first channel`() {
    #expect(session().greeting == [1])
    let quiet = CommandStreams(input: true, output: false, errors: false, isTerminal: false)
    #expect(ChannelCommandSession(ChannelProtocol(version: .v5), quiet).greeting == [3])
  }

  @Test func `takes input, sizes and the end of the input`() throws {
    var session = session()
    #expect(try session.receive([0, 104, 105]) == [.input([104, 105])])
    #expect(try session.receive([0]).isEmpty)
    #expect(
      try session.receive([4] + Array("{\"Width\":120,\"Height\":40}\n".utf8)) == [
        .resized(TerminalSize(columns: 120, rows: 40))
      ])
    #expect(try session.receive([255, 0]) == [.inputEnded])
    #expect(try session.receive([255, 0]).isEmpty)
    #expect(try session.receive([0, 1]).isEmpty)
  }

  @Test func `only the fifth version can end a channel`() {
    var session = session(.v4)
    #expect(throws: StreamProtocolError.unexpectedChannel(255)) { try session.receive([255, 0]) }
  }

  @Test(arguments: [1, 2, 3, 9, 254])
  func `a client must not write to the server's channels`(channel: UInt8) {
    var session = session()
    #expect(throws: StreamProtocolError.unexpectedChannel(Int(channel))) {
      try session.receive([channel, 1])
    }
  }

  @Test func `output goes to its channel`() {
    #expect(session().write([7], to: .output) == [1, 7])
    #expect(session().write([7], to: .errors) == [2, 7])
    #expect(session(isTerminal: true).write([7], to: .errors) == nil)
  }

  @Test func `text messages carry Base64`() throws {
    var session = session(.v4, isBase64: true)
    #expect(try session.receive(Array("0aGkK".utf8)) == [.input(Array("hi\n".utf8))])
    #expect(session.write(Array("hi".utf8), to: .output) == Array("1aGk=".utf8))
    #expect(throws: StreamProtocolError.malformedFrame(kind: "base64")) {
      try session.receive(Array("0??".utf8))
    }
  }
}

@Suite struct CommandOutcomeTests {
  private static let failure =
    #"{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: "#
    + #"error executing command [sh -c exit 3], exit code 3","reason":"NonZeroExitCode","#
    + #""details":{"causes":[{"reason":"ExitCode","message":"3"}]}}"#

  @Test(arguments: [
    (version: ChannelProtocol.Version.v5, code: 0, text: #"{"metadata":{},"status":"Success"}"#),
    (version: .v5, code: 3, text: failure),
    (version: .v4, code: 3, text: failure),
    (version: .v3, code: 0, text: ""),
    (
      version: .v1, code: 3,
      text: "command terminated with non-zero exit code: error executing command "
        + "[sh -c exit 3], exit code 3"
    ),
  ])
  func `tells the exit code as the version of the protocol has it`(
    version: ChannelProtocol.Version, code: Int, text: String
  ) {
    let outcome = CommandOutcome.exited(code, command: ["sh", "-c", "exit 3"])
    let document = outcome.document(ChannelProtocol(version: version))
    #expect(String(decoding: document, as: UTF8.self) == text)
  }

  @Test func `tells why the runtime refuses`() {
    let outcome = CommandOutcome.failed(message: "Internal error occurred: no \"x\"\n")
    let document = outcome.document(ChannelProtocol(version: .v4))
    #expect(
      String(decoding: document, as: UTF8.self)
        == #"{"metadata":{},"status":"Failure","message":"Internal error occurred: no \"x\"\n","#
        + #""reason":"InternalError","details":{"causes":[{"message":"no \"x\"\n"}]},"code":500}"#)
  }
}

@Suite struct TerminalSizeReaderTests {
  @Test(
    arguments: [
      (text: "{\"Width\":80,\"Height\":24}", size: TerminalSize(columns: 80, rows: 24)),
      (text: "{ \"height\" : 1, \"width\" : 2 }", size: TerminalSize(columns: 2, rows: 1)),
      (text: "{\"Width\":65536,\"Height\":24}", size: nil),
      (text: "{\"Width\":-1,\"Height\":24}", size: nil),
      (text: "{\"Width\":80}", size: nil),
      (text: "}", size: nil),
    ] as [(text: String, size: TerminalSize?)])
  func `reads one document`(text: String, size: TerminalSize?) {
    var reader = TerminalSizeReader()
    #expect(reader.receive(Array(text.utf8)).first == size)
  }
}
