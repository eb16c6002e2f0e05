import Glibc
import PodModel
import PodSimulator
import Testing

@testable import APIServer

/// Streams over real sockets, without kubectl.
@Suite struct PodStreamsTests {
  private static let pod = """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"box"},"spec":{"containers":[
    {"name":"box","image":"busybox","command":["sleep","infinity"]}]}}
    """

  /// A server whose Pod runs.
  private func fixture(most: Int = 128) throws -> ServerFixture {
    let fixture = try ServerFixture(speed: 50, makeStreams: { PodStreams($0, most: most) })
    _ = try fixture.ask(
      "POST", "/api/v1/namespaces/default/pods", Self.pod,
      headers: ["Content-Type: application/json"])
    for _ in 0..<200 {
      let pod = try fixture.ask("GET", "/api/v1/namespaces/default/pods/box").json
      if pod["status"]?["phase"]?.string == "Running" { return fixture }
      usleep(10_000)
    }
    throw RawClient.Failure()
  }

  private func open(
    _ fixture: ServerFixture, _ query: String, pod: String = "box", answersPing: Bool = true
  ) throws -> (client: RawClient, head: String) {
    let client = try RawClient(port: fixture.server.port)
    client.send(
      fixture.request(
        "GET", "/api/v1/namespaces/default/pods/\(pod)/exec?\(query)",
        headers: [
          "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Protocol: v5.channel.k8s.io",
        ]))
    let head = client.receive(until: "\r\n\r\n")
    // What programs say is held back until the client shows that it reads.
    if answersPing, head.hasPrefix("HTTP/1.1 101 ") { client.send([0x8A, 0x80, 0, 0, 0, 0]) }
    return (client, head)
  }

  /// A masked frame, as clients send them; the mask is zero.
  private func frame(_ payload: [UInt8]) -> [UInt8] {
    [0x82, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload
  }

  @Test func `runs a command with its input and tells how it ended`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let (client, head) = try open(
      fixture, "command=sh&command=-c&command=cat%3Bexit%203&stdin=true&stdout=true&stderr=true")
    defer { client.close() }
    #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
    #expect(head.contains("Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n"))
    client.send(frame([0] + Array("ping\n".utf8)) + frame([255, 0]))
    let rest = client.receiveAll()
    #expect(rest.contains("\u{1}ping\n"))
    #expect(rest.contains(#""reason":"ExitCode","message":"3""#))
  }

  @Test func `refuses what cannot be run, before the protocol changes`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let command = "command=true&stdout=true"
    #expect(try open(fixture, command, pod: "none").head.hasPrefix("HTTP/1.1 404 "))
    #expect(try open(fixture, command + "&container=none").head.hasPrefix("HTTP/1.1 400 "))
    #expect(try open(fixture, "command=true").head.hasPrefix("HTTP/1.1 400 "))
    #expect(try open(fixture, "stdout=true").head.hasPrefix("HTTP/1.1 400 "))
  }

  @Test func `a client that answers no ping hears of its command all the same`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let (client, head) = try open(
      fixture, "command=echo&command=hi&stdout=true", answersPing: false)
    defer { client.close() }
    // The greeting and an empty ping come before anything else is said.
    let all = head + client.receiveAll()
    #expect(all.contains("\r\n\r\n\u{FFFD}\u{1}\u{1}\u{FFFD}\0"))
    #expect(all.contains("\u{1}hi\n"))
  }

  @Test func `a command that says much in small pieces is held and loses nothing`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let pieces = 2 * Backlog.most / Backlog.besides
    let script = "i=0; while [ $i -lt \(pieces) ]; do i=$((i+1)); echo a; done; echo last"
    let (client, _) = try open(
      fixture, "command=sh&command=-c&command=\(Self.escaped(script))&stdout=true")
    defer { client.close() }
    let all = client.receiveAll()
    #expect(all.split(separator: "a\n", omittingEmptySubsequences: false).count == pieces + 1)
    #expect(all.contains("last\n"))
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { "%" + (String($0, radix: 16).count < 2 ? "0" : "") + String($0, radix: 16) }
      .joined()
  }

  @Test func `there are so many streams and no more`() throws {
    let fixture = try fixture(most: 1)
    defer { fixture.end() }
    let query = "command=sleep&command=1000&stdout=true"
    let (first, head) = try open(fixture, query)
    #expect(head.hasPrefix("HTTP/1.1 101 "))
    #expect(try open(fixture, query).head.hasPrefix("HTTP/1.1 429 "))
    first.close()
    var answer = ""
    for _ in 0..<100 where !answer.hasPrefix("HTTP/1.1 101 ") {
      usleep(10_000)
      answer = try open(fixture, query).head
    }
    #expect(answer.hasPrefix("HTTP/1.1 101 "))
  }

  @Test func `a client that reads nothing does not fill the memory or stop the others`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let (client, _) = try open(fixture, "command=yes&stdout=true")
    defer { client.close() }
    for _ in 0..<20 {
      let (other, _) = try open(fixture, "command=echo&command=hi&stdout=true")
      #expect(other.receiveAll().contains("hi\n"))
      other.close()
    }
  }

  @Test func `noise on an open stream ends it and nothing else`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    var state: UInt64 = 7
    for _ in 0..<40 {
      let (client, _) = try open(fixture, "command=cat&stdin=true&stdout=true")
      let noise = (0..<200).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      client.send(noise)
      client.close()
    }
    #expect(try fixture.ask("GET", "/healthz").body == "ok")
  }
}
