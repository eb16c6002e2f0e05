import Dispatch
import Synchronization

/// Wakes one sleeping thread from any other.
final class Bell: Sendable {
  private let isAsleep = Atomic(false)
  private let semaphore = DispatchSemaphore(value: 0)

  /// Wakes the sleeper; cheap while it is awake.
  func ring() {
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { semaphore.signal() }
  }

  /// Sleeps until the bell rings, or so many nanoseconds have passed; nil waits for the bell alone.
  ///
  /// - Parameter isNeeded: asked once more when a ring can no longer be missed.
  func sleep(nanoseconds: Int64?, while isNeeded: () -> Bool) {
    isAsleep.store(true, ordering: .sequentiallyConsistent)
    guard isNeeded() else { return wakeUp() }
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
