import Kernel
import Synchronization

/// A container with nothing but the given programs in /bin.
final class World {
  let kernel: Kernel
  let namespaces: Namespaces
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []

  init(
    programs: [String: Program], limits: Limits = Limits(), network: Network = Network(),
    memory: MemoryGroup = MemoryGroup()
  ) {
    kernel = Kernel(
      startingAt: VirtualTime(unixSeconds: 1_767_225_600), programs: ProgramTable(programs),
      network: network, limits: limits)
    var tree = FileTree.directory(["tmp": .directory(mode: 0o1777), "proc": .directory()])
    for name in programs.keys { tree["bin/\(name)"] = .program(name) }
    let root = kernel.makeFileSystem(type: "overlay").makeRoot(from: tree)
    namespaces = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: root),
      network: NetworkNamespace(
        hostname: "box", address: IPAddress("10.0.0.2"), network: kernel.network),
      memory: memory)
    network.join(namespaces.network)
    let processes = kernel.makeFileSystem(type: "proc")
    try? namespaces.mounts.mount(
      ProcessFile.root(of: namespaces.pids, in: processes), at: "/proc", time: kernel.now)
  }

  deinit { kernel.shutDown() }

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }

  func start(_ arguments: String...) throws -> Process { try start(arguments) }

  func start(_ arguments: [String], user: Int = 0) throws -> Process {
    try kernel.start(
      Launch(
        arguments: arguments, environment: ["PATH": "/bin"], user: user, group: user,
        output: .output(OutputSink { [unowned self] in output += $1 }),
        errors: .output(OutputSink { [unowned self] in errors += $1 })), in: namespaces)
  }

  /// Runs a command until nothing happens any more; how it ended, nil if it still waits.
  func run(_ arguments: String...) throws -> ExitStatus? { try run(arguments) }

  func run(_ arguments: [String], user: Int = 0) throws -> ExitStatus? {
    let process = try start(arguments, user: user)
    var status: ExitStatus?
    process.whenEnded { status = $0 }
    _ = kernel.run()
    return status
  }
}

/// Counts across threads.
final class Canary: Sendable {
  private let notes = Mutex(0)
  var count: Int { notes.withLock { $0 } }
  func note() { notes.withLock { $0 += 1 } }
}
