import NIOCore
import NIOHTTP1

/// The connections of a server.
final class OpenConnections {
  private struct TooMany: Error {}

  private let most: Int
  private let identity: TLSIdentity?
  private var open: [ObjectIdentifier: (channel: any Channel, connection: Connection)] = [:]
  private var empty: EventLoopPromise<Void>?

  /// - Parameter identity: what connections are encrypted with; nil for none.
  init(most: Int, identity: TLSIdentity?) {
    self.most = most
    self.identity = identity
  }

  /// Makes a new channel one of HTTP requests.
  ///
  /// - Throws: when there are too many; the channel is closed then.
  func add(_ channel: any Channel, _ connection: Connection, _ limits: ServerLimits) throws {
    guard open.count < most else { throw TooMany() }
    var parsing = NIOHTTPDecoderLimitConfiguration()
    parsing.maxHeaderListSize = limits.head
    parsing.maxHeaderFieldSize = limits.head
    let decoder = HTTPRequestDecoder(
      leftOverBytesStrategy: .forwardBytes, informationalResponseStrategy: .drop,
      limitConfiguration: parsing)
    let pipeline = channel.pipeline.syncOperations
    if let identity { try pipeline.addHandler(TLSHandler(identity)) }
    try pipeline.addHandler(HTTPResponseEncoder())
    try pipeline.addHandler(ByteToMessageHandler(decoder))
    try pipeline.addHandler(connection)
    let key = ObjectIdentifier(channel)
    open[key] = (channel, connection)
    let own = NIOLoopBound(self, eventLoop: channel.eventLoop)
    channel.closeFuture.whenComplete { _ in own.value.remove(key) }
  }

  private func remove(_ key: ObjectIdentifier) {
    open[key] = nil
    if open.isEmpty { empty?.succeed() }
  }

  /// Lets all connections end.
  func stopAll() {
    for entry in open.values { entry.connection.stop() }
  }

  /// Closes all connections: nobody is there to answer them any more.
  func closeAll() {
    for entry in open.values { entry.channel.close(promise: nil) }
  }

  /// Waits until none is left, and closes what is left after some time.
  func whenEmpty(within time: TimeAmount, on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
    if open.isEmpty { return eventLoop.makeSucceededVoidFuture() }
    let promise = eventLoop.makePromise(of: Void.self)
    empty = promise
    let own = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: time) { own.value.closeAll() }
    return promise.futureResult
  }
}
