import Kernel

/// A container in the runtime.
final class ContainerInstance {
  var status: ContainerInstanceStatus
  let log: ContainerLog
  let namespaces: Namespaces
  let environment: Environment
  let workingDirectory: String
  let user: (id: Int, group: Int, groups: [Int])
  let stopSignal: Signal
  /// What lies at the termination message path.
  let messageFile: Inode
  let messagePolicy: String
  var process: Process?
  /// The streams of its process.
  let streams: ContainerStreams
  /// Given when its process has ended.
  let ended = Notice()
  /// What the image alone takes of the disk.
  private let imageBytes: Int

  init(
    status: ContainerInstanceStatus, namespaces: Namespaces, environment: Environment,
    workingDirectory: String, user: (id: Int, group: Int, groups: [Int]), stopSignal: Signal,
    messageFile: Inode, messagePolicy: String, log: ContainerLog, streams: ContainerStreams
  ) {
    self.streams = streams
    imageBytes = namespaces.mounts.rootFileSystem.used
    self.log = log
    self.status = status
    self.namespaces = namespaces
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
    self.stopSignal = stopSignal
    self.messageFile = messageFile
    self.messagePolicy = messagePolicy
  }

  /// How many bytes it has written beside its volumes.
  var writtenBytes: Int { max(0, namespaces.mounts.rootFileSystem.used - imageBytes) }

  /// Notes how its process ended.
  ///
  /// Source: containerd `cri/server/events.go`; kubelet `getTerminationMessage`.
  func finish(_ exit: ExitStatus, at now: VirtualTime) {
    status.state = .exited
    status.finishedAt = now
    status.exitCode = exit.code
    status.reason = exit.code == 0 ? "Completed" : "Error"
    if namespaces.memory.hasKilled { status.reason = "OOMKilled" }
    streams.close()
    log.close(at: now)
    status.message = String(decoding: messageFile.data.prefix(4096), as: UTF8.self)
    if status.message.isEmpty, messagePolicy == "FallbackToLogsOnError", exit.code != 0 {
      status.message = log.tail
    }
    ended.give()
  }
}
