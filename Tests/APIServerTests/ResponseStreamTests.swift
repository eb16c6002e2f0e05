import NIOEmbedded
import Synchronization
import Testing

@testable import APIServer

@Suite struct ResponseStreamTests {
  @Test func `lets a writer wait until what it wrote has left`() async {
    let sent = Mutex<[@Sendable () -> Void]>([])
    let stream = ResponseStream(most: 3, eventLoop: NIOAsyncTestingEventLoop()) { _, done in
      sent.withLock { $0.append(done) }
    }
    #expect(await stream.write([1, 2, 3]))
    let writer = Task { await stream.write([4]) }
    while sent.withLock({ $0.count }) < 2 { await Task.yield() }
    sent.withLock { $0[0] }()
    #expect(await writer.value)
  }

  @Test func `lets writers go when nobody reads any more`() async {
    let stream = ResponseStream(most: 0, eventLoop: NIOAsyncTestingEventLoop()) { _, _ in }
    let ends = Atomic(0)
    stream.whenOver { ends.add(1, ordering: .relaxed) }
    let writers = (0..<3).map { _ in Task { await stream.write([1]) } }
    await Task.yield()
    stream.end()
    for writer in writers { #expect(await writer.value == false) }
    stream.whenOver { ends.add(1, ordering: .relaxed) }
    #expect(ends.load(ordering: .relaxed) == 2)
  }
}
