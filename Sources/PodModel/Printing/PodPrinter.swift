/// The columns in which `kubectl get pod` shows a Pod.
package struct PodColumns: Sendable, Hashable {
  package var name: String
  /// Ready containers of all, such as `1/2`; native sidecars count.
  package var ready: String
  package var status: String
  /// `0`, or `3 (20s ago)` once a container ended before.
  package var restarts: String
  package var age: String
  package var ip: String
  package var node: String
  package var nominatedNode: String
  package var readinessGates: String
}

/// Condenses a Pod into the columns of `kubectl get pod`.
///
/// Source: Kubernetes `pkg/printers/internalversion/printers.go`, `printPod`.
package enum PodPrinter {
  /// The columns of a Pod object as they stand at `now`.
  package static func columns(_ pod: Node, at now: ClusterTime) -> PodColumns {
    let spec = pod["spec"]
    let status = pod["status"]
    var summary = Summary(pod, now: now)
    summary.readInitContainers()
    summary.readContainers()
    summary.readDeletion()
    let address = status?["podIPs"]?.list?.first?["ip"]?.string ?? status?["podIP"]?.string
    return PodColumns(
      name: pod["metadata"]?["name"]?.string ?? "",
      ready: "\(summary.readyContainers)/\(summary.totalContainers)",
      status: summary.reason,
      restarts: summary.restarts,
      age: HumanDuration.age(pod["metadata"]?["creationTimestamp"], at: now),
      ip: orNone(address),
      node: orNone(spec?["nodeName"]?.string),
      nominatedNode: orNone(status?["nominatedNodeName"]?.string),
      readinessGates: readinessGates(spec: spec, status: status))
  }

  private static func readinessGates(spec: Node?, status: Node?) -> String {
    let gates = spec?["readinessGates"]?.list ?? []
    if gates.isEmpty { return "<none>" }
    let met = gates.filter { gate in
      let type = gate["conditionType"]?.string
      return status?["conditions"]?.list?.contains {
        $0["type"]?.string == type && $0["status"]?.string == "True"
      } ?? false
    }
    return "\(met.count)/\(gates.count)"
  }

  static func orNone(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "<none>" }
    return text
  }
}

/// What `printPod` gathers while it walks over the container statuses.
private struct Summary {
  let spec: Node?
  let status: Node?
  let isBeingDeleted: Bool
  let now: ClusterTime
  var reason: String
  var readyContainers = 0
  var totalContainers: Int
  private var restartCount = 0
  private var lastRestart: ClusterTime?
  private var sidecarRestartCount = 0
  private var lastSidecarRestart: ClusterTime?
  private var isInitializing = false
  private let sidecars: Set<String>

  init(_ pod: Node, now: ClusterTime) {
    spec = pod["spec"]
    status = pod["status"]
    isBeingDeleted = pod["metadata"]?["deletionTimestamp"]?.string != nil
    self.now = now
    totalContainers = spec?["containers"]?.list?.count ?? 0
    reason = status?["phase"]?.string ?? ""
    if let why = status?["reason"]?.string, !why.isEmpty { reason = why }
    let isGated = status?["conditions"]?.list?.contains {
      $0["type"]?.string == "PodScheduled" && $0["reason"]?.string == "SchedulingGated"
    }
    if isGated == true { reason = "SchedulingGated" }
    let initContainers = spec?["initContainers"]?.list ?? []
    sidecars = Set(
      initContainers.filter { $0["restartPolicy"]?.string == "Always" }
        .compactMap { $0["name"]?.string })
    totalContainers += sidecars.count
  }

  /// Without any end that is known, the count stands alone.
  var restarts: String {
    guard restartCount != 0, let lastRestart else { return "\(restartCount)" }
    return "\(restartCount) (\(HumanDuration.text(now.since(lastRestart))) ago)"
  }

  mutating func readInitContainers() {
    let containers = status?["initContainerStatuses"]?.list ?? []
    let total = spec?["initContainers"]?.list?.count ?? 0
    for (index, container) in containers.enumerated() {
      let isSidecar = sidecars.contains(container["name"]?.string ?? "")
      count(container)
      if isSidecar { countSidecar(container) }
      let terminated = container["state"]?["terminated"]
      if let terminated, terminated["exitCode"]?.integer ?? 0 == 0 { continue }
      if isSidecar, container["started"]?.bool == true {
        if container["ready"]?.bool == true { readyContainers += 1 }
        continue
      }
      isInitializing = true
      if let terminated {
        reason = "Init:" + Self.ending(terminated)
      } else if let waiting = container["state"]?["waiting"]?["reason"]?.string, !waiting.isEmpty,
        waiting != "PodInitializing"
      {
        reason = "Init:" + waiting
      } else {
        reason = "Init:\(index)/\(total)"
      }
      break
    }
  }

  mutating func readContainers() {
    let isInitialized = status?["conditions"]?.list?.contains {
      $0["type"]?.string == "Initialized" && $0["status"]?.string == "True"
    }
    guard !isInitializing || isInitialized == true else { return }
    restartCount = sidecarRestartCount
    lastRestart = lastSidecarRestart
    var hasRunning = false
    var failure: String?
    for container in (status?["containerStatuses"]?.list ?? []).reversed() {
      count(container)
      let state = container["state"]
      if let waiting = state?["waiting"]?["reason"]?.string, !waiting.isEmpty {
        reason = waiting
      } else if let terminated = state?["terminated"] {
        reason = Self.ending(terminated)
        if terminated["exitCode"]?.integer ?? 0 != 0 { failure = reason }
      } else if container["ready"]?.bool == true, state?["running"] != nil {
        hasRunning = true
        readyContainers += 1
      }
    }
    guard reason == "Completed" else { return }
    // What still runs counts more than what failed, and that more than what is done.
    if hasRunning {
      reason = isReady ? "Running" : "NotReady"
    } else if let failure {
      reason = failure
    }
  }

  mutating func readDeletion() {
    guard isBeingDeleted else { return }
    if status?["reason"]?.string == "NodeLost" {
      reason = "Unknown"
    } else if !["Succeeded", "Failed"].contains(status?["phase"]?.string ?? "") {
      reason = "Terminating"
    }
  }

  private var isReady: Bool {
    status?["conditions"]?.list?.contains {
      $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
    } ?? false
  }

  private mutating func count(_ container: Node) {
    restartCount += Int(clamping: container["restartCount"]?.integer ?? 0)
    lastRestart = Self.later(lastRestart, container)
  }

  private mutating func countSidecar(_ container: Node) {
    sidecarRestartCount += Int(clamping: container["restartCount"]?.integer ?? 0)
    lastSidecarRestart = Self.later(lastSidecarRestart, container)
  }

  private static func later(_ known: ClusterTime?, _ container: Node) -> ClusterTime? {
    let finished = container["lastState"]?["terminated"]?["finishedAt"]?.string
      .flatMap(ClusterTime.init(rfc3339:))
    guard let finished else { return known }
    guard let known else { return finished }
    return max(known, finished)
  }

  /// The word for how a container ended.
  private static func ending(_ terminated: Node) -> String {
    if let reason = terminated["reason"]?.string, !reason.isEmpty { return reason }
    if let signal = terminated["signal"]?.integer, signal != 0 { return "Signal:\(signal)" }
    return "ExitCode:\(terminated["exitCode"]?.integer ?? 0)"
  }
}
