import Kernel
import PodModel

/// Derives a Pod's status from what runs, as the kubelet does before each round of work.
///
/// Source: kubelet `kubelet_pods.go` (`generateAPIPodStatus`, `convertToAPIContainerStatuses`,
/// `getPhase`) and `status/generate.go`.
struct PodStatusBuilder {
  let pod: Pod
  /// The status that the API server has.
  let old: Node
  let isBeingDeleted: Bool
  let runtime: RuntimeStatus
  let failures: [String: StartFailure]
  let findings: ProbeFindings
  let generation: Int
  let now: VirtualTime
  /// Whether the Pod will start nothing any more.
  var isTerminal = false
  /// Why the Pod must end, such as `DeadlineExceeded`.
  var eviction: (reason: String, message: String)?

  /// The whole status.
  func build() -> Node {
    let initStatuses = pod.spec.initContainers.map { containerStatus($0, isInit: true) }
    let statuses = pod.spec.containers.sorted { $0.name < $1.name }
      .map { containerStatus($0, isInit: false) }
    let ephemeral = pod.spec.ephemeralContainers.sorted { $0.name < $1.name }
      .map { ephemeralStatus($0) }
    let phase = PodPhase(
      spec: pod.spec, initStatuses: initStatuses, statuses: statuses, isTerminal: isTerminal
    ).phase
    let shown = eviction == nil ? phase : "Failed"
    let conditions = PodConditions(
      pod: pod, initStatuses: initStatuses, statuses: statuses, phase: shown,
      hasSandbox: runtime.sandbox?.isReady == true, old: old["conditions"]?.list ?? [],
      generation: generation, now: now,
      evictionMessage: eviction.flatMap { $0.reason == "Evicted" ? $0.message : nil }
    ).list
    let address = runtime.sandbox?.address ?? old["podIP"]?.string
    return .object([
      "conditions": Node(.list(conditions)),
      "containerStatuses": Node(.list(statuses)),
      "ephemeralContainerStatuses": ephemeral.isEmpty ? nil : Node(.list(ephemeral)),
      "hostIP": .text(SimulatedCluster.nodeAddress),
      "hostIPs": [["ip": .text(SimulatedCluster.nodeAddress)]],
      "initContainerStatuses": initStatuses.isEmpty ? nil : Node(.list(initStatuses)),
      "message": eviction.map { .text($0.message) },
      "observedGeneration": .number(generation),
      "phase": .text(shown),
      "podIP": address.map(Node.text),
      "podIPs": address.map { [["ip": .text($0)]] },
      "qosClass": old["qosClass"],
      "reason": eviction.map { .text($0.reason) },
      "resources": [:],
      "startTime": old["startTime"] ?? .text(now.rfc3339),
    ])
  }

  // MARK: Containers

  private func containerStatus(_ container: Container, isInit: Bool) -> Node {
    let list = isInit ? "initContainerStatuses" : "containerStatuses"
    let before = old[list]?.list?.first { $0["name"]?.string == container.name }
    let instances = runtime.containers[container.name] ?? []
    var state = defaultState
    var last = before?["lastState"] ?? [:]
    if let newest = instances.first {
      state = PodStatusBuilder.state(newest)
    } else if let before, before["state"]?["terminated"] != nil {
      return before
    }
    if instances.count > 1 { last = PodStatusBuilder.state(instances[1]) }
    // An init container that ended well never shows as waiting, not even a sidecar.
    let isDone = isInit && instances.first?.state == .exited && instances.first?.exitCode == 0
    if let failure = failures[container.name], !isDone,
      RestartRule(pod: pod, isBeingDeleted: isBeingDeleted)
        .restarts(container, after: instances.first, isInit: isInit)
    {
      if state["terminated"] != nil { last = state }
      state = .object([
        "waiting": .object([
          "message": failure.message.isEmpty ? nil : .text(failure.message),
          "reason": .text(failure.reason),
        ])
      ])
    }
    return assemble(container, state, last, instances.first, before, isInit: isInit)
  }

  /// An ephemeral container is neither ready nor started again.
  private func ephemeralStatus(_ container: Container) -> Node {
    let newest = runtime.newest(container.name)
    var state = defaultState
    if let newest {
      state = PodStatusBuilder.state(newest)
    } else if let failure = failures[container.name] {
      state = .object([
        "waiting": .object([
          "message": failure.message.isEmpty ? nil : .text(failure.message),
          "reason": .text(failure.reason),
        ])
      ])
    }
    return .object([
      "containerID": newest.map { .text("containerd://\($0.id)") },
      "image": .text(newest?.imageName ?? container.image),
      "imageID": .text(newest?.imageID ?? ""), "lastState": [:], "name": .text(container.name),
      "ready": false, "restartCount": 0, "state": state, "volumeMounts": mounts(container),
    ])
  }

  private var defaultState: Node {
    let reason = pod.spec.initContainers.isEmpty ? "ContainerCreating" : "PodInitializing"
    return ["waiting": ["reason": .text(reason)]]
  }

  private func assemble(
    _ container: Container, _ state: Node, _ last: Node, _ newest: ContainerInstanceStatus?,
    _ before: Node?, isInit: Bool
  ) -> Node {
    let isPlainInit = isInit && !container.isNativeSidecar
    let isRunning = state["running"] != nil
    let id = newest?.id ?? ""
    let hasStarted =
      isRunning && (isPlainInit || container.startupProbe == nil || findings.hasStarted[id] == true)
    let isReady: Bool
    if isPlainInit {
      isReady = state["terminated"]?["exitCode"]?.integer == 0
    } else {
      isReady =
        hasStarted && (container.readinessProbe == nil || findings.isReady[id] == true)
    }
    let restarts = newest.map { $0.attempt } ?? before?["restartCount"]?.int ?? 0
    return .object([
      "allocatedResources": newest == nil ? nil : requested(container),
      "containerID": newest.map { .text("containerd://\($0.id)") },
      "image": .text(newest?.imageName ?? container.image),
      "imageID": .text(newest?.imageID ?? ""),
      "lastState": last,
      "name": .text(container.name),
      "ready": Node(.bool(isReady)),
      "resources": newest == nil ? nil : resources(container),
      "restartCount": .number(restarts),
      "started": Node(.bool(hasStarted)),
      "state": state,
      "volumeMounts": mounts(container),
    ])
  }

  private func requested(_ container: Container) -> Node? {
    container.resources.requests.isEmpty ? nil : quantities(container.resources.requests)
  }

  private func resources(_ container: Container) -> Node {
    .object([
      "limits": container.resources.limits.isEmpty ? nil : quantities(container.resources.limits),
      "requests": requested(container),
    ])
  }

  private func quantities(_ amounts: [String: String]) -> Node {
    Node(.map(amounts.sorted { $0.key < $1.key }.map { Node.Entry($0.key, .text($0.value)) }))
  }

  private func mounts(_ container: Container) -> Node? {
    if container.volumeMounts.isEmpty { return nil }
    return Node(
      .list(
        container.volumeMounts.map { mount in
          .object([
            "mountPath": .text(mount.mountPath), "name": .text(mount.name),
            "readOnly": mount.readOnly ? true : nil,
            "recursiveReadOnly": mount.readOnly ? "Disabled" : nil,
          ])
        }))
  }

  /// Source: kubelet `convertContainerStatusToRuntimeStatus`; a container that never started began
  /// at the epoch.
  static func state(_ instance: ContainerInstanceStatus) -> Node {
    switch instance.state {
    case .created: return ["waiting": [:]]
    case .running:
      return ["running": ["startedAt": .text(instance.startedAt?.rfc3339 ?? epoch)]]
    case .exited:
      return [
        "terminated": .object([
          "containerID": .text("containerd://\(instance.id)"),
          "exitCode": .number(instance.exitCode),
          "finishedAt": .text(instance.finishedAt?.rfc3339 ?? epoch),
          "message": instance.message.isEmpty ? nil : .text(instance.message),
          "reason": .text(instance.reason),
          "startedAt": .text(instance.startedAt?.rfc3339 ?? epoch),
        ])
      ]
    }
  }

  private static let epoch = "1970-01-01T00:00:00Z"
}

/// Whether a container that has ended is started again.
///
/// Source: kubelet `container/helpers.go`, `ShouldContainerBeRestarted`.
struct RestartRule {
  let pod: Pod
  let isBeingDeleted: Bool

  func restarts(
    _ container: Container, after newest: ContainerInstanceStatus?, isInit: Bool
  ) -> Bool {
    if isBeingDeleted { return false }
    guard let newest, newest.state == .exited else { return newest?.state != .running }
    if isInit, !container.isNativeSidecar, newest.exitCode == 0 { return false }
    return restarts(container, afterExitCode: newest.exitCode)
  }

  /// Whether a container that ended so is started again: its own rules come first.
  ///
  /// Source: Kubernetes `pkg/api/v1/pod/util.go`, `ContainerShouldRestart`.
  func restarts(_ container: Container, afterExitCode code: Int) -> Bool {
    if container.restartPolicy != nil, hasMatchingRule(container, code) { return true }
    switch container.restartPolicy ?? pod.spec.restartPolicy {
    case .always: return true
    case .onFailure: return code != 0
    case .never: return false
    }
  }

  private func hasMatchingRule(_ container: Container, _ code: Int) -> Bool {
    container.restartPolicyRules.contains { rule in
      let codes = rule["exitCodes"]
      let isListed = codes?["values"]?.list?.contains { $0.int == code } ?? false
      return codes?["operator"]?.string == "NotIn" ? !isListed : isListed
    }
  }
}
