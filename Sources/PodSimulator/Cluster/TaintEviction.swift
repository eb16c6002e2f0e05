import Kernel
import PodModel

/// Ends the Pods that do not tolerate a taint `NoExecute` of the node.
///
/// Source: Kubernetes `pkg/controller/tainteviction/taint_eviction.go`.
extension SimulatedCluster {
  /// Looks at all Pods of the node once its taints have changed.
  func taintsChanged(_ node: Node, before: Node?) {
    let taints = (node["spec"]?["taints"]?.list ?? []).filter {
      $0["effect"]?.string == "NoExecute"
    }
    guard !taints.isEmpty, node["spec"]?["taints"] != before?["spec"]?["taints"] else { return }
    for (key, object) in store.sorted(kind: "Pod") {
      guard object["spec"]?["nodeName"]?.string == SimulatedCluster.nodeName,
        let pod = Pod(object), let patience = Self.patience(of: pod, with: taints)
      else { continue }
      kernel.schedule(at: kernel.now + patience) { [weak self] in self?.evict(key, pod.metadata) }
    }
  }

  /// How long a Pod stays; nil for ever.
  private static func patience(of pod: Pod, with taints: [Node]) -> Duration? {
    var least: Duration?
    for taint in taints {
      let toleration = pod.spec.tolerations.first { Toleration($0).tolerates(taint) }
      guard let toleration else { return .milliseconds(10) }
      guard let seconds = toleration["tolerationSeconds"]?.int else { continue }
      let own = Duration.seconds(max(seconds, 0))
      least = min(least ?? own, own)
    }
    return least
  }

  private func evict(_ key: ObjectStore.Key, _ metadata: ObjectMeta) {
    guard let object = store[key], object["metadata"]?["uid"]?.string == metadata.uid,
      object["metadata"]?["deletionTimestamp"] == nil
    else { return }
    let node = store[ObjectStore.Key(kind: "Node", namespace: "", name: Self.nodeName)]
    let taints = (node?["spec"]?["taints"]?.list ?? []).filter {
      $0["effect"]?.string == "NoExecute"
    }
    guard let pod = Pod(object), Self.patience(of: pod, with: taints) != nil else { return }
    record(
      "Normal", "TaintManagerEviction", "Marking for deletion Pod \(key.namespace)/\(key.name)",
      about: .init(namespace: key.namespace, name: key.name, uid: metadata.uid),
      from: "taint-eviction-controller")
    _ = deletePod(key, object, nil)
  }
}

/// Which taints a Pod puts up with.
struct Toleration {
  private let node: Node

  init(_ node: Node) { self.node = node }

  /// Source: Kubernetes core/v1 `Toleration.ToleratesTaint`.
  func tolerates(_ taint: Node) -> Bool {
    let key = node["key"]?.string ?? ""
    let effect = node["effect"]?.string ?? ""
    let isAny = node["operator"]?.string == "Exists"
    return (effect.isEmpty || effect == taint["effect"]?.string)
      && (key.isEmpty ? isAny : key == taint["key"]?.string)
      && (isAny || node["value"]?.string ?? "" == taint["value"]?.string ?? "")
  }
}
