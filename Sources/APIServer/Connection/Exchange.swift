import NIOCore
import NIOHTTP1

/// One request that is being answered, in the hands of whoever answers it.
package final class Exchange: Sendable {
  package let head: RequestHead
  /// The answer's pieces, where it is a stream.
  package let stream: ResponseStream
  /// Which of the connection's requests it is.
  let number: Int
  let keepsAlive: Bool
  private let version: HTTPVersion
  private let connection: NIOLoopBound<Connection>
  private let eventLoop: any EventLoop

  init(
    _ number: Int, _ head: RequestHead, _ version: HTTPVersion, keepsAlive: Bool,
    connection: Connection, eventLoop: any EventLoop
  ) {
    self.number = number
    self.head = head
    self.version = version
    self.keepsAlive = keepsAlive
    self.eventLoop = eventLoop
    let bound = NIOLoopBound(connection, eventLoop: eventLoop)
    self.connection = bound
    stream = ResponseStream(eventLoop: eventLoop) { bytes, done in
      eventLoop.execute {
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
        bound.value.send(part, of: number, done: done)
        bound.value.flush()
      }
    }
  }

  /// Sends the answer; any thread may call it, once.
  package func respond(_ response: Response) {
    if eventLoop.inEventLoop { return send(response) }
    eventLoop.execute { [self] in send(response) }
  }

  /// Ends an answer that is a stream.
  package func finish() {
    eventLoop.execute { [self] in connection.value.send(.end(nil), of: number) }
  }

  private func send(_ response: Response) {
    let connection = connection.value
    let isHead = head.method == "HEAD"
    switch response.body {
    case .bytes(let bytes):
      let head = ResponseWriter.head(
        of: response, to: version, keepsAlive: keepsAlive, length: bytes.count)
      connection.send(.head(head), of: number)
      if !isHead, !bytes.isEmpty {
        connection.send(.body(.byteBuffer(ByteBuffer(bytes: bytes))), of: number)
      }
      connection.send(.end(nil), of: number)
    case .stream:
      let head = ResponseWriter.head(
        of: response, to: version, keepsAlive: keepsAlive, length: nil)
      connection.send(.head(head), of: number)
      connection.flush()
    }
  }
}
