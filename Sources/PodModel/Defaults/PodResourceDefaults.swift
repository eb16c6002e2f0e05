/// Amounts that a Pod as a whole asks for, and what follows from its containers.
///
/// Source: Kubernetes `pkg/apis/core/v1/defaults.go` (`defaultPodRequests`) and
/// `component-helpers/resource` (`AggregateContainerRequests`).
enum PodResourceDefaults {
  /// Resources that may be asked for at the level of the Pod.
  static func isPodLevel(_ resource: String) -> Bool {
    resource == "cpu" || resource == "memory" || resource.hasPrefix("hugepages-")
  }

  /// Where the Pod has limits or requests of its own, missing requests become the sum of the
  /// containers' or else the limit.
  static func apply(to spec: inout Node) {
    guard let resources = spec.object("resources"),
      resources.has("limits") || resources.has("requests")
    else { return }
    let sums = aggregate("requests", of: spec)
    var requests = resources.object("requests") ?? [:]
    for (name, amount) in sums
    where ["cpu", "memory"].contains(name) && requests[name] == nil {
      requests.set(name, Node(.string(amount.description)))
    }
    for limit in resources.fields("limits") where requests[limit.key] == nil {
      requests.set(limit.key, limit.value)
    }
    guard requests.entries?.isEmpty == false else { return }
    spec.update("resources") { $0.set("requests", requests) }
  }

  /// What all containers together ask for, sorted by resource.
  ///
  /// - Parameter key: `requests` or `limits`.
  ///
  /// That is the sum over running containers and sidecars, or the hungriest moment of
  /// initialisation, whichever is more.
  static func aggregate(_ key: String, of spec: Node) -> [(name: String, amount: Quantity)] {
    var total: [String: Quantity] = [:]
    for container in spec.items("containers") { add(amounts(key, of: container), to: &total) }
    var sidecars: [String: Quantity] = [:]
    var peak: [String: Quantity] = [:]
    for container in spec.items("initContainers") {
      var moment = amounts(key, of: container)
      if container.text("restartPolicy") == "Always" {
        add(moment, to: &total)
        add(moment, to: &sidecars)
        moment = sidecars
      } else {
        add(sidecars, to: &moment)
      }
      for (name, amount) in moment where amount > peak[name] ?? .zero { peak[name] = amount }
    }
    for (name, amount) in peak where amount > total[name] ?? .zero { total[name] = amount }
    return total.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func amounts(_ key: String, of container: Node) -> [String: Quantity] {
    var amounts: [String: Quantity] = [:]
    for entry in container.object("resources")?.fields(key) ?? [] {
      amounts[entry.key] = entry.value.asQuantity
    }
    return amounts
  }

  private static func add(_ amounts: [String: Quantity], to total: inout [String: Quantity]) {
    for (name, amount) in amounts {
      let sum = total[name] ?? Quantity(nanos: 0, format: amount.format)
      let (nanos, overflow) = sum.nanos.addingReportingOverflow(amount.nanos)
      total[name] = Quantity(nanos: overflow ? .max : nanos, format: sum.format)
    }
  }
}
