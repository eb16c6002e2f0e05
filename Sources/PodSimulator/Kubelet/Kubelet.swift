import ByteText
import Kernel
import PodModel

/// The node's agent: a worker for each Pod, and what they share.
final class Kubelet {
  /// How long things take, chosen from `GroundTruth/lifecycle`.
  struct Costs {
    var volumes = Duration.milliseconds(310)
    var sandbox = Duration.milliseconds(50)
    var start = Duration.milliseconds(40)
    var stop = Duration.milliseconds(40)
    var refusal = Duration.milliseconds(30)
    var relist = Duration.milliseconds(5)
  }

  /// A Pod whose containers may hold less memory than this cannot be started by runc at all.
  static let leastMemory = 2 << 20

  unowned let cluster: SimulatedCluster
  let registry: ImageRegistry
  let runtime: ContainerRuntime
  let hostPaths = HostPaths()
  var costs = Costs()
  var restarts = RestartBackOff()
  var pulls = RestartBackOff()
  var pullErrors: [String: String] = [:]
  /// The images on the node, by full name.
  var present: Set<String> = [
    "docker.io/library/busybox:latest", "docker.io/library/nginx:latest",
  ]
  private(set) var workers: [String: PodWorker] = [:]
  private var probes: [String: [ProbeWorker]] = [:]
  private var lastRelist: VirtualTime
  private var addresses = PodAddresses()
  private var pullCount = 0
  private let started: VirtualTime
  /// When in each second the runtime is looked at, and the queue of Pods.
  ///
  /// Source: kubelet `pleg/generic.go` (relist period), `kubelet.go` (`syncCh`).
  private static let relistPhase = Duration.milliseconds(360)
  private static let queuePhase = Duration.milliseconds(700)

  init(cluster: SimulatedCluster, registry: ImageRegistry) {
    self.cluster = cluster
    self.registry = registry
    runtime = ContainerRuntime(kernel: cluster.kernel, logSize: cluster.setup.logSize)
    started = cluster.kernel.now
    lastRelist = cluster.kernel.now
  }

  var now: VirtualTime { cluster.kernel.now }

  // MARK: Pods

  /// Hears of a change of a Pod that is bound to this node.
  func podChanged(_ key: ObjectStore.Key, _ object: Node, before: Node?) {
    let uid = object["metadata"]?["uid"]?.string ?? ""
    guard let worker = workers[uid] else {
      if object["metadata"]?["deletionTimestamp"] != nil { return cluster.removePod(key) }
      let worker = PodWorker(kubelet: self, key: key, uid: uid)
      workers[uid] = worker
      worker.restore(object["status"])
      worker.enqueue()
      scheduleDeadline(worker, object)
      watchStorage(of: worker)
      cluster.kernel.startTask { await worker.run() }
      return
    }
    if object["metadata"]?["deletionTimestamp"] != nil {
      if worker.stage == .running { worker.stop() }
    } else if let before,
      before["spec"] != object["spec"]
        || before["metadata"]?["labels"] != object["metadata"]?["labels"]
        || before["metadata"]?["annotations"] != object["metadata"]?["annotations"]
    {
      worker.enqueue()
      scheduleDeadline(worker, object)
    }
  }

  /// The API server has forgotten a Pod, be it that it still runs.
  func podRemoved(_ object: Node) {
    let uid = object["metadata"]?["uid"]?.string ?? ""
    if let worker = workers[uid] { worker.stop() } else { forget(uid) }
  }

  /// Forgets what failed in a Pod that is gone.
  private func forget(_ uid: String) {
    restarts.forget(uid)
    pulls.forget(uid)
    pullErrors = pullErrors.filter { !$0.key.hasPrefix(uid) }
  }

  func forget(_ worker: PodWorker) {
    stopProbes(of: worker)
    probes[worker.uid] = nil
    workers[worker.uid] = nil
    if worker.object != nil {
      cluster.ended[worker.uid] = worker.sandbox
    } else {
      forget(worker.uid)
    }
  }

  private func scheduleDeadline(_ worker: PodWorker, _ object: Node) {
    guard let seconds = object["spec"]?["activeDeadlineSeconds"]?.int else { return }
    let start =
      object["status"]?["startTime"]?.string.flatMap(ClusterTime.init(rfc3339:))?.nanoseconds
      ?? now.clusterTime.seconds * 1_000_000_000
    let tick = nextTick(
      after: VirtualTime(nanoseconds: start) + .seconds(seconds), phase: Kubelet.queuePhase)
    cluster.kernel.schedule(at: tick) { [weak worker] in worker?.enqueue() }
  }

  func worker(of uid: String) -> PodWorker? { workers[uid] }

  // MARK: Looking at the runtime

  private func nextTick(after time: VirtualTime, phase: Duration) -> VirtualTime {
    let second: Int64 = 1_000_000_000
    let since = (time - (started + phase)).wholeNanoseconds
    let ticks = since >= 0 ? since / second + 1 : -((-since) / second)
    return started + phase + .nanoseconds(ticks * second)
  }

  /// When the runtime was last looked at.
  private var latestRelist: VirtualTime {
    let next = nextTick(after: now, phase: Kubelet.relistPhase)
    return max(lastRelist, VirtualTime(nanoseconds: next.nanoseconds - 1_000_000_000))
  }

  func relistAtNextTick(_ worker: PodWorker) {
    cluster.kernel.schedule(at: nextTick(after: now, phase: Kubelet.relistPhase)) { [weak worker] in
      worker?.relist()
    }
  }

  /// Looks at the runtime right after a round that went well.
  func relistSoon(_ worker: PodWorker) {
    cluster.kernel.schedule(at: now + costs.relist) { [weak self, weak worker] in
      guard let self, let worker else { return }
      lastRelist = now
      worker.relist()
    }
  }

  /// Waits until the runtime has been looked at after `time`.
  func waitForRelist(after time: VirtualTime) async throws {
    if latestRelist > time { return }
    try await cluster.time.sleep(until: nextTick(after: now, phase: Kubelet.relistPhase))
  }

  // MARK: Trying again

  /// How long to wait before the next round: where nothing failed, a minute to a minute and a half.
  ///
  /// A wait is drawn between once and one and a half times its length; here it is the mean.
  /// Source: kubelet `pod_workers.go`, `completeWork`.
  func delay(after failures: [StartFailure], now: VirtualTime) -> Duration {
    if failures.isEmpty { return .seconds(75) }
    let ends = failures.map(\.retryAt)
    guard ends.allSatisfy({ $0 != nil }), let first = ends.compactMap({ $0 }).min() else {
      return .milliseconds(12_250)
    }
    return min(first - now, .seconds(60)) * 5 / 4
  }

  func requeue(_ worker: PodWorker, after delay: Duration) {
    let tick = nextTick(after: now + delay, phase: Kubelet.queuePhase)
    worker.retries += 1
    cluster.kernel.schedule(at: tick) { [weak worker, retry = worker.retries] in
      // A later wait replaces an earlier one.
      if let worker, worker.retries == retry { worker.enqueue() }
    }
  }

  // MARK: Containers

  /// What makes a running container obsolete when it changes.
  ///
  /// Source: kubelet `container/helpers.go`, `HashContainer`: name and image since v1.31.
  func hash(_ container: Container) -> Int {
    var hash = 5381
    for byte in (container.name + "\0" + container.image).utf8 {
      hash = hash &* 33 ^ Int(byte)
    }
    return hash
  }

  func hashes(_ pod: Pod) -> [String: Int] {
    Dictionary(
      pod.spec.containers.map { ($0.name, hash($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Milliseconds that the next pull takes: few, for the layers are on the node.
  func pullTime() -> Int {
    pullCount += 1
    return 5 + (pullCount * 7) % 19
  }

  func startSandbox(_ sandbox: PodSandbox, _ pod: Pod) {
    let network: NetworkNamespace
    if pod.spec.hostNetwork {
      network = cluster.node.network
    } else {
      network = NetworkNamespace(
        hostname: NetworkFiles.hostname(pod), address: addresses.take(),
        network: cluster.kernel.network)
      cluster.kernel.network.join(network)
    }
    let hasDNS = cluster.setup.hasClusterDNS
    cluster.resolutions[ObjectIdentifier(network)] = NameResolution(
      namespace: NetworkFiles.asksCluster(pod, hasClusterDNS: hasDNS)
        ? pod.metadata.namespace : nil,
      searches: NetworkFiles.searches(pod, hasClusterDNS: hasDNS))
    var shared: PIDNamespace?
    if pod.spec.shareProcessNamespace { shared = startPause(network) }
    sandbox.start(network, sharedProcesses: shared)
  }

  /// The process that holds the namespaces of a Pod, visible where its containers share them.
  private func startPause(_ network: NetworkNamespace) -> PIDNamespace {
    let pids = PIDNamespace()
    let root = cluster.kernel.makeFileSystem(type: "overlay").makeRoot()
    _ = cluster.kernel.startProcess(
      named: "/pause",
      in: Namespaces(pids: pids, mounts: MountNamespace(root: root), network: network)
    ) { process in try await process.sleepForever() }
    pids.skip(4)
    return pids
  }

  func stopSandbox(_ sandbox: PodSandbox) {
    sandbox.isReady = false
    sandbox.sharedProcesses?.initial?.receiveFromOutside(.kill)
    guard let network = sandbox.network, network !== cluster.node.network else { return }
    cluster.kernel.network.leave(network)
    cluster.resolutions[ObjectIdentifier(network)] = nil
    if let address = network.address { addresses.give(back: address) }
  }

  /// Source: kubelet `util/parsers`; distribution/reference's words.
  static func invalidName(_ name: String) -> String {
    let text =
      "Failed to apply default image tag \"\(name)\": couldn't parse image name \"\(name)\": "
      + "invalid reference format"
    let repository = name.prefix { $0 != ":" && $0 != "@" }
    guard repository != repository.lowercased(), let lower = ImageReference(name.lowercased())
    else {
      return text
    }
    let path = repository.holds("/") ? String(repository) : "library/\(repository)"
    _ = lower
    return text + ": repository name (\(path)) must be lowercase"
  }

  // MARK: Probes

  func startProbes(of worker: PodWorker, _ pod: Pod) {
    var list: [ProbeWorker] = []
    for container in pod.spec.containers + pod.spec.initContainers.filter(\.isNativeSidecar) {
      let own: [(ProbeWorker.Kind, Probe?)] = [
        (.startup, container.startupProbe), (.readiness, container.readinessProbe),
        (.liveness, container.livenessProbe),
      ]
      for (kind, probe) in own {
        guard let probe else { continue }
        list.append(ProbeWorker(kind: kind, probe: probe, container: container, worker: worker))
      }
    }
    probes[worker.uid] = list
    for probe in list { cluster.kernel.startTask { await probe.run() } }
  }

  /// Only readiness goes on while a Pod ends.
  func stopProbes(of worker: PodWorker) {
    for probe in probes[worker.uid] ?? [] where probe.kind != .readiness || worker.stage == .over {
      probe.stop()
    }
  }

  /// Lets readiness probes try at once when a container has started.
  func containerStarted(_ worker: PodWorker, _ name: String) {
    for probe in probes[worker.uid] ?? [] where probe.container.name == name { probe.trigger() }
  }
}
