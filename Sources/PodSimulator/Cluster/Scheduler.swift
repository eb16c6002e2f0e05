import Kernel
import PodModel

/// Binds Pods to the one node, or says why not.
///
/// Source: kube-scheduler's default plugins and their messages.
final class Scheduler {
  private unowned let cluster: SimulatedCluster
  private var waiting: Set<ObjectStore.Key> = []
  private static let latency = Duration.milliseconds(5)

  init(cluster: SimulatedCluster) { self.cluster = cluster }

  func podChanged(_ key: ObjectStore.Key, _ object: Node) {
    guard object["metadata"]?["deletionTimestamp"] == nil,
      object["spec"]?["nodeName"]?.string ?? "" == "", waiting.insert(key).inserted
    else { return }
    plan(key)
  }

  /// Something changed that may help Pods that wait.
  func tryAgain() { for key in waiting.sorted() { plan(key) } }

  private func plan(_ key: ObjectStore.Key) {
    cluster.kernel.schedule(at: cluster.kernel.now + Scheduler.latency) { [weak self] in
      self?.schedule(key)
    }
  }

  private func schedule(_ key: ObjectStore.Key) {
    guard let object = cluster.store[key], let pod = Pod(object), waiting.contains(key) else {
      waiting.remove(key)
      return
    }
    if !pod.spec.schedulingGates.isEmpty {
      waiting.remove(key)
      return
    }
    if let obstacle = obstacle(pod) { return refuse(key, object, pod, obstacle) }
    waiting.remove(key)
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

  private func obstacle(_ pod: Pod) -> String? {
    for volume in pod.spec.volumes {
      guard case .persistentVolumeClaim(let claim, _) = volume.source else { continue }
      let key = ObjectStore.Key(
        kind: "PersistentVolumeClaim", namespace: pod.metadata.namespace, name: claim)
      if cluster.store[key] == nil {
        return "0/1 nodes are available: persistentvolumeclaim \"\(claim)\" not found. not found"
      }
    }
    if !matchesNode(pod) {
      return unhelpful("1 node(s) didn't match Pod's node affinity/selector")
    }
    if hasPortConflict(pod) {
      return "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod "
        + "ports. no new claims to deallocate, preemption: 0/1 nodes are available: "
        + "1 No preemption victims found for incoming pod."
    }
    let scarce = ["cpu", "memory", "ephemeral-storage"].filter { !fits($0, pod) } + unknown(pod)
    if scarce.isEmpty { return nil }
    return unhelpful(scarce.map { "1 Insufficient \($0)" }.joined(separator: ", "))
  }

  private func unhelpful(_ reasons: String) -> String {
    "0/1 nodes are available: \(reasons). no new claims to deallocate, preemption: "
      + "0/1 nodes are available: 1 Preemption is not helpful for scheduling."
  }

  private func matchesNode(_ pod: Pod) -> Bool {
    let node = cluster.store[
      ObjectStore.Key(kind: "Node", namespace: "", name: SimulatedCluster.nodeName)]
    let labels = node?["metadata"]?["labels"]
    guard pod.spec.nodeSelector.allSatisfy({ labels?[$0.key]?.string == $0.value }) else {
      return false
    }
    let terms = pod.spec.affinity?["nodeAffinity"]?[
      "requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]?.list
    guard let terms else { return true }
    return terms.contains { term in
      (term["matchExpressions"]?.list ?? []).allSatisfy { Scheduler.matches($0, labels) }
    }
  }

  private static func matches(_ expression: Node, _ labels: Node?) -> Bool {
    let value = labels?[expression["key"]?.string ?? ""]?.string
    let values = expression["values"]?.strings ?? []
    switch expression["operator"]?.string {
    case "In": return value.map(values.contains) ?? false
    case "NotIn": return !(value.map(values.contains) ?? false)
    case "Exists": return value != nil
    case "DoesNotExist": return value == nil
    case "Gt": return (value.flatMap(Int.init) ?? .min) > (values.first.flatMap(Int.init) ?? .max)
    case "Lt": return (value.flatMap(Int.init) ?? .max) < (values.first.flatMap(Int.init) ?? .min)
    case .some, nil: return false
    }
  }

  private var others: [Pod] {
    cluster.store.objects.filter { key, object in
      key.kind == "Pod" && object["spec"]?["nodeName"]?.string == SimulatedCluster.nodeName
        && !["Succeeded", "Failed"].contains(object["status"]?["phase"]?.string ?? "")
    }.compactMap { Pod($0.value) }
  }

  private func hasPortConflict(_ pod: Pod) -> Bool {
    let ports = { (pod: Pod) in
      Set(
        pod.spec.containers.flatMap(\.ports).compactMap { port in
          port.hostPort.map { "\($0)/\(port.networkProtocol)" }
        })
    }
    let wanted = ports(pod)
    return !wanted.isEmpty && others.contains { !ports($0).isDisjoint(with: wanted) }
  }

  private func unknown(_ pod: Pod) -> [String] {
    let names = pod.spec.containers.flatMap { Array($0.resources.requests.keys) }
    return Set(names).filter { $0.contains("/") }.sorted()
  }

  private func fits(_ resource: String, _ pod: Pod) -> Bool {
    let amount = { (pod: Pod) -> Int128 in
      pod.spec.containers.reduce(0) { sum, container in
        sum + ((container.resources.requests[resource].flatMap { try? Quantity($0) })?.nanos ?? 0)
      }
    }
    let wanted = amount(pod)
    if wanted == 0 { return true }
    let free = (SimulatedCluster.allocatable[resource].flatMap { try? Quantity($0) })?.nanos ?? 0
    return wanted + others.reduce(0) { $0 + amount($1) } <= free
  }
}
