/// How much a simulation may use before it ends.
///
/// The usual values keep a simulation below a second of processor time and 64 MiB; what lessons want
/// is a hundredth of them.
package struct Limits: Sendable {
  /// What there was too much of.
  package enum Kind: String, Sendable, Hashable {
    case steps, processes, storage, output, recursion, memory
  }

  /// What happens when more is wanted than there may be.
  package enum Excess: Sendable {
    /// Nothing runs any more: what has happened since is no evidence.
    case endsSimulation
    /// Whoever wants it meets what a real node does: a full disk, or the end of a process. Steps
    /// and output are then not counted, for a clock that follows the real one bounds the first,
    /// and whoever keeps the output the second.
    case stopsProcess
  }

  package var excess = Excess.endsSimulation
  /// System calls and shell steps of all processes together.
  package var steps = 2_000_000
  /// After so many steps without a moment of rest, the virtual cost of a step doubles.
  package var busyStepsPerDoubling = 100_000
  /// How often that cost doubles at most.
  package var mostDoublings = 20
  /// Living processes; a fork beyond fails with `tryAgain`, and a container beyond is one too many.
  package var processes = 200
  /// Living processes of one container, or of a Pod that shares them.
  package var processesPerContainer = Int.max
  /// Bytes that all files together may grow.
  package var storage = 22 << 20
  /// Bytes that the outputs of containers may store.
  package var output = 8 << 20
  /// Bytes that one process may hold in variables and buffers.
  package var processMemory = 6 << 20
  /// Bytes that all processes together may hold in variables and buffers.
  package var memory = 8 << 20

  package init() {}

  /// For what users run of their own, where nobody else waits: ten times the steps, six times the
  /// memory, and more output than a terminal shows.
  package static var generous: Limits {
    var limits = Limits()
    limits.steps = 20_000_000
    limits.busyStepsPerDoubling = 400_000
    limits.output = 256 << 20
    limits.processMemory = 40 << 20
    limits.memory = 48 << 20
    return limits
  }

  /// What a kind of limit allows, in words that follow "more … than the simulation allows".
  package func allowance(of kind: Kind) -> String {
    switch kind {
    case .steps: "\(steps) system calls and steps of shells"
    case .processes: "\(processes) at a time"
    case .storage: "\(Limits.size(storage)) in files"
    case .output: "\(Limits.size(output)) written by containers"
    case .recursion: "\(Limits.recursion) calls in each other"
    case .memory: "\(Limits.size(processMemory)) a process, \(Limits.size(memory)) in all"
    }
  }

  /// How deep functions of awk may call each other.
  package static let recursion = 200

  static func size(_ bytes: Int) -> String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
  }
}

/// How much virtual time things take, in nanoseconds.
package struct Costs: Sendable {
  /// One system call, or one simple step of a shell.
  package var step: Int64 = 2000
  /// Making a process.
  package var fork: Int64 = 200_000
  /// Loading a program.
  package var exec: Int64 = 400_000

  /// As how many steps making a process counts, and loading a program.
  ///
  /// It is what the simulation spends on them: a loop that starts programs without rest is slowed
  /// down as early as any other.
  static let stepsOfFork = 20
  static let stepsOfExec = 10

  package init() {}
}

/// Something that the real system has and the simulation does not.
package struct NotModelled: Sendable, Hashable {
  /// What was wanted, in words such as "awk: getline".
  package var what: String
  /// The command line of the process that wanted it.
  package var arguments: [String]
  package var pid: Int
}
