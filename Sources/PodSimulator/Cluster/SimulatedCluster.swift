package import Kernel
import PodModel

/// A Kubernetes cluster of one node, simulated on virtual time: the same input gives the same bytes.
///
/// It is not thread-safe: one thread makes it, drives it and ends it. `end` must be called when it
/// is no longer needed; it unwinds everything that waits in it.
package final class SimulatedCluster {
  static let nodeName = "node1"
  static let nodeAddress = "203.0.113.10"
  static let nameServer = "203.0.113.53"
  static let serviceAddress = "203.0.113.97"
  /// Where Pods ask for names in a cluster that has a DNS of its own.
  static let dnsAddress = "203.0.113.74"
  /// The addresses of Pods: 198.51.100.0/24.
  static let podNetwork: UInt32 = 0xC633_6400
  /// What Pods may ask for on the node.
  static let allocatable = [
    "cpu": "2", "memory": "24Gi", "ephemeral-storage": "50Gi", "pods": "\(mostPods)",
  ]
  static let mostPods = 110

  package let kernel: Kernel
  let time: Timekeeper
  let store: ObjectStore
  /// What the node itself sees: for probes.
  let node: Namespaces
  private var recorder = EventRecorder()
  private var isExpiryPlanned = false
  private var notes: [String] = []
  private(set) lazy var kubelet = Kubelet(cluster: self, registry: setup.registry)
  private(set) lazy var scheduler = Scheduler(cluster: self)
  let setup: Setup
  private(set) lazy var endpointsController = EndpointsController(cluster: self)
  let tools = ClusterTools()
  /// Who has set which fields, of the objects that were written in somebody's name.
  var ownership: [ObjectStore.Key: FieldOwnership] = [:]
  var mostOwned = 1024
  /// How many connections each Service has had.
  var turns: [ObjectStore.Key: Int] = [:]
  /// How the Pods ask for names, by their networks.
  var resolutions: [ObjectIdentifier: NameResolution] = [:]
  /// When the cluster was made.
  package var started: VirtualTime { setup.start }
  /// Names that lead to Pods.
  var hosts: [String: ObjectStore.Key] = [:]
  /// The logs of all containers that there were, where the whole past is kept.
  var logs: [LogRecord] = []
  private var isOver = false
  /// Pods that have ended and are still there: their logs can be read.
  var ended: [String: PodSandbox] = [:]

  package init(_ setup: Setup) {
    self.setup = setup
    store = ObjectStore(length: setup.history)
    let network = Network()
    var programs = setup.registry.programs
    tools.add(to: &programs)
    kernel = Kernel(
      startingAt: setup.start, programs: programs, network: network,
      limits: setup.limits, whenReady: setup.whenReady)
    time = Timekeeper(kernel: kernel)
    let root = kernel.makeFileSystem(type: "ext4", source: "/dev/sda1").makeRoot()
    node = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: root),
      network: NetworkNamespace(
        hostname: SimulatedCluster.nodeName, address: IPAddress(SimulatedCluster.nodeAddress),
        network: network))
    node.network.bridge = IPAddress(rawValue: SimulatedCluster.podNetwork | 1)
    connect(network)
    store.observe = { [unowned self] in changed($0) }
    addStock()
  }

  deinit { precondition(isOver, "a cluster must be ended") }

  /// Ends the simulation; the cluster is of no use afterwards.
  package func end() {
    guard !isOver else { return }
    isOver = true
    store.observe = { _ in }
    time.end()
    kernel.shutDown()
  }

  /// What was wanted of the simulation and it does not have; results are no evidence then.
  package var notModelled: [String] {
    notes
      + kernel.notModelled.map { note in
        note.arguments.isEmpty
          ? note.what : "\(note.what) (\(note.arguments.joined(separator: " ")))"
      } + (excess.map { [$0] } ?? [])
  }

  /// Whether nothing was wanted that it does not have.
  package var isComplete: Bool {
    notes.isEmpty && kernel.notModelled.isEmpty && kernel.reachedLimit == nil
  }

  /// Which limit the simulation has reached and what it allows, in words; nil while it goes on.
  package var excess: String? {
    kernel.reachedLimit.map { kind in
      "more \(kind.rawValue) than the simulation allows (\(setup.limits.allowance(of: kind)))"
    }
  }

  func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

  // MARK: Time

  /// Runs the cluster up to a moment.
  @discardableResult
  package func run(until deadline: VirtualTime) -> Kernel.Stop { kernel.run(until: deadline) }

  /// Runs the cluster for some time.
  @discardableResult
  package func run(for duration: Duration) -> Kernel.Stop {
    kernel.run(until: kernel.now + duration)
  }

  /// Runs `body` inside the cluster's time and returns what it gives; nil when it has not come to
  /// its end before `deadline`.
  package func perform<Value>(
    until deadline: VirtualTime = .distantFuture,
    _ body: @escaping (SimulatedCluster) async throws -> Value
  ) throws -> Value? {
    var result: Result<Value, any Error>?
    kernel.startTask { [self] in
      do {
        result = .success(try await body(self))
      } catch {
        result = .failure(error)
      }
      kernel.interrupt()
    }
    while result == nil {
      if kernel.run(until: deadline) != .interrupted { break }
    }
    return try result?.get()
  }

  // MARK: The world around

  private func connect(_ network: Network) {
    network.join(node.network)
    network.services = setup.sites
    network.lookUp = { [unowned self] name, network in lookUp(name, by: network) }
    network.silence = { [unowned self] address in silence(at: address) }
    network.redirect = { [unowned self] in redirect($0) }
  }

  private func silence(at address: IPAddress) -> Network.Silence {
    if isServiceAddress(address) { return .refuses }
    if address.rawValue & 0xFFFF_FF00 == SimulatedCluster.podNetwork { return .unreachable }
    return setup.sites.keys.contains { $0.address == address } ? .refuses : .drops
  }

  // MARK: Changes

  private func changed(_ change: ObjectStore.Change) {
    let object = change.event.object
    endpointsController.changed(change)
    if change.event.kind == .deleted { refill(change.key) }
    switch (change.key.kind, change.event.kind) {
    case ("Pod", .deleted):
      ended[object["metadata"]?["uid"]?.string ?? ""] = nil
      kubelet.podRemoved(object)
      scheduler.podRemoved(change.key)
    case ("Pod", .added), ("Pod", .modified):
      scheduler.podChanged(change.key, object)
      if object["spec"]?["nodeName"]?.string == SimulatedCluster.nodeName {
        kernel.schedule(at: kernel.now + .milliseconds(5)) { [weak self] in
          guard let self, let now = store[change.key] else { return }
          kubelet.podChanged(change.key, now, before: change.before)
        }
      }
    case ("Node", _):
      taintsChanged(object, before: change.before)
      scheduler.tryAgain()
    case ("PersistentVolumeClaim", _): scheduler.tryAgain()
    case (_, _): break
    }
  }

  func record(
    _ type: String, _ reason: String, _ message: String, about subject: EventRecorder.Subject,
    from source: String
  ) {
    recorder.record(
      type, reason, message, about: subject, from: source, in: store, at: kernel.now)
    planExpiry(at: kernel.now + EventRecorder.lifetime)
  }

  /// Lets Events go that are too old.
  private func planExpiry(at time: VirtualTime) {
    if isExpiryPlanned { return }
    isExpiryPlanned = true
    kernel.schedule(at: time) { [weak self] in
      guard let self else { return }
      isExpiryPlanned = false
      if let next = recorder.expire(in: store, at: kernel.now) { planExpiry(at: next) }
    }
  }

  /// Removes a Pod for good; its last change shows that no time is left.
  func removePod(_ key: ObjectStore.Key) {
    guard var object = store[key] else { return }
    var metadata = object["metadata"] ?? [:]
    metadata = metadata.inserting("deletionGracePeriodSeconds", 0)
    if metadata["deletionTimestamp"] == nil {
      metadata = metadata.inserting("deletionTimestamp", .text(kernel.now.rfc3339))
    }
    object["metadata"] = metadata
    store.put(object, at: key, time: kernel.now)
    store.remove(key, time: kernel.now)
  }
}
