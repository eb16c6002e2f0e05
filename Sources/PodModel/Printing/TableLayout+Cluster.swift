/// The tables of what surrounds Pods: services, nodes and events.
extension TableLayout {
  static var service: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("Type"), .init("Cluster-IP"), .init("External-IP"), .init("Port(s)"),
      .init("Age"), .wide("Selector"),
    ]) { object, now in
      let spec = object["spec"]
      let type = spec?["type"]?.string ?? "ClusterIP"
      let address = spec?["clusterIPs"]?.strings?.first ?? spec?["clusterIP"]?.string
      return [
        name(object), text(type), text(PodPrinter.orNone(address)),
        text(externalAddress(object, type: type)), text(ports(spec?["ports"]?.list ?? [])),
        age(object, now), text(ObjectText.labels(spec?["selector"])),
      ]
    }
  }

  private static func externalAddress(_ service: Node, type: String) -> String {
    let listed = service["spec"]?["externalIPs"]?.strings ?? []
    switch type {
    case "ExternalName": return PodPrinter.orNone(service["spec"]?["externalName"]?.string)
    case "LoadBalancer":
      let ingress = (service["status"]?["loadBalancer"]?["ingress"]?.list ?? [])
        .compactMap { $0["ip"]?.string ?? $0["hostname"]?.string }
      let all = ingress + listed
      return all.isEmpty ? "<pending>" : all.joined(separator: ",")
    default: return listed.isEmpty ? "<none>" : listed.joined(separator: ",")
    }
  }

  /// `80/TCP,443:30443/TCP`.
  private static func ports(_ ports: [Node]) -> String {
    if ports.isEmpty { return "<none>" }
    return ports.map { port in
      let number = port["port"]?.scalarText ?? ""
      let node = port["nodePort"]?.integer.map { $0 > 0 ? ":\($0)" : "" } ?? ""
      return "\(number)\(node)/\(port["protocol"]?.string ?? "TCP")"
    }.joined(separator: ",")
  }

  static var endpoints: TableLayout {
    TableLayout(columns: [.init("Name"), .init("Endpoints"), .init("Age")]) { object, now in
      [name(object), text(ObjectText.endpoints(object)), age(object, now)]
    }
  }

  static var node: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("Status"), .init("Roles"), .init("Age"), .init("Version"),
      .wide("Internal-IP"), .wide("External-IP"), .wide("OS-Image"), .wide("Kernel-Version"),
      .wide("Container-Runtime"),
    ]) { object, now in
      let info = object["status"]?["nodeInfo"]
      return [
        name(object), text(nodeStatus(object)),
        text(PodPrinter.orNone(ObjectText.nodeRoles(object).joined(separator: ","))),
        age(object, now), text(info?["kubeletVersion"]?.string),
        text(PodPrinter.orNone(nodeAddress(object, type: "InternalIP"))),
        text(PodPrinter.orNone(nodeAddress(object, type: "ExternalIP"))),
        text(orUnknown(info?["osImage"]?.string)), text(orUnknown(info?["kernelVersion"]?.string)),
        text(orUnknown(info?["containerRuntimeVersion"]?.string)),
      ]
    }
  }

  private static func nodeStatus(_ node: Node) -> String {
    let ready = node["status"]?["conditions"]?.list?.first { $0["type"]?.string == "Ready" }
    var words = [ready.map { $0["status"]?.string == "True" ? "Ready" : "NotReady" } ?? "Unknown"]
    if node["spec"]?["unschedulable"]?.bool == true { words.append("SchedulingDisabled") }
    return words.joined(separator: ",")
  }

  private static func nodeAddress(_ node: Node, type: String) -> String? {
    node["status"]?["addresses"]?.list?.first { $0["type"]?.string == type }?["address"]?.string
  }

  private static func orUnknown(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "<unknown>" }
    return text
  }

  static var event: TableLayout {
    TableLayout(columns: [
      .init("Last Seen"), .init("Type"), .init("Reason"), .init("Object"), .wide("Subobject"),
      .wide("Source"), .init("Message"), .wide("First Seen"), .wide("Count", type: "string"),
      .wide("Name"),
    ]) { object, now in
      let times = EventTimes(object)
      return [
        text(HumanDuration.age(times.last, at: now)), text(object["type"]?.string),
        text(object["reason"]?.string), text(ObjectText.eventTarget(object)),
        text(object["involvedObject"]?["fieldPath"]?.string),
        text(ObjectText.eventSource(object)),
        text(ObjectText.trimmed(object["message"]?.string ?? "")),
        text(HumanDuration.age(times.first, at: now)), text(String(times.count)), name(object),
      ]
    }
  }
}

/// When an event happened, and how often.
package struct EventTimes: Sendable, Hashable {
  package var first: ClusterTime?
  package var last: ClusterTime?
  package var count: Int

  /// Reads an Event; series and `eventTime` count as Kubernetes' printers count them.
  package init(_ event: Node) {
    func time(_ node: Node?) -> ClusterTime? { node?.string.flatMap(ClusterTime.init(rfc3339:)) }
    first = time(event["firstTimestamp"]) ?? time(event["eventTime"])
    last = time(event["lastTimestamp"]) ?? first
    count = event["count"]?.int ?? 1
    if let series = event["series"], series.entries != nil {
      last = time(series["lastObservedTime"])
      count = series["count"]?.int ?? 1
    } else if count == 0 {
      count = 1
    }
  }
}

/// Parts of objects in the words of Kubernetes' printers.
package enum ObjectText {
  /// `app=web,tier=front`, sorted, or `<none>`.
  package static func labels(_ map: Node?) -> String {
    let pairs = (map?.entries ?? []).map { "\($0.key)=\($0.value.scalarText ?? "")" }
    return pairs.isEmpty ? "<none>" : pairs.sorted().joined(separator: ",")
  }

  /// `pod/nx`.
  package static func eventTarget(_ event: Node) -> String {
    let kind = (event["involvedObject"]?["kind"]?.string ?? "").lowercased()
    guard let name = event["involvedObject"]?["name"]?.string, !name.isEmpty else { return kind }
    return "\(kind)/\(name)"
  }

  /// `kubelet, node1`.
  package static func eventSource(_ event: Node) -> String {
    let component = event["source"]?["component"]?.string ?? ""
    let host = event["source"]?["host"]?.string ?? ""
    let from = component.isEmpty ? event["reportingComponent"]?.string ?? "" : component
    let at = host.isEmpty ? event["reportingInstance"]?.string ?? "" : host
    return at.isEmpty ? from : "\(from), \(at)"
  }

  /// `10.0.0.1:80,10.0.0.2:80`; at most three, then how many more.
  package static func endpoints(_ endpoints: Node) -> String {
    var all: [String] = []
    for subset in endpoints["subsets"]?.list ?? [] {
      let ports = subset["ports"]?.list ?? []
      for address in subset["addresses"]?.list ?? [] {
        let ip = address["ip"]?.string ?? ""
        if ports.isEmpty { all.append(ip) }
        all += ports.map { "\(ip):\($0["port"]?.scalarText ?? "")" }
      }
    }
    if all.isEmpty { return "<none>" }
    let shown = all.prefix(3).joined(separator: ",")
    return all.count > 3 ? "\(shown) + \(all.count - 3) more..." : shown
  }

  /// The roles that a Node's labels name, sorted.
  package static func nodeRoles(_ node: Node) -> [String] {
    var roles: Set<String> = []
    for label in node["metadata"]?["labels"]?.entries ?? [] {
      if label.key.hasPrefix("node-role.kubernetes.io/") {
        let role = String(label.key.dropFirst("node-role.kubernetes.io/".count))
        if !role.isEmpty { roles.insert(role) }
      } else if label.key == "kubernetes.io/role", let role = label.value.string, !role.isEmpty {
        roles.insert(role)
      }
    }
    return roles.sorted()
  }

  /// The text without white space at either end.
  package static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    let start = text.drop(while: isSpace)
    guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(start[...last])
  }
}
