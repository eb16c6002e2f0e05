import PodModel

/// Describes what surrounds Pods.
///
/// Source: kubectl `describe.go`.
extension Description {
  /// Name, labels and annotations, which begin most descriptions.
  private static func head(_ object: Node, namespaced: Bool = true) -> Description {
    var text = Description()
    let metadata = object["metadata"]
    text.field(0, "Name", metadata?.text("name") ?? "")
    if namespaced { text.field(0, "Namespace", metadata?.text("namespace") ?? "") }
    text.labels("Labels", metadata?["labels"])
    text.annotations("Annotations", metadata?["annotations"])
    return text
  }

  static func service(_ service: Node, endpoints: Node?) -> Description {
    var text = head(service)
    let spec = service["spec"]
    text.field(0, "Selector", ObjectText.labels(spec?["selector"]))
    text.field(0, "Type", spec?.text("type") ?? "")
    if let policy = spec?["ipFamilyPolicy"]?.string {
      text.field(0, "IP Family Policy", policy)
    }
    if let families = spec?["ipFamilies"]?.strings, !families.isEmpty {
      text.field(0, "IP Families", families.joined(separator: ","))
    }
    text.field(0, "IP", spec?.text("clusterIP") ?? "")
    let addresses = spec?["clusterIPs"]?.strings ?? []
    text.field(0, "IPs", addresses.isEmpty ? "<none>" : addresses.joined(separator: ","))
    for (title, key) in [
      ("External IPs", "externalIPs"), ("LoadBalancer Source Ranges", "loadBalancerSourceRanges"),
    ] {
      if let values = spec?[key]?.strings, !values.isEmpty {
        text.field(0, title, values.joined(separator: ","))
      }
    }
    if let name = spec?["externalName"]?.string, !name.isEmpty {
      text.field(0, "External Name", name)
    }
    for port in spec?["ports"]?.list ?? [] { text.port(port, endpoints) }
    text.field(0, "Session Affinity", spec?.text("sessionAffinity") ?? "")
    for (title, key) in [
      ("External Traffic Policy", "externalTrafficPolicy"),
      ("Internal Traffic Policy", "internalTrafficPolicy"),
    ] {
      if let policy = spec?[key]?.string, !policy.isEmpty { text.field(0, title, policy) }
    }
    return text
  }

  private mutating func port(_ port: Node, _ endpoints: Node?) {
    let name = port.text("name")
    let type = port["protocol"]?.string ?? "TCP"
    line(0, "Port:\t\(name.isEmpty ? "<unset>" : name)\t\(port.text("port"))/\(type)")
    line(0, "TargetPort:\t\(port.text("targetPort"))/\(type)")
    if let node = port["nodePort"]?.integer, node != 0 {
      line(0, "NodePort:\t\(name.isEmpty ? "<unset>" : name)\t\(node)/\(type)")
    }
    var found: [String] = []
    for subset in endpoints?["subsets"]?.list ?? [] {
      for match in subset["ports"]?.list ?? [] where match.text("name") == name {
        found += (subset["addresses"]?.list ?? []).map {
          "\($0.text("ip")):\(match.text("port"))"
        }
      }
    }
    let shown = found.prefix(3).joined(separator: ",")
    let more = found.count > 3 ? " + \(found.count - 3) more..." : ""
    line(0, "Endpoints:\t\(endpoints == nil ? "<none>" : shown + more)")
  }

  static func configMap(_ map: Node) -> Description {
    var text = head(map)
    text.line(0, "\nData\n====")
    for entry in (map["data"]?.entries ?? []).sorted(by: { $0.key < $1.key }) {
      text.line(0, "\(entry.key):\n----\n\(entry.value.scalarText ?? "")\n")
    }
    text.line(0, "\nBinaryData\n====")
    for entry in (map["binaryData"]?.entries ?? []).sorted(by: { $0.key < $1.key }) {
      let size = (try? Base64.decode(entry.value.string ?? ""))?.count ?? 0
      text.line(0, "\(entry.key): \(size) bytes")
    }
    text.line(0, "")
    return text
  }

  static func secret(_ secret: Node) -> Description {
    var text = head(secret)
    text.line(0, "\nType:\t\(secret.text("type"))")
    text.line(0, "\nData\n====")
    for entry in (secret["data"]?.entries ?? []).sorted(by: { $0.key < $1.key }) {
      let bytes = (try? Base64.decode(entry.value.string ?? "")) ?? []
      if entry.key == "token", secret.text("type") == "kubernetes.io/service-account-token" {
        text.line(0, "\(entry.key):\t\(String(decoding: bytes, as: UTF8.self))")
      } else {
        text.line(0, "\(entry.key):\t\(bytes.count) bytes")
      }
    }
    return text
  }

  static func namespace(_ namespace: Node) -> Description {
    var text = head(namespace, namespaced: false)
    text.field(0, "Status", namespace["status"]?.text("phase") ?? "")
    text.line(0, "\nNo resource quota.")
    text.line(0, "\nNo LimitRange resource.")
    return text
  }

  /// Up to v1.34 kubectl told of secrets that nothing fills in any more.
  static func serviceAccount(_ account: Node, _ version: KubectlVersion) -> Description {
    var text = head(account)
    var lists = [("Image pull secrets", "imagePullSecrets")]
    if version == .minor32 { lists.append(("Mountable secrets", "secrets")) }
    for (title, key) in lists {
      let names = (account[key]?.list ?? []).map { $0.text("name") }
      text.field(0, title, names.first ?? "<none>")
      for name in names.dropFirst() { text.line(0, "\t\(name)") }
    }
    if version == .minor32 { text.field(0, "Tokens", "<none>") }
    return text
  }

  static func endpoints(_ endpoints: Node) -> Description {
    var text = head(endpoints)
    text.line(0, "Subsets:")
    for subset in endpoints["subsets"]?.list ?? [] {
      for (title, key) in [("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")] {
        let ips = (subset[key]?.list ?? []).map { $0.text("ip") }
        text.field(1, title, ips.isEmpty ? "<none>" : ips.joined(separator: ","))
      }
      guard let ports = subset["ports"]?.list, !ports.isEmpty else { continue }
      text.line(1, "Ports:")
      text.line(2, "Name\tPort\tProtocol")
      text.line(2, "----\t----\t--------")
      for port in ports {
        let name = port.text("name")
        text.line(
          2, "\(name.isEmpty ? "<unset>" : name)\t\(port.text("port"))\t\(port.text("protocol"))")
      }
      text.line(0, "")
    }
    return text
  }

  /// Every field of an object, for kinds without a layout of their own.
  ///
  /// Source: kubectl `describe.go`, `GenericDescriber`.
  static func anything(_ object: Node) -> Description {
    var text = head(object)
    text.content(object, level: 0, isTop: true)
    return text
  }

  /// Source: kubectl `describe.go`, `describeEndpointSliceV1`.
  static func endpointSlice(_ slice: Node) -> Description {
    func shown(_ text: String?) -> String { text.flatMap { $0.isEmpty ? nil : $0 } ?? "<unset>" }
    var text = head(slice)
    text.line(0, "AddressType:\t\(slice.text("addressType"))")
    let ports = slice["ports"]?.list ?? []
    text.line(0, ports.isEmpty ? "Ports: <unset>" : "Ports:")
    if !ports.isEmpty {
      text.line(1, "Name\tPort\tProtocol")
      text.line(1, "----\t----\t--------")
    }
    for port in ports {
      let cells = ["name", "port", "protocol"].map { shown(port[$0]?.scalarText) }
      text.line(1, cells.joined(separator: "\t"))
    }
    let endpoints = slice["endpoints"]?.list ?? []
    text.line(0, endpoints.isEmpty ? "Endpoints: <none>" : "Endpoints:")
    for endpoint in endpoints {
      let addresses = (endpoint["addresses"]?.list ?? []).compactMap(\.string)
      text.line(
        1, "- Addresses:\t\(addresses.isEmpty ? "<none>" : addresses.joined(separator: ", "))")
      text.line(2, "Conditions:")
      text.line(3, "Ready:\t\(shown(endpoint["conditions"]?["ready"]?.scalarText))")
      text.line(2, "Hostname:\t\(shown(endpoint["hostname"]?.string))")
      if let target = endpoint["targetRef"], target.entries != nil {
        text.line(2, "TargetRef:\t\(target.text("kind"))/\(target.text("name"))")
      }
      text.line(2, "NodeName:\t\(shown(endpoint["nodeName"]?.string))")
      text.line(2, "Zone:\t\(shown(endpoint["zone"]?.string))")
    }
    return text
  }

  private mutating func content(
    _ object: Node, level: Int, skipping: Set<String> = [], isTop: Bool = false
  ) {
    guard level < 40 else { return }
    let hidden: Set<String> = ["managedFields", "name", "namespace", "labels", "annotations"]
    for entry in (object.entries ?? []).sorted(by: { $0.key < $1.key }) {
      if skipping.contains(entry.key) { continue }
      let title = Self.title(entry.key)
      switch entry.value.content {
      case .map:
        line(level, "\(title):")
        content(
          entry.value, level: level + 1,
          skipping: isTop && entry.key == "metadata" ? hidden : [])
      case .list(let items):
        line(level, "\(title):")
        for item in items {
          if item.entries == nil {
            line(level + 1, item.scalarText ?? "")
          } else {
            content(item, level: level + 1)
          }
        }
      case .null: field(level, title, "<nil>")
      case .bool, .integer, .float, .string:
        field(level, title, JSONPath.text(entry.value))
      }
    }
  }

  /// `podIP` becomes `Pod IP`.
  ///
  /// Source: kubectl `describe.go`, `smartLabelFor`.
  private static func title(_ key: String) -> String {
    var words: [String] = [""]
    var wasLower = false
    for character in key {
      if character.isUppercase, wasLower { words.append("") }
      words[words.count - 1].append(character)
      wasLower = !character.isUppercase
    }
    return words.map { word in
      ["API", "URL", "UID", "OSB", "GUID"].contains(word.uppercased())
        ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }
}
