/// The class by which the kubelet decides whom to evict first.
///
/// Source: Kubernetes `pkg/apis/core/v1/helper/qos/qos.go`.
package enum QualityOfService: String, Sendable {
  case guaranteed = "Guaranteed"
  case burstable = "Burstable"
  case bestEffort = "BestEffort"

  /// The class of a completed PodSpec.
  package static func of(_ spec: Node) -> QualityOfService {
    if let resources = spec.object("resources"),
      resources.has("limits") || resources.has("requests")
    {
      return of([resources])
    }
    let containers = spec.items("containers") + spec.items("initContainers")
    return of(containers.map { $0.object("resources") ?? [:] })
  }

  private static func of(_ all: [Node]) -> QualityOfService {
    var requests: [String: Int128] = [:]
    var limits: [String: Int128] = [:]
    var isGuaranteed = true
    for resources in all {
      for entry in amounts("requests", of: resources) {
        requests[entry.name, default: 0] += entry.amount
      }
      let limited = amounts("limits", of: resources)
      for entry in limited { limits[entry.name, default: 0] += entry.amount }
      if Set(limited.map(\.name)) != ["cpu", "memory"] { isGuaranteed = false }
    }
    if requests.isEmpty && limits.isEmpty { return .bestEffort }
    let isEqual =
      requests.count == limits.count && requests.allSatisfy { limits[$0.key] == $0.value }
    return isGuaranteed && isEqual ? .guaranteed : .burstable
  }

  /// The positive amounts of processor time and memory.
  private static func amounts(
    _ key: String, of resources: Node
  ) -> [(name: String, amount: Int128)] {
    resources.fields(key).compactMap { entry in
      guard ["cpu", "memory"].contains(entry.key), let amount = entry.value.asQuantity,
        amount > .zero
      else { return nil }
      return (entry.key, amount.nanos)
    }
  }
}
