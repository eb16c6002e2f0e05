import Kernel
import PodModel

/// Asks one container one question again and again.
///
/// Source: kubelet `prober/worker.go`, `prober/prober.go`.
final class ProbeWorker {
  enum Kind: String {
    case startup = "Startup"
    case readiness = "Readiness"
    case liveness = "Liveness"
  }

  let kind: Kind
  let probe: Probe
  let container: Container
  private unowned let worker: PodWorker
  private let kubelet: Kubelet
  private let triggered = Notice()
  private var id = ""
  private var isOnHold = false
  private var isStopped = false
  private var lastAnswer: ProbeAnswer?
  private var streak = 0

  init(kind: Kind, probe: Probe, container: Container, worker: PodWorker) {
    self.kind = kind
    self.probe = probe
    self.container = container
    self.worker = worker
    kubelet = worker.kubelet
  }

  func stop() {
    isStopped = true
    triggered.give()
  }

  /// Asks without waiting for the next period.
  func trigger() { triggered.give() }

  func run() async {
    let time = kubelet.cluster.time
    let period = Duration.seconds(max(probe.periodSeconds, 1))
    var next = time.now + period
    do {
      while !isStopped, worker.stage != .over {
        try await ask()
        while next <= time.now { next = next + period }
        try await time.wait(for: triggered, until: next)
      }
    } catch {}
  }

  private func ask() async throws {
    guard let instance = worker.sandbox.newest(container.name), instance.status.state == .running,
      isKnown(instance)
    else { return }
    let time = kubelet.cluster.time
    if instance.status.id != id {
      id = instance.status.id
      isOnHold = false
      lastAnswer = nil
      streak = 0
    }
    if isOnHold || (worker.isBeingDeleted && kind != .readiness) { return }
    let since = VirtualTime(unixSeconds: instance.status.startedAt?.unixSeconds ?? 0)
    if time.now - since < .seconds(probe.initialDelaySeconds) { return }
    let hasStarted = container.startupProbe == nil || worker.findings.hasStarted[id] == true
    if hasStarted == (kind == .startup) { return }
    let answer = try await kubelet.answer(to: probe, instance, container)
    guard instance.status.id == id, !isStopped else { return }
    report(answer)
    judge(answer)
  }

  /// Whether the kubelet has seen this container run.
  private func isKnown(_ instance: ContainerInstance) -> Bool {
    worker.observed.newest(container.name)?.id == instance.status.id
      && worker.observed.newest(container.name)?.state == .running
  }

  private func report(_ answer: ProbeAnswer) {
    switch answer {
    case .success: break
    case .failure(let output):
      worker.record(
        "Warning", "Unhealthy", "\(kind.rawValue) probe failed: \(output)", container.name)
    case .unknown(let error):
      worker.record(
        "Warning", "Unhealthy",
        "\(kind.rawValue) probe errored and resulted in unknown state: \(error)", container.name)
    }
  }

  private func judge(_ answer: ProbeAnswer) {
    let isSuccess: Bool
    switch answer {
    case .unknown: return
    case .success: isSuccess = true
    case .failure: isSuccess = false
    }
    streak = lastAnswer?.isSuccess == isSuccess ? streak + 1 : 1
    lastAnswer = answer
    let threshold = isSuccess ? probe.successThreshold : probe.failureThreshold
    guard streak >= threshold else { return }
    switch kind {
    case .startup:
      if isSuccess {
        guard worker.findings.hasStarted.updateValue(true, forKey: id) != true else { return }
        worker.showStarted(id)
        kubelet.containerStarted(worker, container.name)
      } else {
        worker.findings.neverStarted.insert(id)
        isOnHold = true
      }
    case .readiness:
      guard worker.findings.isReady.updateValue(isSuccess, forKey: id) ?? false != isSuccess else {
        return
      }
      worker.showReadiness(id, isSuccess)
    case .liveness:
      if isSuccess { return }
      worker.findings.isDead.insert(id)
      isOnHold = true
    }
    worker.enqueue()
  }
}

/// What a probe has found.
enum ProbeAnswer: Equatable {
  case success
  /// With what the container said.
  case failure(String)
  /// The question could not be asked.
  case unknown(String)

  var isSuccess: Bool { self == .success }
}
