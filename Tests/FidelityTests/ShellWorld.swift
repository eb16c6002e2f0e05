import Kernel
import Shell

/// The container in which the recorded snippets ran: busybox, beside a `sleep infinity`.
final class ShellWorld {
  /// What a snippet did.
  struct Outcome: Equatable {
    var status: Int?
    var output: String
    var errors: String
    /// What the snippet wanted and the simulation does not have.
    var notModelled: [String]
  }

  private static let setUp = """
    printf 'alpha 1\\nbeta 2\\ngamma 3\\nError one\\nerror two\\n' > f
    printf 'x,y,z\\n1,2,3\\n4,5,6\\n' > c.csv
    mkdir d; printf one > d/a; printf two > d/b
    """

  private let kernel: Kernel
  private let namespaces: Namespaces
  private var output: [UInt8] = []
  private var errors: [UInt8] = []

  init() {
    let programs = ProgramTable(["sh": ShellProgram.main, "mkdir": ShellWorld.makeDirectory])
    kernel = Kernel(startingAt: VirtualTime(unixSeconds: 1_795_226_280), programs: programs)
    var tree = FileTree.directory([
      "tmp": .directory(["w": .directory()], mode: 0o1777), "root": .directory(mode: 0o700),
      "proc": .directory(),
    ])
    tree["bin/sh"] = .program("sh")
    tree["bin/mkdir"] = .program("mkdir")
    let devices: [Device] = [.null, .zero, .full, .random, .urandom, .tty]
    for device in devices {
      tree["dev/\(device.rawValue)"] = FileTree(.device(device), mode: 0o666)
    }
    for (name, target) in [
      ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
      ("stderr", "/proc/self/fd/2"),
    ] {
      tree["dev/\(name)"] = .link(to: target)
    }
    let root = kernel.makeFileSystem(type: "overlay").makeRoot(from: tree)
    namespaces = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: root),
      network: NetworkNamespace(
        hostname: "bb", address: IPAddress("198.51.100.2"), network: kernel.network))
    let processes = ProcessFile.root(
      of: namespaces.pids, in: kernel.makeFileSystem(type: "proc"))
    try? namespaces.mounts.mount(processes, at: "/proc", time: kernel.now)
  }

  deinit { kernel.shutDown() }

  /// Runs one snippet as `kubectl exec POD -- sh -c SNIPPET` does.
  func run(_ snippet: String) throws -> Outcome {
    _ = try start(["sh", "-c", "read x < /dev/fd/0; :"], input: .input(from: Pipe()))
    _ = try execute(ShellWorld.setUp)
    output = []
    errors = []
    let status = try execute(snippet)
    return Outcome(
      status: status, output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self),
      notModelled: kernel.notModelled.map(\.what))
  }

  private func execute(_ script: String) throws -> Int? {
    let process = try start(["sh", "-c", script], input: .null())
    var status: Int?
    process.whenEnded { status = $0.code }
    _ = kernel.run(until: kernel.now + .seconds(20))
    return status
  }

  private func start(_ arguments: [String], input: OpenFile) throws -> Process {
    let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return try kernel.start(
      Launch(
        arguments: arguments, environment: ["PATH": path, "HOSTNAME": "bb", "HOME": "/root"],
        workingDirectory: "/tmp/w", input: input,
        output: .output(OutputSink { [unowned self] in output += $1 }),
        errors: .output(OutputSink { [unowned self] in errors += $1 })), in: namespaces)
  }

  /// Enough to make the folder that every snippet starts with.
  private static let makeDirectory: Program = { process in
    for path in process.arguments.dropFirst() { try process.makeDirectory(path) }
    return 0
  }
}
