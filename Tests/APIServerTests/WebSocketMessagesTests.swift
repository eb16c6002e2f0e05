import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import APIServer

@Suite struct WebSocketMessagesTests {
  private let channel = EmbeddedChannel(handler: WebSocketMessages(isText: false))

  private func frame(_ opcode: WebSocketOpcode, _ text: String, isLast: Bool = true)
    -> WebSocketFrame
  {
    WebSocketFrame(fin: isLast, opcode: opcode, data: ByteBuffer(string: text))
  }

  private func open() throws {
    try channel.connect(to: SocketAddress(unixDomainSocketPath: "/none")).wait()
  }

  @Test func `puts fragments together`() throws {
    try open()
    try channel.writeInbound(frame(.binary, "one ", isLast: false))
    try channel.writeInbound(frame(.ping, "are you there"))
    try channel.writeInbound(frame(.continuation, "message"))
    #expect(try channel.readInbound(as: ByteBuffer.self) == ByteBuffer(string: "one message"))
    let pong = try channel.readOutbound(as: WebSocketFrame.self)
    #expect(pong?.opcode == .pong)
    #expect(pong?.data == ByteBuffer(string: "are you there"))
  }

  @Test(arguments: [WebSocketOpcode.continuation, .connectionClose])
  func `ends where the client breaks off or ends`(opcode: WebSocketOpcode) throws {
    try open()
    try channel.writeInbound(frame(opcode, ""))
    #expect(try channel.readOutbound(as: WebSocketFrame.self)?.opcode == .connectionClose)
    #expect(!channel.isActive)
  }

  @Test func `a message must not grow without end`() throws {
    try open()
    let part = String(repeating: "a", count: 600_000)
    try channel.writeInbound(frame(.binary, part, isLast: false))
    try channel.writeInbound(frame(.continuation, part, isLast: false))
    #expect(try channel.readInbound(as: ByteBuffer.self) == nil)
    #expect(!channel.isActive)
  }

  @Test func `says good-bye before it closes`() throws {
    try open()
    try channel.writeOutbound(ByteBuffer(string: "out"))
    try channel.close().wait()
    #expect(try channel.readOutbound(as: WebSocketFrame.self)?.opcode == .binary)
    #expect(try channel.readOutbound(as: WebSocketFrame.self)?.opcode == .connectionClose)
  }
}
