import CTLS
import NIOCore

/// Encrypts one connection.
final class TLSHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let identity: TLSIdentity
  private var end: OpaquePointer?
  /// Whether nothing more can be said or understood.
  private var isOver = false

  init(_ identity: TLSIdentity) { self.identity = identity }

  func handlerAdded(context: ChannelHandlerContext) {
    end = identity.open()
    if end == nil { context.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    podlab_tls_close(end)
    end = nil
  }

  // MARK: From the client

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let end, !isOver else { return }
    let isFed = Self.unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
      podlab_tls_feed(end, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count) != 0
    }
    guard isFed else { return context.close(promise: nil) }
    while let outcome = next(context) {
      switch outcome {
      case .success(let text): context.fireChannelRead(Self.wrapInboundOut(text))
      case .failure(let fault): return give(up: fault, context)
      }
    }
    send(context)
  }

  private enum Fault: Error { case ended, broken, plain }

  private static let mostAtOnce = 16 << 10

  /// A part of what the client has said; nil when more must come first.
  private func next(_ context: ChannelHandlerContext) -> Result<ByteBuffer, Fault>? {
    guard let end, !isOver else { return nil }
    var text = context.channel.allocator.buffer(capacity: Self.mostAtOnce)
    var count = 0
    text.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.mostAtOnce) { bytes in
      count = podlab_tls_read(end, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
      return max(0, count)
    }
    return switch count {
    case 1...: .success(text)
    case PODLAB_TLS_WAITS: nil
    case PODLAB_TLS_ENDED: .failure(.ended)
    case PODLAB_TLS_PLAIN: .failure(.plain)
    case _: .failure(.broken)
    }
  }

  /// Source: Go `net/http/server.go`, `conn.serve`, for those who forgot TLS.
  private func give(up fault: Fault, _ context: ChannelHandlerContext) {
    if fault == .plain {
      isOver = true
      let words =
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
      context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
    } else {
      // The alert that says why.
      send(context)
      isOver = fault == .broken
    }
    close(context: context, mode: .all, promise: nil)
  }

  // MARK: To the client

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let text = Self.unwrapOutboundIn(data)
    guard text.readableBytes > 0 else {
      return context.write(Self.wrapOutboundOut(text), promise: promise)
    }
    guard let end, !isOver else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
    let count = text.withUnsafeReadableBytes { bytes in
      podlab_tls_write(end, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    }
    guard count == text.readableBytes else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return context.close(promise: nil)
    }
    context.write(Self.wrapOutboundOut(taken(context)), promise: promise)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if let end, !isOver, mode != .input, context.channel.isActive {
      isOver = mode == .all
      podlab_tls_finish(end)
      send(context)
    }
    context.close(mode: mode, promise: promise)
  }

  /// Sends what the protocol itself has to say.
  private func send(_ context: ChannelHandlerContext) {
    let bytes = taken(context)
    guard bytes.readableBytes > 0 else { return }
    context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: nil)
  }

  /// Everything that is to go to the network.
  private func taken(_ context: ChannelHandlerContext) -> ByteBuffer {
    var bytes = context.channel.allocator.buffer(capacity: 512)
    guard let end else { return bytes }
    var count = 1
    while count > 0 {
      bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: 512) { space in
        count = podlab_tls_take(end, space.bindMemory(to: UInt8.self).baseAddress, space.count)
        return max(0, count)
      }
    }
    return bytes
  }
}
