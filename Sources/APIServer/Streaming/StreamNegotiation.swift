import NIOHTTP1
import PodModel
import RemoteStreams

/// Over what a client and a container's process are to be joined, and the answer that agrees.
struct StreamNegotiation {
  /// How bytes go over the upgraded connection.
  enum Transport: Hashable {
    case spdy
    case webSocket
  }

  let transport: Transport
  /// The framing of `exec` and `attach`; nil for port forwarding, which is SPDY either way.
  let framing: ChannelProtocol?
  /// The fields of the answer `101 Switching Protocols`.
  let fields: HTTPHeaders

  /// Reads what the client offers.
  ///
  /// - Throws: the answer that refuses it.
  ///
  /// Source: Kubernetes `apimachinery/pkg/util/httpstream`, `Handshake`; `apiserver/pkg/util/wsstream`.
  init(_ head: RequestHead, isPortForward: Bool) throws(Refusal) {
    let offers = head.header("Upgrade").split(separator: ",").map {
      $0.filter { $0 != " " }.lowercased()
    }
    if offers.contains("websocket") {
      try self.init(webSocket: head, isPortForward)
    } else if offers.contains("spdy/3.1") {
      try self.init(spdy: head, isPortForward)
    } else {
      throw Refusal("unable to upgrade: missing upgrade headers in request")
    }
  }

  /// A request that is answered with words instead.
  struct Refusal: Error {
    let response: Response

    init(_ response: Response) { self.response = response }

    init(_ text: String, status: Int = 400, fields: [(String, String)] = []) {
      var response = Response(text: text, status: status)
      response.fields = fields.map { ($0.0, $0.1) }
      self.response = response
    }
  }

  // MARK: SPDY

  private init(spdy head: RequestHead, _ isPortForward: Bool) throws(Refusal) {
    let field = "X-Stream-Protocol-Version"
    let known =
      isPortForward ? [PortForwardSession.name] : ChannelProtocol.spdy.map(\.name)
    let wanted = Self.list(head, field)
    let chosen = wanted.isEmpty ? known.last : wanted.first { known.contains($0) }
    guard let chosen else {
      throw Refusal(
        Self.disagreement(wanted, known), status: 403,
        fields: known.map { ("Accepted-X-Stream-Protocol-Version", $0) })
    }
    transport = .spdy
    framing = ChannelProtocol.spdy.first { $0.name == chosen }?.framing
    var fields = HTTPHeaders([("Upgrade", "SPDY/3.1")])
    if !wanted.isEmpty { fields.add(name: field, value: chosen) }
    self.fields = fields
  }

  // MARK: WebSocket

  private init(webSocket head: RequestHead, _ isPortForward: Bool) throws(Refusal) {
    guard head.method == "GET", let key = head.headers("Sec-WebSocket-Key").first,
      head.header("Sec-WebSocket-Version") == "13"
    else {
      throw Refusal(
        "Bad Request: a WebSocket needs GET, Sec-WebSocket-Key and Sec-WebSocket-Version: 13",
        fields: [("Sec-WebSocket-Version", "13")])
    }
    let known =
      isPortForward ? [PortForwardSession.webSocketName] : ChannelProtocol.webSocket.map(\.name)
    let wanted = Self.list(head, "Sec-WebSocket-Protocol")
    let unnamed = isPortForward ? nil : "channel.k8s.io"
    let chosen = wanted.isEmpty ? unnamed : wanted.first { known.contains($0) }
    guard let chosen else { throw Refusal(Self.disagreement(wanted, known)) }
    transport = .webSocket
    framing = ChannelProtocol.webSocket.first { $0.name == chosen }?.framing
    var fields = HTTPHeaders([
      ("Upgrade", "websocket"), ("Sec-WebSocket-Accept", WebSocketHandshake.accept(key: key)),
    ])
    if !wanted.isEmpty { fields.add(name: "Sec-WebSocket-Protocol", value: chosen) }
    self.fields = fields
  }

  private static func list(_ head: RequestHead, _ field: String) -> [String] {
    head.header(field).split(separator: ",").map { part in
      String(part.drop { $0 == " " }.prefix { $0 != " " })
    }.filter { !$0.isEmpty }
  }

  private static func disagreement(_ wanted: [String], _ known: [String]) -> String {
    "unable to upgrade: unable to negotiate protocol: client supports "
      + "[\(wanted.joined(separator: " "))], server accepts [\(known.joined(separator: " "))]"
  }
}
