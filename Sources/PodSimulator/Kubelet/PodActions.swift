import Kernel
import PodModel

/// What the kubelet has to do for a Pod, decided from its spec and what runs.
///
/// Source: kubelet `kuberuntime_manager.go` (`computePodActions`) and
/// `kuberuntime_container.go` (`computeInitContainerActions`).
struct PodActions: Equatable {
  /// A running container that must end, and why.
  struct Kill: Equatable {
    var name: String
    var message: String
  }

  /// Whether all containers and the sandbox are to end.
  var killsPod = false
  var createsSandbox = false
  var kills: [Kill] = []
  /// Init containers and sidecars to start, in order.
  var startsInit: [String] = []
  /// Containers to start, in order.
  var starts: [String] = []
  /// Ephemeral containers to start, in order; they are never started again.
  var startsEphemeral: [String] = []

  init(
    pod: Pod, runtime: RuntimeStatus, findings: ProbeFindings, hashes: [String: Int] = [:]
  ) {
    let planner = Planner(pod: pod, runtime: runtime, findings: findings, hashes: hashes)
    guard runtime.sandbox?.isReady == true else {
      planSandbox(planner)
      return
    }
    startsEphemeral = pod.spec.ephemeralContainers.map(\.name)
      .filter { runtime.newest($0) == nil }
    guard planInit(planner) else { return }
    planContainers(planner)
  }

  private mutating func planSandbox(_ planner: Planner) {
    let pod = planner.pod
    let hasRun = !planner.runtime.containers.isEmpty
    killsPod = true
    // A Pod that may not restart gets no second sandbox.
    if pod.spec.restartPolicy == .never, hasRun { return }
    let starting = pod.spec.containers.filter { planner.restarts($0, isInit: false) }
    if hasRun, starting.isEmpty { return }
    createsSandbox = true
    if let first = pod.spec.initContainers.first {
      startsInit = [first.name]
    } else {
      starts = starting.map(\.name)
    }
  }

  /// False while the containers have to wait for init containers.
  private mutating func planInit(_ planner: Planner) -> Bool {
    let pod = planner.pod
    let hasRun = pod.spec.containers.contains { planner.current($0.name) != nil }
    for container in pod.spec.initContainers {
      if hasRun, !container.isNativeSidecar { continue }
      let newest = planner.current(container.name)
      guard let newest else {
        if hasRun { continue }
        startsInit.append(container.name)
        return false
      }
      if container.isNativeSidecar {
        if !planSidecar(container, newest, planner), !hasRun { return false }
        continue
      }
      switch newest.state {
      case .running: return false
      case .created:
        startsInit.append(container.name)
        return false
      case .exited:
        if newest.exitCode == 0 { continue }
        if planner.restarts(container, isInit: true) {
          startsInit.append(container.name)
        } else {
          killsPod = true
        }
        return false
      }
    }
    return true
  }

  /// Keeps a sidecar running; false while it has not started.
  private mutating func planSidecar(
    _ container: Container, _ newest: ContainerInstanceStatus, _ planner: Planner
  ) -> Bool {
    guard newest.state == .running else {
      startsInit.append(container.name)
      return false
    }
    if let fault = planner.probeFault(newest.id) {
      kills.append(Kill(name: container.name, message: "Init container \(container.name) \(fault)"))
      startsInit.append(container.name)
      return false
    }
    return container.startupProbe == nil || planner.findings.hasStarted[newest.id] == true
  }

  private mutating func planContainers(_ planner: Planner) {
    let pod = planner.pod
    var kept = 0
    for container in pod.spec.containers {
      guard let newest = planner.runtime.newest(container.name), newest.state == .running else {
        if planner.restarts(container, isInit: false) { starts.append(container.name) }
        continue
      }
      let policy = container.restartPolicy ?? pod.spec.restartPolicy
      var message = "Container \(container.name) "
      var restarts = policy != .never
      if let hash = planner.hashes[container.name], hash != newest.specHash {
        message += "definition changed"
        restarts = true
      } else if let fault = planner.probeFault(newest.id) {
        message += fault
      } else {
        kept += 1
        continue
      }
      if restarts {
        message += ", will be restarted"
        starts.append(container.name)
      }
      kills.append(Kill(name: container.name, message: message))
    }
    if kept == 0, starts.isEmpty {
      killsPod = true
      startsInit = []
      startsEphemeral = []
    }
  }
}

/// What the decisions are based on.
private struct Planner {
  let pod: Pod
  let runtime: RuntimeStatus
  let findings: ProbeFindings
  let hashes: [String: Int]

  func restarts(_ container: Container, isInit: Bool) -> Bool {
    RestartRule(pod: pod, isBeingDeleted: false)
      .restarts(container, after: runtime.newest(container.name), isInit: isInit)
  }

  /// The newest container of a name in the Pod's present sandbox.
  func current(_ name: String) -> ContainerInstanceStatus? {
    runtime.newest(name).flatMap { $0.isOfEarlierSandbox ? nil : $0 }
  }

  /// Why probes want the container's end.
  func probeFault(_ id: String) -> String? {
    if findings.isDead.contains(id) { return "failed liveness probe" }
    if findings.neverStarted.contains(id) { return "failed startup probe" }
    return nil
  }
}
