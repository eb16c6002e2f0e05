import Kernel
import PodModel

extension PodWorker {
  /// A container gets at least this long between the two signals.
  ///
  /// Source: kubelet `kuberuntime_container.go`, `minimumGracePeriodInSeconds`.
  private static let leastGrace = Duration.seconds(2)

  /// Ends one container: hook, stop signal, and KILL once the grace period is over.
  func kill(
    _ name: String, _ pod: Pod, message: String, grace: Int, order: KillOrder? = nil
  ) async throws {
    guard let instance = sandbox.newest(name) else { return }
    record("Normal", "Killing", message, name)
    guard instance.status.state == .running else { return }
    let container = (pod.spec.initContainers + pod.spec.containers).first { $0.name == name }
    let start = time.now
    let allowed = Duration.seconds(grace)
    if let container, let hook = container.preStop, grace > 0 {
      let answer = try await kubelet.run(
        hook, instance, container, timeout: allowed, stop: Notice())
      if answer == .timeout {
        try await stop(instance, within: PodWorker.leastGrace)
        record("Warning", "FailedPreStopHook", "PreStopHook failed", name)
        return
      }
      if answer != .success { record("Warning", "FailedPreStopHook", "PreStopHook failed", name) }
    }
    if let order { try await order.waitForTurn(of: name, until: start + allowed) }
    try await stop(instance, within: max(allowed - (time.now - start), PodWorker.leastGrace))
  }

  private func stop(_ instance: ContainerInstance, within grace: Duration) async throws {
    guard let process = instance.process, process.ended == nil else { return }
    process.receiveFromOutside(instance.stopSignal)
    let deadline = time.now + grace
    while instance.status.state == .running, time.now < deadline {
      try await time.wait(for: instance.ended, until: deadline)
    }
    if instance.status.state == .running {
      process.receiveFromOutside(.kill)
      while instance.status.state == .running {
        try await time.wait(for: instance.ended, until: time.now + .seconds(1))
      }
    }
    try await time.sleep(for: kubelet.costs.stop)
  }

  /// Ends all containers, sidecars after the others, and then the sandbox.
  ///
  /// Those end that were seen to run, be it that they have ended since. Source: kubelet
  /// `kubelet.go` (`SyncTerminatingPod`), `container/helpers.go` (`ConvertPodStatusToRunningPod`).
  func killPod(_ pod: Pod, grace: Int) async throws {
    let running = sandbox.containers.filter { name, instances in
      instances.first?.status.state == .running || observed.newest(name)?.state == .running
    }.keys.sorted()
    let order = KillOrder(pod: pod, running: running, time: time)
    let done = Notice()
    var left = running.count
    for name in running {
      time.kernel.startTask { [self] in
        try? await kill(
          name, pod, message: "Stopping container \(name)", grace: grace, order: order)
        order.ended(name)
        left -= 1
        done.give()
      }
    }
    while left > 0 { try await time.wait(for: done) }
    if sandbox.isReady {
      try await time.sleep(for: kubelet.costs.stop)
      kubelet.stopSandbox(sandbox)
      runtimeChanged()
    }
  }

  // MARK: The end

  /// Ends a Pod that was deleted, failed or is done.
  func terminate(grace: Int) async throws {
    guard let object, let pod = typed(object) ?? lastPod else {
      try await killPod(
        lastPod ?? Pod(metadata: .init(name: key.name), spec: .init(containers: [])), grace: grace)
      stage = .over
      return
    }
    statusBeforeEnd = object["status"]
    let eviction = reasonToEnd(object, pod)
    write(status(of: object, pod, observed, eviction: eviction), mayRun: true)
    kubelet.stopProbes(of: self)
    try await killPod(pod, grace: grace)
    try await time.sleep(for: kubelet.costs.stop)
    guard let object = self.object else { return }
    let after = reasonToEnd(object, pod)
    let status = status(of: object, pod, sandbox.status, isTerminal: true, eviction: after)
    write(status, mayRun: false)
  }

  /// The last round: every container has a last state, and a Pod that was deleted goes.
  ///
  /// Source: kubelet `status/status_manager.go`, `TerminatePod`.
  func finish() {
    guard var object, let pod = typed(object) else { return }
    _ = reasonToEnd(object, pod)
    if let status = object["status"] {
      object["status"] =
        LastStatus(
          pod: pod, status: status, before: statusBeforeEnd ?? status
        ).terminated
      kubelet.cluster.store.put(object, at: key, time: time.now)
    }
    if isBeingDeleted { kubelet.cluster.removePod(key) }
  }
}

/// In which order the containers of a Pod end: sidecars after all others, the last first.
///
/// Source: kubelet `kuberuntime_termination_order.go`.
final class KillOrder {
  private let sidecars: [String]
  private var alive: Set<String>
  private let changed = Notice()
  private let time: Timekeeper

  init(pod: Pod, running: [String], time: Timekeeper) {
    sidecars = pod.spec.initContainers.filter(\.isNativeSidecar).map(\.name)
    alive = Set(running)
    self.time = time
  }

  func ended(_ name: String) {
    alive.remove(name)
    changed.give()
  }

  /// Waits until those that come first have ended, or the time is up.
  func waitForTurn(of name: String, until deadline: VirtualTime) async throws {
    guard let place = sidecars.firstIndex(of: name) else { return }
    let later = Set(sidecars[(place + 1)...])
    while time.now < deadline,
      alive.contains(where: { later.contains($0) || !sidecars.contains($0) })
    {
      try await time.wait(for: changed, until: deadline)
    }
  }
}

/// The status of a Pod of which nothing runs any more.
struct LastStatus {
  let pod: Pod
  let status: Node
  /// The status at the time when the Pod began to end.
  let before: Node

  var terminated: Node {
    var result = status
    let initStatuses = status["initContainerStatuses"]?.list ?? []
    if isInitialized {
      result["containerStatuses"] = status["containerStatuses"].map { list in
        Node(.list((list.list ?? []).map(LastStatus.ended)))
      }
    }
    let started = LastStatus.startedCount(initStatuses)
    if !initStatuses.isEmpty {
      result["initContainerStatuses"] = Node(
        .list(
          initStatuses.enumerated().map {
            $0.offset < started ? LastStatus.ended($0.element) : $0.element
          }))
    }
    let phase = status["phase"]?.string
    if phase != "Succeeded", phase != "Failed" { result["phase"] = "Failed" }
    return result
  }

  /// As the Pod stood when its end began: what ended since then does not count.
  private var isInitialized: Bool {
    let statuses = before["initContainerStatuses"]?.list ?? []
    guard let last = pod.spec.initContainers.last, let status = statuses.last else { return true }
    if last.isNativeSidecar { return status["started"]?.bool == true }
    return status["state"]?["terminated"]?["exitCode"]?.integer == 0
  }

  /// How many init containers, from the first on, show that they were started; one at least.
  private static func startedCount(_ statuses: [Node]) -> Int {
    let last = statuses.lastIndex {
      $0["state"]?["waiting"] == nil || $0["lastState"]?["terminated"] != nil
    }
    return (last ?? 0) + 1
  }

  private static func ended(_ status: Node) -> Node {
    if status["state"]?["terminated"] != nil { return status }
    var status = status
    status["state"] = [
      "terminated": [
        "exitCode": 137, "finishedAt": Node(.null),
        "message": "The container could not be located when the pod was terminated",
        "reason": "ContainerStatusUnknown", "startedAt": Node(.null),
      ]
    ]
    status["ready"] = false
    status["started"] = false
    return status
  }
}
