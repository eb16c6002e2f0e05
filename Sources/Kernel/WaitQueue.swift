/// Processes that wait for something to change.
///
/// Whoever changes it wakes all of them; each looks again and waits once more if need be.
package final class WaitQueue {
  private struct Waiter {
    let process: Process
    /// Which of the process's waits this is; a later number means it has been woken already.
    let wait: Int
  }

  private var waiters: [Waiter] = []

  package init() {}

  func add(_ process: Process) {
    // Waits that ended otherwise leave entries behind; drop them before they pile up.
    if waiters.count >= 16 { waiters.removeAll { $0.process.waitNumber != $0.wait } }
    waiters.append(Waiter(process: process, wait: process.waitNumber))
  }

  /// Drops what is left of earlier waits.
  func forgetAll() { waiters = [] }

  /// Lets all waiting processes look again, in the order of their arrival.
  package func wakeAll() {
    guard !waiters.isEmpty else { return }
    let woken = waiters
    waiters.removeAll(keepingCapacity: true)
    for waiter in woken where waiter.process.waitNumber == waiter.wait { waiter.process.wake() }
  }
}
