import PodModel

/// Describes Pods.
///
/// Source: kubectl `describe.go`, `describePod`.
extension Description {
  static func pod(_ pod: Node, at now: ClusterTime, _ version: KubectlVersion) -> Description {
    var text = Description()
    text.podHead(pod, at: now)
    text.podAddresses(pod)
    let spec = pod["spec"]
    let status = pod["status"]
    if let resources = spec?["resources"], resources.entries?.isEmpty == false {
      text.line(0, "Resources:")
      text.resources(resources, level: 1)
    }
    for (title, field, statuses) in [
      ("Init Containers", "initContainers", "initContainerStatuses"),
      ("Containers", "containers", "containerStatuses"),
      ("Ephemeral Containers", "ephemeralContainers", "ephemeralContainerStatuses"),
    ] {
      let containers = spec?[field]?.list ?? []
      if containers.isEmpty, field != "containers" { continue }
      text.containers(title, containers, status?[statuses]?.list ?? [], of: pod, version)
    }
    text.podConditions(pod)
    text.volumes(spec?["volumes"]?.list ?? [], version)
    text.field(0, "QoS Class", status?.text("qosClass") ?? "")
    text.labels("Node-Selectors", spec?["nodeSelector"])
    text.tolerations("Tolerations", spec?["tolerations"])
    text.topology(spec?["topologySpreadConstraints"]?.list ?? [])
    return text
  }

  private mutating func podHead(_ pod: Node, at now: ClusterTime) {
    let metadata = pod["metadata"]
    let spec = pod["spec"]
    let status = pod["status"]
    field(0, "Name", metadata?.text("name") ?? "")
    field(0, "Namespace", metadata?.text("namespace") ?? "")
    if let priority = spec?["priority"]?.integer { field(0, "Priority", String(priority)) }
    for (title, key) in [
      ("Priority Class Name", "priorityClassName"), ("Runtime Class Name", "runtimeClassName"),
      ("Service Account", "serviceAccountName"),
    ] {
      if let value = spec?[key]?.string, !value.isEmpty { field(0, title, value) }
    }
    let node = spec?.text("nodeName") ?? ""
    field(0, "Node", node.isEmpty ? "<none>" : "\(node)/\(status?.text("hostIP") ?? "")")
    if let start = status?["startTime"], start.string != nil {
      field(0, "Start Time", describedTime(start))
    }
    labels("Labels", metadata?["labels"])
    annotations("Annotations", metadata?["annotations"])
    let phase = status?.text("phase") ?? ""
    if let end = metadata?["deletionTimestamp"]?.string, phase != "Failed", phase != "Succeeded" {
      let lasts = HumanDuration.age(ClusterTime(rfc3339: end), at: now)
      field(0, "Status", "Terminating (lasts \(lasts))")
      let grace = metadata?["deletionGracePeriodSeconds"]?.integer ?? 0
      field(0, "Termination Grace Period", "\(grace)s")
    } else {
      field(0, "Status", phase)
    }
    for (title, key) in [("Reason", "reason"), ("Message", "message")] {
      if let value = status?[key]?.string, !value.isEmpty { field(0, title, value) }
    }
    seccomp(spec?["securityContext"], level: 0)
  }

  mutating func seccomp(_ context: Node?, level: Int) {
    guard let profile = context?["seccompProfile"], profile.entries != nil else { return }
    field(level, "SeccompProfile", profile.text("type"))
    if profile.text("type") == "Localhost" {
      field(level, "LocalhostProfile", profile.text("localhostProfile"))
    }
  }

  private mutating func podAddresses(_ pod: Node) {
    let status = pod["status"]
    field(0, "IP", status?.text("podIP") ?? "")
    let addresses = status?["podIPs"]?.list ?? []
    if addresses.isEmpty {
      field(0, "IPs", "<none>")
    } else {
      line(0, "IPs:")
      for address in addresses { field(1, "IP", address.text("ip")) }
    }
    let owners = pod["metadata"]?["ownerReferences"]?.list ?? []
    if let owner = owners.first(where: { $0["controller"]?.bool == true }) {
      field(0, "Controlled By", "\(owner.text("kind"))/\(owner.text("name"))")
    }
    if let node = status?["nominatedNodeName"]?.string, !node.isEmpty {
      field(0, "NominatedNodeName", node)
    }
  }

  private mutating func podConditions(_ pod: Node) {
    let conditions = pod["status"]?["conditions"]?.list ?? []
    let gates = pod["spec"]?["readinessGates"]?.list ?? []
    if !gates.isEmpty {
      line(0, "Readiness Gates:\n  Type\tStatus")
      for gate in gates {
        let type = gate.text("conditionType")
        let met = conditions.first { $0.text("type") == type }
        line(1, "\(type) \t\(met?.text("status") ?? "<none>") ")
      }
    }
    guard !conditions.isEmpty else { return }
    line(0, "Conditions:\n  Type\tStatus")
    for condition in conditions {
      line(1, "\(condition.text("type")) \t\(condition.text("status")) ")
    }
  }

  private mutating func topology(_ constraints: [Node]) {
    guard !constraints.isEmpty else { return }
    let sorted = constraints.sorted { $0.text("topologyKey") < $1.text("topologyKey") }
    let lines = sorted.map { constraint in
      var text = "\(constraint.text("topologyKey")):\(constraint.text("whenUnsatisfiable"))"
      text += " when max skew \(constraint.text("maxSkew")) is exceeded"
      if let selector = constraint["labelSelector"] {
        text += " for selector \(ObjectText.labels(selector["matchLabels"]))"
      }
      return text
    }
    line(0, "Topology Spread Constraints:\t" + lines.joined(separator: "\n\t"))
  }
}
