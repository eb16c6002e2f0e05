import PodModel

/// Joins the Pod that `kubectl run` made, and cleans up behind it.
///
/// Source: kubectl `cmd/run/run.go`, `handleAttachPod` and what follows.
struct RunSession {
  private let call: Call
  private let info: ObjectInfo

  init(_ call: Call, _ info: ObjectInfo) {
    self.call = call
    self.info = info
  }

  func run() async throws(KubectlError) {
    var outcome: KubectlError?
    do {
      try await attachAndAwaitEnd()
    } catch {
      outcome = error
    }
    if call.flags.bool("rm") { try await remove() }
    if let outcome { throw outcome }
  }

  private func remove() async throws(KubectlError) {
    let deletion = Deletion(call, gracePeriodSeconds: -1, isQuiet: call.flags.bool("quiet"))
    do {
      try await deletion.delete(info)
    } catch {
      if !error.isNotFound { throw error }
    }
  }

  private func attachAndAwaitEnd() async throws(KubectlError) {
    let pod = try await waitForPod { pod throws(KubectlError) in Self.hasStarted(pod) }
    let phase = pod["status"]?["phase"]?.string ?? ""
    if phase == "Succeeded" || phase == "Failed" {
      try await printLog(pod)
    } else {
      try await attach(pod)
    }
    let restart = pod["spec"]?["restartPolicy"]?.string ?? "Always"
    guard !call.flags.bool("leave-stdin-open"), restart != "Always" else { return }
    let ended = try await waitForPod { pod throws(KubectlError) in
      let phase = pod["status"]?["phase"]?.string ?? ""
      return phase == "Succeeded" || (phase == "Failed" && restart == "Never")
    }
    try report(ended)
  }

  /// The container's exit status becomes that of the call.
  private func report(_ pod: Node) throws(KubectlError) {
    let name = "\(info.namespace ?? "")/\(info.name)"
    switch pod["status"]?["phase"]?.string ?? "" {
    case "Succeeded": return
    case "Failed":
      let state = pod["status"]?["containerStatuses"]?.list?.first?["state"]?["terminated"]
      guard let state, let status = state["exitCode"]?.int, status != 0 else {
        throw .text("pod \(name) failed with unknown exit code")
      }
      let reason = state["reason"]?.string ?? ""
      let message = state["message"]?.string ?? ""
      throw .plain(
        "pod \(name) terminated (\(reason))\n\(message)", exitStatus: Int32(clamping: status))
    case let phase: throw .text("pod \(name) left in phase \(phase)")
    }
  }

  private func attach(_ pod: Node) async throws(KubectlError) {
    let isQuiet = call.flags.bool("quiet")
    if !isQuiet, call.version == .minor36, call.flags.bool("stdin") {
      await call.complain(
        "All commands and output from this session will be recorded in container logs, including "
          + "credentials and sensitive information passed through the command prompt.\n")
    }
    if !isQuiet, call.flags.bool("stdin") {
      await call.complain("If you don't see a command prompt, try pressing enter.\n")
    }
    do {
      try await Attachment(call).join(pod, container: nil)
    } catch {
      let why =
        error.message(of: call.path).suffix(after: "error: ")
        ?? error.message(of: call.path)
      await call.complain(
        "warning: couldn't attach to pod/\(info.name), falling back to streaming logs: \(why)")
      try await printLog(pod)
    }
  }

  private func printLog(_ pod: Node) async throws(KubectlError) {
    let container = PodContainers(pod).plain.first
    let cluster = call.cluster
    let stream = try await asking { () async throws(StatusError) in
      try await cluster.log(
        ofPod: info.name, in: info.namespace ?? "", options: LogOptions(container: container))
    }
    while let bytes = await stream.next(before: nil) { await call.console.writeOutput(bytes) }
  }

  private func waitForPod(
    _ isMet: (Node) throws(KubectlError) -> Bool
  ) async throws(KubectlError) -> Node {
    var last = Node(.map([]))
    let timeout = call.flags.duration("pod-running-timeout")
    let deadline = await call.cluster.now.advanced(by: timeout == .zero ? .seconds(60) : timeout)
    try await Waiting(call).until(info, deadline: deadline, timeout: .seconds(60)) {
      pod throws(KubectlError) in
      last = pod
      return try isMet(pod)
    }
    return last
  }

  /// Whether the Pod runs and is ready, or has come to its end.
  private static func hasStarted(_ pod: Node) -> Bool {
    switch pod["status"]?["phase"]?.string ?? "" {
    case "Succeeded", "Failed": return true
    case "Running":
      return pod["status"]?["conditions"]?.list?.contains {
        $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
      } ?? false
    default: return false
    }
  }
}
