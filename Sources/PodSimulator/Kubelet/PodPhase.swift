import PodModel

/// The one word for how far a Pod has come.
///
/// Source: kubelet `kubelet_pods.go`, `getPhase`.
struct PodPhase {
  let spec: PodSpec
  let initStatuses: [Node]
  let statuses: [Node]
  let isTerminal: Bool

  var phase: String {
    let initialization = readInitContainers()
    let counts = count()
    if initialization.isOver { return "Failed" }
    let hasRun = counts.running + counts.stopped > 0
    if initialization.pending || initialization.failed
      || (initialization.pendingSidecar && !hasRun)
    {
      return "Pending"
    }
    if counts.waiting > 0 { return "Pending" }
    if counts.running > 0 { return "Running" }
    guard counts.stopped > 0 else { return "Pending" }
    if isTerminal { return counts.succeeded == counts.stopped ? "Succeeded" : "Failed" }
    if initialization.runningSidecar || counts.restarting > 0 { return "Running" }
    return counts.succeeded == counts.stopped ? "Succeeded" : "Failed"
  }

  private struct Initialization {
    var pending = false
    var failed = false
    /// Whether one failed that is not started again.
    var isOver = false
    var pendingSidecar = false
    var runningSidecar = false
  }

  private func readInitContainers() -> Initialization {
    var result = Initialization()
    for (container, status) in zip(spec.initContainers, initStatuses) {
      let state = status["state"]
      if container.isNativeSidecar {
        if state?["running"] != nil { result.runningSidecar = true }
        let isWaiting = state?["waiting"] != nil && status["lastState"]?["terminated"] == nil
        let isStarting = state?["running"] != nil && status["started"]?.bool != true
        if isWaiting || isStarting { result.pendingSidecar = true }
        continue
      }
      let ended = state?["terminated"] ?? status["lastState"]?["terminated"]
      if state?["running"] != nil {
        result.pending = true
      } else if let ended {
        let code = ended["exitCode"]?.int ?? 0
        if code != 0 {
          result.failed = true
          if !rule.restarts(container, afterExitCode: code) { result.isOver = true }
        }
      } else {
        result.pending = true
      }
    }
    return result
  }

  private struct Counts {
    var running = 0
    var waiting = 0
    var stopped = 0
    var succeeded = 0
    /// Of those that have stopped: how many are started again.
    var restarting = 0
  }

  private var rule: RestartRule {
    RestartRule(
      pod: Pod(metadata: ObjectMeta(name: ""), spec: spec), isBeingDeleted: false)
  }

  private func count() -> Counts {
    var counts = Counts()
    for status in statuses {
      if status["state"]?["running"] != nil {
        counts.running += 1
      } else if let ended = status["state"]?["terminated"] {
        counts.stopped += 1
        let code = ended["exitCode"]?.int ?? 0
        if code == 0 { counts.succeeded += 1 }
        let container = spec.containers.first { $0.name == status["name"]?.string }
        if let container, rule.restarts(container, afterExitCode: code) { counts.restarting += 1 }
      } else if status["lastState"]?["terminated"] != nil {
        counts.stopped += 1
        counts.restarting += 1
      } else {
        counts.waiting += 1
      }
    }
    return counts
  }
}
