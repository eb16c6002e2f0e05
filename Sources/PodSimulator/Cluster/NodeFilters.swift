import PodModel

/// What of the node keeps a Pod away, before and after the node's resources are looked at.
///
/// Source: kube-scheduler's plugins `nodeunschedulable`, `tainttoleration`, `nodeaffinity`,
/// `podtopologyspread` and `interpodaffinity`, with their messages.
struct NodeFilters {
  /// Why a Pod cannot be placed, and whether others' end would help.
  struct Obstacle {
    var reason: String
    var canBeHelped = false
  }

  private let node: Node?
  private let store: ObjectStore
  private let namespaces: (String) -> Node?

  init(_ cluster: SimulatedCluster) {
    let store = cluster.store
    node = store[ObjectStore.Key(kind: "Node", namespace: "", name: SimulatedCluster.nodeName)]
    self.store = store
    namespaces = { store[ObjectStore.Key(kind: "Namespace", namespace: "", name: $0)] }
  }

  /// The Pods on the node, in no order.
  private var pods: [Node] {
    store.objects(ofKind: "Pod").values.filter {
      $0["spec"]?["nodeName"]?.string == SimulatedCluster.nodeName && !PodEndpoint.hasEnded($0)
    }
  }

  private var labels: Node? { node?["metadata"]?["labels"] }

  // MARK: The node

  /// What keeps a Pod away from the node, however empty it is.
  func obstacle(_ pod: Pod) -> Obstacle? {
    let closed: Node = ["key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"]
    if node?["spec"]?["unschedulable"]?.bool == true, !tolerates(pod, closed) {
      return Obstacle(reason: "1 node(s) were unschedulable")
    }
    let taints = node?["spec"]?["taints"]?.list ?? []
    let isRepelled = taints.contains {
      ["NoSchedule", "NoExecute"].contains($0["effect"]?.string ?? "") && !tolerates(pod, $0)
    }
    if isRepelled { return Obstacle(reason: "1 node(s) had untolerated taint(s)") }
    if !matchesNode(pod) {
      return Obstacle(reason: "1 node(s) didn't match Pod's node affinity/selector")
    }
    return nil
  }

  private func tolerates(_ pod: Pod, _ taint: Node) -> Bool {
    pod.spec.tolerations.contains { Toleration($0).tolerates(taint) }
  }

  private func matchesNode(_ pod: Pod) -> Bool {
    guard pod.spec.nodeSelector.allSatisfy({ labels?[$0.key]?.string == $0.value }) else {
      return false
    }
    let terms = pod.spec.affinity?["nodeAffinity"]?[
      "requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]?.list
    guard let terms else { return true }
    return terms.contains { term in
      let own = Node.object(["metadata.name": node?["metadata"]?["name"]])
      return (term["matchExpressions"]?.list ?? []).allSatisfy { matches($0, labels) }
        && (term["matchFields"]?.list ?? []).allSatisfy { matches($0, own) }
    }
  }

  // MARK: The other Pods

  /// What keeps a Pod away from those that are on the node, or they from it.
  func company(_ pod: Pod) -> Obstacle? {
    let pods = pods
    if let obstacle = spread(pod, pods) { return obstacle }
    for term in terms("podAffinity", of: pod.spec.affinity) {
      // The first of a group that wants to be together has nobody to be with yet.
      let isFirst = selects(term, pod, from: pod)
      let hasFriend = hasDomain(term) && pods.contains { selects(term, $0, from: pod) }
      if !hasFriend, !(isFirst && hasDomain(term)) {
        return Obstacle(reason: "1 node(s) didn't match pod affinity rules")
      }
    }
    let isCrowded = terms("podAntiAffinity", of: pod.spec.affinity).contains { term in
      hasDomain(term) && pods.contains { selects(term, $0, from: pod) }
    }
    if isCrowded {
      return Obstacle(reason: "1 node(s) didn't match pod anti-affinity rules", canBeHelped: true)
    }
    let unsociable = pods.filter { $0["spec"]?["affinity"]?["podAntiAffinity"] != nil }
    let isRefused = unsociable.compactMap(Pod.init).contains { other in
      terms("podAntiAffinity", of: other.spec.affinity).contains { term in
        hasDomain(term) && selects(term, pod, from: other)
      }
    }
    guard isRefused else { return nil }
    return Obstacle(
      reason: "1 node(s) didn't satisfy existing pods anti-affinity rules", canBeHelped: true)
  }

  private func terms(_ kind: String, of affinity: Node?) -> [Node] {
    affinity?[kind]?["requiredDuringSchedulingIgnoredDuringExecution"]?.list ?? []
  }

  private func hasDomain(_ term: Node) -> Bool {
    labels?[term["topologyKey"]?.string ?? ""] != nil
  }

  private func selects(_ term: Node, _ other: Pod, from owner: Pod) -> Bool {
    let labels = Node(
      .map(other.metadata.labels.map { Node.Entry($0.key, .text($0.value)) }))
    return selects(term, labels, other.metadata.namespace, from: owner)
  }

  private func selects(_ term: Node, _ other: Node, from owner: Pod) -> Bool {
    selects(
      term, other["metadata"]?["labels"], other["metadata"]?["namespace"]?.string ?? "",
      from: owner)
  }

  private func selects(_ term: Node, _ labels: Node?, _ namespace: String, from owner: Pod) -> Bool
  {
    let named = term["namespaces"]?.strings ?? []
    let chosen = term["namespaceSelector"]
    let isOwn = named.isEmpty && chosen == nil && namespace == owner.metadata.namespace
    let isChosen =
      chosen.map { selector in
        matches(selector: selector, namespaces(namespace)?["metadata"]?["labels"])
      } ?? false
    guard isOwn || named.contains(namespace) || isChosen,
      let selector = term["labelSelector"]
    else { return false }
    return matches(selector: selector, labels)
  }

  /// One node is one domain: it can only lack the label, or be too few.
  private func spread(_ pod: Pod, _ pods: [Node]) -> Obstacle? {
    for constraint in pod.spec.topologySpreadConstraints {
      guard constraint["whenUnsatisfiable"]?.string == "DoNotSchedule" else { continue }
      let words = "1 node(s) didn't match pod topology spread constraints"
      guard hasDomain(constraint) else {
        return Obstacle(reason: "\(words) (missing required label)")
      }
      guard constraint["minDomains"]?.int ?? 1 > 1, let selector = constraint["labelSelector"]
      else { continue }
      let alike = pods.count {
        $0["metadata"]?["namespace"]?.string == pod.metadata.namespace
          && matches(selector: selector, $0["metadata"]?["labels"])
      }
      if alike >= constraint["maxSkew"]?.int ?? 1 {
        return Obstacle(reason: words, canBeHelped: true)
      }
    }
    return nil
  }

  // MARK: Selectors

  private func matches(selector: Node, _ labels: Node?) -> Bool {
    (selector["matchLabels"]?.stringMap ?? [:]).allSatisfy { labels?[$0.key]?.string == $0.value }
      && (selector["matchExpressions"]?.list ?? []).allSatisfy { matches($0, labels) }
  }

  private func matches(_ expression: Node, _ labels: Node?) -> Bool {
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
}
