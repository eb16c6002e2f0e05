import Kernel
package import PodModel

extension SimulatedCluster {
  package func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32 {
    let object = try podObject(pod, namespace)
    let name = try container(options.container, of: object)
    guard object["spec"]?["nodeName"]?.string ?? "" != "" else {
      throw Self.upgradeFailure("pod \(pod) does not have a host assigned")
    }
    let worker = kubelet.worker(of: object["metadata"]?["uid"]?.string ?? "")
    guard let instance = worker?.sandbox.newest(name), instance.status.state == .running,
      instance.process?.ended == nil
    else {
      throw Self.upgradeFailure("container not found (\(GoQuote.quoted(name)))")
    }
    // Setting up the stream takes a while, as it does in reality.
    try? await time.sleep(for: .milliseconds(30))
    let session = ExecSession(console: console, options: options, time: time)
    do {
      try session.start(command, in: instance, kubelet)
    } catch {
      throw StatusError(
        code: 500, reason: "InternalError",
        message: "Internal error occurred: Internal error occurred: error executing command in "
          + "container: failed to exec in container: \(error.message)")
    }
    return await session.finish()
  }

  private static func upgradeFailure(_ why: String) -> StatusError {
    StatusError(
      code: 500, reason: "InternalError", message: "unable to upgrade connection: \(why)")
  }
}

/// A command in a container, joined to its caller's console.
private final class ExecSession {
  private let console: ExecConsole
  private let options: ExecOptions
  private let time: Timekeeper
  private var output: [(isError: Bool, bytes: [UInt8])] = []
  private let changed = Notice()
  private var status: ExitStatus?

  init(console: ExecConsole, options: ExecOptions, time: Timekeeper) {
    self.console = console
    self.options = options
    self.time = time
  }

  func start(
    _ command: [String], in instance: ContainerInstance, _ kubelet: Kubelet
  ) throws(StartFailure) {
    var input = OpenFile.null()
    var pipe: Pipe?
    if options.stdin {
      let made = Pipe()
      input = .input(from: made)
      pipe = made
    }
    _ = try kubelet.start(
      command, in: instance, input: input, output: sink(isError: false),
      errors: sink(isError: !options.tty), isTerminal: options.tty
    ) { [self] status in
      self.status = status
      changed.give()
    }
    if let pipe { feed(pipe) }
  }

  private func sink(isError: Bool) -> OpenFile {
    .output(
      OutputSink(isTerminal: options.tty) { [self] _, bytes in
        output.append((isError, options.tty ? ExecSession.cooked(bytes) : bytes))
        changed.give()
      })
  }

  /// A terminal ends lines with two characters.
  private static func cooked(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
  }

  private func feed(_ pipe: Pipe) {
    time.kernel.startTask { [self] in
      while status == nil, let bytes = await console.read() { pipe.append(bytes) }
      pipe.closeInput()
    }
  }

  /// Hands on the output until the command ends.
  func finish() async -> Int32 {
    while true {
      while !output.isEmpty {
        let part = output.removeFirst()
        if part.isError {
          await console.writeError(part.bytes)
        } else {
          await console.writeOutput(part.bytes)
        }
      }
      if let status { return Int32(clamping: status.code) }
      do {
        try await time.wait(for: changed)
      } catch {
        return 137
      }
    }
  }
}
