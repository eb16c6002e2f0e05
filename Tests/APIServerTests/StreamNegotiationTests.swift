import NIOHTTP1
import RemoteStreams
import Testing

@testable import APIServer

@Suite struct StreamNegotiationTests {
  private func webSocket(_ protocols: String?, key: String? = "dGhlIHNhbXBsZSBub25jZQ==")
    -> RequestHead
  {
    var fields = HTTPHeaders([("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")])
    if let key { fields.add(name: "Sec-WebSocket-Key", value: key) }
    if let protocols { fields.add(name: "Sec-WebSocket-Protocol", value: protocols) }
    return RequestHead(method: "GET", target: "/", fields: fields)
  }

  private func spdy(_ protocols: [String]) -> RequestHead {
    var fields = HTTPHeaders([("Upgrade", "SPDY/3.1")])
    for name in protocols { fields.add(name: "X-Stream-Protocol-Version", value: name) }
    return RequestHead(method: "POST", target: "/", fields: fields)
  }

  @Test(arguments: [
    (offer: "v5.channel.k8s.io", version: ChannelProtocol.Version.v5, isBase64: false),
    (offer: "v9.channel.k8s.io, v4.channel.k8s.io", version: .v4, isBase64: false),
    (offer: "base64.channel.k8s.io", version: .v1, isBase64: true),
  ])
  func `takes the first protocol of a WebSocket that it knows`(
    offer: String, version: ChannelProtocol.Version, isBase64: Bool
  ) throws {
    let negotiation = try StreamNegotiation(webSocket(offer), isPortForward: false)
    #expect(negotiation.framing == ChannelProtocol(version: version, isBase64: isBase64))
    #expect(
      negotiation.fields.first(name: "Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test func `a WebSocket that names no protocol gets the oldest`() throws {
    let negotiation = try StreamNegotiation(webSocket(nil), isPortForward: false)
    #expect(negotiation.framing == ChannelProtocol(version: .v1))
    #expect(negotiation.fields.first(name: "Sec-WebSocket-Protocol") == nil)
  }

  @Test(arguments: [
    (
      offers: ["v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io"],
      chosen: "v4.channel.k8s.io"
    ),
    (offers: ["v3.channel.k8s.io, v2.channel.k8s.io"], chosen: "v3.channel.k8s.io"),
    (offers: ["channel.k8s.io"], chosen: "channel.k8s.io"),
  ])
  func `takes the first protocol of SPDY that it knows`(offers: [String], chosen: String) throws {
    let negotiation = try StreamNegotiation(spdy(offers), isPortForward: false)
    #expect(negotiation.fields.first(name: "X-Stream-Protocol-Version") == chosen)
    #expect(negotiation.fields.first(name: "Upgrade") == "SPDY/3.1")
  }

  @Test func `port forwarding is SPDY, inside a WebSocket or not`() throws {
    let plain = try StreamNegotiation(spdy(["portforward.k8s.io"]), isPortForward: true)
    #expect(plain.transport == .spdy)
    let tunnel = try StreamNegotiation(
      webSocket("SPDY/3.1+portforward.k8s.io"), isPortForward: true)
    #expect(tunnel.transport == .webSocket)
    #expect(tunnel.framing == nil)
  }

  @Test func `says what it could have agreed to`() {
    let refusal = #expect(throws: StreamNegotiation.Refusal.self) {
      try StreamNegotiation(spdy(["v9"]), isPortForward: false)
    }
    #expect(refusal?.response.status == 403)
    #expect(
      refusal?.response.fields.first?.name == "Accepted-X-Stream-Protocol-Version")
  }

  @Test func `refuses what is no upgrade to a stream`() {
    for head in [
      webSocket("v5.channel.k8s.io", key: nil), webSocket("chat"),
      RequestHead(method: "GET", target: "/", fields: [:]),
      RequestHead(method: "GET", target: "/", fields: ["Upgrade": "h2c"]),
    ] {
      let refusal = #expect(throws: StreamNegotiation.Refusal.self) {
        try StreamNegotiation(head, isPortForward: false)
      }
      #expect(refusal?.response.status == 400)
    }
  }
}
