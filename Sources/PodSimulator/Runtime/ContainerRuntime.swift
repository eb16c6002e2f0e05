import Kernel
import PodModel

/// Starts and stops the containers of a node, as containerd and runc do.
///
/// Source: containerd 1.6 `pkg/cri`, runc 1.1; the texts are those of `GroundTruth/lifecycle`.
struct ContainerRuntime {
  let kernel: Kernel
  /// Bytes after which the log of a container begins anew.
  var logSize: Int?

  /// What containerd puts before runc's words.
  static let createFailure =
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: "
    + "runc create failed: unable to start container process: "

  /// How long it takes until the runtime knows that a process has ended.
  private static let exitLatency = Duration.milliseconds(50)

  /// All that is fixed when a container is made.
  struct Plan {
    var container: Container
    var image: ResolvedImage
    var attempt: Int
    var specHash: Int
    var environment: Environment
    var mounts: [Mounting]
    var user: (id: Int, group: Int, groups: [Int])
    /// Whose processes it sees, where they are not its own.
    var target: PIDNamespace?
    var memoryLimit: Int?
    var files: NetworkFiles
  }

  /// A volume's part at a path.
  struct Mounting {
    var inode: Inode
    var path: String
    var isReadOnly: Bool
    /// Where it lies on the node, for error texts.
    var source: String
  }

  /// Makes a container.
  ///
  /// - Throws: runc's words when a mount does not fit.
  func create(_ plan: Plan, in pod: PodSandbox, uid: String) throws(StartFailure)
    -> ContainerInstance
  {
    guard let network = pod.network else {
      throw StartFailure(reason: "CreateContainerError", message: "sandbox not found")
    }
    let id = Identifier.container(uid, plan.container.name, String(plan.attempt))
    let pids = pod.sharedProcesses ?? plan.target ?? PIDNamespace()
    let root = kernel.makeFileSystem(type: "overlay").makeRoot(from: plan.image.image.files)
    let isReadOnly = plan.container.securityContext.readOnlyRootFilesystem
    let mounts = MountNamespace(root: root, isReadOnly: isReadOnly)
    let message = kernel.makeFileSystem(type: "ext4", source: "/dev/sda1")
      .makeRoot(from: FileTree(.file([]), mode: 0o666))
    let status = ContainerInstanceStatus(
      id: id, attempt: plan.attempt, imageName: plan.image.name, imageID: plan.image.id,
      specHash: plan.specHash)
    let log = ContainerLog(fileSize: logSize)
    let streams = ContainerStreams(
      log: log, input: plan.container.stdin, isTerminal: plan.container.tty,
      endsWithClient: plan.container.stdinOnce, clock: { [kernel] in kernel.now })
    let instance = ContainerInstance(
      status: status,
      namespaces: Namespaces(
        pids: pids, mounts: mounts, network: network,
        memory: MemoryGroup(limit: plan.memoryLimit),
        capabilities: Capabilities(plan.container.securityContext)),
      environment: plan.environment,
      workingDirectory: plan.container.workingDir ?? plan.image.image.workingDirectory,
      user: plan.user, stopSignal: stopSignal(plan), messageFile: message,
      messagePolicy: plan.container.terminationMessagePolicy, log: log,
      streams: streams)
    mountSystem(mounts, pids, plan, message)
    pod.containers[plan.container.name, default: []].insert(instance, at: 0)
    return instance
  }

  private func stopSignal(_ plan: Plan) -> Signal {
    plan.container.stopSignal.flatMap { Signal(named: $0) } ?? plan.image.image.stopSignal
  }

  private func mountSystem(
    _ mounts: MountNamespace, _ pids: PIDNamespace, _ plan: Plan, _ message: Inode
  ) {
    let now = kernel.now
    let processes = ProcessFile.root(of: pids, in: kernel.makeFileSystem(type: "proc"))
    try? mounts.mount(processes, at: "/proc", time: now)
    let devices = kernel.makeFileSystem(type: "tmpfs").makeRoot(from: ContainerRuntime.devices)
    try? mounts.mount(devices, at: "/dev", time: now)
    let system = kernel.makeFileSystem(type: "sysfs").makeRoot()
    try? mounts.mount(system, at: "/sys", isReadOnly: true, time: now)
    try? mounts.mount(message, at: plan.container.terminationMessagePath, time: now)
    for (path, inode) in [
      ("/etc/hosts", plan.files.hosts), ("/etc/hostname", plan.files.hostname),
      ("/etc/resolv.conf", plan.files.resolvConf),
    ] { try? mounts.mount(inode, at: path, time: now) }
  }

  /// Mounts the volumes and starts the process.
  ///
  /// - Throws: containerd's and runc's words.
  func start(
    _ instance: ContainerInstance, _ plan: Plan, command: [String], ended: @escaping () -> Void
  ) throws(StartFailure) {
    do {
      try mountVolumes(plan.mounts, in: instance.namespaces.mounts)
      let streams = instance.streams
      let process = try launch(
        Launch(
          arguments: command, environment: instance.environment,
          workingDirectory: instance.workingDirectory, user: instance.user.id,
          group: instance.user.group, groups: instance.user.groups,
          input: streams.input, output: streams.output(.output), errors: streams.output(.errors),
          terminal: streams.terminal),
        in: instance
      ) { [kernel] status in
        let end = kernel.now
        kernel.schedule(at: end + ContainerRuntime.exitLatency) {
          instance.finish(status, at: end)
          ended()
        }
      }
      streams.open()
      instance.namespaces.pids.skip(5)
      instance.process = process
      instance.status.state = .running
      instance.status.startedAt = kernel.now
    } catch {
      let message = ContainerRuntime.createFailure + error.message + ": unknown"
      instance.status.state = .exited
      instance.status.finishedAt = kernel.now
      instance.status.exitCode = 128
      instance.status.reason = "StartError"
      instance.status.message = message
      instance.log.close(at: kernel.now)
      throw StartFailure(reason: "RunContainerError", message: message)
    }
  }

  private func launch(
    _ launch: Launch, in instance: ContainerInstance, ended: @escaping (ExitStatus) -> Void
  ) throws(StartFailure) -> Process {
    do throws(LaunchError) {
      return try kernel.start(launch, in: instance.namespaces) { _, status in ended(status) }
    } catch {
      throw StartFailure(reason: "", message: ContainerRuntime.describe(error))
    }
  }

  private func mountVolumes(
    _ mountings: [Mounting], in mounts: MountNamespace
  ) throws(StartFailure) {
    if mountings.contains(where: { $0.path.allSatisfy { $0 == "/" } }) {
      // A volume over the whole root hides /proc from runc itself.
      throw StartFailure(
        reason: "",
        message: "error closing exec fds: open /proc/self/fd: no such file or directory")
    }
    // Outer directories first, whatever the order in the manifest.
    for mounting in mountings.sorted(by: { $0.path.depth < $1.path.depth }) {
      do {
        try mounts.mount(
          mounting.inode, at: mounting.path, isReadOnly: mounting.isReadOnly, time: kernel.now)
      } catch {
        let reason = "\(error)".lowercased()
        throw StartFailure(
          reason: "",
          message:
            "error during container init: error mounting \"\(mounting.source)\" to rootfs at "
            + "\"\(mounting.path)\": mount \(mounting.source):\(mounting.path) "
            + "(via /proc/self/fd/6), flags: 0x\(mounting.isReadOnly ? "5001" : "5000"): \(reason)")
      }
    }
  }

  /// runc's words for a process that cannot be started.
  static func describe(_ error: LaunchError) -> String {
    switch error {
    case .notInPath(let command):
      return "exec: \"\(command)\": executable file not found in $PATH"
    case .notExecutable(let path, let errno) where errno == .noEntry || errno == .notDirectory:
      return "exec: \"\(path)\": stat \(path): \("\(errno)".lowercased())"
    case .notExecutable(let path, let errno):
      return "exec: \"\(path)\": \("\(errno)".lowercased())"
    case .workingDirectory(let path, let errno):
      return "mkdir \(path): \("\(errno)".lowercased())"
    }
  }

  /// Source: the default devices of the OCI runtime specification, "Default Devices".
  private static let devices = FileTree.directory([
    "null": FileTree(.device(.null), mode: 0o666),
    "zero": FileTree(.device(.zero), mode: 0o666),
    "full": FileTree(.device(.full), mode: 0o666),
    "random": FileTree(.device(.random), mode: 0o666),
    "urandom": FileTree(.device(.urandom), mode: 0o666),
    "tty": FileTree(.device(.tty), mode: 0o666),
    "ptmx": .link(to: "pts/ptmx"),
    "fd": .link(to: "/proc/self/fd"),
    "stdin": .link(to: "/proc/self/fd/0"),
    "stdout": .link(to: "/proc/self/fd/1"),
    "stderr": .link(to: "/proc/self/fd/2"),
    "core": .link(to: "/proc/kcore"),
    "pts": .directory(),
    "mqueue": .directory(mode: 0o1777),
    "shm": .directory(mode: 0o1777),
  ])
}

extension String {
  /// How many names a path has.
  fileprivate var depth: Int { split(separator: "/").count }
}

extension Capabilities {
  /// What a container keeps: what it drops goes first, what it adds comes back.
  ///
  /// Source: containerd `oci/spec_opts.go`, CRI `WithCapabilities`.
  fileprivate init(_ context: SecurityContext) {
    guard !context.isPrivileged else {
      self = .all
      return
    }
    var kept = Capabilities.all
    for name in context.droppedCapabilities { kept.subtract(Capabilities(named: name)) }
    for name in context.addedCapabilities { kept.formUnion(Capabilities(named: name)) }
    self = kept
  }
}
