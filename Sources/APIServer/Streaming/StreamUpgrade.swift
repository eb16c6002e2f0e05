package import KubernetesAPI
package import NIOCore
package import NIOHTTP1

/// A request to turn a connection into a stream: `exec`, `attach` or `portforward` of a Pod.
///
/// It has passed the access guard, its path is known and its body was empty.
package struct StreamUpgrade: Sendable {
  package var head: RequestHead
  package var url: RequestURL
  package var path: ResourcePath

  package init(head: RequestHead, url: RequestURL, path: ResourcePath) {
    self.head = head
    self.url = url
    self.path = path
  }
}

/// What becomes of a request for a stream.
package enum UpgradeAnswer: Sendable {
  /// Adds handlers to a channel whose HTTP handlers are about to go.
  ///
  /// It is called on the channel's event loop. The bytes that the client has sent already follow at
  /// once.
  package typealias Install = @Sendable (any Channel) throws -> Void

  /// `101 Switching Protocols` with these fields, `Upgrade` among them; then the channel belongs to
  /// what `install` puts into it.
  case accept(HTTPHeaders, Install)
  /// An ordinary answer, after which the connection is closed: clients try another protocol then.
  case refuse(Response)
}

/// Decides about streams and runs them.
package protocol StreamUpgrader: Sendable {
  /// Called on `eventLoop`; the answer may come from any thread.
  func answer(
    _ upgrade: StreamUpgrade, on eventLoop: any EventLoop
  ) -> EventLoopFuture<UpgradeAnswer>
}

/// Refuses every stream, for a server without any.
package struct NoStreams: StreamUpgrader {
  package init() {}

  package func answer(
    _ upgrade: StreamUpgrade, on eventLoop: any EventLoop
  ) -> EventLoopFuture<UpgradeAnswer> {
    eventLoop.makeSucceededFuture(
      .refuse(
        Response(
          text: "podlab's practice cluster has no \(upgrade.path.subresource ?? "stream") yet",
          status: 501)))
  }
}
