import NIOCore
import NIOEmbedded
import NIOHTTP1
import PodModel
import PodSimulator
import Testing

@testable import APIServer

/// What no client sends on purpose must neither stop the server nor be answered as if it were sense.
@Suite struct FuzzTests {
  /// SplitMix64, by Sebastiano Vigna (public domain algorithm).
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let scraps = [
    "\r\n", "\r\n\r\n", "\0", "chunked", "Transfer-Encoding: chunked\r\n", "Content-Length: -1\r\n",
    "Content-Length: 99999999999999999999\r\n", "Expect: 100-continue\r\n",
    "Upgrade: websocket\r\n",
    "Connection: Upgrade\r\n", "HTTP/1.0", "HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "%00",
    "..%2f", "?watch=1", "POST", "\u{FFFD}", "0\r\n\r\n", "ffffffffffffffff\r\n",
  ]

  /// Requests with some of their bytes changed, dropped, or other things put between them.
  private static func mangled(_ text: String, _ random: inout Seeded) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where !bytes.isEmpty: bytes[place] = .random(in: 0...255, using: &random)
      case 1 where !bytes.isEmpty: bytes.remove(at: place)
      case 2: bytes.removeLast(min(bytes.count, Int.random(in: 0..<40, using: &random)))
      default:
        bytes.insert(
          contentsOf: Array((scraps.randomElement(using: &random) ?? "").utf8),
          at: min(place, bytes.count))
      }
    }
    return bytes
  }

  @Test func `takes any bytes for HTTP or refuses them`() throws {
    let cluster = try LiveCluster(SimulatedCluster.Setup())
    // An ended cluster answers at once, on the thread of the test.
    cluster.end()
    let token = AccessToken(secret: "t")
    var random = Seeded(state: 2026)
    for _ in 0..<1_500 {
      let services = ServerServices(
        access: AccessGuard(token: token, address: "127.0.0.1", port: 1), limits: ServerLimits(),
        streams: NoStreams(), cluster: cluster, address: "127.0.0.1:1")
      let channel = EmbeddedChannel()
      let connections = OpenConnections(most: 1, identity: nil)
      try connections.add(channel, Connection(services), ServerLimits())
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
      let requests = ["GET /version", "GET /api/v1/pods?limit=1", "POST /api/v1/namespaces"]
        .map { $0 + " HTTP/1.1\r\nHost: 127.0.0.1:1\r\nAuthorization: Bearer t\r\n" }
        .map { $0 + "Content-Length: 2\r\n\r\n{}" }
      var rest = Self.mangled(requests.joined(), &random)[...]
      while !rest.isEmpty, channel.isActive {
        let piece = rest.prefix(Int.random(in: 1...200, using: &random))
        rest = rest.dropFirst(piece.count)
        _ = try? channel.writeInbound(ByteBuffer(bytes: piece))
      }
      var answer: [UInt8] = []
      while let data = try? channel.readOutbound(as: ByteBuffer.self) {
        answer += data.readableBytesView
      }
      #expect(answer.isEmpty || answer.starts(with: Array("HTTP/1.".utf8)))
      _ = try? channel.finish(acceptAlreadyClosed: true)
    }
  }

  @Test func `takes any objects and patches or refuses them`() throws {
    let server = try ServerFixture()
    defer { server.end() }
    var random = Seeded(state: 7)
    let maps = "/api/v1/namespaces/default/configmaps"
    let pods = "/api/v1/namespaces/default/pods"
    let seeds: [(String, String, String, String)] = [
      (
        "POST", pods, "application/json",
        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[]}}"
      ),
      ("POST", maps, "application/yaml", "metadata: {name: a}\ndata: {a: &x [1, *x]}\n"),
      (
        "PATCH", "\(pods)/p", "application/strategic-merge-patch+json",
        "{\"spec\":{\"containers\":[{\"name\":\"c\",\"$patch\":\"delete\"}]}}"
      ),
      (
        "PATCH", "\(pods)/p", "application/json-patch+json",
        "[{\"op\":\"move\",\"from\":\"/spec\",\"path\":\"/spec/containers/0\"}]"
      ),
      ("PATCH", "\(maps)/m?fieldManager=f", "application/apply-patch+yaml", "data: {a: b}"),
      (
        "DELETE", "\(maps)/m", "application/json",
        "{\"preconditions\":{\"uid\":7},\"gracePeriodSeconds\":-9}"
      ),
      (
        "GET", "\(pods)?labelSelector=a%20in%20(b)&fieldSelector=metadata.name!%3Da&limit=1", "", ""
      ),
      ("GET", "\(pods)/p/log?tailLines=1&sinceTime=2020", "", ""),
    ]
    _ = try server.ask(
      "POST", pods,
      "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"busybox\"}]}}"
    )
    for round in 0..<240 {
      let (method, target, type, body) = seeds[round % seeds.count]
      let mangledBody = String(decoding: Self.mangled(body, &random), as: UTF8.self)
      let letters = Self.mangled(target, &random).filter { $0 > 0x20 && $0 < 0x7F }
      let answer = try server.ask(
        method, round % 3 == 0 ? "/" + String(decoding: letters, as: UTF8.self) : target,
        mangledBody, headers: type.isEmpty ? [] : ["Content-Type: \(type)"])
      #expect(answer.status != 0 && answer.status != 500, "\(method) \(target) \(mangledBody)")
    }
    #expect(try server.ask("GET", "/healthz").body == "ok")
    #expect(try server.ask("GET", pods).status == 200)
  }
}
