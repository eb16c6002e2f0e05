/// A simulated POSIX kernel on virtual time.
///
/// Everything in it is deterministic: processes are coroutines that run one after the other on the
/// thread that calls `run`, the clock moves only as they use processor time or when all of them
/// wait, and nothing outside is read. Whoever makes a kernel ends it with `shutDown`, which
/// unwinds every process and so frees all memory.
package final class Kernel {
  /// Why `run` came back.
  package enum Stop: Sendable, Hashable {
    /// The clock has reached the time that was asked for.
    case deadline
    /// Nothing can happen any more unless something comes from outside.
    case idle
    /// `interrupt` was called.
    case interrupted
    /// A limit was reached; no process runs any more.
    case limit(Limits.Kind)
  }

  /// The virtual clock.
  package private(set) var now: VirtualTime
  /// When the node was started, for /proc/uptime.
  package let booted: VirtualTime
  package let limits: Limits
  /// How much time things take.
  package var costs = Costs()
  /// The programs that executables can name.
  package let programs: ProgramTable
  /// The world outside.
  package let network: Network
  /// Everything that processes tried and this simulation does not model, in order.
  package internal(set) var notModelled: [NotModelled] = []
  /// The limit that was reached, if any.
  package private(set) var reachedLimit: Limits.Kind?

  let executor: Executor
  var processes: [ObjectIdentifier: Process] = [:]
  private var timers = TimerHeap()
  private var yielding: UnsafeContinuation<Void, Never>?
  private var isInterrupted = false
  private var isRunning = false
  private var steps = 0
  /// Steps since the last time that all processes were waiting.
  private var busySteps = 0
  private let meter: StorageMeter
  private let fileChanges = ChangeCount()
  private var output = 0
  /// Bytes that all processes hold.
  package private(set) var memoryInUse = 0
  private var lastDevice = 30
  private var lastPipe = 40_000
  private var random: UInt64

  /// - Parameter whenReady: called on any thread whenever a task has become ready, for who drives
  ///   the kernel on a thread that sleeps in between.
  package init(
    startingAt start: VirtualTime, programs: ProgramTable, network: Network = Network(),
    limits: Limits = Limits(), seed: UInt64 = 1, whenReady: (@Sendable () -> Void)? = nil
  ) {
    executor = Executor(whenReady: whenReady)
    now = start
    booted = start
    self.programs = programs
    self.network = network
    self.limits = limits
    meter = StorageMeter(limit: limits.storage)
    random = seed
    guard limits.excess == .endsSimulation else { return }
    meter.exceeded = { [unowned self] in reach(.storage) }
  }

  /// When `run` has something to do next: now where a task is ready, else the time of the next
  /// timer; nil where nothing can happen unless something comes from outside.
  package var nextEvent: VirtualTime? { hasReadyTasks ? now : nextTimer }

  /// When the next timer is due.
  package var nextTimer: VirtualTime? { timers.nextTime }

  /// Bytes by which files have grown.
  package var storageInUse: Int { meter.used }

  /// The command lines of all living processes, sorted.
  package var commandLines: [String] {
    processes.values.map { $0.arguments.joined(separator: " ") }.sorted()
  }

  /// Whether a process or task can go on at once.
  package var hasReadyTasks: Bool { !executor.isEmpty }

  /// Runs processes and timers until the clock says `deadline`, or nothing is left to do.
  package func run(until deadline: VirtualTime = .distantFuture) -> Stop {
    precondition(!isRunning, "a process must not drive the kernel that it runs on")
    isRunning = true
    isInterrupted = false
    defer { isRunning = false }
    while true {
      if let stop = runReady(until: deadline) { return stop }
      guard let next = timers.nextTime else { return .idle }
      guard next <= deadline else {
        now = max(now, deadline)
        return .deadline
      }
      now = max(now, next)
      busySteps = 0
      fireTimers()
    }
  }

  /// Runs what can run now; nil when all processes wait.
  private func runReady(until deadline: VirtualTime) -> Stop? {
    while true {
      if let reachedLimit { return .limit(reachedLimit) }
      if isInterrupted { return .interrupted }
      if executor.isEmpty { return nil }
      if now > deadline { return .deadline }
      _ = runNextJob()
      if let next = timers.firstTime, next <= now { fireTimers() }
    }
  }

  private func runNextJob() -> Bool {
    guard executor.runNext() else { return false }
    yielding?.resume()
    yielding = nil
    return true
  }

  /// Puts a process that does not wait behind those that are ready.
  ///
  /// Resuming a continuation from within its own job would not suspend at all.
  func resumeAfterThisJob(_ continuation: UnsafeContinuation<Void, Never>) {
    yielding = continuation
  }

  private func fireTimers() {
    while let action = timers.pop(notAfter: now) {
      switch action {
      case .wake(let process, let wait):
        if process.waitNumber == wait { process.wake() }
      case .call(let body): body()
      }
    }
  }

  /// Makes `run` return after the current step of the current process.
  package func interrupt() { isInterrupted = true }

  /// Moves the clock forward without running anything, for work outside the processes that takes
  /// time.
  package func advance(by duration: Duration) { now = now + duration }

  /// Calls `body` when the clock says `time`, between steps of processes.
  package func schedule(at time: VirtualTime, _ body: @escaping () -> Void) {
    timers.insert(.call(body), at: time)
  }

  func wake(_ process: Process, at time: VirtualTime) {
    timers.insert(.wake(process, wait: process.waitNumber), at: time)
  }

  /// Ends all processes at once; the kernel is of no use afterwards.
  package func shutDown() {
    timers = TimerHeap()
    for process in processes.values { process.beginUnwinding() }
    while runNextJob() {}
    for process in processes.values { process.forget() }
    processes = [:]
    // Unwinding may have left timers that hold processes.
    timers = TimerHeap()
  }
}

// MARK: - What processes use up

extension Kernel {
  /// Charges processor time; the clock runs faster the longer the world is busy, so that endless
  /// loops come to their end.
  func charge(_ cost: Int64, steps count: Int = 1) {
    guard limits.excess == .endsSimulation else {
      now.nanoseconds &+= cost
      return
    }
    steps += count
    busySteps += count
    if steps > limits.steps { reach(.steps) }
    let doublings = Int64(min(busySteps / limits.busyStepsPerDoubling, limits.mostDoublings))
    now.nanoseconds &+= cost << doublings
  }

  /// Counts steps that take time of the simulation and none of the clock.
  func countWork(_ count: Int) {
    guard count > 0, limits.excess == .endsSimulation else { return }
    steps += count
    if steps > limits.steps { reach(.steps) }
  }

  /// Records that a limit was reached; nothing runs from now on.
  package func reach(_ limit: Limits.Kind) {
    if reachedLimit == nil { reachedLimit = limit }
  }

  /// Remembers that a process wanted what the real system has and this one has not.
  func note(_ what: String, by process: Process) {
    guard notModelled.count < 1000 else { return }
    notModelled.append(NotModelled(what: what, arguments: process.arguments, pid: process.pid))
  }

  /// Counts bytes that a process holds from now on, or gives back; true when that is too much.
  func holdMemory(_ change: Int) -> Bool {
    memoryInUse += change
    return change > 0 && memoryInUse > limits.memory
  }

  /// Counts bytes that leave the simulation.
  func countOutput(_ bytes: Int) {
    guard limits.excess == .endsSimulation else { return }
    output += bytes
    if output > limits.output { reach(.output) }
  }

  /// A number that nobody can tell from a random one, the same in each run.
  package func randomNumber() -> UInt64 {
    // SplitMix64, by Sebastiano Vigna (public domain algorithm).
    random &+= 0x9E37_79B9_7F4A_7C15
    var mixed = random
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A new, empty file system; `makeRoot` fills it.
  package func makeFileSystem(
    type: String, source: String? = nil, capacity: Int? = nil, options: [String] = []
  ) -> FileSystem {
    lastDevice += 1
    return FileSystem(
      device: lastDevice, type: type, source: source ?? type, capacity: capacity, created: now,
      meter: meter, options: options, changes: fileChanges)
  }

  func nextPipeNumber() -> Int {
    lastPipe += 1
    return lastPipe
  }
}
