import Kernel
package import Kubectl
import PodModel
import Programs

/// A learner's computer beside the cluster: a shell with kubectl and the usual tools.
package final class Workstation {
  /// What a command printed and how it ended.
  package struct Outcome: Sendable, Hashable {
    package var status: Int
    package var output: String
    package var errors: String
  }

  /// Where the commands run.
  package static let folder = "/work"

  private let cluster: SimulatedCluster
  private let namespaces: Namespaces

  /// - Parameter files: what lies in the folder, by name.
  package init(
    cluster: SimulatedCluster, files: [String: String], version: KubectlVersion = .minor36
  ) {
    self.cluster = cluster
    cluster.tools.kubectl = { [unowned cluster] process in
      try await Workstation.kubectl(process, cluster, version)
    }
    let kernel = cluster.kernel
    var tree = Images.nginx.files
    for (name, text) in files { tree["work/\(name)"] = .file(text) }
    tree["usr/local/bin/kubectl"] = .program("kubectl")
    let network = NetworkNamespace(
      hostname: "workstation", address: IPAddress(rawValue: 0xCB00_710B), network: kernel.network)
    kernel.network.join(network)
    let root = kernel.makeFileSystem(type: "ext4", source: "/dev/sda1").makeRoot(from: tree)
    namespaces = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: root), network: network)
    let processes = ProcessFile.root(
      of: namespaces.pids, in: kernel.makeFileSystem(type: "proc"))
    let devices = kernel.makeFileSystem(type: "tmpfs").makeRoot(from: Images.devices)
    try? namespaces.mounts.mount(processes, at: "/proc", time: kernel.now)
    try? namespaces.mounts.mount(devices, at: "/dev", time: kernel.now)
    // Process 1 gets only signals that it handles; commands are not it.
    _ = kernel.startProcess(named: "init", in: namespaces) { try await $0.sleepForever() }
  }

  /// Runs a command line with `bash -c` until it ends.
  package func run(_ command: String) async throws -> Outcome {
    let output = Text()
    let errors = Text()
    let done = Notice()
    var status: ExitStatus?
    _ = try cluster.kernel.start(
      Launch(
        arguments: ["bash", "-c", command],
        environment: ["PATH": ContainerImage.defaultPath, "HOME": "/root"],
        workingDirectory: Workstation.folder, output: output.file, errors: errors.file),
      in: namespaces
    ) { _, exit in
      status = exit
      done.give()
    }
    while status == nil { try await cluster.time.wait(for: done) }
    return Outcome(status: status?.code ?? 1, output: output.text, errors: errors.text)
  }

  /// How long kubectl takes to start and to find out what the server knows; commands that check
  /// manifests read the server's schema, too, and `apply` asks for the object first.
  ///
  /// Source: the medians of `GroundTruth/lifecycle`.
  private static func startUp(_ arguments: [String], _ version: KubectlVersion) -> Duration {
    let command = arguments.first { !$0.hasPrefix("-") } ?? ""
    let milliseconds =
      switch command {
      case "apply": 140
      case "create", "replace", "explain": 95
      case _: 50
      }
    return .milliseconds(version == .minor32 ? milliseconds * 2 - 10 : milliseconds)
  }

  private static func kubectl(
    _ process: Process, _ cluster: SimulatedCluster, _ version: KubectlVersion
  ) async throws -> Int {
    let arguments = Array(process.arguments.dropFirst())
    try await process.sleep(for: startUp(arguments, version))
    return try await ProcessConsole(process, time: cluster.time).serve { console in
      await Kubectl(cluster: cluster, console: console, version: version).run(arguments)
    }
  }
}

/// Collects what a process writes.
private final class Text {
  private var bytes: [UInt8] = []

  var file: OpenFile { .output(OutputSink { [self] _, more in bytes += more }) }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Programs that need the cluster they run in.
///
/// Programs are values that any kernel may run; a cluster's kernel runs on one thread alone, so
/// what a program finds here is never used by two at once.
final class ClusterTools: @unchecked Sendable {
  var kubectl: (Process) async throws -> Int = { try $0.notModelled("kubectl in a container") }

  /// The programs that call these tools, by name.
  func add(to programs: inout ProgramTable) {
    programs["kubectl"] = { process in try await self.kubectl(process) } as Program
  }
}
