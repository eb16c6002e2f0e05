import NIOCore
import PodModel
import RemoteStreams

/// One `exec` or `attach`: between a client's connection and a process.
final class CommandHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Session {
    case spdy(SPDYCommandSession)
    case channels(ChannelCommandSession)
  }

  /// How much input may wait for the process before nothing more is read.
  private static let mostUntaken = 256 << 10
  /// How long a client may take to open its streams.
  ///
  /// Source: kubelet `cri/streaming/server.go`, `StreamCreationTimeout`.
  private static let patience = TimeAmount.seconds(30)
  /// How long a client may take to go after the end.
  private static let farewell = TimeAmount.seconds(5)

  /// How long nothing is said over WebSockets once the client has begun to listen.
  ///
  /// kubectl reads while it makes its streams, and drops what comes in between. It is asked by a ping
  /// whether it reads, however long its start takes; what is left are the few steps to its last
  /// stream. The longer the ping was on its way, the busier the machine, and the longer they take.
  ///
  /// Source: client-go 1.30 to 1.33 `tools/remotecommand/websocket.go`, `readDemuxLoop`.
  private static func silence(afterPingOf delay: TimeAmount) -> TimeAmount {
    min(max(.milliseconds(100), delay * 20), .milliseconds(500))
  }
  /// How long a client is waited for that answers no ping.
  private static let deafness = TimeAmount.seconds(1)

  private let command: [String]
  private let open: RemoteProcess.Open
  private let cluster: LiveCluster
  private let finished: @Sendable () -> Void
  private var session: Session
  private var process: RemoteProcess?
  /// What happened while nothing may be said yet; nil afterwards.
  ///
  /// It counts as not sent, so that a process that says much is held.
  private var early: [RemoteProcess.Event]?
  /// When the client was asked whether it reads.
  private var asked = NIODeadline.distantPast
  private var untaken = 0
  private var isReading = true
  private var isOver = false
  private var context: ChannelHandlerContext?

  /// - Parameters:
  ///   - command: for the words about its exit code.
  ///   - finished: called when the connection is gone.
  init(
    _ negotiation: StreamNegotiation, _ streams: CommandStreams, command: [String],
    cluster: LiveCluster, finished: @escaping @Sendable () -> Void,
    open: @escaping RemoteProcess.Open
  ) {
    let framing = negotiation.framing ?? ChannelProtocol(version: .v4)
    switch negotiation.transport {
    case .spdy: session = .spdy(SPDYCommandSession(framing, streams))
    case .webSocket: session = .channels(ChannelCommandSession(framing, streams))
    }
    self.command = command
    self.cluster = cluster
    self.finished = finished
    self.open = open
  }

  // MARK: The channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if case .channels(let channels) = session {
      write(channels.greeting)
      early = []
      asked = .now()
      context.triggerUserOutboundEvent(WebSocketMessages.Ping(), promise: nil)
      speak(after: Self.deafness, context.eventLoop)
      begin()
    } else {
      let own = NIOLoopBound(self, eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: Self.patience) {
        if own.value.process == nil { own.value.context?.close(promise: nil) }
      }
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = Array(Self.unwrapInboundIn(data).readableBytesView)
    do throws(StreamProtocolError) {
      switch session {
      case .spdy(var spdy):
        let outcome = try spdy.receive(bytes)
        session = .spdy(spdy)
        if !outcome.reply.isEmpty { write(outcome.reply) }
        for event in outcome.events { handle(event) }
        if outcome.isAbandoned { context.close(promise: nil) }
      case .channels(var channels):
        let events = try channels.receive(bytes)
        session = .channels(channels)
        for event in events { handle(event) }
      }
    } catch {
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is WebSocketMessages.Pong else {
      return context.fireUserInboundEventTriggered(event)
    }
    speak(after: Self.silence(afterPingOf: .now() - asked), context.eventLoop)
  }

  /// Input that the process does not read stays with the client.
  func read(context: ChannelHandlerContext) {
    if isReading { context.read() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isOver = true
    process?.disconnect()
    process = nil
    self.context = nil
    finished()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  // MARK: The client

  private func handle(_ event: CommandEvent) {
    switch event {
    case .ready: begin()
    case .input(let bytes):
      untaken += bytes.count
      updateReading()
      process?.send(bytes)
    case .inputEnded: process?.finishInput()
    case .resized(let size): process?.resize(size)
    }
  }

  private func updateReading() {
    let mayRead = untaken <= Self.mostUntaken
    guard mayRead != isReading, let context else { return }
    isReading = mayRead
    context.channel.setOption(.autoRead, value: mayRead).whenFailure { _ in }
  }

  // MARK: The process

  private func begin() {
    guard let context, process == nil else { return }
    let own = NIOLoopBound(self, eventLoop: context.eventLoop)
    let eventLoop = context.eventLoop
    let process = RemoteProcess(cluster) { event in
      eventLoop.execute { own.value.handle(event) }
    }
    self.process = process
    process.start(open)
  }

  /// Tells the client what has happened, after some more time.
  private func speak(after time: TimeAmount, _ eventLoop: any EventLoop) {
    guard early != nil else { return }
    let own = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: time) {
      let events = own.value.early ?? []
      own.value.early = nil
      for event in events { own.value.handle(event) }
    }
  }

  private func handle(_ event: RemoteProcess.Event) {
    if early != nil {
      early?.append(event)
      return
    }
    switch event {
    case .output(let bytes, let stream): write(bytes, to: stream)
    case .taken(let count):
      untaken -= count
      updateReading()
    case .ended(.success(let code)): finish(.exited(Int(code), command: command))
    case .ended(.failure(let error)): finish(.failed(message: message(of: error)))
    }
  }

  /// The API server says once more what the kubelet has said, where it translates for WebSockets.
  private func message(of error: StatusError) -> String {
    let twice = "Internal error occurred: Internal error occurred: "
    guard case .spdy = session, error.message.hasPrefix(twice) else { return error.message }
    return "Internal error occurred: " + error.message.dropFirst(twice.count)
  }

  private func write(_ bytes: [UInt8], to stream: CommandStream) {
    let process = process
    guard let context, !isOver else { return process?.sent(bytes.count) ?? () }
    let frames: [UInt8] =
      switch session {
      case .spdy(let spdy): spdy.write(bytes, to: stream)
      case .channels(let channels): channels.write(bytes, to: stream) ?? []
      }
    guard !frames.isEmpty else { return process?.sent(bytes.count) ?? () }
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.whenComplete { _ in process?.sent(bytes.count) }
    context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: frames)), promise: promise)
  }

  private func write(_ bytes: [UInt8]) {
    context?.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
  }

  /// Tells how it ended; the client closes the connection, or is not waited for any longer.
  private func finish(_ outcome: CommandOutcome) {
    guard let context, !isOver else { return }
    isOver = true
    process = nil
    switch session {
    case .spdy(var spdy):
      write(spdy.finish(outcome))
      session = .spdy(spdy)
      let own = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: Self.farewell) { own.value.close(promise: nil) }
    case .channels(let channels):
      if let message = channels.finish(outcome) { write(message) }
      context.close(promise: nil)
    }
  }
}
