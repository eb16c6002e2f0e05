import APIServer
import PodModel
import PodSimulator

/// A server with a cluster, and the questions that tests ask it.
final class ServerFixture {
  let cluster: LiveCluster
  let server: ClusterServer
  let identity: TLSIdentity?

  init(
    speed: Double = 1, limits: ServerLimits = ServerLimits(), identity: TLSIdentity? = nil,
    makeStreams: (LiveCluster) -> any StreamUpgrader = { _ in NoStreams() }
  ) throws {
    cluster = try LiveCluster(.practice(start: SimulatedCluster.Setup().start), speed: speed)
    self.identity = identity
    server = try ClusterServer(
      cluster, identity: identity, limits: limits, streams: makeStreams(cluster))
  }

  func end() {
    server.stop()
    cluster.end()
  }

  /// A status line with its headers, and a body.
  struct Answer {
    var head: String
    var body: String

    var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    var json: Node { (try? JSON.node(in: body)) ?? Node(.null) }
  }

  /// Asks once, on a connection that the server closes.
  func ask(
    _ method: String, _ target: String, _ body: String = "", headers: [String] = [],
    token: String? = nil
  ) throws -> Answer {
    let client = try RawClient(port: server.port)
    defer { client.close() }
    client.send(request(method, target, body, headers: headers + ["Connection: close"]))
    return Self.parse(client.receiveAll())
  }

  /// A request as text.
  func request(
    _ method: String, _ target: String, _ body: String = "", headers: [String] = [],
    host: String? = nil, token: String? = nil
  ) -> String {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(server.port)")"]
    lines.append("Authorization: Bearer \(token ?? server.token.secret)")
    if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) {
      lines.append("Content-Length: \(body.utf8.count)")
    }
    return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  static func parse(_ text: String) -> Answer {
    guard let end = text.range(of: "\r\n\r\n") else { return Answer(head: text, body: "") }
    let head = String(text[..<end.lowerBound])
    let body = String(text[end.upperBound...])
    return Answer(head: head, body: head.contains("chunked") ? unchunked(body) : body)
  }

  private static func unchunked(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let end = rest.firstIndex(of: "\r\n"), let size = Int(rest[..<end], radix: 16), size > 0 {
      let bytes = rest[rest.index(after: end)...].utf8.prefix(size)
      result += String(decoding: bytes, as: UTF8.self)
      rest = rest[bytes.endIndex...].dropFirst(1)
    }
    return result
  }
}

extension String {
  /// Where a text first occurs.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    let (whole, part) = (Array(utf8), Array(text.utf8))
    guard part.count <= whole.count else { return nil }
    for start in 0...(whole.count - part.count) where whole[start...].starts(with: part) {
      let lower = utf8.index(utf8.startIndex, offsetBy: start)
      return lower..<utf8.index(lower, offsetBy: part.count)
    }
    return nil
  }
}
