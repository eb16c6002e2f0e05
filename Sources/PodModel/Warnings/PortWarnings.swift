/// Ports of one Pod that say the same twice, or may get in each other's way.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go`; all containers share the Pod's ports.
enum PortWarnings {
  private struct Port {
    let path: FieldPath
    let hostIP: String
    let hostPort: Int64
  }

  static func warnings(_ scope: PodScope) -> [String] {
    var warnings: [String] = []
    var known: [String: [Port]] = [:]
    scope.forEachContainer { container, containerPath in
      for (index, node) in container.items("ports").enumerated() {
        let port = Port(
          path: containerPath.field("ports").index(index), hostIP: node.text("hostIP"),
          hostPort: node.number("hostPort") ?? 0)
        if !port.hostIP.isEmpty, port.hostPort == 0 {
          warnings.append("\(port.path): hostIP set without hostPort: \(describe(node))")
        }
        let key = "\(node.number("containerPort") ?? 0)/\(node.text("protocol"))"
        for other in known[key] ?? [] {
          if let relation = relation(port, other) {
            warnings.append("\(port.path): \(relation) port definition with \(other.path)")
          }
        }
        known[key, default: []].append(port)
      }
    }
    return warnings + names(scope)
  }

  /// A name that two containers give to their ports finds only the first.
  private static func names(_ scope: PodScope) -> [String] {
    var warnings: [String] = []
    var known: [String: FieldPath] = [:]
    scope.forEachContainer { container, containerPath in
      for (index, port) in container.items("ports").enumerated() {
        let name = port.text("name")
        guard !name.isEmpty else { continue }
        let path = containerPath.field("ports").index(index)
        if let other = known[name] {
          warnings.append(
            "\(path): duplicate port name \(GoQuote.quoted(name)) with \(other), services and "
              + "probes that select ports by name will use \(other)")
        } else {
          known[name] = path
        }
      }
    }
    return warnings
  }

  private static func relation(_ port: Port, _ other: Port) -> String? {
    if port.hostIP == other.hostIP, port.hostPort == other.hostPort { return "duplicate" }
    if port.hostPort == 0 || other.hostPort == 0 { return "overlapping" }
    let isOneUnbound = port.hostIP.isEmpty != other.hostIP.isEmpty
    return port.hostPort == other.hostPort && isOneUnbound ? "dangerously ambiguous" : nil
  }

  /// The port as Go's `%+v` prints the struct.
  private static func describe(_ port: Node) -> String {
    "{Name:\(port.text("name")) HostPort:\(port.number("hostPort") ?? 0) "
      + "ContainerPort:\(port.number("containerPort") ?? 0) Protocol:\(port.text("protocol")) "
      + "HostIP:\(port.text("hostIP"))}"
  }
}
