import PodModel

/// Describes the machines of a cluster.
///
/// Source: kubectl `describe.go`, `describeNode`.
extension Description {
  static func node(_ node: Node, pods: [Node], at now: ClusterTime) -> Description {
    var text = Description()
    let metadata = node["metadata"]
    text.field(0, "Name", metadata?.text("name") ?? "")
    let roles = ObjectText.nodeRoles(node).joined(separator: ",")
    text.field(0, "Roles", roles.isEmpty ? "<none>" : roles)
    text.labels("Labels", metadata?["labels"])
    text.annotations("Annotations", metadata?["annotations"])
    text.field(0, "CreationTimestamp", describedTime(metadata?["creationTimestamp"]))
    text.taints(node["spec"]?["taints"]?.list ?? [])
    text.field(0, "Unschedulable", String(node["spec"]?["unschedulable"]?.bool ?? false))
    text.lease(of: node, at: now)
    text.nodeConditions(node["status"]?["conditions"]?.list ?? [])
    text.line(0, "Addresses:")
    for address in node["status"]?["addresses"]?.list ?? [] {
      text.field(1, address.text("type"), address.text("address"))
    }
    for (title, key) in [("Capacity", "capacity"), ("Allocatable", "allocatable")] {
      guard let amounts = node["status"]?[key]?.entries, !amounts.isEmpty else { continue }
      text.line(0, "\(title):")
      for amount in amounts.sorted(by: { $0.key < $1.key }) {
        text.field(1, amount.key, amount.value.scalarText ?? "")
      }
    }
    text.system(node["status"]?["nodeInfo"])
    if let range = node["spec"]?["podCIDR"]?.string, !range.isEmpty {
      text.field(0, "PodCIDR", range)
      text.field(
        0, "PodCIDRs", (node["spec"]?["podCIDRs"]?.strings ?? [range]).joined(separator: ","))
    }
    text.pods(pods, allocatable: node["status"]?["allocatable"], at: now)
    return text
  }

  /// The kubelet renews its lease every ten seconds.
  private mutating func lease(of node: Node, at now: ClusterTime) {
    let made = node["metadata"]?["creationTimestamp"]?.string.flatMap(ClusterTime.init(rfc3339:))
    let since = max(0, now.seconds - (made?.seconds ?? now.seconds))
    let renewed = ClusterTime(nanoseconds: (now.seconds - since % 10) * 1_000_000_000)
    line(0, "Lease:")
    field(1, "HolderIdentity", node["metadata"]?.text("name") ?? "<unset>")
    field(1, "AcquireTime", "<unset>")
    field(1, "RenewTime", describedTime(Node(.string(renewed.rfc3339))))
  }

  private mutating func taints(_ taints: [Node]) {
    let lines = taints.map { taint in
      let value = taint.text("value")
      return "\(taint.text("key"))\(value.isEmpty ? "" : "=")\(value):\(taint.text("effect"))"
    }
    field(0, "Taints", lines.isEmpty ? "<none>" : lines.joined(separator: "\n\t"))
  }

  private mutating func nodeConditions(_ conditions: [Node]) {
    guard !conditions.isEmpty else { return }
    line(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage")
    line(1, "----\t------\t-----------------\t------------------\t------\t-------")
    for condition in conditions {
      line(
        1,
        [
          condition.text("type") + " ", condition.text("status") + " ",
          describedTime(condition["lastHeartbeatTime"]) + " ",
          describedTime(condition["lastTransitionTime"]) + " ", condition.text("reason") + " ",
          condition.text("message"),
        ].joined(separator: "\t"))
    }
  }

  private mutating func system(_ info: Node?) {
    line(0, "System Info:")
    for (title, key) in [
      ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"),
      ("Kernel Version", "kernelVersion"), ("OS Image", "osImage"),
      ("Operating System", "operatingSystem"), ("Architecture", "architecture"),
      ("Container Runtime Version", "containerRuntimeVersion"),
      ("Kubelet Version", "kubeletVersion"), ("Kube-Proxy Version", "kubeProxyVersion"),
    ] {
      if key == "kubeProxyVersion", info?.text(key).isEmpty != false { continue }
      field(1, title, info?.text(key) ?? "")
    }
  }

  private mutating func pods(_ all: [Node], allocatable: Node?, at now: ClusterTime) {
    let pods = all.filter {
      !["Succeeded", "Failed"].contains($0["status"]?.text("phase") ?? "")
    }
    let demands = pods.map(PodDemand.init)
    line(0, "Non-terminated Pods:\t(\(pods.count) in total)")
    line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge")
    line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---")
    func share(_ amount: Quantity, _ name: String) -> String {
      let whole = (allocatable?[name]?.scalarText).flatMap { try? Quantity($0) } ?? .zero
      let (hundredfold, overflow) = amount.nanos.multipliedReportingOverflow(by: 100)
      let percent = whole.nanos > 0 && !overflow ? hundredfold / whole.nanos : 0
      return "\(amount) (\(percent)%)"
    }
    for (pod, demand) in zip(pods, demands) {
      let metadata = pod["metadata"]
      let amounts = ["cpu", "memory"].flatMap { name in
        PodDemand.kinds.map { share(demand.amount($0, name), name) }
      }
      let age = HumanDuration.age(metadata?["creationTimestamp"], at: now)
      line(
        1,
        ([metadata?.text("namespace") ?? "", metadata?.text("name") ?? "", ""] + amounts + [age])
          .joined(separator: "\t"))
    }
    line(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)")
    line(1, "Resource\tRequests\tLimits")
    line(1, "--------\t--------\t------")
    for name in ["cpu", "memory", "ephemeral-storage"] {
      let sums = PodDemand.kinds.map { kind in
        share(Quantity.sum(demands.map { $0.amount(kind, name) }), name)
      }
      line(1, ([name] + sums).joined(separator: "\t"))
    }
  }
}

/// What a Pod asks of its node.
///
/// Source: Kubernetes `component-helpers/resource/helpers.go`: containers and native sidecars count
/// together, an init container only where it alone, with the sidecars before it, wants more.
private struct PodDemand {
  static let kinds = ["requests", "limits"]

  let pod: Node

  func amount(_ kind: String, _ name: String) -> Quantity {
    func own(_ container: Node) -> Quantity? {
      container["resources"]?[kind]?[name]?.scalarText.flatMap { try? Quantity($0) }
    }
    var sidecars: [Quantity] = []
    var highest = Quantity.zero
    for container in pod["spec"]?["initContainers"]?.list ?? [] {
      guard let wanted = own(container) else { continue }
      if container["restartPolicy"]?.string == "Always" {
        sidecars.append(wanted)
        highest = max(highest, .sum(sidecars))
      } else {
        highest = max(highest, .sum(sidecars + [wanted]))
      }
    }
    let containers = (pod["spec"]?["containers"]?.list ?? []).compactMap(own)
    return max(highest, .sum(sidecars + containers))
  }
}

extension Quantity {
  /// The sum in the notation of the first.
  fileprivate static func sum(_ amounts: [Quantity]) -> Quantity {
    let total = amounts.reduce(Int128(0)) { sum, amount in
      let (next, overflow) = sum.addingReportingOverflow(amount.nanos)
      return overflow ? .max : next
    }
    return Quantity(
      nanos: total, format: amounts.first { $0.nanos != 0 }?.format ?? .decimalSI)
  }
}
