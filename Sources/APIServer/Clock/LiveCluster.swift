import Kernel
package import PodModel
package import PodSimulator
import Synchronization

/// A simulated cluster that lives on a thread of its own, as fast as the clock on the wall or by a
/// factor faster.
///
/// The thread sleeps while nothing happens. Everything that is to happen in the cluster is handed
/// to `run`, from any thread.
package final class LiveCluster: Sendable {
  /// How the life of a cluster goes on.
  private enum Life: Sendable, Hashable {
    case going
    /// No process runs any more.
    case exhausted(Limits.Kind)
    case over
  }

  // One thread only touches what can change in it: the one that drives it.
  private nonisolated(unsafe) let cluster: SimulatedCluster
  private let bell: Bell
  private let pace: Mutex<Pace>
  /// Until when time passes that was asked for, however long it takes to compute.
  private let skipped = Mutex(VirtualTime(nanoseconds: .min))
  private let life = Mutex(Life.going)
  private let exhaustion = Mutex<[@Sendable () -> Void]>([])
  private let thread = Mutex<WorkerThread?>(nil)
  private let keeper: Keeper?

  /// Writes down a cluster's objects after they have changed.
  package struct Keeper: Sendable {
    /// How long after a change; further changes in this time cost nothing.
    package var delay: Duration
    /// Called on the cluster's thread, and once more at the end.
    package var keep: @Sendable (SimulatedCluster) -> Void

    package init(
      delay: Duration = .seconds(1), keep: @escaping @Sendable (SimulatedCluster) -> Void
    ) {
      self.delay = delay
      self.keep = keep
    }
  }

  /// Makes a cluster and lets its time run.
  ///
  /// - Parameters:
  ///   - setup: `start` is the time that the cluster shows first.
  ///   - speed: how many seconds pass in it while one passes outside; 0 makes it pause.
  ///   - keeper: what writes its objects down.
  ///   - prepare: puts things into the cluster before its time begins to run.
  package init(
    _ setup: SimulatedCluster.Setup, speed: Double = 1, keeper: Keeper? = nil,
    prepare: (SimulatedCluster) throws -> Void = { _ in }
  ) throws {
    let bell = Bell()
    var setup = setup
    setup.whenReady = { bell.ring() }
    let cluster = SimulatedCluster(setup)
    do {
      try prepare(cluster)
    } catch {
      cluster.end()
      throw error
    }
    self.bell = bell
    self.keeper = keeper
    self.cluster = cluster
    pace = Mutex(Pace(speed: speed, at: WallClock.now, showing: cluster.kernel.now))
    let thread = WorkerThread { [self] in live() }
    self.thread.withLock { $0 = thread }
  }

  /// Ends the cluster; nothing that was handed to `run` goes on.
  package func end() {
    life.withLock { $0 = .over }
    bell.ring()
    thread.withLock { $0.take() }?.join()
  }

  // MARK: Tasks

  /// Runs `body` on the cluster's thread and clock.
  ///
  /// `body` may wait for the cluster's time, for its processes, and for continuations that any
  /// thread resumes. It never begins where the cluster has ended or reached a limit.
  ///
  /// - Returns: what keeps the cluster from running it, if anything.
  @discardableResult
  package func run(
    _ body: @escaping @Sendable (SimulatedCluster) async -> Void
  ) -> StatusError? {
    if let refusal { return refusal }
    cluster.kernel.startTask { [cluster] in await body(cluster) }
    return nil
  }

  /// Why nothing can be run any more.
  private var refusal: StatusError? {
    switch life.withLock({ $0 }) {
    case .going: nil
    case .exhausted(let kind): Self.exhausted(kind)
    case .over:
      StatusError(
        code: 503, reason: "ServiceUnavailable", message: "podlab's practice cluster has ended")
    }
  }

  private static func exhausted(_ kind: Limits.Kind) -> StatusError {
    StatusError(
      code: 503, reason: "ServiceUnavailable",
      message: "the Pods of podlab's practice cluster used more \(kind.rawValue) than it allows; "
        + "start it again to go on")
  }

  /// Calls `body` when the cluster has reached a limit and can run nothing any more.
  package func whenExhausted(_ body: @escaping @Sendable () -> Void) {
    exhaustion.withLock { $0.append(body) }
  }

  // MARK: Time

  /// How many seconds pass in the cluster while one passes outside; 0 while it is paused.
  package var speed: Double {
    get { pace.withLock { $0.speed } }
    set {
      pace.withLock { $0.change(speed: newValue, at: WallClock.now) }
      bell.ring()
    }
  }

  /// Lets so much of the cluster's time pass at once, as fast as it can be computed.
  package func skip(_ duration: Duration) {
    let target = pace.withLock { pace in
      let wall = WallClock.now
      pace.set(to: pace.time(at: wall) + duration, at: wall)
      return pace.time(at: wall)
    }
    skipped.withLock { $0 = target }
    bell.ring()
  }

  // MARK: The thread

  private func live() {
    bell.own()
    var kept = KeptState(version: cluster.resourceVersion)
    while true {
      let rings = bell.rings
      guard life.withLock({ $0 }) == .going else { break }
      if case .limit(let kind) = advance() { return exhaust(kind) }
      let untilKept = keep(&kept)
      let next = cluster.kernel.nextEvent
      let untilNext = pace.withLock { pace in
        next.flatMap { pace.wait(for: $0, at: WallClock.now) }
      }
      if untilNext == 0 { continue }
      let wait = [untilNext, untilKept].compactMap { $0 }.min()
      bell.sleep(nanoseconds: wait, unlessRungSince: rings)
    }
    keeper?.keep(cluster)
    cluster.end()
  }

  /// What of the cluster is written down.
  private struct KeptState {
    var version: String
    /// When the next change is to be written down, on the wall; nil while there is none.
    var due: Int64?
  }

  /// Has changes written down that are due.
  ///
  /// - Returns: how many nanoseconds are left until the next are; nil where nothing has changed.
  private func keep(_ state: inout KeptState) -> Int64? {
    guard let keeper, cluster.resourceVersion != state.version else { return nil }
    let now = WallClock.now
    let due = state.due ?? now &+ keeper.delay.wholeNanoseconds
    guard due <= now else {
      state.due = due
      return due - now
    }
    keeper.keep(cluster)
    state = KeptState(version: cluster.resourceVersion)
    return nil
  }

  /// Runs what is due, or a part of it.
  private func advance() -> Kernel.Stop {
    let kernel = cluster.kernel
    let (now, speed) = pace.withLock { ($0.time(at: WallClock.now), $0.speed) }
    // Tasks that came while everything waited find the clock right.
    let quiet = min(now, kernel.nextTimer ?? now)
    if quiet > kernel.now { kernel.advance(by: quiet - kernel.now) }
    let isSkipping = kernel.now < skipped.withLock { $0 }
    let turn = Self.longestTurn * max(speed, isSkipping ? Self.skippingSpeed : 1)
    let due = min(now, kernel.now + .seconds(turn))
    var stop = kernel.run(until: max(due, kernel.now))
    // Programs that keep busy may be ahead of the clock; some steps more let the others in.
    for _ in 0..<Self.stepsAhead where kernel.hasReadyTasks && stop == .deadline {
      stop = kernel.run(until: kernel.now)
    }
    fallBehind()
    return stop
  }

  /// Lets the cluster's clock go slower where its programs are too busy to keep up.
  private func fallBehind() {
    let now = cluster.kernel.now
    guard now >= skipped.withLock({ $0 }) else { return }
    pace.withLock { pace in
      let wall = WallClock.now
      let delay = pace.time(at: wall) - now
      let most = cluster.kernel.hasReadyTasks ? Self.longestBusyDelay : Self.longestDelay
      if delay > .seconds(most * pace.speed) { pace.set(to: now, at: wall) }
    }
  }

  private static let stepsAhead = 32
  /// How much is computed in one turn: seconds of the clock on the wall.
  private static let longestTurn = 0.02
  /// How much faster time may pass that is skipped.
  private static let skippingSpeed = 100.0
  /// How far the cluster's clock may be behind the one on the wall, in seconds of that one, when
  /// programs keep it busy, and else.
  private static let longestBusyDelay = 0.2
  private static let longestDelay = 5.0

  private func exhaust(_ kind: Limits.Kind) {
    life.withLock { life in
      if life == .going { life = .exhausted(kind) }
    }
    for body in exhaustion.withLock({ $0 }) { body() }
    while true {
      let rings = bell.rings
      guard life.withLock({ $0 }) != .over else { break }
      bell.sleep(nanoseconds: nil, unlessRungSince: rings)
    }
    keeper?.keep(cluster)
    cluster.end()
  }
}
