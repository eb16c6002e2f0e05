import Kernel
import PodModel

/// Builds the environment of a container.
///
/// Source: kubelet `kubelet_pods.go` (`makeEnvironmentVariables`), `envvars/envvars.go`.
struct ContainerEnvironment {
  let pod: Pod
  let values: DownwardValues
  let services: [Node]
  let find: (_ kind: String, _ name: String) -> Node?

  /// The variables, in the order in which `env` prints them.
  ///
  /// - Throws: `CreateContainerConfigError` when a reference leads nowhere.
  func build(_ container: Container, image: ContainerImage) throws(StartFailure) -> Environment {
    var own = Environment()
    for source in container.envFrom { try add(source, to: &own) }
    let offered = serviceVariables
    for variable in container.env {
      if let value = try value(of: variable, container, own, offered) {
        // Values that name each other double; no process could be started with them.
        guard value.utf8.count < Process.longestArgument else {
          throw StartFailure(
            reason: "RunContainerError",
            message: ContainerRuntime.createFailure + "exec: argument list too long: unknown")
        }
        own[variable.name] = value
      }
    }
    for variable in offered.variables where own[variable.name] == nil {
      own[variable.name] = variable.value
    }
    var result = Environment()
    result["PATH"] = image.environment["PATH"] ?? ContainerImage.defaultPath
    result["HOSTNAME"] = NetworkFiles.hostname(pod)
    for variable in image.environment.variables + own.variables {
      result[variable.name] = variable.value
    }
    if container.tty, result["TERM"] == nil { result["TERM"] = "xterm" }
    return result
  }

  // MARK: References

  private func add(_ source: EnvFromSource, to environment: inout Environment) throws(StartFailure)
  {
    let kind: String
    let name: String
    switch source.source {
    case .configMap(let map): (kind, name) = ("ConfigMap", map)
    case .secret(let secret): (kind, name) = ("Secret", secret)
    }
    guard let object = find(kind, name) else {
      if source.optional { return }
      throw ContainerEnvironment.missing(kind, name)
    }
    for (key, value) in ConfigData(object).texts {
      environment[source.prefix + key] = value
    }
  }

  private func value(
    of variable: EnvVar, _ container: Container, _ own: Environment, _ offered: Environment
  ) throws(StartFailure) -> String? {
    guard let source = variable.valueFrom else {
      return VariableExpansion.expand(variable.value) { own[$0] ?? offered[$0] }
    }
    if let path = source["fieldRef"]?["fieldPath"]?.string { return values.field(path) ?? "" }
    if let reference = source["resourceFieldRef"] {
      return values.resource(reference, defaultContainer: container.name) ?? ""
    }
    if let reference = source["configMapKeyRef"] { return try key(reference, "ConfigMap") }
    if let reference = source["secretKeyRef"] { return try key(reference, "Secret") }
    return ""
  }

  private func key(_ reference: Node, _ kind: String) throws(StartFailure) -> String? {
    let name = reference["name"]?.string ?? ""
    let key = reference["key"]?.string ?? ""
    let isOptional = reference["optional"]?.bool ?? false
    guard let object = find(kind, name) else {
      if isOptional { return nil }
      throw ContainerEnvironment.missing(kind, name)
    }
    if let value = ConfigData(object).texts.first(where: { $0.key == key })?.value { return value }
    if isOptional { return nil }
    throw StartFailure(
      reason: "CreateContainerConfigError",
      message: "couldn't find key \(key) in \(kind) \(pod.metadata.namespace)/\(name)")
  }

  private static func missing(_ kind: String, _ name: String) -> StartFailure {
    StartFailure(
      reason: "CreateContainerConfigError", message: "\(kind.lowercased()) \"\(name)\" not found")
  }

  // MARK: Services

  private var serviceVariables: Environment {
    var result = Environment()
    let shown = services.filter { service in
      guard let address = service["spec"]?["clusterIP"]?.string, !address.isEmpty, address != "None"
      else { return false }
      let metadata = service["metadata"]
      if metadata?["name"]?.string == "kubernetes", metadata?["namespace"]?.string == "default" {
        return true
      }
      return pod.spec.enableServiceLinks
        && metadata?["namespace"]?.string == pod.metadata.namespace
    }
    for service in shown { ContainerEnvironment.add(service, to: &result) }
    return result
  }

  private static func add(_ service: Node, to result: inout Environment) {
    let name = variableName(service["metadata"]?["name"]?.string ?? "")
    let address = service["spec"]?["clusterIP"]?.string ?? ""
    let ports = service["spec"]?["ports"]?.list ?? []
    guard let first = ports.first else { return }
    result["\(name)_SERVICE_HOST"] = address
    result["\(name)_SERVICE_PORT"] = first["port"]?.scalarText ?? ""
    for port in ports {
      guard let label = port["name"]?.string, !label.isEmpty else { continue }
      let suffix = variableName(label)
      result["\(name)_SERVICE_PORT_\(suffix)"] = port["port"]?.scalarText ?? ""
    }
    for (index, port) in ports.enumerated() {
      let word = (port["protocol"]?.string ?? "TCP")
      let number = port["port"]?.scalarText ?? ""
      let url = "\(word.lowercased())://\(address):\(number)"
      if index == 0 { result["\(name)_PORT"] = url }
      let prefix = "\(name)_PORT_\(number)_\(word)"
      result[prefix] = url
      result["\(prefix)_PROTO"] = word.lowercased()
      result["\(prefix)_PORT"] = number
      result["\(prefix)_ADDR"] = address
    }
  }
}

extension ContainerEnvironment {
  /// A name in capitals, with `_` for `-`.
  private static func variableName(_ name: String) -> String {
    let bytes = name.uppercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The keys and contents of a ConfigMap or Secret.
struct ConfigData {
  /// Sorted by key.
  let files: [(key: String, bytes: [UInt8])]

  init(_ object: Node) {
    var files: [(key: String, bytes: [UInt8])] = []
    let isSecret = object["kind"]?.string == "Secret"
    for entry in object["data"]?.entries ?? [] {
      let text = entry.value.string ?? ""
      files.append((entry.key, isSecret ? (try? Base64.decode(text)) ?? [] : Array(text.utf8)))
    }
    for entry in object["binaryData"]?.entries ?? [] {
      files.append((entry.key, (try? Base64.decode(entry.value.string ?? "")) ?? []))
    }
    self.files = files.sorted { $0.key < $1.key }
  }

  /// The contents as text.
  var texts: [(key: String, value: String)] {
    files.map { ($0.key, String(decoding: $0.bytes, as: UTF8.self)) }
  }
}
