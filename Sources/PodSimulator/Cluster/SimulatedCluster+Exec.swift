import Kernel
package import PodModel

extension SimulatedCluster {
  package func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32 {
    let bridge = ConsoleBridge(console, time: time)
    let session = try openExec(
      command, inPod: pod, in: namespace, options: options, client: bridge.client)
    return try await bridge.run(session, readsInput: options.stdin)
  }

  /// Runs a command in a container for a client outside the cluster's time.
  ///
  /// The command begins a moment later; what then keeps it from running is its end.
  ///
  /// - Throws: as `exec`, for Pods and containers that are not there.
  package func openExec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    client: SessionClient
  ) throws(StatusError) -> ContainerSession {
    let instance = try runningContainer(options.container, ofPod: pod, in: namespace)
    let run = ExecRun(command, options, clock: { [kernel] in kernel.now })
    let session = run.makeSession(client)
    kernel.startTask { [self] in
      // Setting up the stream takes a while, as it does in reality.
      do {
        try await time.sleep(for: .milliseconds(30))
        try run.start(in: instance, kubelet)
      } catch let failure as StartFailure {
        session.end(.failure(Self.execFailure(failure.message)))
      } catch {
        session.end(.success(137))
      }
    }
    return session
  }

  /// Says whether a command could be run in a container.
  ///
  /// - Throws: as `openExec`.
  package func verifyExec(
    inPod pod: String, in namespace: String, container: String?
  ) throws(StatusError) {
    _ = try runningContainer(container, ofPod: pod, in: namespace)
  }

  private static func execFailure(_ why: String) -> StatusError {
    StatusError(
      code: 500, reason: "InternalError",
      message: "Internal error occurred: Internal error occurred: error executing command in "
        + "container: failed to exec in container: \(why)")
  }

  /// A container that runs.
  ///
  /// Source: kubelet `GetExec`, which answers before the runtime is asked.
  private func runningContainer(
    _ named: String?, ofPod pod: String, in namespace: String
  ) throws(StatusError) -> ContainerInstance {
    let (name, found) = try newestContainer(named, ofPod: pod, in: namespace)
    guard let instance = found, instance.status.state == .running, instance.process?.ended == nil
    else {
      throw Self.upgradeFailure("container not found (\(GoQuote.quoted(name)))")
    }
    return instance
  }

  /// The name of a container, by default the Pod's first, and its latest instance, if there is one.
  func newestContainer(
    _ named: String?, ofPod pod: String, in namespace: String
  ) throws(StatusError) -> (name: String, instance: ContainerInstance?) {
    let object = try podObject(pod, namespace)
    let name = try container(named, of: object)
    guard object["spec"]?["nodeName"]?.string ?? "" != "" else {
      throw Self.upgradeFailure("pod \(pod) does not have a host assigned")
    }
    let worker = kubelet.worker(of: object["metadata"]?["uid"]?.string ?? "")
    return (name, worker?.sandbox.newest(name))
  }

  static func upgradeFailure(_ why: String) -> StatusError {
    StatusError(
      code: 500, reason: "InternalError", message: "unable to upgrade connection: \(why)")
  }
}

/// A command beside a container's process, and its streams.
private final class ExecRun {
  private let command: [String]
  private let isTerminal: Bool
  private var terminal: Terminal?
  private var feed: InputFeed?
  private var input = OpenFile.null()
  private var output = OutputSink { _, _ in }
  private var errors = OutputSink { _, _ in }
  private var status: ExitStatus?
  private weak var session: ContainerSession?

  init(_ command: [String], _ options: ExecOptions, clock: @escaping () -> VirtualTime) {
    self.command = command
    isTerminal = options.tty
    output = OutputSink { [weak self] _, bytes in self?.session?.deliver(bytes, .output) }
    errors = OutputSink { [weak self] _, bytes in self?.session?.deliver(bytes, .errors) }
    if options.tty {
      let terminal = Terminal { [weak self] _, bytes in self?.session?.deliver(bytes, .output) }
      self.terminal = terminal
      if options.stdin { feed = InputFeed(terminal, clock: clock) }
    } else if options.stdin {
      let pipe = Pipe()
      input = .input(from: pipe)
      feed = InputFeed(pipe, clock: clock)
    }
    for sink in [output, errors] {
      sink.closed = { [weak self] in self?.endIfOver() }
    }
  }

  func makeSession(_ client: SessionClient) -> ContainerSession {
    // With a terminal the end of the client's input means nothing to the process.
    let end = { [weak self] in
      if let self, !isTerminal { feed?.finish() }
    }
    let session = ContainerSession(
      client, feed: feed, terminal: terminal, endsInput: end,
      hold: { [weak self] in self?.hold($0) }, leave: end)
    session.companion = self
    self.session = session
    return session
  }

  private func hold(_ isHeld: Bool) {
    terminal?.isHeld = isHeld
    output.isHeld = isHeld
    errors.isHeld = isHeld
  }

  /// - Throws: containerd's words.
  func start(in instance: ContainerInstance, _ kubelet: Kubelet) throws(StartFailure) {
    _ = try kubelet.start(
      command, in: instance, input: input, output: .output(output), errors: .output(errors),
      terminal: terminal
    ) { [self] status in
      self.status = status
      endIfOver()
    }
    feed?.open()
  }

  /// Ends the session once the command has ended and nothing can come from what it left behind.
  ///
  /// Source: containerd `internal/cri/server/container_exec.go`, which waits for the streams, too.
  private func endIfOver() {
    guard let status, output.writers == 0, errors.writers == 0 else { return }
    session?.end(.success(Int32(clamping: status.code)))
  }
}
