import Kernel
import PodModel

extension PodWorker {
  /// One round for a Pod that shall run; returns what could not be started.
  func sync() async throws -> [StartFailure] {
    guard let object, let pod = typed(object) else {
      stop()
      return []
    }
    lastPod = pod
    let eviction = deadlinePassed(object, pod)
    let status = status(of: object, pod, observed, eviction: eviction)
    let phase = status["phase"]?.string ?? ""
    write(status, mayRun: true)
    if phase == "Succeeded" || phase == "Failed" {
      if hasKilledItself {
        // The round that killed the Pod is followed by one more that finds nothing to do.
        hasKilledItself = false
        enqueue()
        return []
      }
      stage = .terminating
      return []
    }
    if !hasProbes {
      hasProbes = true
      kubelet.startProbes(of: self, pod)
    }
    guard try await prepareVolumes(pod), stage == .running else { return [] }
    let actions = PodActions(
      pod: pod, runtime: observed, findings: findings, hashes: kubelet.hashes(pod))
    return try await perform(actions, pod)
  }

  /// Why the Pod must end although nobody deletes it; nil where it may go on.
  func reasonToEnd(_ object: Node, _ pod: Pod) -> (reason: String, message: String)? {
    overused.map { ("Evicted", $0) } ?? deadlinePassed(object, pod)
  }

  /// Whether the Pod has been active for longer than it may.
  ///
  /// Source: kubelet `active_deadline.go`.
  func deadlinePassed(_ object: Node, _ pod: Pod) -> (reason: String, message: String)? {
    guard let deadline = deadline(object, pod), time.now >= deadline else { return nil }
    let message = "Pod was active on the node longer than the specified deadline"
    record("Normal", "DeadlineExceeded", message)
    return ("DeadlineExceeded", message)
  }

  /// When `activeDeadlineSeconds` are over; nil where there is no limit.
  func deadline(_ object: Node, _ pod: Pod) -> VirtualTime? {
    guard let seconds = pod.spec.activeDeadlineSeconds,
      let start = object["status"]?["startTime"]?.string.flatMap(ClusterTime.init(rfc3339:))
    else { return nil }
    return VirtualTime(nanoseconds: start.nanoseconds) + .seconds(seconds)
  }

  // MARK: Volumes

  /// Mounts the volumes, again and again until it works; false when the Pod is to end first.
  ///
  /// Source: kubelet `volumemanager`; `nestedpendingoperations` doubles the wait from 500 ms on.
  private func prepareVolumes(_ pod: Pod) async throws -> Bool {
    if hasVolumes {
      refreshVolumes(pod)
      return true
    }
    try await time.sleep(for: kubelet.costs.volumes)
    let builder = VolumeBuilder(
      kernel: time.kernel, pod: pod, values: values(pod), find: find, host: kubelet.hostPaths)
    var wait = Duration.milliseconds(500)
    while stage == .running {
      if mount(pod, builder) {
        hasVolumes = true
        return true
      }
      try await time.wait(for: stopping, until: time.now + wait)
      wait = min(wait * 2, .seconds(122))
    }
    return false
  }

  /// Shows in the volumes what their objects hold by now.
  ///
  /// The kubelet does so in every round; one comes at least every minute and a half. Source: kubelet
  /// `volumemanager/populator` (`ReprocessPod`), `reconciler`.
  private func refreshVolumes(_ pod: Pod) {
    let builder = VolumeBuilder(
      kernel: time.kernel, pod: pod, values: values(pod), find: find, host: kubelet.hostPaths)
    for volume in pod.spec.volumes {
      guard var built = sandbox.volumes[volume.name] else { continue }
      do {
        try builder.refresh(volume, &built)
        sandbox.volumes[volume.name] = built
      } catch {
        refuseMount(volume, error)
      }
    }
  }

  private func refuseMount(_ volume: Volume, _ failure: VolumeBuilder.Failure) {
    if failure.message.hasPrefix("not modelled") { kubelet.cluster.note(failure.message) }
    record(
      "Warning", "FailedMount",
      "MountVolume.SetUp failed for volume \"\(volume.name)\" : \(failure.message)")
  }

  private func mount(_ pod: Pod, _ builder: VolumeBuilder) -> Bool {
    var isComplete = true
    for volume in pod.spec.volumes where sandbox.volumes[volume.name] == nil {
      do {
        sandbox.volumes[volume.name] = try builder.build(volume)
      } catch {
        isComplete = false
        refuseMount(volume, error)
      }
    }
    return isComplete
  }

  func find(_ kind: String, _ name: String) -> Node? {
    kubelet.cluster.store[ObjectStore.Key(kind: kind, namespace: key.namespace, name: name)]
  }

  func values(_ pod: Pod) -> DownwardValues {
    DownwardValues(
      object: object ?? [:], pod: pod, address: sandbox.status.sandbox?.address ?? "")
  }

  // MARK: Actions

  private func perform(_ actions: PodActions, _ pod: Pod) async throws -> [StartFailure] {
    if actions.killsPod {
      let isRunning = sandbox.status.hasRunning
      try await killPod(pod, grace: pod.spec.terminationGracePeriodSeconds)
      if !actions.createsSandbox {
        hasKilledItself = isRunning
        return []
      }
    } else {
      for kill in actions.kills {
        try await self.kill(
          kill.name, pod, message: kill.message, grace: killGrace(kill.name, pod))
      }
    }
    if actions.createsSandbox, let failure = try await createSandbox(pod) { return [failure] }
    return try await start(actions, pod)
  }

  /// A failing probe may bring a grace period of its own.
  private func killGrace(_ name: String, _ pod: Pod) -> Int {
    let container = (pod.spec.initContainers + pod.spec.containers).first { $0.name == name }
    let id = sandbox.newest(name)?.status.id ?? ""
    let probe =
      findings.neverStarted.contains(id)
      ? container?.startupProbe
      : findings.isDead.contains(id) ? container?.livenessProbe : nil
    return probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds
  }

  private func start(_ actions: PodActions, _ pod: Pod) async throws -> [StartFailure] {
    var result: [StartFailure] = []
    for (names, isInit) in [
      (actions.startsEphemeral, false), (actions.startsInit, true), (actions.starts, false),
    ] {
      for name in names {
        guard let container = pod.spec.allContainers.first(where: { $0.name == name }) else {
          continue
        }
        let failure = try await start(container, pod)
        failures[name] = failure
        guard let failure else { continue }
        result.append(failure)
        if isInit, !container.isNativeSidecar { return result }
      }
    }
    return result
  }

  /// Makes the Pod's network; the runtime's words when it cannot.
  private func createSandbox(_ pod: Pod) async throws -> StartFailure? {
    try await time.sleep(for: kubelet.costs.sandbox)
    if let limit = memoryLimit(pod), limit < Kubelet.leastMemory {
      let message =
        "Failed to create pod sandbox: rpc error: code = Unknown desc = "
        + ContainerRuntime.createFailure
        + "container init was OOM-killed (memory limit too low?): unknown"
      record("Warning", "FailedCreatePodSandBox", message)
      return StartFailure(reason: "CreatePodSandboxError", message: message)
    }
    kubelet.startSandbox(sandbox, pod)
    isReadyToStart()
    runtimeChanged()
    return nil
  }

  private func memoryLimit(_ pod: Pod) -> Int? {
    var total = 0
    for container in pod.spec.containers {
      guard let limit = bytes(container.resources.limits["memory"]) else { return nil }
      total += limit
    }
    return total
  }

  func bytes(_ quantity: String?) -> Int? {
    quantity.flatMap { try? Quantity($0) }.flatMap { Int(exactly: $0.value) }
  }

  /// Tells at once that the sandbox is there; the rest of the status waits for the next round.
  private func isReadyToStart() {
    guard let object, var status = object["status"],
      let conditions = status["conditions"]?.list
    else { return }
    let now = time.now.rfc3339
    status["conditions"] = Node(
      .list(
        conditions.map { condition in
          guard condition["type"]?.string == "PodReadyToStartContainers",
            condition["status"]?.string != "True"
          else { return condition }
          var condition = condition
          condition["status"] = "True"
          condition["lastTransitionTime"] = .text(now)
          return condition
        }))
    write(status, mayRun: true)
  }
}
