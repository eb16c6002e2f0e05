/// The rules for Services, in the order in which the API server applies them.
///
/// Source: Kubernetes core `ValidateService`.
enum ServiceValidation {
  private static let path = FieldPath("spec")

  static func validate(_ service: Node) -> FieldErrors {
    var errors = FieldErrors()
    ObjectMetaValidation.validate(
      service["metadata"] ?? [:], isNamespaced: true, nameRule: NameRules.dns1035Label, &errors)
    let spec = service["spec"] ?? [:]
    let type = spec.text("type")
    let isHeadless = spec.strings("clusterIPs") == ["None"]
    if spec.items("ports").isEmpty, !isHeadless, type != "ExternalName" {
      errors.required(path.field("ports"))
    }
    validateType(spec, type, isHeadless: isHeadless, &errors)
    validatePorts(spec, &errors)
    ObjectMetaValidation.labels(spec.fields("selector"), path.field("selector"), &errors)
    validateAffinity(spec, &errors)
    if type != "ExternalName" { ServiceAddressValidation.validate(spec, &errors) }
    for (index, address) in spec.strings("externalIPs").enumerated() {
      ServiceAddressValidation.validate(
        external: address, path.field("externalIPs").index(index), &errors)
    }
    PodValidation.validateChoice(
      type, ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"], path.field("type"), &errors)
    validateRepeatedPorts(spec, type, &errors)
    validateLoadBalancer(spec, type, &errors)
    validateTraffic(spec, type, &errors)
    return errors
  }

  private static func validateType(
    _ spec: Node, _ type: String, isHeadless: Bool, _ errors: inout FieldErrors
  ) {
    switch type {
    case "LoadBalancer", "NodePort":
      if isHeadless {
        errors.invalid(
          path.field("clusterIPs").index(0), .string("None"),
          "may not be set to 'None' for \(type) services")
      }
    case "ExternalName":
      for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] where spec.has(key) {
        errors.forbidden(path.field(key), "may not be set for ExternalName services")
      }
      let given = spec.text("externalName")
      let name = given.hasSuffix(".") ? String(given.dropLast()) : given
      if name.isEmpty {
        errors.required(path.field("externalName"))
      } else {
        errors.invalid(
          path.field("externalName"), name, all: NameRules.dnsSubdomain(name))
      }
    default: break
    }
  }

  private static func validatePorts(_ spec: Node, _ errors: inout FieldErrors) {
    let ports = spec.items("ports")
    var names: Set<String> = []
    for (index, port) in ports.enumerated() {
      let item = path.field("ports").index(index)
      let name = port.text("name")
      if name.isEmpty {
        if ports.count > 1 { errors.required(item.field("name")) }
      } else {
        errors.invalid(item.field("name"), name, all: NameRules.dnsLabel(name))
        if !names.insert(name).inserted { errors.duplicate(item.field("name"), .string(name)) }
      }
      let number = port.number("port") ?? 0
      for message in NameRules.portNumber(number) {
        errors.invalid(item.field("port"), .number(number), message)
      }
      PodValidation.validateChoice(
        port.text("protocol"), PortValidation.protocols, item.field("protocol"), &errors)
      PortValidation.validate(
        numberOrName: port["targetPort"] ?? 0, item.field("targetPort"), &errors)
      if let name = port["appProtocol"]?.string {
        errors.invalid(item.field("appProtocol"), name, all: NameRules.qualifiedName(name))
      }
    }
  }

  private static func validateAffinity(_ spec: Node, _ errors: inout FieldErrors) {
    let affinity = spec.text("sessionAffinity")
    PodValidation.validateChoice(
      affinity, ["ClientIP", "None"], path.field("sessionAffinity"), &errors)
    guard affinity == "ClientIP" else { return }
    let seconds =
      spec.object("sessionAffinityConfig")?.object("clientIP")?.number("timeoutSeconds") ?? 0
    if !(1...86400).contains(seconds) {
      errors.invalid(
        path.field("sessionAffinityConfig").field("clientIP").field("timeoutSeconds"),
        .number(seconds), "must be greater than 0 and less than 86400")
    }
  }

  private static func validateRepeatedPorts(
    _ spec: Node, _ type: String, _ errors: inout FieldErrors
  ) {
    let ports = spec.items("ports")
    func each(_ visit: (Node, FieldPath) -> Void) {
      for (index, port) in ports.enumerated() { visit(port, path.field("ports").index(index)) }
    }
    var found = FieldErrors()
    if type == "ClusterIP" {
      each { port, item in
        if port.has("nodePort") {
          found.forbidden(
            item.field("nodePort"), "may not be used when `type` is 'ClusterIP'")
        }
      }
    }
    var taken: Set<String> = []
    each { port, item in
      guard let number = port.number("nodePort") else { return }
      if !taken.insert("\(port.text("protocol"))/\(number)").inserted {
        found.duplicate(item.field("nodePort"), .number(number))
      }
    }
    taken = []
    each { port, item in
      let (name, number) = (port.text("protocol"), port.number("port") ?? 0)
      if !taken.insert("\(name)/\(number)").inserted {
        found.duplicate(
          item,
          .json(
            "{\"Name\":\"\",\"Protocol\":\(GoText.json(name)),\"AppProtocol\":null,"
              + "\"Port\":\(number),\"TargetPort\":0,\"NodePort\":0}"))
      }
    }
    errors.append(found)
  }

  private static func validateLoadBalancer(
    _ spec: Node, _ type: String, _ errors: inout FieldErrors
  ) {
    let isBalancer = type == "LoadBalancer"
    let only = "may only be used when `type` is 'LoadBalancer'"
    if spec.has("loadBalancerSourceRanges") {
      let rangesPath = path.field("LoadBalancerSourceRanges")
      if !isBalancer { errors.forbidden(rangesPath, only) }
      for (index, range) in spec.strings("loadBalancerSourceRanges").enumerated()
      where !ServiceAddressValidation.isRange(range.trimmingSpace()) {
        errors.invalid(
          rangesPath.index(index), .string(range.trimmingSpace()),
          "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
      }
    }
    if spec.has("allocateLoadBalancerNodePorts"), !isBalancer {
      errors.forbidden(path.field("allocateLoadBalancerNodePorts"), only)
    }
    if let name = spec["loadBalancerClass"]?.string {
      if !isBalancer { errors.forbidden(path.field("loadBalancerClass"), only) }
      errors.invalid(path.field("loadBalancerClass"), name, all: NameRules.qualifiedName(name))
    }
  }

  private static func validateTraffic(
    _ spec: Node, _ type: String, _ errors: inout FieldErrors
  ) {
    let policies = ["Cluster", "Local"]
    let external = spec.text("externalTrafficPolicy")
    let isExternal =
      type == "LoadBalancer" || type == "NodePort"
      || (type == "ClusterIP" && !spec.strings("externalIPs").isEmpty)
    if isExternal, !external.isEmpty, !policies.contains(external) {
      errors.notSupported(path.field("externalTrafficPolicy"), external, policies)
    } else if !isExternal, !external.isEmpty {
      errors.invalid(
        path.field("externalTrafficPolicy"), .named(external),
        "may only be set for externally-accessible services")
    }
    let health = spec.number("healthCheckNodePort") ?? 0
    if health != 0, !(type == "LoadBalancer" && external == "Local") {
      errors.invalid(
        path.field("healthCheckNodePort"), .number(health),
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
    }
    if let policy = spec["internalTrafficPolicy"]?.string, !policies.contains(policy) {
      errors.notSupported(path.field("internalTrafficPolicy"), policy, policies)
    }
    let distributions = ["PreferClose", "PreferSameNode", "PreferSameZone"]
    if let given = spec["trafficDistribution"]?.string, !distributions.contains(given) {
      errors.notSupported(path.field("trafficDistribution"), given, distributions)
    }
  }
}
