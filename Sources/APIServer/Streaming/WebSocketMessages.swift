import NIOCore
import NIOWebSocket

/// Puts the frames of a WebSocket together into messages, and writes messages as frames.
final class WebSocketMessages: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = WebSocketFrame

  /// Written, it asks the client whether it is there.
  struct Ping: Sendable {}
  /// Read, it tells that the client is there.
  struct Pong: Sendable {}

  /// Bytes of one message, its fragments taken together.
  static let limit = 1 << 20

  private let isText: Bool
  private var message: ByteBuffer?
  private var isClosing = false

  /// - Parameter isText: whether messages are text, as Base64 needs it.
  init(isText: Bool) { self.isText = isText }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    guard !isClosing else { return }
    switch frame.opcode {
    case .text, .binary:
      guard message == nil else { return close(context, .protocolError) }
      add(frame, to: ByteBuffer(), context)
    case .continuation:
      guard let start = message else { return close(context, .protocolError) }
      add(frame, to: start, context)
    case .ping:
      write(context, .pong, frame.unmaskedData)
      context.flush()
    case .connectionClose: close(context, .normalClosure)
    case .pong: context.fireUserInboundEventTriggered(Pong())
    default: close(context, .protocolError)
    }
  }

  private func add(_ frame: WebSocketFrame, to start: ByteBuffer, _ context: ChannelHandlerContext)
  {
    var whole = start
    var part = frame.unmaskedData
    guard whole.readableBytes + part.readableBytes <= WebSocketMessages.limit else {
      return close(context, .messageTooLarge)
    }
    whole.writeBuffer(&part)
    message = frame.fin ? nil : whole
    if frame.fin { context.fireChannelRead(Self.wrapInboundOut(whole)) }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let frame = WebSocketFrame(
      fin: true, opcode: isText ? .text : .binary, data: Self.unwrapOutboundIn(data))
    context.write(Self.wrapOutboundOut(frame), promise: promise)
  }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    guard event is Ping else {
      return context.triggerUserOutboundEvent(event, promise: promise)
    }
    write(context, .ping, ByteBuffer())
    context.flush()
    promise?.succeed()
  }

  /// Says good-bye before the connection ends.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard !isClosing, context.channel.isActive else {
      return context.close(mode: mode, promise: promise)
    }
    isClosing = true
    writeClose(context, .normalClosure)
    context.close(mode: mode, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    close(context, .protocolError)
  }

  private func close(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
    guard !isClosing else { return }
    isClosing = true
    writeClose(context, code)
    context.close(promise: nil)
  }

  private func writeClose(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: code)
    write(context, .connectionClose, data)
    context.flush()
  }

  private func write(
    _ context: ChannelHandlerContext, _ opcode: WebSocketOpcode, _ data: ByteBuffer
  ) {
    context.write(
      Self.wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
  }
}
