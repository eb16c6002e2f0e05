package import NIOCore

/// How much one server takes on, so that no client can use it up.
package struct ServerLimits: Sendable {
  /// Connections at the same time; further ones are closed at once.
  package var connections = 4_096
  /// Bytes of a request's body.
  ///
  /// Source: apiserver `server/config.go`, `MaxRequestBodyBytes`.
  package var body = 3 << 20
  /// Bytes of a request's head.
  package var head = 64 << 10
  /// Responses that stay open at the same time, such as watches.
  package var streams = 2_048
  /// From the opening of a connection to the end of its first head.
  package var firstRequest = TimeAmount.seconds(20)
  /// From the end of a head to the end of its body.
  package var wholeBody = TimeAmount.seconds(60)
  /// From a response to the end of the next head.
  package var idle = TimeAmount.seconds(180)
  /// How long a client may read nothing while something is to be sent.
  package var stalled = TimeAmount.seconds(60)

  package init() {}
}
