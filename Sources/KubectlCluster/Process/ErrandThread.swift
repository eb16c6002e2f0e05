import Glibc
import Synchronization

/// A thread beside the others that does one errand after the other.
///
/// A cluster behind kubectl blocks; what has a screen to draw gives such work away.
package final class ErrandThread: Sendable {
  /// A piece of work; it may block.
  package typealias Errand = @Sendable () -> Void

  private let queue = ErrandQueue()
  // Written once, in `init`, and read once, in `finish`.
  private let thread: Mutex<pthread_t?>

  /// Starts the thread; nil where the system has no resources left.
  package init?() {
    var thread = pthread_t()
    let queue = Unmanaged.passRetained(queue)
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let queue = Unmanaged<ErrandQueue>.fromOpaque(argument).takeRetainedValue()
        while let errand = queue.next() { errand() }
        return nil
      }, queue.toOpaque())
    guard code == 0 else {
      queue.release()
      return nil
    }
    self.thread = Mutex(thread)
  }

  /// Does something after all that was added before.
  package func add(_ errand: @escaping Errand) { queue.add(errand) }

  /// Waits until everything is done; nothing may be added after that.
  package func finish() {
    queue.add(nil)
    if let thread = thread.withLock({ $0.take() }) { pthread_join(thread, nil) }
  }
}

/// Errands in their order; nil is the last.
private final class ErrandQueue: Sendable {
  private let errands = Mutex<[ErrandThread.Errand?]>([])
  private let signal = Semaphore()

  func add(_ errand: ErrandThread.Errand?) {
    errands.withLock { $0.append(errand) }
    signal.post()
  }

  /// Waits for the next errand.
  func next() -> ErrandThread.Errand? {
    signal.wait()
    return errands.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}

/// A descriptor that becomes readable when someone rings.
package final class Alarm: Sendable {
  package let descriptor: Int32
  private let input: Int32

  /// Nil where the system has no descriptors left.
  package init?() {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { return nil }
    for end in pair {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, input) = (pair[0], pair[1])
  }

  deinit {
    close(descriptor)
    close(input)
  }

  package func ring() {
    var byte: UInt8 = 1
    _ = write(input, &byte, 1)
  }

  /// Takes all rings, so that the descriptor waits for the next one.
  package func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &bytes, bytes.count) > 0 {}
  }
}
