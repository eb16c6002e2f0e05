/// What a process sees of the world.
package struct Namespaces {
  package var pids: PIDNamespace
  package var mounts: MountNamespace
  package var network: NetworkNamespace
  package var memory: MemoryGroup
  /// What its superuser may do.
  package var capabilities: Capabilities

  package init(
    pids: PIDNamespace, mounts: MountNamespace, network: NetworkNamespace,
    memory: MemoryGroup = MemoryGroup(), capabilities: Capabilities = .all
  ) {
    self.pids = pids
    self.mounts = mounts
    self.network = network
    self.memory = memory
    self.capabilities = capabilities
  }
}

/// Numbers the processes of a container, or of a Pod that shares them.
package final class PIDNamespace {
  private var last = 0
  private var members: [Int: Process] = [:]

  package init() {}

  /// Process 1, while it lives.
  package var initial: Process? { members[1] }

  /// All processes, zombies included, sorted by pid.
  package var processes: [Process] { members.values.sorted { $0.pid < $1.pid } }

  /// How many processes there are, zombies included.
  var count: Int { members.count }

  /// The process with this number.
  package subscript(pid: Int) -> Process? { members[pid] }

  func number(_ process: Process) -> Int {
    last += 1
    members[last] = process
    return last
  }

  func remove(_ process: Process) { members[process.pid] = nil }

  /// Uses up numbers, as the threads do that a container runtime needs to start a process.
  package func skip(_ count: Int) { last += count }
}

/// Counts the memory of a container and kills its largest process beyond the limit.
package final class MemoryGroup {
  /// Bytes; nil: no limit.
  package let limit: Int?
  package private(set) var used = 0
  /// Whether a process was killed because the limit was reached.
  package private(set) var hasKilled = false

  package init(limit: Int? = nil) { self.limit = limit }

  func add(_ bytes: Int, for process: Process) {
    used += bytes
    if bytes > 0 { demand(0, for: process) }
  }

  /// Ends a process that wants more bytes than the limit leaves.
  func demand(_ bytes: Int, for process: Process) {
    if let limit, used + bytes > limit { kill(process) }
  }

  /// Ends a process because of its memory.
  func kill(_ process: Process) {
    hasKilled = true
    process.kill(by: .kill)
  }
}
