import Kernel
import PodModel

/// The conditions of a Pod.
///
/// Source: kubelet `status/generate.go`.
struct PodConditions {
  let pod: Pod
  let initStatuses: [Node]
  let statuses: [Node]
  let phase: String
  let hasSandbox: Bool
  let old: [Node]
  let generation: Int
  let now: VirtualTime
  /// Why the kubelet evicts the Pod; nil where it does not.
  var evictionMessage: String?

  /// In the kubelet's order; conditions of others follow.
  var list: [Node] {
    let unready = unready
    let own = [
      condition("PodReadyToStartContainers", hasSandbox ? nil : Finding()),
      initialized, ready(unless: unready), condition("ContainersReady", unready),
      condition("PodScheduled", nil),
    ]
    let others = old.filter { !PodConditions.own.contains($0["type"]?.string ?? "") }
    guard let evictionMessage, !others.contains(where: { $0["type"] == "DisruptionTarget" })
    else { return own + others }
    let disruption: Node = .object([
      "lastProbeTime": Node(.null), "lastTransitionTime": .text(now.rfc3339),
      "message": .text(evictionMessage), "observedGeneration": .number(generation),
      "reason": "TerminationByKubelet", "status": "True", "type": "DisruptionTarget",
    ])
    return own + others + [disruption]
  }

  private static let own = [
    "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled",
  ]

  /// Why a condition does not hold.
  private struct Finding {
    var reason = ""
    var message = ""
  }

  private var initialized: Node {
    let type = "Initialized"
    if phase == "Succeeded" { return condition(type, nil, reason: "PodCompleted") }
    let hasRun = statuses.contains {
      $0["state"]?["waiting"] == nil || $0["lastState"]?["terminated"] != nil
    }
    if hasRun { return condition(type, nil) }
    let incomplete = zip(pod.spec.initContainers, initStatuses).filter { container, status in
      container.isNativeSidecar
        ? status["started"]?.bool != true : status["ready"]?.bool != true
    }.map(\.0.name)
    if incomplete.isEmpty { return condition(type, nil) }
    return condition(
      type,
      Finding(
        reason: "ContainersNotInitialized",
        message: "containers with incomplete status: [\(incomplete.joined(separator: " "))]"))
  }

  private var unready: Finding? {
    if phase == "Succeeded" { return Finding(reason: "PodCompleted") }
    if phase == "Failed" { return Finding(reason: "PodFailed") }
    let sidecars = zip(pod.spec.initContainers, initStatuses).filter { $0.0.isNativeSidecar }
    let ready = statuses.compactMap { $0["ready"]?.bool == true ? $0["name"]?.string : nil }
    let names =
      sidecars.filter { $0.1["ready"]?.bool != true }.map(\.0.name)
      + pod.spec.containers.map(\.name).filter { !ready.contains($0) }
    if names.isEmpty { return nil }
    return Finding(
      reason: "ContainersNotReady",
      message: "containers with unready status: [\(names.joined(separator: " "))]")
  }

  var containersReady: Node { condition("ContainersReady", unready) }

  var ready: Node { ready(unless: unready) }

  private func ready(unless unready: Finding?) -> Node {
    if let unready { return condition("Ready", unready) }
    let faults = pod.spec.readinessGates.compactMap { gate -> String? in
      let found = old.first { $0["type"]?.string == gate }
      guard let found else {
        return "corresponding condition of pod readiness gate \"\(gate)\" does not exist."
      }
      if found["status"]?.string == "True" { return nil }
      return "the status of pod readiness gate \"\(gate)\" is not \"True\", but "
        + (found["status"]?.string ?? "")
    }
    if faults.isEmpty { return condition("Ready", nil) }
    return condition(
      "Ready", Finding(reason: "ReadinessGatesNotReady", message: faults.joined(separator: ", ")))
  }

  private func condition(_ type: String, _ finding: Finding?, reason: String = "") -> Node {
    let status = finding == nil ? "True" : "False"
    let reason = finding?.reason ?? reason
    let message = finding?.message ?? ""
    let before = old.first { $0["type"]?.string == type }
    let since = before.flatMap { $0["status"]?.string == status ? $0["lastTransitionTime"] : nil }
    return .object([
      "lastProbeTime": Node(.null),
      "lastTransitionTime": since ?? .text(now.rfc3339),
      "message": message.isEmpty ? nil : .text(message),
      "observedGeneration": .number(generation),
      "reason": reason.isEmpty ? nil : .text(reason),
      "status": .text(status),
      "type": .text(type),
    ])
  }
}
