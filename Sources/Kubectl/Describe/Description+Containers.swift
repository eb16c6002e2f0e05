import ByteText
import PodModel

/// Describes the containers of a Pod.
///
/// Source: kubectl `describe.go`, `describeContainers`.
extension Description {
  mutating func containers(
    _ title: String, _ containers: [Node], _ statuses: [Node], of pod: Node,
    _ version: KubectlVersion
  ) {
    line(0, containers.isEmpty ? "\(title): <none>" : "\(title):")
    for container in containers {
      let name = container.text("name")
      let status = statuses.first { $0.text("name") == name }
      head(of: container, status)
      if let status { state(status) }
      if let resources = container["resources"] { self.resources(resources, level: 2) }
      for (title, key) in [
        ("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe"),
      ] {
        if let probe = container[key], probe.entries != nil {
          field(2, title, ProbeText.text(probe))
        }
      }
      if let sources = container["envFrom"]?.list, !sources.isEmpty { environment(from: sources) }
      environment(container, of: pod)
      mounts(container)
    }
  }

  private mutating func head(of container: Node, _ status: Node?) {
    line(1, "\(container.text("name")):")
    if let status { field(2, "Container ID", status.text("containerID")) }
    field(2, "Image", container.text("image"))
    if let status { field(2, "Image ID", status.text("imageID")) }
    let ports = container["ports"]?.list ?? []
    let inside = ports.map { port in
      let name = port.text("name")
      return "\(port.text("containerPort"))/\(port["protocol"]?.string ?? "TCP")"
        + (name.isEmpty ? "" : " (\(name))")
    }
    let outside = ports.map { port in
      let name = port.text("name")
      return "\(port["hostPort"]?.integer ?? 0)/\(port["protocol"]?.string ?? "TCP")"
        + (name.isEmpty ? "" : " (\(name))")
    }
    field(2, inside.count > 1 ? "Ports" : "Port", list(inside))
    field(2, outside.count > 1 ? "Host Ports" : "Host Port", list(outside))
    seccomp(container["securityContext"], level: 2)
    for (title, key) in [("Command", "command"), ("Args", "args")] {
      guard let words = container[key]?.strings, !words.isEmpty else { continue }
      line(2, "\(title):")
      for word in words {
        for part in word.split(at: "\n", omittingEmptySubsequences: false) {
          line(3, String(part))
        }
      }
    }
  }

  private func list(_ items: [String]) -> String {
    items.isEmpty ? "<none>" : items.joined(separator: ", ")
  }

  private mutating func state(_ status: Node) {
    state("State", status["state"])
    if status["lastState"]?["terminated"]?.entries != nil {
      state("Last State", status["lastState"])
    }
    field(2, "Ready", status["ready"]?.bool == true ? "True" : "False")
    field(2, "Restart Count", String(status["restartCount"]?.integer ?? 0))
  }

  private mutating func state(_ title: String, _ state: Node?) {
    if let running = state?["running"] {
      field(2, title, "Running")
      field(3, "Started", describedTime(running["startedAt"]))
    } else if let ended = state?["terminated"] {
      field(2, title, "Terminated")
      for (title, key) in [("Reason", "reason"), ("Message", "message")] {
        if let value = ended[key]?.string, !value.isEmpty { field(3, title, value) }
      }
      field(3, "Exit Code", String(ended["exitCode"]?.integer ?? 0))
      if let signal = ended["signal"]?.integer, signal > 0 { field(3, "Signal", String(signal)) }
      field(3, "Started", describedTime(ended["startedAt"]))
      field(3, "Finished", describedTime(ended["finishedAt"]))
    } else {
      field(2, title, "Waiting")
      if let reason = state?["waiting"]?["reason"]?.string, !reason.isEmpty {
        field(3, "Reason", reason)
      }
    }
  }

  /// Limits and requests, sorted by name.
  mutating func resources(_ resources: Node, level: Int) {
    for (title, key) in [("Limits", "limits"), ("Requests", "requests")] {
      guard let amounts = resources[key]?.entries, !amounts.isEmpty else { continue }
      line(level, "\(title):")
      for amount in amounts.sorted(by: { $0.key < $1.key }) {
        field(level + 1, amount.key, amount.value.scalarText ?? "")
      }
    }
  }

  private mutating func environment(from sources: [Node]) {
    line(2, "Environment Variables from:")
    for source in sources {
      let kind = source["configMapRef"] == nil ? "Secret" : "ConfigMap"
      let reference = source["configMapRef"] ?? source["secretRef"]
      let prefix = source.text("prefix")
      let from = prefix.isEmpty ? kind : "\(kind) with prefix '\(prefix)'"
      let optional = reference?["optional"]?.bool ?? false
      line(3, "\(reference?.text("name") ?? "")\t\(from)\tOptional: \(optional)")
    }
  }

  private mutating func environment(_ container: Node, of pod: Node) {
    let variables = container["env"]?.list ?? []
    line(2, variables.isEmpty ? "Environment:\t<none>" : "Environment:")
    for variable in variables {
      let name = variable.text("name")
      guard let source = variable["valueFrom"], source.entries != nil else {
        let parts = variable.text("value").split(at: "\n", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
          line(3, index == 0 ? "\(name):\t\(part)" : "\t\(part)")
        }
        continue
      }
      if let value = EnvironmentText.text(of: source, in: container, of: pod) {
        line(3, "\(name):\t\(value)")
      }
    }
  }

  private mutating func mounts(_ container: Node) {
    let mounts = (container["volumeMounts"]?.list ?? []).sorted {
      $0.text("mountPath") < $1.text("mountPath")
    }
    line(2, mounts.isEmpty ? "Mounts:\t<none>" : "Mounts:")
    for mount in mounts {
      var flags = [mount["readOnly"]?.bool == true ? "ro" : "rw"]
      let path = mount.text("subPath")
      if !path.isEmpty { flags.append("path=\(GoQuote.quoted(path))") }
      let text = "\(mount.text("mountPath")) from \(mount.text("name"))"
      line(3, "\(text) (\(flags.joined(separator: ",")))")
    }
    let devices = container["volumeDevices"]?.list ?? []
    guard !devices.isEmpty else { return }
    line(2, "Devices:")
    for device in devices {
      line(3, "\(device.text("devicePath")) from \(device.text("name"))")
    }
  }
}

/// Where an environment variable's value comes from, in kubectl's words.
enum EnvironmentText {
  static func text(of source: Node, in container: Node, of pod: Node) -> String? {
    if let field = source["fieldRef"] {
      let path = field.text("fieldPath")
      let version = field["apiVersion"]?.string ?? "v1"
      return "\(value(at: path, of: pod)) (\(version):\(path))"
    }
    if let reference = source["resourceFieldRef"] {
      return resource(reference, of: container)
    }
    if let key = source["secretKeyRef"] {
      return "<set to the key '\(key.text("key"))' in secret '\(key.text("name"))'>\tOptional: "
        + "\(key["optional"]?.bool ?? false)"
    }
    if let key = source["configMapKeyRef"] {
      return "<set to the key '\(key.text("key"))' of config map '\(key.text("name"))'>\tOptional: "
        + "\(key["optional"]?.bool ?? false)"
    }
    return nil
  }

  /// A field of the metadata; kubectl knows no others.
  ///
  /// Source: kubectl `util/fieldpath/fieldpath.go`.
  private static func value(at path: String, of pod: Node) -> String {
    let metadata = pod["metadata"]
    switch path {
    case "metadata.name": return metadata?.text("name") ?? ""
    case "metadata.namespace": return metadata?.text("namespace") ?? ""
    case "metadata.uid": return metadata?.text("uid") ?? ""
    case "metadata.labels": return lines(metadata?["labels"])
    case "metadata.annotations": return lines(metadata?["annotations"])
    default:
      guard let open = path.firstIndex(ofASCII: "["), path.hasSuffix("']") else { return "" }
      let key = path[path.index(after: open)...].dropFirst().dropLast(2)
      let field = path[..<open].split(at: ".").last.map(String.init) ?? ""
      return metadata?[field]?[String(key)]?.string ?? ""
    }
  }

  private static func lines(_ map: Node?) -> String {
    (map?.entries ?? []).sorted { $0.key < $1.key }
      .map { "\($0.key)=\(GoQuote.quoted($0.value.scalarText ?? ""))" }.joined(separator: "\n")
  }

  /// Source: kubectl `util/resource/resource.go`, `ExtractContainerResourceValue`.
  private static func resource(_ reference: Node, of container: Node) -> String {
    let name = reference.text("resource")
    let parts = name.split(at: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return " (\(name))" }
    let amount =
      container["resources"]?[parts[0]]?[parts[1]]?.scalarText
      .flatMap { try? Quantity($0) } ?? .zero
    let divisor = reference["divisor"]?.scalarText.flatMap { try? Quantity($0) }
    let unit =
      divisor.flatMap { $0.nanos > 0 ? $0.nanos : nil } ?? Quantity(nanos: 1_000_000_000).nanos
    let value = (amount.nanos + unit - 1) / unit
    if value == 0, name == "limits.cpu" || name == "limits.memory" {
      return "node allocatable (\(name))"
    }
    return "\(value) (\(name))"
  }
}

/// A probe on one line.
enum ProbeText {
  /// Source: kubectl `describe.go`, `DescribeProbe`.
  static func text(_ probe: Node) -> String {
    let initial = probe["initialDelaySeconds"]?.integer ?? 0
    let timeout = probe["timeoutSeconds"]?.integer ?? 0
    let period = probe["periodSeconds"]?.integer ?? 0
    let times =
      "delay=\(initial)s timeout=\(timeout)s period=\(period)s"
      + " #success=\(probe["successThreshold"]?.integer ?? 0)"
      + " #failure=\(probe["failureThreshold"]?.integer ?? 0)"
    if let exec = probe["exec"] {
      return "exec [\((exec["command"]?.strings ?? []).joined(separator: " "))] \(times)"
    }
    if let get = probe["httpGet"] {
      let scheme = get.text("scheme").lowercased()
      let host = get.text("host")
      let address = host.holds(":") ? "[\(host)]" : host
      let path = get.text("path")
      let slash = path.isEmpty || path.hasPrefix("/") ? "" : "/"
      return "http-get \(scheme)://\(address):\(get.text("port"))\(slash)\(path) \(times)"
    }
    if let socket = probe["tcpSocket"] {
      return "tcp-socket \(socket.text("host")):\(socket.text("port")) \(times)"
    }
    if let grpc = probe["grpc"] {
      return "grpc <pod>:\(grpc.text("port")) \(grpc.text("service")) \(times)"
    }
    return "unknown \(times)"
  }
}
