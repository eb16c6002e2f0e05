import PodModel

extension Command {
  static var exec: Command {
    Command(
      name: "exec", summary: "Execute a command in a container.",
      usage: "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
      flags: streamFlags + [.stringSlice("filename", "f", about: "the manifest of the pod")],
      run: { call throws(KubectlError) in try await Exec(call).run() })
  }

  /// The flags of commands that join a container's streams.
  static var streamFlags: [Flag] {
    [
      .string("container", "c", about: "the container; the first one by default"),
      .bool("stdin", "i", about: "pass stdin to the container"),
      .bool("tty", "t", about: "stdin is a terminal"),
      .bool("quiet", "q", about: "print nothing but the remote session"),
      .duration("pod-running-timeout", initial: "1m0s"),
    ]
  }
}

/// Runs a command in a container.
///
/// Source: kubectl `cmd/exec/exec.go`.
struct Exec {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    var command: [String] = []
    var target = call.arguments.first ?? ""
    if let before = call.argumentsBeforeDash {
      command = Array(call.arguments.dropFirst(before))
      if before == 0 { target = "" }
    } else if call.arguments.count > 1 {
      guard call.version == .minor32 else {
        throw .usage(
          "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
      }
      await call.complain(
        "kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. Use "
          + "kubectl exec [POD] -- [COMMAND] instead.\n")
      command = Array(call.arguments.dropFirst())
    }
    guard !target.isEmpty || call.hasFiles else {
      throw .text("pod, type/name or --filename must be specified")
    }
    if command.isEmpty { throw .text("you must specify at least one command for the container") }
    let pod = target.isEmpty ? try await podOfFile() : try await call.pod(target)
    try await RemoteCommand(call).run(command, in: pod)
  }

  private func podOfFile() async throws(KubectlError) -> Node {
    let (infos, errors) = try await call.infos(arguments: [])
    if let error = errors.first { throw error }
    if infos.count > 1 { throw .text("cannot exec into multiple objects at a time") }
    guard let pod = infos.first?.object else { throw .text("expected a resource") }
    return pod
  }
}

/// A command in a container, joined to the streams of the call.
struct RemoteCommand {
  private let call: Call

  init(_ call: Call) { self.call = call }

  /// - Throws: an exit status other than 0, in kubectl's words.
  func run(
    _ command: [String], in pod: Node, container named: String? = nil
  ) async throws(KubectlError) {
    let phase = pod["status"]?["phase"]?.string ?? ""
    if phase == "Succeeded" || phase == "Failed" {
      throw .text(
        "cannot exec into a container in a completed pod; current phase is \(phase)")
    }
    let containers = PodContainers(pod)
    let name = named ?? call.flags.string("container")
    // Up to v1.33 the server alone knew whether there was such a container.
    let container =
      !name.isEmpty && call.version == .minor32
      ? name : try await containers.choose(name, call, says: !call.flags.bool("quiet"))
    let wantsInput = call.flags.bool("stdin")
    var isTerminal = wantsInput && call.flags.bool("tty")
    if isTerminal, !call.console.isInputTerminal {
      if !call.flags.bool("quiet") {
        await call.complain(
          "Unable to use a TTY - input is not a terminal or the right kind of file\n")
      }
      isTerminal = false
    }
    let options = ExecOptions(container: container, stdin: wantsInput, tty: isTerminal)
    let status = try await run(command, pod, options, call.streams(withInput: wantsInput))
    if status != 0 {
      throw .plain("command terminated with exit code \(status)\n", exitStatus: status)
    }
  }

  private func run(
    _ command: [String], _ pod: Node, _ options: ExecOptions, _ console: ExecConsole
  ) async throws(KubectlError) -> Int32 {
    do {
      return try await call.cluster.exec(
        command, inPod: pod["metadata"]?["name"]?.string ?? "",
        in: pod["metadata"]?["namespace"]?.string ?? call.namespace, options: options,
        console: console)
    } catch {
      throw KubectlError.ofStream(error)
    }
  }
}

extension KubectlError {
  /// An error of a joined stream, which does not come as an answer of the server.
  ///
  /// Source: client-go `tools/remotecommand`: what the kubelet says arrives over the stream.
  static func ofStream(_ error: StatusError) -> KubectlError {
    switch error.reason {
    case "", "InternalError": .text(error.message)
    default: .status(error)
    }
  }
}

extension Call {
  /// The call's own streams for a container.
  func streams(withInput: Bool) -> ExecConsole {
    let console = console
    return ExecConsole(
      read: { withInput ? await console.readInput() : nil },
      writeOutput: { await console.writeOutput($0) },
      writeError: { await console.writeError($0) })
  }
}
