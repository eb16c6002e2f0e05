/// The rules for what decides where a Pod runs.
///
/// Source: Kubernetes core `ValidateTolerations`, `validateSchedulingGates`,
/// `validateReadinessGates`, `ValidateHostAliases` and the end of `ValidatePodSpec`.
enum SchedulingValidation {
  static func validateGates(_ scope: PodScope, _ errors: inout FieldErrors) {
    let path = scope.specPath
    for (index, gate) in scope.spec.items("readinessGates").enumerated() {
      let type = gate.text("conditionType")
      errors.invalid(
        path.field("readinessGates").index(index).field("conditionType"), type,
        all: NameRules.qualifiedName(type))
    }
    var names: Set<String> = []
    for (index, gate) in scope.spec.items("schedulingGates").enumerated() {
      let name = gate.text("name")
      let item = path.field("schedulingGates").index(index)
      errors.invalid(item, name, all: NameRules.qualifiedName(name))
      if !names.insert(name).inserted { errors.duplicate(item, .string(name)) }
    }
  }

  /// What the server looks at after the names.
  static func validateRest(_ scope: PodScope, _ errors: inout FieldErrors) {
    let (spec, path) = (scope.spec, scope.specPath)
    for (index, toleration) in spec.items("tolerations").enumerated() {
      validate(toleration, path.field("tolerations").index(index), &errors)
    }
    for (index, alias) in spec.items("hostAliases").enumerated() {
      let item = path.field("hostAliases").index(index)
      DNSValidation.validate(address: alias.text("ip"), item.field("ip"), &errors)
      for (place, name) in alias.strings("hostnames").enumerated() {
        errors.invalid(
          item.field("hostnames").index(place), name, all: NameRules.dnsSubdomain(name))
      }
    }
    if !spec.text("priorityClassName").isEmpty {
      let name = spec.text("priorityClassName")
      errors.invalid(
        path.field("priorityClassName"), name, all: NameRules.dnsSubdomain(name))
    }
    if let name = spec["runtimeClassName"]?.string {
      errors.invalid(path.field("runtimeClassName"), name, all: NameRules.dnsSubdomain(name))
    }
    if let policy = spec["preemptionPolicy"]?.string {
      PodValidation.validateChoice(
        policy, ["PreemptLowerPriority", "Never"], path.field("preemptionPolicy"), &errors)
    }
    if let overhead = spec["overhead"] {
      ResourceValidation.validate(
        ["limits": overhead], claims: [], isPodLevel: false, path.field("overhead"), &errors)
    }
  }

  private static func validate(
    _ toleration: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (key, verb) = (toleration.text("key"), toleration.text("operator"))
    let (value, effect) = (toleration.text("value"), toleration.text("effect"))
    if !key.isEmpty { ObjectMetaValidation.labelName(key, path.field("key"), &errors) }
    if key.isEmpty, verb != "Exists" {
      errors.invalid(
        path.field("operator"), .named(verb),
        "operator must be Exists when `key` is empty, which means "
          + "\"match all values and all keys\"")
    }
    if toleration.has("tolerationSeconds"), effect != "NoExecute" {
      errors.invalid(
        path.field("effect"), .named(effect),
        "effect must be 'NoExecute' when `tolerationSeconds` is set")
    }
    switch verb {
    case "", "Equal":
      let messages = NameRules.labelValue(value)
      if !messages.isEmpty {
        errors.invalid(path.field("operator"), .string(value), messages.joined(separator: ";"))
      }
    case "Exists":
      if !value.isEmpty {
        errors.invalid(
          path.field("operator"), .string(value),
          "value must be empty when `operator` is 'Exists'")
      }
    default: errors.notSupported(path.field("operator"), verb, ["Equal", "Exists"])
    }
    let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
    if !effect.isEmpty, !effects.contains(effect) {
      errors.notSupported(path.field("effect"), effect, effects)
    }
  }
}

/// The rules for `dnsConfig`.
///
/// Source: Kubernetes core `validatePodDNSConfig`.
enum DNSValidation {
  static func validate(_ scope: PodScope, _ errors: inout FieldErrors) {
    let path = scope.specPath.field("dnsConfig")
    let config = scope.spec.object("dnsConfig")
    let servers = config?.strings("nameservers") ?? []
    if scope.spec.text("dnsPolicy") == "None" {
      guard config != nil else {
        return errors.required(path, "must provide `dnsConfig` when `dnsPolicy` is None")
      }
      if servers.isEmpty {
        return errors.required(
          path.field("nameservers"),
          "must provide at least one DNS nameserver when `dnsPolicy` is None")
      }
    }
    guard let config else { return }
    if servers.count > 3 {
      errors.invalid(
        path.field("nameservers"), .strings(servers), "must not have more than 3 nameservers")
    }
    for (index, server) in servers.enumerated() {
      validate(address: server, path.field("nameservers").index(index), &errors)
    }
    validate(searches: config.strings("searches"), path.field("searches"), &errors)
    for (index, option) in config.items("options").enumerated()
    where option.text("name").isEmpty {
      errors.required(path.field("options").index(index), "must not be empty")
    }
  }

  private static func validate(
    searches: [String], _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    if searches.count > 32 {
      errors.invalid(path, .strings(searches), "must not have more than 32 search paths")
    }
    if searches.joined(separator: " ").utf8.count > 2048 {
      errors.invalid(
        path, .strings(searches),
        "must not have more than 2048 characters (including spaces) in the search list")
    }
    for (index, search) in searches.enumerated() where search != "." {
      let name = search.hasSuffix(".") ? String(search.dropLast()) : search
      errors.invalid(
        path.index(index), name, all: NameRules.dnsSubdomainWithUnderscores(name))
    }
  }

  static func validate(
    address: String, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
  ) {
    if IPAddress(address) == nil {
      errors.invalid(
        path(), .string(address),
        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
    }
  }
}
