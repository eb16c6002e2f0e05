import Kernel
import Shell

/// A container with a shell and a handful of programs.
final class Sandbox {
  /// What a script did.
  struct Outcome: Equatable {
    var output = ""
    var errors = ""
    var status: Int?
  }

  let kernel: Kernel
  let namespaces: Namespaces
  private var output: [UInt8] = []
  private var errors: [UInt8] = []

  init(limits: Limits = Limits()) {
    var programs = ProgramTable(TestPrograms.all)
    programs["sh"] = ShellProgram.main
    kernel = Kernel(
      startingAt: VirtualTime(unixSeconds: 1_767_225_600), programs: programs, limits: limits)
    var tree = FileTree.directory([
      "tmp": .directory(["w": .directory()], mode: 0o1777), "proc": .directory(),
      "root": .directory(mode: 0o700),
      "dev": .directory([
        "null": FileTree(.device(.null), mode: 0o666), "fd": .link(to: "/proc/self/fd"),
        "zero": FileTree(.device(.zero), mode: 0o666),
        "stdin": .link(to: "/proc/self/fd/0"),
        "stdout": .link(to: "/proc/self/fd/1"), "stderr": .link(to: "/proc/self/fd/2"),
      ]),
    ])
    for name in TestPrograms.all.keys { tree["bin/\(name)"] = .program(name) }
    tree["bin/sh"] = .program("sh")
    let root = kernel.makeFileSystem(type: "overlay").makeRoot(from: tree)
    namespaces = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: root),
      network: NetworkNamespace(hostname: "box", address: nil, network: kernel.network))
    let processes = kernel.makeFileSystem(type: "proc")
    try? namespaces.mounts.mount(
      ProcessFile.root(of: namespaces.pids, in: processes), at: "/proc", time: kernel.now)
  }

  deinit { kernel.shutDown() }

  /// Starts a command line beside an idle process 1.
  func start(_ arguments: [String], input: [UInt8]? = nil) throws -> Process {
    if namespaces.pids.initial == nil {
      _ = try kernel.start(
        Launch(arguments: ["sleep", "1000000000"], environment: ["PATH": "/bin"]), in: namespaces)
    }
    let pipe = Pipe()
    let file = OpenFile.input(from: pipe)
    pipe.append(input ?? [])
    let process = try kernel.start(
      Launch(
        arguments: arguments, environment: ["PATH": "/bin", "HOME": "/root"],
        workingDirectory: "/tmp/w", input: input == nil ? .null() : file,
        output: .output(OutputSink { [unowned self] in output += $1 }),
        errors: .output(OutputSink { [unowned self] in errors += $1 })), in: namespaces)
    pipe.closeInput()
    return process
  }

  /// Runs a script with `sh -c` for a virtual hour at most.
  func run(_ script: String, _ arguments: String...) throws -> Outcome {
    try run(["sh", "-c", script] + arguments)
  }

  func run(_ arguments: [String], input: [UInt8]? = nil) throws -> Outcome {
    output = []
    errors = []
    var outcome = Outcome()
    let process = try start(arguments, input: input)
    process.whenEnded {
      outcome.status = $0.code
    }
    let stop = kernel.run(until: kernel.now + .seconds(3600))
    if outcome.status == nil { errors += Array("not ended: \(stop)\n".utf8) }
    outcome.output = String(decoding: output, as: UTF8.self)
    outcome.errors = String(decoding: errors, as: UTF8.self)
    return outcome
  }
}
