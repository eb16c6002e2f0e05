import Dispatch
import Glibc
import Synchronization

/// Wakes one sleeping thread from any other.
final class Bell: Sendable {
  private let isAsleep = Atomic(false)
  private let count = Atomic(0)
  private let owner = Atomic<UInt>(0)
  private let semaphore = DispatchSemaphore(value: 0)

  /// Makes the calling thread the one that sleeps.
  func own() { owner.store(UInt(pthread_self()), ordering: .relaxed) }

  /// How often others have rung.
  var rings: Int { count.load(ordering: .sequentiallyConsistent) }

  /// Wakes the sleeper; cheap while it is awake, and nothing when it rings itself.
  func ring() {
    if owner.load(ordering: .relaxed) == UInt(pthread_self()) { return }
    count.add(1, ordering: .sequentiallyConsistent)
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { semaphore.signal() }
  }

  /// Sleeps until the bell rings, or so many nanoseconds have passed; nil waits for the bell alone.
  ///
  /// - Parameter rings: what was `rings` before the sleeper last looked for work: it does not sleep
  ///   when the bell has rung since.
  func sleep(nanoseconds: Int64?, unlessRungSince rings: Int) {
    isAsleep.store(true, ordering: .sequentiallyConsistent)
    guard self.rings == rings else { return wakeUp() }
    if let nanoseconds {
      let limit = DispatchTime.now() + .nanoseconds(Int(clamping: nanoseconds))
      if semaphore.wait(timeout: limit) == .timedOut { wakeUp() }
    } else {
      semaphore.wait()
    }
  }

  /// Takes the ring that came just now, if one did.
  private func wakeUp() {
    let wasRung = !isAsleep.exchange(false, ordering: .sequentiallyConsistent)
    if wasRung { semaphore.wait() }
  }
}
