/// A simulated process: what a program has to work with.
///
/// Calls that may wait are `async`; between two of them nothing else happens in the world. System
/// calls throw `Errno`. Besides, every `async` call may throw what unwinds a process that was
/// killed: let it pass.
package final class Process {
  package let kernel: Kernel
  /// The number in its PID namespace.
  package private(set) var pid = 0
  /// The one that forked it, or that took over its children; nil for a process that was started
  /// from outside.
  package internal(set) var parent: Process?
  /// What it sees of the world.
  package var namespaces: Namespaces
  /// `argv`, the program's name first.
  package internal(set) var arguments: [String]
  package var environment: Environment
  package var user: Int
  package var group: Int
  package var groups: [Int]
  /// Bits that new files do not get.
  package var fileModeMask = 0o022
  /// The process group, for `kill` with a negative number.
  package internal(set) var processGroup: Int
  /// The session, by the pid of its first process.
  package internal(set) var session = 0
  /// The terminal that the session has; its signals come from there.
  var terminal: Terminal?
  /// The file that it executes.
  package internal(set) var executable = ""
  /// The pid that sent the last signal with `kill`; nil: it came from outside the container.
  package internal(set) var lastSignalSender: Int?
  /// When it was started.
  package let started: VirtualTime
  /// Processor time used.
  package var processorTime: Duration { .nanoseconds(usedNanoseconds) }
  private var usedNanoseconds: Int64 = 0
  /// Processor time of children that were waited for.
  package internal(set) var childrenProcessorTime = Duration.zero

  var children: [Process] = []
  var workingDirectory: [Location]
  var descriptors = DescriptorTable()
  var dispositions: [Signal: SignalDisposition] = [:]
  var caught: [Signal] = []
  var state = State.running
  var isStopped = false
  /// What has stopped it; nil once its parent was told.
  var unreportedStop: Signal?
  /// The signal or limit that ends it as soon as it runs again.
  var fate: Unwinding?
  /// Who wants to hear of its end, for processes started from outside.
  var observer: ((Process, ExitStatus) -> Void)?
  let childChanged = WaitQueue()
  /// The number of its current or next wait.
  private(set) var waitNumber = 1
  private var continuation: UnsafeContinuation<Void, Never>?
  private var isWaiting = false
  private var stepsInTurn = 0
  /// How many bytes it holds; the memory group of its container counts them.
  package private(set) var memoryInUse = 0
  private var standardStreams: (input: InputReader?, output: OutputBuffer?, errors: OutputBuffer?)

  /// How far a process has come.
  enum State {
    case running
    /// It has ended and nobody has waited for it.
    case zombie(ExitStatus)
    case gone
  }

  init(
    kernel: Kernel, parent: Process?, namespaces: Namespaces, arguments: [String],
    environment: Environment, user: Int, group: Int, groups: [Int], directory: [Location]
  ) {
    self.kernel = kernel
    self.parent = parent
    self.namespaces = namespaces
    self.arguments = arguments
    self.environment = environment
    self.user = user
    self.group = group
    self.groups = groups
    workingDirectory = directory
    started = kernel.now
    processGroup = 0
    pid = namespaces.pids.number(self)
    processGroup = parent?.processGroup ?? pid
    session = parent?.session ?? pid
    terminal = parent?.terminal
    kernel.processes[ObjectIdentifier(self)] = self
  }

  /// Whether it is process 1 of its namespace, which signals from inside cannot end.
  package var isInitial: Bool { pid == 1 }

  /// The virtual time.
  package var now: VirtualTime { kernel.now }

  /// What `gethostname` tells.
  package var hostname: String { namespaces.network.hostname }

  /// The status of a process that has ended; nil while it lives.
  package var ended: ExitStatus? {
    switch state {
    case .running: nil
    case .zombie(let status): status
    case .gone: .exited(0)
    }
  }

  /// Counts bytes that it holds from now on, or gives back.
  func hold(_ change: Int) {
    memoryInUse += change
    namespaces.memory.add(change, for: self)
    let isTooMuch = kernel.holdMemory(change) || memoryInUse > kernel.limits.processMemory
    // One that its container's limit has ended may still count a little before it unwinds.
    if isTooMuch, change > 0, fate == nil { exceed(.memory) }
  }

  /// Demands that a text of so many bytes can be made at all, before it is made.
  package func makeRoom(for bytes: Int) async throws {
    let limits = kernel.limits
    guard memoryInUse + bytes > limits.processMemory || kernel.memoryInUse + bytes > limits.memory
    else { return }
    namespaces.memory.demand(bytes, for: self)
    if fate == nil { exceed(.memory) }
    try await yield()
  }
}

extension Process {
  /// Shows other arguments from now on, as programs do that write over `argv`.
  package func setTitle(_ arguments: [String]) { self.arguments = arguments }
}

// MARK: - Waiting

extension Process {
  /// Charges one step and lets others run when this process's turn has been long enough.
  ///
  /// Programs call it once in every round of a loop that makes no other `async` call.
  package func step() async throws {
    charge(kernel.costs.step)
    stepsInTurn += 1
    if stepsInTurn >= 64 || fate != nil || isStopped || kernel.reachedLimit != nil {
      try await yield()
    }
  }

  /// Charges work in memory: a gigabyte a second, and a step for every 128 bytes.
  ///
  /// Programs call it for texts that may grow; lines of a usual length cost nothing to speak of.
  package func work(on bytes: Int) async throws {
    let steps = bytes / 128
    guard steps > 0 else { return }
    charge(Int64(bytes), steps: steps)
    stepsInTurn += steps
    if stepsInTurn >= 64 || fate != nil || isStopped || kernel.reachedLimit != nil {
      try await yield()
    }
  }

  /// Charges work as `work(on:)` does where nothing can wait; the next step makes up for it.
  package func charge(work bytes: Int) {
    charge(Int64(bytes), steps: bytes / 128)
  }

  /// Lets all processes run that can, before it goes on.
  package func yield() async throws {
    isWaiting = true
    wake()
    try await pause()
  }

  /// Waits for one of `queues`, until `deadline` at the latest.
  ///
  /// Comes back on any change, also one that is of no use: callers look again. Throws
  /// `Errno.interrupted` when a signal that it handles has come.
  package func wait(for queues: [WaitQueue], until deadline: VirtualTime? = nil) async throws {
    if let fate { throw fate }
    if !caught.isEmpty { throw Errno.interrupted }
    isWaiting = true
    for queue in queues { queue.add(self) }
    if let deadline { kernel.wake(self, at: deadline) }
    try await pause()
    if !caught.isEmpty { throw Errno.interrupted }
  }

  /// Sleeps; throws `Errno.interrupted` when a signal that it handles comes first.
  package func sleep(for duration: Duration) async throws {
    try await sleep(until: now + duration)
  }

  /// Sleeps until the clock says `deadline`.
  package func sleep(until deadline: VirtualTime) async throws {
    try await step()
    while now < deadline { try await wait(for: [], until: deadline) }
  }

  /// Sleeps until a signal ends it or is handled.
  package func sleepForever() async throws -> Never {
    while true { try await wait(for: []) }
  }

  private func pause() async throws {
    stepsInTurn = 0
    await withUnsafeContinuation { park($0) }
    while isStopped && fate == nil {
      isWaiting = true
      await withUnsafeContinuation { park($0) }
    }
    if let fate { throw fate }
  }

  private func park(_ continuation: UnsafeContinuation<Void, Never>) {
    if isWaiting {
      self.continuation = continuation
    } else {
      kernel.resumeAfterThisJob(continuation)
    }
  }

  /// Lets a waiting process go on; nothing happens to one that does not wait.
  func wake() {
    guard isWaiting else { return }
    isWaiting = false
    waitNumber += 1
    let waiting = continuation
    continuation = nil
    waiting?.resume()
  }

  /// Charges nanoseconds of processor time.
  func charge(_ cost: Int64, steps: Int = 1) {
    let before = kernel.now.nanoseconds
    kernel.charge(cost, steps: steps)
    usedNanoseconds &+= kernel.now.nanoseconds &- before
  }

  /// Charges for bytes that are copied: a gigabyte a second.
  ///
  /// Whoever reads or writes them looks at each, which is what the simulation spends its time on.
  func charge(bytes: Int) {
    kernel.countWork(bytes / 128)
    guard bytes >= 4096 else { return }
    charge(Int64(bytes), steps: bytes / 4096)
  }
}

// MARK: - Standard streams

extension Process {
  /// Reads descriptor 0 line by line, through a buffer that other readers of it do not see.
  package var input: InputReader {
    if let reader = standardStreams.input { return reader }
    let reader = InputReader(self, descriptor: 0)
    standardStreams.input = reader
    return reader
  }

  /// Writes descriptor 1 as stdio does: at each line on a terminal, else when 4096 bytes are full
  /// or at the end.
  package var output: OutputBuffer {
    if let buffer = standardStreams.output { return buffer }
    let mode: OutputBuffer.Mode = descriptors.isTerminal(1) ? .lines : .blocks
    let buffer = OutputBuffer(self, descriptor: 1, mode: mode)
    standardStreams.output = buffer
    return buffer
  }

  /// Writes descriptor 2 at once.
  package var errors: OutputBuffer {
    if let buffer = standardStreams.errors { return buffer }
    let buffer = OutputBuffer(self, descriptor: 2, mode: .unbuffered)
    standardStreams.errors = buffer
    return buffer
  }

  func flushStandardStreams() async throws {
    // A failing flush at the end is what real programs ignore, too.
    do {
      try await standardStreams.output?.flush()
    } catch is Errno {}
  }

  func forgetStandardStreams() { standardStreams = (nil, nil, nil) }

  var isWaitingNow: Bool { isWaiting }
}
