import PodModel

extension Command {
  static var attach: Command {
    Command(
      name: "attach", summary: "Attach to a process that is already running in a container.",
      usage: "(POD | TYPE/NAME) -c CONTAINER", flags: streamFlags,
      run: { call throws(KubectlError) in
        guard let word = call.arguments.first else {
          throw .text("at least 1 argument is required for attach")
        }
        guard call.arguments.count <= 2 else {
          throw .text(
            "expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw "
              + "\(call.arguments.count): [\(call.arguments.joined(separator: " "))]")
        }
        if call.arguments.count == 2 { _ = try call.finder.resource(word) }
        let pod = try await call.pod(call.arguments.joined(separator: "/"))
        await Attachment(call).announce()
        try await Attachment(call).join(pod, container: call.flags.string("container"))
      })
  }
}

/// Joins the streams of a container's own process.
///
/// Source: kubectl `cmd/attach/attach.go`.
struct Attachment {
  private let call: Call

  init(_ call: Call) { self.call = call }

  /// What stands before a session.
  func announce() async {
    if call.flags.bool("quiet") { return }
    if call.version == .minor36 {
      await call.complain(
        "All commands and output from this session will be recorded in container logs, including "
          + "credentials and sensitive information passed through the command prompt.\n")
    }
    if call.flags.bool("stdin") {
      await call.complain("If you don't see a command prompt, try pressing enter.\n")
    }
  }

  func join(_ pod: Node, container named: String?) async throws(KubectlError) {
    let phase = pod["status"]?["phase"]?.string ?? ""
    if phase == "Succeeded" || phase == "Failed" {
      throw .text("cannot attach a container in a completed pod; current phase is \(phase)")
    }
    let container = try await PodContainers(pod).choose(
      named ?? "", call, says: !call.flags.bool("quiet"))
    let wantsInput = call.flags.bool("stdin")
    let isTerminal = try await usesTerminal(container, of: pod, wantsInput: wantsInput)
    let options = ExecOptions(container: container, stdin: wantsInput, tty: isTerminal)
    do {
      try await call.cluster.attach(
        toPod: pod["metadata"]?["name"]?.string ?? "",
        in: pod["metadata"]?["namespace"]?.string ?? call.namespace, options: options,
        console: call.streams(withInput: wantsInput))
    } catch {
      throw KubectlError.ofStream(error)
    }
    guard isTerminal, !call.flags.bool("quiet"),
      pod["spec"]?["restartPolicy"]?.string ?? "Always" == "Always"
    else { return }
    if PodContainers(pod).ephemeral.contains(container) {
      return await call.print(
        "Session ended, the ephemeral container will not be restarted but may be reattached using "
          + "'kubectl attach \(pod["metadata"]?.text("name") ?? "") -c \(container) -i -t' if it is "
          + "still running\n")
    }
    await call.print(
      "Session ended, resume using 'kubectl attach \(pod["metadata"]?.text("name") ?? "") -c "
        + "\(container) -i -t' command when the pod is running\n")
  }

  /// A terminal needs one on both sides.
  private func usesTerminal(
    _ container: String, of pod: Node, wantsInput: Bool
  ) async throws(KubectlError) -> Bool {
    let own = ["containers", "initContainers", "ephemeralContainers"].lazy
      .flatMap { pod["spec"]?[$0]?.list ?? [] }.first { $0.text("name") == container }
    let hasOne = own?["tty"]?.bool == true
    if call.flags.bool("tty"), !hasOne {
      if !call.flags.bool("quiet") {
        await call.complain(
          "error: Unable to use a TTY - container \(container) did not allocate one\n")
      }
      return false
    }
    guard wantsInput, hasOne else { return false }
    if call.console.isInputTerminal { return true }
    if !call.flags.bool("quiet") {
      await call.complain(
        "Unable to use a TTY - input is not a terminal or the right kind of file\n")
    }
    return false
  }
}
