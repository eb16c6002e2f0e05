/// A question that the kubelet asks a container again and again.
///
/// Source: Kubernetes API reference, `core/v1` Probe; all times in seconds.
package struct Probe: Sendable, Equatable {
  package var action: ProbeAction
  package var initialDelaySeconds: Int
  package var timeoutSeconds: Int
  package var periodSeconds: Int
  package var successThreshold: Int
  package var failureThreshold: Int
  package var terminationGracePeriodSeconds: Int?

  /// Reads a probe; nil when it names no action.
  init?(_ node: Node) {
    guard let action = ProbeAction(node) else { return nil }
    self.action = action
    initialDelaySeconds = node["initialDelaySeconds"]?.int ?? 0
    timeoutSeconds = node["timeoutSeconds"]?.int ?? 1
    periodSeconds = node["periodSeconds"]?.int ?? 10
    successThreshold = node["successThreshold"]?.int ?? 1
    failureThreshold = node["failureThreshold"]?.int ?? 3
    terminationGracePeriodSeconds = node["terminationGracePeriodSeconds"]?.int
  }
}

/// How a probe or a hook reaches its container.
package enum ProbeAction: Sendable, Equatable {
  case exec(command: [String])
  case httpGet(HTTPGetAction)
  case tcpSocket(host: String?, port: PortReference)
  case grpc(port: Int, service: String)

  init?(_ node: Node) {
    if let exec = node["exec"] {
      self = .exec(command: exec["command"]?.strings ?? [])
    } else if let get = node["httpGet"] {
      self = .httpGet(HTTPGetAction(get))
    } else if let socket = node["tcpSocket"] {
      self = .tcpSocket(host: socket["host"]?.string, port: PortReference(socket["port"]))
    } else if let grpc = node["grpc"] {
      self = .grpc(port: grpc["port"]?.int ?? 0, service: grpc["service"]?.string ?? "")
    } else {
      return nil
    }
  }
}

/// An HTTP request to the Pod.
package struct HTTPGetAction: Sendable, Equatable {
  package var host: String?
  package var port: PortReference
  package var path: String
  /// `HTTP` or `HTTPS`.
  package var scheme: String
  package var httpHeaders: [Node]

  init(_ node: Node) {
    host = node["host"]?.string
    port = PortReference(node["port"])
    path = node["path"]?.string ?? "/"
    scheme = node["scheme"]?.string ?? "HTTP"
    httpHeaders = node["httpHeaders"]?.list ?? []
  }
}

/// A port by number, or by the name of one of the container's ports.
package enum PortReference: Sendable, Equatable {
  case number(Int)
  case name(String)

  init(_ node: Node?) {
    if let name = node?.string {
      self = Int(name).map(PortReference.number) ?? .name(name)
    } else {
      self = .number(node?.int ?? 0)
    }
  }
}

/// What the kubelet does after a container's start or before its end.
package enum LifecycleHandler: Sendable, Equatable {
  case action(ProbeAction)
  case sleep(seconds: Int)

  init?(_ node: Node) {
    if let sleep = node["sleep"] {
      self = .sleep(seconds: sleep["seconds"]?.int ?? 0)
    } else if let action = ProbeAction(node) {
      self = .action(action)
    } else {
      return nil
    }
  }
}
