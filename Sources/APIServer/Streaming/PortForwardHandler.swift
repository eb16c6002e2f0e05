import NIOCore
import PodModel
import RemoteStreams

/// One `port-forward`: between a client's connection and any number of connections into a Pod.
final class PortForwardHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// How much may wait for the Pod before nothing more is read.
  private static let mostUntaken = 256 << 10

  private let cluster: LiveCluster
  private let open: @Sendable (Int) -> RemoteProcess.Open
  private let finished: @Sendable () -> Void
  private var session = PortForwardSession()
  private var connections: [Int: RemoteProcess] = [:]
  private var untaken = 0
  private var isReading = true
  private var context: ChannelHandlerContext?

  /// - Parameters:
  ///   - finished: called when the connection is gone.
  ///   - open: makes a connection to a port.
  init(
    cluster: LiveCluster, finished: @escaping @Sendable () -> Void,
    open: @escaping @Sendable (Int) -> RemoteProcess.Open
  ) {
    self.cluster = cluster
    self.finished = finished
    self.open = open
  }

  // MARK: The channel

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    do throws(StreamProtocolError) {
      let outcome = try session.receive(Self.unwrapInboundIn(data).readableBytesView)
      write(outcome.reply)
      for event in outcome.events { handle(event) }
    } catch {
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    for connection in connections.values { connection.disconnect() }
    connections = [:]
    self.context = nil
    finished()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  // MARK: The client

  private func handle(_ event: PortForwardSession.Event) {
    switch event {
    case .connect(let number, let port): connect(number, to: port)
    case .received(let number, let bytes):
      guard let connection = connections[number] else { return }
      untaken += bytes.count
      updateReading()
      connection.send(bytes)
    case .finished(let number): connections[number]?.finishInput()
    case .abandoned(let number): connections.removeValue(forKey: number)?.disconnect()
    }
  }

  private func connect(_ number: Int, to port: Int) {
    guard let context else { return }
    let own = NIOLoopBound(self, eventLoop: context.eventLoop)
    let eventLoop = context.eventLoop
    let connection = RemoteProcess(cluster) { event in
      eventLoop.execute { own.value.handle(event, of: number) }
    }
    connections[number] = connection
    connection.start(open(port))
  }

  private func updateReading() {
    let mayRead = untaken <= Self.mostUntaken
    guard mayRead != isReading, let context else { return }
    isReading = mayRead
    context.channel.setOption(.autoRead, value: mayRead).whenFailure { _ in }
  }

  // MARK: The Pod

  private func handle(_ event: RemoteProcess.Event, of number: Int) {
    switch event {
    case .output(let bytes, _):
      let connection = connections[number]
      write(session.write(bytes, to: number)) { connection?.sent(bytes.count) }
    case .taken(let count):
      untaken -= count
      updateReading()
    case .ended(let result):
      connections[number] = nil
      switch result {
      case .success: write(session.close(number))
      case .failure(let error): write(session.close(number, failure: error.message))
      }
    }
  }

  private func write(_ bytes: [UInt8], done: (@Sendable () -> Void)? = nil) {
    guard let context, !bytes.isEmpty else {
      done?()
      return
    }
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.whenComplete { _ in done?() }
    context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: promise)
  }
}
