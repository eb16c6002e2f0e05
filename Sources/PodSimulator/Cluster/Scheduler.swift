import Kernel
import PodModel

/// Binds Pods to the one node, or says why not.
///
/// Source: kube-scheduler's default plugins and their messages.
final class Scheduler {
  private unowned let cluster: SimulatedCluster
  private var waiting: [ObjectStore.Key: Waiting] = [:]
  private var usage = NodeUsage()
  private var arrivals = 0
  private var isPlanned = false
  private static let latency = Duration.milliseconds(5)

  /// A Pod that has no node yet.
  private struct Waiting {
    var pod: Pod
    var demand: PodDemand
    /// Who came first is looked at first.
    var arrival: Int
  }

  init(cluster: SimulatedCluster) { self.cluster = cluster }

  // MARK: Changes

  /// Hears of a Pod that is new or changed.
  func podChanged(_ key: ObjectStore.Key, _ object: Node) {
    let node = object["spec"]?["nodeName"]?.string ?? ""
    if !node.isEmpty {
      waiting[key] = nil
      if node == SimulatedCluster.nodeName { count(key, object) }
    } else if object["metadata"]?["deletionTimestamp"] == nil, Self.isOurs(object),
      let pod = Pod(object)
    {
      wait(key, pod)
    }
  }

  /// Whether no other scheduler is to place a Pod.
  ///
  /// Source: Kubernetes `pkg/scheduler/eventhandlers.go`, `responsibleForPod`.
  private static func isOurs(_ pod: Node) -> Bool {
    pod["spec"]?["schedulerName"]?.string ?? "default-scheduler" == "default-scheduler"
  }

  /// Hears of a Pod that is gone.
  func podRemoved(_ key: ObjectStore.Key) {
    waiting[key] = nil
    usage.remove(key)
    tryAgain()
  }

  /// Something changed that may help Pods that wait.
  func tryAgain() {
    if waiting.isEmpty || isPlanned { return }
    isPlanned = true
    cluster.kernel.schedule(at: cluster.kernel.now + Scheduler.latency) { [weak self] in
      self?.scheduleAll()
    }
  }

  private func scheduleAll() {
    isPlanned = false
    for (key, _) in waiting.sorted(by: { $0.value.arrival < $1.value.arrival }) { schedule(key) }
  }

  /// A Pod that has ended uses nothing any more.
  private func count(_ key: ObjectStore.Key, _ object: Node) {
    let phase = object["status"]?["phase"]?.string ?? ""
    if phase == "Succeeded" || phase == "Failed" {
      guard usage.contains(key) else { return }
      usage.remove(key)
      tryAgain()
    } else if !usage.contains(key), let pod = Pod(object) {
      usage.add(PodDemand(pod), of: key)
    }
  }

  private func wait(_ key: ObjectStore.Key, _ pod: Pod) {
    let known = waiting[key]
    arrivals += 1
    waiting[key] = Waiting(
      pod: pod, demand: PodDemand(pod), arrival: known?.arrival ?? arrivals)
    if let known, known.pod == pod { return }
    cluster.kernel.schedule(at: cluster.kernel.now + Scheduler.latency) { [weak self] in
      self?.schedule(key)
    }
  }

  private func schedule(_ key: ObjectStore.Key) {
    guard let entry = waiting[key], entry.pod.spec.schedulingGates.isEmpty,
      let object = cluster.store[key]
    else { return }
    let pod = entry.pod
    if let obstacle = obstacle(pod, entry.demand) { return refuse(key, object, pod, obstacle) }
    waiting[key] = nil
    usage.add(entry.demand, of: key)
    record(
      pod, "Normal", "Scheduled",
      "Successfully assigned \(key.namespace)/\(key.name) to \(SimulatedCluster.nodeName)")
    write(key, object, status: "True", node: SimulatedCluster.nodeName)
  }

  private func refuse(_ key: ObjectStore.Key, _ object: Node, _ pod: Pod, _ obstacle: String) {
    let known = object["status"]?["conditions"]?.list?.first?["message"]?.string
    if known == obstacle { return }
    record(pod, "Warning", "FailedScheduling", obstacle)
    write(key, object, status: "False", reason: "Unschedulable", message: obstacle)
  }

  private func record(_ pod: Pod, _ type: String, _ reason: String, _ message: String) {
    cluster.record(
      type, reason, message,
      about: .init(
        namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid),
      from: "default-scheduler")
  }

  private func write(
    _ key: ObjectStore.Key, _ object: Node, status: String, reason: String? = nil,
    message: String? = nil, node: String? = nil
  ) {
    var object = object
    if let node { object["spec"] = object["spec"]?.inserting("nodeName", .text(node)) }
    let condition = Node.object([
      "lastProbeTime": Node(.null), "lastTransitionTime": .text(cluster.kernel.now.rfc3339),
      "message": message.map(Node.text), "observedGeneration": object["metadata"]?["generation"],
      "reason": reason.map(Node.text), "status": .text(status), "type": "PodScheduled",
    ])
    object["status"] = (object["status"] ?? [:]).inserting("conditions", [condition])
    cluster.store.put(object, at: key, time: cluster.kernel.now)
  }

  // MARK: Filters

  private func obstacle(_ pod: Pod, _ demand: PodDemand) -> String? {
    for volume in pod.spec.volumes {
      guard case .persistentVolumeClaim(let claim, _) = volume.source else { continue }
      let key = ObjectStore.Key(
        kind: "PersistentVolumeClaim", namespace: pod.metadata.namespace, name: claim)
      if cluster.store[key] == nil {
        return "0/1 nodes are available: persistentvolumeclaim \"\(claim)\" not found. not found"
      }
    }
    if let refused = NodeFilters(cluster).obstacle(pod) {
      return refusal(refused.reason, canBeHelped: refused.canBeHelped)
    }
    if usage.hasConflict(demand.hostPorts) {
      return refusal("1 node(s) didn't have free ports for the requested pod ports")
    }
    if let scarcity = scarcity(demand) { return scarcity }
    return NodeFilters(cluster).company(pod).map {
      refusal($0.reason, canBeHelped: $0.canBeHelped)
    }
  }

  /// Source: kube-scheduler `noderesources/fit.go`: what the whole node does not have cannot be
  /// had by evicting others.
  private func scarcity(_ demand: PodDemand) -> String? {
    var reasons: [String] = []
    var canBeHelped = true
    if usage.pods >= SimulatedCluster.mostPods { reasons.append("Too many pods") }
    for (resource, wanted) in demand.amounts {
      let all = SimulatedCluster.allocatable[resource].flatMap { (try? Quantity($0))?.nanos } ?? 0
      if wanted > all { canBeHelped = false }
      if wanted + usage.amount(resource) > all { reasons.append("Insufficient \(resource)") }
    }
    if reasons.isEmpty { return nil }
    return refusal(
      reasons.sorted().map { "1 \($0)" }.joined(separator: ", "), canBeHelped: canBeHelped)
  }

  private func refusal(_ reasons: String, canBeHelped: Bool = true) -> String {
    let preemption =
      canBeHelped
      ? "1 No preemption victims found for incoming pod."
      : "1 Preemption is not helpful for scheduling."
    return "0/1 nodes are available: \(reasons). no new claims to deallocate, preemption: "
      + "0/1 nodes are available: \(preemption)"
  }
}
