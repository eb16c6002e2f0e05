/// A version of the framing that carries several streams over one WebSocket: the first byte of
/// each message says which stream the rest belongs to.
///
/// Source: Kubernetes `apiserver/pkg/util/wsstream`, `kubelet/cri/streaming/remotecommand`.
package struct ChannelProtocol: Sendable, Hashable {
  /// What a version can do; the numbers are those of its name.
  package enum Version: Int, Sendable, Comparable {
    case v1 = 1
    case v2, v3, v4, v5

    package static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }
  }

  package var version: Version
  /// Whether messages are text: a digit for the channel, then Base64.
  package var isBase64: Bool

  package init(version: Version, isBase64: Bool = false) {
    self.version = version
    self.isBase64 = isBase64
  }

  /// The protocols for WebSockets, best first, by their names in `Sec-WebSocket-Protocol`.
  ///
  /// A client that names none gets the first one without version.
  package static let webSocket: [(name: String, framing: ChannelProtocol)] = [
    ("v5.channel.k8s.io", ChannelProtocol(version: .v5)),
    ("v4.channel.k8s.io", ChannelProtocol(version: .v4)),
    ("v4.base64.channel.k8s.io", ChannelProtocol(version: .v4, isBase64: true)),
    ("channel.k8s.io", ChannelProtocol(version: .v1)),
    ("base64.channel.k8s.io", ChannelProtocol(version: .v1, isBase64: true)),
  ]

  /// The versions for SPDY by their names in `X-Stream-Protocol-Version`, best first.
  package static let spdy: [(name: String, framing: ChannelProtocol)] = [
    ("v4.channel.k8s.io", ChannelProtocol(version: .v4)),
    ("v3.channel.k8s.io", ChannelProtocol(version: .v3)),
    ("v2.channel.k8s.io", ChannelProtocol(version: .v2)),
    ("channel.k8s.io", ChannelProtocol(version: .v1)),
  ]

  /// Whether the client can say how large its terminal is.
  package var canResize: Bool { version >= .v3 }

  /// Whether the outcome is a Status document and not only the text of an error.
  package var reportsStatus: Bool { version >= .v4 }

  /// Whether the client can end one channel: only so the end of its input can be told.
  package var canCloseChannels: Bool { version >= .v5 }
}
