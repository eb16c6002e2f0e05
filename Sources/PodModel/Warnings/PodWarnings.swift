import ByteText

/// What the API server accepts but does not like, in its order.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go` and `pkg/registry/core/pod/strategy.go`
/// (`WarningsOnCreate`), v1.36.
enum PodWarnings {
  static func warnings(for pod: Node) -> [String] {
    let meta = pod["metadata"] ?? [:]
    let spec = pod["spec"] ?? [:]
    let scope = PodScope(meta: meta, spec: spec, specPath: FieldPath("spec"))
    var warnings: [String] = []
    let nameProblems = NameRules.dnsLabel(pod.name)
    if !nameProblems.isEmpty {
      warnings.append(
        "metadata.name: this is used in the Pod's hostname, which can result in surprising "
          + "behavior; a DNS label is recommended: [\(nameProblems.joined(separator: " "))]")
    }
    warnings += SchedulingWarnings.placement(spec)
    warnings += AnnotationWarnings.deprecated(meta)
    warnings += VolumeWarnings.warnings(spec.items("volumes"))
    warnings += duplicates(spec)
    warnings += AnnotationWarnings.seccomp(ofPod: spec, meta)
    warnings += overhead(spec)
    scope.forEachContainer { container, path in
      warnings += AnnotationWarnings.seccomp(ofContainer: container, meta)
      warnings += fractions(container.object("resources"), path.field("resources"))
      warnings += environment(container, path)
    }
    warnings += PortWarnings.warnings(scope)
    if let seconds = scope.gracePeriod, seconds < 0 {
      warnings.append(
        "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will "
          + "be treated as 1")
    }
    warnings += SchedulingWarnings.selectors(spec)
    warnings += addresses(spec)
    return warnings
  }

  private static func duplicates(_ spec: Node) -> [String] {
    var warnings: [String] = []
    for (list, key, word) in [("hostAliases", "ip", "ip"), ("imagePullSecrets", "name", "name")] {
      var seen: Set<String> = []
      for (index, item) in spec.items(list).enumerated()
      where !seen.insert(item.text(key)).inserted {
        warnings.append(
          "spec.\(list)[\(index)].\(key): duplicate \(word) \(GoQuote.quoted(item.text(key)))")
      }
    }
    for (index, secret) in spec.items("imagePullSecrets").enumerated()
    where secret.text("name").isEmpty {
      warnings.append("spec.imagePullSecrets[\(index)].name: invalid empty name \"\"")
    }
    return warnings
  }

  // MARK: Amounts

  private static func overhead(_ spec: Node) -> [String] {
    ["memory", "ephemeral-storage"].compactMap { name in
      fraction(spec["overhead"]?[name], FieldPath("spec", "overhead").key(name))
    }
  }

  private static func fractions(_ resources: Node?, _ path: FieldPath) -> [String] {
    guard let resources else { return [] }
    return ["memory", "ephemeral-storage"].flatMap { name in
      ["limits", "requests"].compactMap { kind in
        fraction(resources[kind]?[name], path.field(kind).key(name))
      }
    }
  }

  private static func fraction(_ value: Node?, _ path: @autoclosure () -> FieldPath) -> String? {
    guard let amount = value?.asQuantity, amount.milliValue % 1000 != 0 else { return nil }
    return "\(path()): fractional byte value \"\(amount)\" is invalid, must be an integer"
  }

  // MARK: Environment

  private static func environment(_ container: Node, _ path: FieldPath) -> [String] {
    var warnings: [String] = []
    var seen: Set<String> = []
    for (index, variable) in container.items("env").enumerated() {
      let name = variable.text("name")
      guard !seen.insert(name).inserted else { continue }
      let reference = "$(\(name))"
      let value = variable.text("value")
      let isExtension =
        !variable.has("valueFrom") && value != reference && value.range(of: reference) != nil
      if !isExtension {
        warnings.append(
          "\(path.field("env").index(index)): hides previous definition of "
            + "\(GoQuote.quoted(name)), which may be dropped when using apply")
      }
    }
    return warnings
  }

  // MARK: Addresses

  /// Addresses that old software reads differently.
  ///
  /// Source: apimachinery `util/validation/ip.go`, `GetWarningsForIP`.
  private static func addresses(_ spec: Node) -> [String] {
    var warnings: [String] = []
    for (index, server) in (spec.object("dnsConfig")?.strings("nameservers") ?? []).enumerated() {
      warnings += address(
        server, FieldPath("spec", "dnsConfig", "nameservers").index(index))
    }
    for (index, alias) in spec.items("hostAliases").enumerated() {
      warnings += address(
        alias.text("ip"), FieldPath("spec", "hostAliases").index(index).field("ip"))
    }
    return warnings
  }

  static func address(_ text: String, _ path: @autoclosure () -> FieldPath) -> [String] {
    guard let address = IPAddress(text) else { return [] }
    let hasLeadingZero = text.split(at: ".").contains { $0.count > 1 && $0.hasPrefix("0") }
    if !text.holds(":"), hasLeadingZero {
      return [
        "\(path()): non-standard IP address \(GoQuote.quoted(text)) will be considered invalid in "
          + "a future Kubernetes release: use \(GoQuote.quoted(address.description))"
      ]
    }
    if text.holds(":"), address.isIPv4 {
      return [
        "\(path()): non-standard IP address \(GoQuote.quoted(text)) will be considered invalid in "
          + "a future Kubernetes release: use \(GoQuote.quoted(address.description))"
      ]
    }
    if text != address.description {
      return [
        "\(path()): IPv6 address \(GoQuote.quoted(text)) should be in RFC 5952 canonical format "
          + "(\(GoQuote.quoted(address.description)))"
      ]
    }
    return []
  }
}
