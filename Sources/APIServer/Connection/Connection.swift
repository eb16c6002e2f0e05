import NIOCore
import NIOHTTP1
import PodModel

/// One client's connection: takes its requests one after the other and sends the answers.
final class Connection: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// What the connection is doing.
  private enum State {
    case idle
    case receiving(RequestHead, HTTPVersion, keepsAlive: Bool, body: [UInt8])
    case answering(Exchange)
    /// The answer to a request that is not read to its end was sent.
    case closing
    case upgraded
  }

  private let services: ServerServices
  private var state = State.idle
  /// What came while an answer was under way.
  private var waiting: [HTTPServerRequestPart] = []
  private var watchdog = Watchdog()
  private var wantsRead = false
  private var lastNumber = 0
  private var context: ChannelHandlerContext?

  init(_ services: ServerServices) { self.services = services }

  // MARK: The channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if context.channel.isActive { expect(within: services.limits.firstRequest) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    watchdog.stop()
    self.context = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    expect(within: services.limits.firstRequest)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    watchdog.stop()
    waiting = []
    if case .answering(let exchange) = state { exchange.stream.end() }
    state = .closing
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = Self.unwrapInboundIn(data)
    if case .answering = state { return waiting.append(part) }
    take(part)
  }

  /// A client that sends more requests before it has read an answer has to wait.
  func read(context: ChannelHandlerContext) {
    if waiting.isEmpty { context.read() } else { wantsRead = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if case .answering = state {
      context.channel.isWritable ? watchdog.stop() : expect(within: services.limits.stalled)
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch state {
    case .idle, .receiving:
      if let fault = error as? HTTPParserError {
        refuse(fault)
      } else {
        context.close(promise: nil)
      }
    case .answering, .closing: context.close(promise: nil)
    case .upgraded: context.fireErrorCaught(error)
    }
  }

  // MARK: Requests

  private func take(_ part: HTTPServerRequestPart) {
    switch (part, state) {
    case (.head(let head), .idle): begin(head)
    case (.body(let bytes), .receiving(let head, let version, let keepsAlive, var body)):
      state = .idle
      body.append(contentsOf: bytes.readableBytesView)
      guard body.count <= services.limits.body else { return refuse(Self.tooLarge) }
      state = .receiving(head, version, keepsAlive: keepsAlive, body: body)
    case (.end, .receiving(let head, let version, let keepsAlive, let body)):
      answer(Request(head, body: body), version, keepsAlive: keepsAlive)
    case (_, _): break
    }
  }

  private func begin(_ head: HTTPRequestHead) {
    expect(within: services.limits.wholeBody)
    do throws(StatusError) {
      let own = RequestHead(method: head.method.rawValue, target: head.uri, fields: head.headers)
      try services.access.check(own)
      state = .receiving(own, head.version, keepsAlive: head.isKeepAlive, body: [])
    } catch {
      return refuse(error)
    }
    let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    if length > services.limits.body { return refuse(Self.tooLarge) }
    if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
      context?.writeAndFlush(
        Self.wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))),
        promise: nil)
    }
  }

  private func answer(_ request: Request, _ version: HTTPVersion, keepsAlive: Bool) {
    guard let context else { return }
    watchdog.stop()
    let isUpgrade = request.head.header("Connection").lowercased().contains("upgrade")
    // The parser stops at a request that offers an upgrade, taken or not.
    lastNumber += 1
    let exchange = Exchange(
      lastNumber, request.head, version, keepsAlive: keepsAlive && !isUpgrade, connection: self,
      eventLoop: context.eventLoop)
    state = .answering(exchange)
    if isUpgrade, let upgrade = services.upgrade(request.head) {
      return negotiate(upgrade, exchange)
    }
    services.answer(request, exchange)
  }

  /// Answers a request that is not read to its end, and closes the connection.
  private func refuse(_ error: StatusError) {
    refuse(with: Response(error))
  }

  private func refuse(_ fault: HTTPParserError) {
    let isTooLarge = fault == .headerOverflow
    let text = isTooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request"
    refuse(
      with: Response(
        status: isTooLarge ? 431 : 400, contentType: "text/plain; charset=utf-8",
        body: .bytes(Array(text.utf8))))
  }

  private func refuse(with response: Response) {
    guard let context else { return }
    state = .closing
    let bytes: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
    let head = ResponseWriter.head(
      of: response, to: .http1_1, keepsAlive: false, length: bytes.count)
    write(.head(head))
    write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    // What the client still sends must be read, or it would not see the answer.
    expect(within: .seconds(1))
    context.close(mode: .output, promise: nil)
  }

  // Source: apiserver `endpoints/handlers/rest.go`, `limitedReadBody`.
  private static let tooLarge = StatusError(
    code: 413, reason: "RequestEntityTooLarge",
    message: "Request entity too large: limit is 3145728")

  // MARK: Responses

  /// Sends a part of the answer to the request of this number, if that one is still under way.
  func send(
    _ part: HTTPServerResponsePart, of number: Int, done: (@Sendable () -> Void)? = nil
  ) {
    guard let context, case .answering(let exchange) = state, exchange.number == number else {
      done?()
      return
    }
    var promise: EventLoopPromise<Void>?
    if let done {
      let sent = context.eventLoop.makePromise(of: Void.self)
      sent.futureResult.whenComplete { _ in done() }
      promise = sent
    }
    if case .end = part {
      context.writeAndFlush(Self.wrapOutboundOut(part), promise: promise)
      return finish(exchange)
    }
    context.write(Self.wrapOutboundOut(part), promise: promise)
  }

  /// Sends what was written so far.
  func flush() { context?.flush() }

  private func finish(_ exchange: Exchange) {
    guard let context else { return }
    exchange.stream.end()
    guard exchange.keepsAlive, !services.isStopping else {
      state = .closing
      context.close(mode: .output, promise: nil)
      return expect(within: .seconds(1))
    }
    state = .idle
    expect(within: services.limits.idle)
    takeWaiting()
  }

  private func takeWaiting() {
    while !waiting.isEmpty {
      if case .answering = state { return }
      take(waiting.removeFirst())
    }
    if wantsRead {
      wantsRead = false
      context?.read()
    }
  }

  private func write(_ part: HTTPServerResponsePart) {
    context?.write(Self.wrapOutboundOut(part), promise: nil)
  }

  // MARK: Ends

  /// Ends the connection as soon as that does not cut off an answer.
  func stop() {
    switch state {
    case .idle, .receiving: context?.close(promise: nil)
    case .answering(let exchange): exchange.stream.end()
    case .closing: break
    case .upgraded: context?.close(promise: nil)
    }
  }

  /// Closes the connection when nothing else happens in this time.
  private func expect(within time: TimeAmount) {
    guard let context else { return }
    let box = NIOLoopBound(context, eventLoop: context.eventLoop)
    watchdog.start(time, on: context.eventLoop) { box.value.close(promise: nil) }
  }

  // MARK: Upgrades

  private func negotiate(_ upgrade: StreamUpgrade, _ exchange: Exchange) {
    guard let context else { return }
    let own = NIOLoopBound(self, eventLoop: context.eventLoop)
    services.streams.answer(upgrade, on: context.eventLoop).hop(to: context.eventLoop)
      .whenComplete { result in
        switch result {
        case .success(.refuse(let response)): exchange.respond(response)
        case .success(.accept(let fields, let install)):
          own.value.upgrade(exchange, fields, install)
        case .failure:
          exchange.respond(
            Response(StatusError(code: 500, reason: "InternalError", message: "upgrade failed")))
        }
      }
  }

  /// Says that the protocol changes, and leaves the channel to `install`.
  private func upgrade(
    _ exchange: Exchange, _ fields: HTTPHeaders, _ install: UpgradeAnswer.Install
  ) {
    guard let context, case .answering(let current) = state, current === exchange else {
      return
    }
    state = .upgraded
    var head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: fields)
    head.headers.replaceOrAdd(name: "Connection", value: "Upgrade")
    write(.head(head))
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    let channel = context.channel
    let pipeline = channel.pipeline.syncOperations
    do {
      // What the client sent already is kept by the decoder until it is removed, last.
      let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
      let decoder = try pipeline.context(
        handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
      pipeline.removeHandler(context: encoder, promise: nil)
      try install(channel)
      pipeline.removeHandler(context: context, promise: nil)
      pipeline.removeHandler(context: decoder, promise: nil)
    } catch {
      channel.close(promise: nil)
    }
  }
}
