import Kernel
import PodModel

/// One Pod's worker in the kubelet: rounds of work, one after the other.
///
/// A round starts when something happened and the runtime has been looked at since the last round.
/// Source: kubelet `pod_workers.go`, `kubelet.go` (`SyncPod`, `SyncTerminatingPod`,
/// `SyncTerminatedPod`), `pleg/generic.go`.
final class PodWorker {
  /// How far the Pod's life is.
  enum Stage { case running, terminating, terminated, over }

  unowned let kubelet: Kubelet
  let key: ObjectStore.Key
  let uid: String
  let sandbox: PodSandbox
  /// What the last look at the runtime has shown.
  private(set) var observed = RuntimeStatus()
  /// Why containers could not be started when they were last tried.
  var failures: [String: StartFailure] = [:]
  var findings = ProbeFindings()
  var stage = Stage.running
  var hasVolumes = false
  var hasProbes = false
  /// Given when the Pod is to end, for rounds that wait.
  let stopping = Notice()
  private(set) var isDirty = false
  private var isPending = false
  private let work = Notice()
  private var lastRoundEnd: VirtualTime?
  /// The Pod as it was read last, and the parts of the object that it was read from.
  private var read: (spec: Node?, labels: Node?, annotations: Node?, pod: Pod)?
  /// Whether the last round killed the Pod because nothing is left to run.
  var hasKilledItself = false
  /// The Pod's status when its end began.
  var statusBeforeEnd: Node?
  /// What the Pod took too much of, so that it must go; nil while it may stay.
  var overused: String?
  /// How often a round was put off.
  var retries = 0
  /// The Pod as it was last seen, for what is left of it once it is gone.
  var lastPod: Pod?

  init(kubelet: Kubelet, key: ObjectStore.Key, uid: String) {
    self.kubelet = kubelet
    self.key = key
    self.uid = uid
    sandbox = PodSandbox(uid: uid)
    sandbox.changed = { [weak self] in self?.runtimeChanged() }
  }

  var time: Timekeeper { kubelet.cluster.time }

  /// The Pod as the API server has it; nil once it is gone or another has its name.
  var object: Node? {
    guard let object = kubelet.cluster.store[key], object["metadata"]?["uid"]?.string == uid else {
      return nil
    }
    return object
  }

  var pod: Pod? { object.flatMap(typed) }

  /// The Pod of an object, read anew only when more than its status is another.
  func typed(_ object: Node) -> Pod? {
    if let read, read.spec == object["spec"], read.labels == object["metadata"]?["labels"],
      read.annotations == object["metadata"]?["annotations"]
    {
      return read.pod
    }
    guard let pod = Pod(object) else { return nil }
    read = (
      object["spec"], object["metadata"]?["labels"], object["metadata"]?["annotations"], pod
    )
    return pod
  }

  var isBeingDeleted: Bool {
    guard let object else { return true }
    return object["metadata"]?["deletionTimestamp"] != nil
  }

  // MARK: Rounds

  /// Asks for a round.
  func enqueue() {
    isPending = true
    work.give()
  }

  /// The Pod was asked to end, or is gone.
  func stop() {
    if stage == .running { stage = .terminating }
    stopping.give()
    enqueue()
  }

  /// What a round is for, as it was when it was asked for: what comes while it waits for a look at
  /// the runtime asks for another round.
  private enum Work {
    case sync
    case terminate(grace: Int)
    case finish
  }

  func run() async {
    do {
      while stage != .over {
        while !isPending { try await time.wait(for: work) }
        isPending = false
        let next = nextWork
        if let lastRoundEnd { try await kubelet.waitForRelist(after: lastRoundEnd) }
        try await round(next)
        lastRoundEnd = time.now
      }
    } catch {}
    kubelet.forget(self)
  }

  private var nextWork: Work {
    switch stage {
    case .running: .sync
    case .terminating: .terminate(grace: grace)
    case .terminated, .over: .finish
    }
  }

  /// Seconds that the containers get, one at least.
  ///
  /// Source: kubelet `pod_workers.go`, `calculateEffectiveGracePeriod`.
  private var grace: Int {
    if overused != nil { return 1 }
    let own = (pod ?? lastPod)?.spec.terminationGracePeriodSeconds ?? 0
    let wanted = object?["metadata"]?["deletionGracePeriodSeconds"]?.int ?? 0
    return max(wanted > 0 ? wanted : own, 1)
  }

  private func round(_ work: Work) async throws {
    switch work {
    case .sync:
      let before = sandbox.status
      let failures = try await sync()
      guard stage == .running else { return enqueue() }
      kubelet.requeue(self, after: kubelet.delay(after: failures, now: time.now))
      if failures.isEmpty, before != sandbox.status { kubelet.relistSoon(self) }
    case .terminate(let grace):
      try await terminate(grace: grace)
      if stage == .terminating { stage = .terminated }
      enqueue()
    case .finish:
      finish()
      stage = .over
    }
  }

  // MARK: The runtime

  /// Knows what the Pod's status tells of containers that ran before the node was restarted.
  func restore(_ status: Node?) {
    sandbox.restore(status, at: time.now)
    observed = sandbox.status
  }

  /// A container started or ended.
  func runtimeChanged() {
    isDirty = true
    kubelet.relistAtNextTick(self)
  }

  /// Looks at the runtime.
  func relist() {
    guard isDirty else { return }
    isDirty = false
    let before = observed
    observed = sandbox.status
    sandbox.removeOldContainers()
    enqueue()
    // Each change is told for itself: the first begins a round, a second end asks for another.
    guard observed.ends(since: before) > 1 else { return }
    time.kernel.schedule(at: time.now + .milliseconds(1)) { [weak self] in self?.enqueue() }
  }

  // MARK: What others see

  /// Writes the Pod's status; the phase does not end while containers may run.
  ///
  /// Source: kubelet `status/status_manager.go`, `mergePodStatus`.
  func write(_ status: Node, mayRun: Bool) {
    guard var object else { return }
    var status = status
    let old = object["status"] ?? [:]
    let phase = status["phase"]?.string ?? ""
    if mayRun, phase == "Failed" || phase == "Succeeded" {
      status["phase"] = old["phase"]
      status["reason"] = old["reason"]
      status["message"] = old["message"]
    }
    object["status"] = status
    kubelet.cluster.store.put(object, at: key, time: time.now)
  }

  func record(_ type: String, _ reason: String, _ message: String, _ container: String? = nil) {
    var path: String?
    if let container, let pod {
      let isInit = pod.spec.initContainers.contains { $0.name == container }
      let isPlain = pod.spec.containers.contains { $0.name == container }
      let list = isInit ? "initContainers" : isPlain ? "containers" : "ephemeralContainers"
      path = "spec.\(list){\(container)}"
    }
    kubelet.cluster.record(
      type, reason, message,
      about: .init(namespace: key.namespace, name: key.name, uid: uid, fieldPath: path),
      from: "kubelet")
  }

  func status(
    of object: Node, _ pod: Pod, _ runtime: RuntimeStatus, isTerminal: Bool = false,
    eviction: (reason: String, message: String)? = nil
  ) -> Node {
    PodStatusBuilder(
      pod: pod, old: object["status"] ?? [:], isBeingDeleted: isBeingDeleted || isTerminal,
      runtime: runtime, failures: failures, findings: findings,
      generation: object["metadata"]?["generation"]?.int ?? 1, now: time.now,
      isTerminal: isTerminal, eviction: eviction
    ).build()
  }
}
