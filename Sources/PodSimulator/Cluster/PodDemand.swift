import PodModel

/// What a Pod asks of a node.
struct PodDemand {
  /// Billionths, by resource; only what is asked for.
  let amounts: [String: Int128]
  /// Such as `8080/TCP`.
  let hostPorts: Set<String>

  /// Containers run beside sidecars; init containers one after the other, beside the sidecars that
  /// were started before them.
  ///
  /// Source: Kubernetes `pkg/api/v1/resource/helpers.go`, `PodRequests`.
  init(_ pod: Pod) {
    var running: [String: Int128] = [:]
    var sidecars: [String: Int128] = [:]
    var highest: [String: Int128] = [:]
    for container in pod.spec.containers {
      running.merge(Self.amounts(container.resources.requests), uniquingKeysWith: +)
    }
    for container in pod.spec.initContainers {
      var own = Self.amounts(container.resources.requests)
      if container.isNativeSidecar {
        running.merge(own, uniquingKeysWith: +)
        sidecars.merge(own, uniquingKeysWith: +)
        own = sidecars
      } else {
        own.merge(sidecars, uniquingKeysWith: +)
      }
      highest.merge(own, uniquingKeysWith: max)
    }
    amounts = running.merging(highest, uniquingKeysWith: max).filter { $0.value > 0 }
    hostPorts = Set(
      pod.spec.containers.flatMap(\.ports).compactMap { port in
        port.hostPort.map { "\($0)/\(port.networkProtocol)" }
      })
  }

  private static func amounts(_ requests: [String: String]) -> [String: Int128] {
    requests.compactMapValues { (try? Quantity($0))?.nanos }
  }
}

/// What the Pods of a node use of it.
struct NodeUsage {
  private var demands: [ObjectStore.Key: PodDemand] = [:]
  private var amounts: [String: Int128] = [:]
  private var ports: [String: Int] = [:]

  var pods: Int { demands.count }

  func amount(_ resource: String) -> Int128 { amounts[resource] ?? 0 }

  func hasConflict(_ wanted: Set<String>) -> Bool { wanted.contains { ports[$0] ?? 0 > 0 } }

  func contains(_ key: ObjectStore.Key) -> Bool { demands[key] != nil }

  mutating func add(_ demand: PodDemand, of key: ObjectStore.Key) {
    remove(key)
    demands[key] = demand
    amounts.merge(demand.amounts, uniquingKeysWith: +)
    for port in demand.hostPorts { ports[port, default: 0] += 1 }
  }

  mutating func remove(_ key: ObjectStore.Key) {
    guard let demand = demands.removeValue(forKey: key) else { return }
    amounts.merge(demand.amounts, uniquingKeysWith: -)
    for port in demand.hostPorts { ports[port, default: 1] -= 1 }
  }
}
