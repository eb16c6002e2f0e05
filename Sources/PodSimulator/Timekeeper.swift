import Kernel

/// The simulation has ended: whoever waits unwinds.
struct SimulationOver: Error {}

/// Lets tasks of the cluster wait on the kernel's virtual clock.
final class Timekeeper {
  let kernel: Kernel
  private var parked: [Int: UnsafeContinuation<Void, Never>] = [:]
  private var lastTicket = 0
  private(set) var isOver = false

  init(kernel: Kernel) { self.kernel = kernel }

  var now: VirtualTime { kernel.now }

  /// Waits until the clock says `deadline`.
  func sleep(until deadline: VirtualTime) async throws {
    while !isOver, now < deadline { await park { kernel.schedule(at: deadline, $0) } }
    if isOver { throw SimulationOver() }
  }

  /// Waits for some time.
  func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }

  /// Waits until `notice` is given, or until `deadline`.
  func wait(for notice: Notice, until deadline: VirtualTime? = nil) async throws {
    if isOver { throw SimulationOver() }
    await park { wake in
      notice.add(wake)
      if let deadline { kernel.schedule(at: deadline, wake) }
    }
    if isOver { throw SimulationOver() }
  }

  /// Unwinds everything that waits, now and later.
  func end() {
    isOver = true
    let waiting = parked.sorted { $0.key < $1.key }
    parked = [:]
    for (_, continuation) in waiting { continuation.resume() }
  }

  private func park(_ arrange: (_ wake: @escaping () -> Void) -> Void) async {
    lastTicket += 1
    let ticket = lastTicket
    await withUnsafeContinuation { continuation in
      parked[ticket] = continuation
      arrange { [weak self] in self?.parked.removeValue(forKey: ticket)?.resume() }
    }
  }
}

/// Something that tasks wait for.
final class Notice {
  private var waiting: [() -> Void] = []

  func add(_ wake: @escaping () -> Void) { waiting.append(wake) }

  /// Lets everybody go on who waits now.
  func give() {
    let woken = waiting
    waiting = []
    for wake in woken { wake() }
  }
}
