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

  /// One run of kubectl.
  package struct Call: Sendable, Hashable {
    /// The words behind `kubectl`.
    package var arguments: [String]
    package var status: Int
    /// The beginning of what it wrote on its standard error.
    package var errors: String
  }

  private let cluster: SimulatedCluster
  private let namespaces: Namespaces
  private let shell: Process
  private let log: CallLog

  /// The runs of kubectl that have ended, in the order in which they did; the first thousand.
  package var calls: [Call] { log.calls }

  /// - Parameters:
  ///   - files: what lies in the folder, by name.
  ///   - bytes: the same for files that may be no text, by path below the folder.
  package init(
    cluster: SimulatedCluster, files: [String: String] = [:], bytes: [String: [UInt8]] = [:],
    version: KubectlVersion = .minor36
  ) {
    self.cluster = cluster
    let log = CallLog()
    self.log = log
    cluster.tools.kubectl = { [unowned cluster] process, arguments in
      try await Workstation.kubectl(process, arguments, cluster, version, log)
    }
    let kernel = cluster.kernel
    var tree = Images.nginx.files
    for (name, text) in files { tree["work/\(name)"] = .file(text) }
    for (path, content) in bytes { tree["work/\(path)"] = FileTree(.file(content), mode: 0o755) }
    for name in ClusterTools.names + Workstation.notModelled {
      tree["usr/local/bin/\(name)"] = .program(name)
    }
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
    shell = kernel.startProcess(named: "init", in: namespaces) { try await $0.sleepForever() }
  }

  /// What learners have beside kubectl and this one has not.
  private static let notModelled = [
    "docker", "podman", "nerdctl", "crictl", "jq", "yq", "python", "python3", "node", "ruby", "go",
    "helm", "kustomize", "git", "make", "envsubst", "watch", "vi", "vim", "nano", "code", "ssh",
    "oc", "k9s", "stern", "kubectx", "kubens",
  ]

  /// Runs a command line with `bash -c` until it ends.
  package func run(_ command: String) async throws -> Outcome {
    let outcome = try await run(["bash", "-c", command], in: Workstation.folder, within: nil)
    return outcome ?? Outcome(status: 1, output: "", errors: "")
  }

  /// Runs a command until it ends; nil when it had to be ended because its time was over.
  ///
  /// - Parameters:
  ///   - folder: the working directory, made if it is missing.
  ///   - duration: virtual time; nil for no bound.
  ///   - maximumBytes: what is kept of each output: its beginning and its end.
  ///   - mergesErrors: whether errors stand among the output, as on a terminal.
  package func run(
    _ arguments: [String], in folder: String, within duration: Duration?, maximumBytes: Int = .max,
    mergesErrors: Bool = false
  ) async throws -> Outcome? {
    let output = Text(maximumBytes: maximumBytes)
    let errors = Text(maximumBytes: maximumBytes)
    let done = Notice()
    let deadline = duration.map { cluster.kernel.now + $0 }
    var status: ExitStatus?
    _ = try cluster.kernel.start(
      Launch(
        arguments: arguments,
        environment: ["PATH": ContainerImage.defaultPath, "HOME": "/root"],
        workingDirectory: folder, output: output.file,
        errors: mergesErrors ? output.file : errors.file),
      in: namespaces
    ) { _, exit in
      status = exit
      done.give()
    }
    while status == nil {
      if let deadline, cluster.kernel.now >= deadline {
        try? shell.sendSignal(.kill, to: -1)
        return nil
      }
      try await cluster.time.wait(for: done, until: deadline)
    }
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
    _ process: Process, _ arguments: [String], _ cluster: SimulatedCluster,
    _ version: KubectlVersion, _ log: CallLog
  ) async throws -> Int {
    try await process.sleep(for: startUp(arguments, version))
    let console = ProcessConsole(process, time: cluster.time)
    console.configuration = log.configuration
    let status = try await console.serve { console in
      await Kubectl(cluster: cluster, console: console, version: version).run(arguments)
    }
    log.configuration = console.configuration
    log.add(Call(arguments: arguments, status: status, errors: console.firstErrors))
    return status
  }
}

/// Remembers the runs of kubectl, and what they leave in its configuration.
private final class CallLog {
  var configuration = KubectlConfiguration()
  private(set) var calls: [Workstation.Call] = []

  func add(_ call: Workstation.Call) { if calls.count < 1000 { calls.append(call) } }
}

/// Collects what a process writes: all of it, or its beginning and its end.
private final class Text {
  private let maximumBytes: Int
  private var head: [UInt8] = []
  private var tail: [UInt8] = []

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  var file: OpenFile { .output(OutputSink { [self] _, more in add(more) }) }

  private func add(_ bytes: [UInt8]) {
    let room = max(0, maximumBytes / 2 - head.count)
    if maximumBytes == .max || bytes.count <= room {
      head += bytes
      return
    }
    head += bytes.prefix(room)
    tail += bytes.dropFirst(room)
    if tail.count > maximumBytes { tail.removeFirst(tail.count - maximumBytes / 2) }
  }

  var text: String { String(decoding: head + tail, as: UTF8.self) }
}

/// Programs that need the cluster they run in.
///
/// Programs are values that any kernel may run; a cluster's kernel runs on one thread alone, so
/// what a program finds here is never used by two at once.
final class ClusterTools: @unchecked Sendable {
  /// The programs by the names of their executables.
  static let names = ["kubectl", "minikube", "kind", "k3d", "clear"]

  var kubectl: (Process, [String]) async throws -> Int = { process, _ in
    try process.notModelled("kubectl in a container")
  }

  /// Puts the programs that call these tools over others of their names.
  func add(to programs: inout ProgramTable) {
    programs.cover("kubectl") { process in
      try await self.kubectl(process, Array(process.arguments.dropFirst()))
    }
    programs.cover("minikube") { process in
      let words = process.arguments.dropFirst()
      // What makes a cluster has nothing to do: there is one.
      guard words.first == "kubectl" else { return 0 }
      return try await self.kubectl(process, words.dropFirst().filter { $0 != "--" })
    }
    for name in ["kind", "k3d", "clear"] { programs.cover(name) { _ in 0 } }
  }
}
