import ByteText

/// The rules for `resources`.
///
/// Source: Kubernetes core `validateResourceRequirements`, `pkg/apis/core/helper/helpers.go`.
enum ResourceValidation {
  /// - Parameter claims: the names that the Pod's `resourceClaims` define.
  static func validate(
    _ resources: Node, claims: Set<String>, isPodLevel: Bool, _ path: FieldPath,
    _ errors: inout FieldErrors
  ) {
    let (limits, requests) = (resources.fields("limits"), resources.fields("requests"))
    for limit in limits {
      let item = path.field("limits").key(limit.key)
      validate(limit, isPodLevel: isPodLevel, item, &errors)
      validateHugePages(limit, item, &errors)
    }
    for request in requests {
      let item = path.field("requests").key(request.key)
      validate(request, isPodLevel: isPodLevel, item, &errors)
      validate(
        request: request, limit: limits.first { $0.key == request.key }, path, &errors)
      validateHugePages(request, item, &errors)
    }
    let names = (limits + requests).map(\.key)
    if names.contains(where: isHugePage), !names.contains("cpu"), !names.contains("memory") {
      errors.forbidden(path, "HugePages require cpu or memory")
    }
    validate(
      claims: resources.items("claims"), defined: claims, path.field("claims"), &errors)
  }

  private static func validate(
    _ entry: Node.Entry, isPodLevel: Bool, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    validateName(entry.key, isPodLevel: isPodLevel, path, &errors)
    let amount = entry.value.asQuantity ?? .zero
    if amount < .zero {
      errors.invalid(path, .string("\(amount)"), "must be greater than or equal to 0")
    }
    if isCounted(entry.key), amount.milliValue % 1000 != 0 {
      errors.invalid(path, .string("\(amount)"), "must be an integer")
    }
  }

  private static func validate(
    request: Node.Entry, limit: Node.Entry?, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let amount = request.value.asQuantity ?? .zero
    let canOvercommit = isNative(request.key) && !isHugePage(request.key)
    guard let limit else {
      if !canOvercommit {
        errors.required(
          path.field("limits"), "Limit must be set for non overcommitable resources")
      }
      return
    }
    let bound = limit.value.asQuantity ?? .zero
    if amount != bound, !canOvercommit {
      errors.invalid(
        path.field("requests"), .string("\(amount)"),
        "must be equal to \(request.key) limit of \(bound)")
    } else if amount > bound {
      errors.invalid(
        path.field("requests"), .string("\(amount)"),
        "must be less than or equal to \(request.key) limit of \(bound)")
    }
  }

  private static func validateHugePages(
    _ entry: Node.Entry, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard isHugePage(entry.key) else { return }
    let amount = entry.value.asQuantity ?? .zero
    let page = (try? Quantity(entry.key.dropFirst("hugepages-".count))) ?? .zero
    if page <= .zero || amount.value % page.value != 0 {
      errors.invalid(
        path, .string("\(amount)"),
        "\(amount) is not positive integer multiple of \(entry.key)")
    }
  }

  private static func validate(
    claims: [Node], defined: Set<String>, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    var names: Set<String> = []
    for (index, claim) in claims.enumerated() {
      let (name, request) = (claim.text("name"), claim.text("request"))
      let item = path.index(index)
      guard !name.isEmpty else {
        errors.required(item)
        continue
      }
      if !request.isEmpty {
        errors.invalid(item.field("request"), request, all: NameRules.dnsLabel(request))
      }
      let key = request.isEmpty ? name : "\(name)/\(request)"
      if names.contains(name) || names.contains(key) {
        errors.duplicate(item, .string(names.contains(name) ? name : key))
      } else if request.isEmpty, names.contains(where: { $0.hasPrefix("\(name)/") }) {
        errors.duplicate(item, .string(name))
      }
      names.insert(key)
      if !defined.contains(name) {
        let list =
          defined.isEmpty ? " which is empty" : ": " + defined.sorted().joined(separator: ", ")
        errors.notFound(
          item, .string(name), "must be one of the names in pod.spec.resourceClaims\(list)")
      }
    }
  }
}

// MARK: Names of resources

extension ResourceValidation {
  private static let containerResources: Set<String> = ["cpu", "memory", "ephemeral-storage"]
  private static let countedResources: Set<String> = [
    "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
    "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
  ]
  private static let otherResources: Set<String> = [
    "storage", "requests.cpu", "requests.memory", "requests.storage",
    "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
  ]

  private static func validateName(
    _ name: String, isPodLevel: Bool, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let messages = NameRules.qualifiedName(name)
    errors.invalid(path, name, all: messages)
    let isStandard =
      containerResources.contains(name) || countedResources.contains(name)
      || otherResources.contains(name) || isHugePage(name)
    let isKnown = name.holds("/") || isStandard
    if messages.isEmpty, !isKnown {
      errors.invalid(
        path, .named(name), "must be a standard resource type or fully qualified")
    }
    if isPodLevel {
      if messages.isEmpty, isKnown, !PodResourceDefaults.isPodLevel(name) {
        errors.notSupported(path, name, ["cpu", "hugepages-", "memory"])
      }
    } else if !name.holds("/") {
      if !containerResources.contains(name), !isHugePage(name) {
        errors.invalid(path, .named(name), "must be a standard resource for containers")
      }
    } else if !isNative(name), !isExtended(name) {
      errors.invalid(path, .named(name), "doesn't follow extended resource name standard")
    }
  }

  static func isHugePage(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

  /// Resources of Kubernetes itself, which have no or its own prefix.
  private static func isNative(_ name: String) -> Bool {
    !name.holds("/") || name.range(of: "kubernetes.io/") != nil
  }

  /// Devices and the like, which cannot be shared: `example.com/gpu`.
  private static func isExtended(_ name: String) -> Bool {
    !isNative(name) && !name.hasPrefix("requests.")
      && NameRules.qualifiedName("requests.\(name)").isEmpty
  }

  private static func isCounted(_ name: String) -> Bool {
    countedResources.contains(name) || isExtended(name)
  }
}
