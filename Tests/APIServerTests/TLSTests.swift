import CTLS
import NIOCore
import Testing

@testable import APIServer

/// Encrypted connections over real sockets.
@Suite struct TLSTests {
  /// A client that trusts one certificate, over a socket of its own.
  private final class Client {
    private let socket: RawClient
    private let trust: OpaquePointer
    private let end: OpaquePointer

    init(_ fixture: ServerFixture, trusting certificate: String? = nil) throws {
      let known = try #require(certificate ?? fixture.identity?.certificate)
      trust = try #require(podlab_tls_client(known))
      end = try #require(podlab_tls_open(trust))
      socket = try RawClient(port: fixture.server.port)
    }

    deinit {
      podlab_tls_close(end)
      podlab_tls_free(trust)
      socket.close()
    }

    /// Sends a text and returns all that comes back until the server ends the connection.
    func ask(_ text: String, inPieces: Bool = false) -> String {
      var answer: [UInt8] = []
      var isSent = false
      while true {
        if !isSent {
          isSent = podlab_tls_write(end, Array(text.utf8), text.utf8.count) > 0
        }
        flush(inPieces: inPieces)
        let bytes = socket.receive()
        guard !bytes.isEmpty else { return String(decoding: answer, as: UTF8.self) }
        podlab_tls_feed(end, bytes, bytes.count)
        answer += read()
      }
    }

    private func flush(inPieces: Bool) {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = podlab_tls_take(end, &buffer, buffer.count)
        guard count > 0 else { return }
        if inPieces {
          for byte in buffer[..<count] { socket.send([byte]) }
        } else {
          socket.send(Array(buffer[..<count]))
        }
      }
    }

    private func read() -> [UInt8] {
      var text: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = podlab_tls_read(end, &buffer, buffer.count)
        guard count > 0 else { return text }
        text += buffer[..<count]
      }
    }
  }

  private func fixture(_ limits: ServerLimits = ServerLimits()) throws -> ServerFixture {
    try ServerFixture(limits: limits, identity: TLSIdentity(address: "127.0.0.1"))
  }

  @Test(arguments: [false, true])
  func `answers who knows the certificate, however its bytes are cut`(inPieces: Bool) throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let request = fixture.request("GET", "/openapi/v2", headers: ["Connection: close"])
    let answer = try Client(fixture).ask(request, inPieces: inPieces)
    #expect(answer.hasPrefix("HTTP/1.1 200 "))
    #expect(answer.hasSuffix("}"))
    #expect(answer.utf8.count > 100_000)
  }

  @Test func `tells who speaks plain HTTP`() throws {
    let fixture = try fixture()
    defer { fixture.end() }
    let answer = try fixture.ask("GET", "/api")
    #expect(answer.status == 400)
    #expect(answer.body == "Client sent an HTTP request to an HTTPS server.\n")
  }

  @Test func `drops who does not trust it, makes noise or says nothing`() throws {
    var limits = ServerLimits()
    limits.firstRequest = .milliseconds(50)
    let fixture = try fixture(limits)
    defer { fixture.end() }
    let hello: [UInt8] = [0x16, 3, 1, 0, 5, 1, 0, 0, 1]
    for bytes in [[UInt8](repeating: 0xA5, count: 4000), hello, []] {
      let client = try RawClient(port: fixture.server.port)
      client.send(bytes)
      #expect(!client.receiveAll().contains("HTTP"))
      client.close()
    }
    let stranger = try Client(fixture, trusting: TLSIdentity(address: "127.0.0.1").certificate)
    #expect(stranger.ask(fixture.request("GET", "/version")) == "")
    let request = fixture.request("GET", "/version", headers: ["Connection: close"])
    #expect(try Client(fixture).ask(request).contains("gitVersion"))
  }

  @Test func `a certificate names its address and is new each time`() throws {
    let certificates = try ["127.0.0.1", "192.0.2.1", "::", "2001:db8::1"].map {
      try TLSIdentity(address: $0).certificate
    }
    #expect(Set(certificates).count == 4)
    #expect(certificates.allSatisfy { $0.hasPrefix("-----BEGIN CERTIFICATE-----\n") })
    #expect(podlab_tls_client("no certificate") == nil)
  }
}
