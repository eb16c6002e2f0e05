package import NIOCore
import Synchronization

/// A response that is written piece by piece, by a task of the cluster.
///
/// Who writes faster than the client reads has to wait; who writes to a client that has gone is
/// told so.
package final class ResponseStream: Sendable {
  private struct State {
    /// Bytes that were written and have not been sent.
    var unsent = 0
    var isOver = false
    /// Who waits to write more.
    var writers: [UnsafeContinuation<Void, Never>] = []
    var observers: [@Sendable () -> Void] = []
  }

  /// Sends bytes, and calls `done` when they have left.
  typealias Send = @Sendable (_ bytes: [UInt8], _ done: @escaping @Sendable () -> Void) -> Void

  private let state = Mutex(State())
  private let send: Send
  private let most: Int
  private let eventLoop: any EventLoop

  /// - Parameter most: how many bytes may wait to be sent before a writer has to.
  init(most: Int = 256 << 10, eventLoop: any EventLoop, send: @escaping Send) {
    self.send = send
    self.most = most
    self.eventLoop = eventLoop
  }

  /// Writes some bytes; returns when there is room for more.
  ///
  /// - Returns: whether the client is still there.
  @discardableResult
  package func write(_ bytes: [UInt8]) async -> Bool {
    guard !isOver else { return false }
    state.withLock { $0.unsent += bytes.count }
    send(bytes) { [self] in
      release { state in
        state.unsent -= bytes.count
        return state.unsent <= most
      }
    }
    await withUnsafeContinuation { continuation in
      let mayGoOn = state.withLock { state in
        if state.isOver || state.unsent <= most { return true }
        state.writers.append(continuation)
        return false
      }
      if mayGoOn { continuation.resume() }
    }
    return !isOver
  }

  /// Whether nobody reads any more.
  package var isOver: Bool { state.withLock { $0.isOver } }

  /// Calls `body` when the response is to end, or at once where it has ended already.
  ///
  /// It ends when the client has gone, its time is over, or the server stops. Any thread may call
  /// this.
  package func whenOver(_ body: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      if !state.isOver { state.observers.append(body) }
      return state.isOver
    }
    if isLate { body() }
  }

  /// Calls `body` after some time on the wall, unless the response has ended by then.
  package func after(_ time: TimeAmount, _ body: @escaping @Sendable () -> Void) {
    let timer = eventLoop.scheduleTask(in: time, body)
    whenOver { timer.cancel() }
  }

  /// Calls `body` again and again, until the response ends.
  package func every(_ time: TimeAmount, _ body: @escaping @Sendable () -> Void) {
    let timer = eventLoop.scheduleRepeatedTask(initialDelay: time, delay: time) { _ in body() }
    whenOver { timer.cancel() }
  }

  /// Ends the response.
  package func end() {
    let observers = state.withLock { state in
      state.isOver = true
      defer { state.observers = [] }
      return state.observers
    }
    release { _ in true }
    for observer in observers { observer() }
  }

  /// Lets who waits write more when `condition` holds.
  private func release(when condition: (inout State) -> Bool) {
    let writers = state.withLock { state -> [UnsafeContinuation<Void, Never>] in
      guard condition(&state) else { return [] }
      defer { state.writers = [] }
      return state.writers
    }
    for writer in writers { writer.resume() }
  }
}
