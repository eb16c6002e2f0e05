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
    text.pods(pods, at: now)
    return text
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

  private mutating func pods(_ all: [Node], at now: ClusterTime) {
    let pods = all.filter {
      !["Succeeded", "Failed"].contains($0["status"]?.text("phase") ?? "")
    }
    line(0, "Non-terminated Pods:\t(\(pods.count) in total)")
    line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge")
    line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---")
    for pod in pods {
      let metadata = pod["metadata"]
      func total(_ kind: String, _ name: String) -> String {
        let amounts = (pod["spec"]?["containers"]?.list ?? []).compactMap {
          $0["resources"]?[kind]?[name]?.scalarText
        }.compactMap { try? Quantity($0) }
        let sum = amounts.reduce(Int128(0)) { $0 + $1.nanos }
        return "\(Quantity(nanos: sum, format: amounts.first?.format ?? .decimalSI)) (0%)"
      }
      line(
        1,
        [
          metadata?.text("namespace") ?? "", metadata?.text("name") ?? "", "",
          total("requests", "cpu"), total("limits", "cpu"), total("requests", "memory"),
          total("limits", "memory"), HumanDuration.age(metadata?["creationTimestamp"], at: now),
        ].joined(separator: "\t"))
    }
  }
}
