import Glibc
import Synchronization

/// Turns ^C and its like into bytes that can be waited for, so that podlab can clean up first.
///
/// A thread of its own takes the signals: no handler runs in the middle of anything.
final class Interruption: Sendable {
  /// Gets one byte for each signal: its number.
  let descriptor: Int32

  private let box: Box

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Takes the signals from now on; nil where the system has no resources left.
  ///
  /// It must be made before other threads are, which would get the signals instead.
  init?() {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { return nil }
    for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    descriptor = pair[0]
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Self.signals where !Self.isIgnored(signal) { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    box = Box(output: pair[1], signals: set)
    var thread = pthread_t()
    let box = Unmanaged.passRetained(box)
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().takeSignals()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      return nil
    }
    pthread_detach(thread)
  }

  /// Whether whoever started podlab does not want it to hear of a signal, as nohup does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    let handler = action.__sigaction_handler.sa_handler
    // The value of SIG_IGN, which is no function.
    return unsafeBitCast(handler, to: Int.self) == 1
  }

  /// Ends the process by the first signal that came, as it would have done by itself.
  func endProcess() -> Never {
    var set = box.signals
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    LiveWorld.endBy(signal: box.first.withLock { $0 } ?? SIGINT)
  }

  /// What the thread needs.
  private final class Box: Sendable {
    let signals: sigset_t
    let first = Mutex<Int32?>(nil)
    private let output: Int32

    init(output: Int32, signals: sigset_t) {
      self.output = output
      self.signals = signals
    }

    func takeSignals() {
      var set = signals
      while true {
        var number: Int32 = 0
        guard sigwait(&set, &number) == 0 else { return }
        first.withLock { $0 = $0 ?? number }
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(output, &byte, 1)
      }
    }
  }
}
