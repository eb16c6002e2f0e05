import Kernel
import PodModel

/// Keeps the Endpoints and EndpointSlices of all Services as their Pods come, get ready and go.
///
/// Source: Kubernetes `pkg/controller/endpoint`, `pkg/controller/endpointslice`.
final class EndpointsController {
  private unowned let cluster: SimulatedCluster
  private var planned: Set<ObjectStore.Key> = []
  /// How long it takes until a change shows.
  private static let latency = Duration.milliseconds(20)

  init(cluster: SimulatedCluster) { self.cluster = cluster }

  /// Hears of every change in the store.
  func changed(_ change: ObjectStore.Change) {
    switch (change.key.kind, change.event.kind) {
    case ("Service", .deleted): remove(change.key)
    case ("Service", _): plan(change.key)
    case ("Pod", _): podChanged(change)
    case (_, _): break
    }
  }

  private func podChanged(_ change: ObjectStore.Change) {
    let (new, old) = (change.event.object, change.before)
    if let old, change.event.kind != .deleted, Seen(new) == Seen(old) { return }
    for (key, service) in cluster.store.sorted(kind: "Service", in: change.key.namespace) {
      let selector = ServiceSelector(service)
      if selector.selects(new) || old.map(selector.selects) ?? false { plan(key) }
    }
  }

  /// What of a Pod matters to Services.
  private struct Seen: Equatable {
    let labels: Node?
    let address: String?
    let isReady: Bool
    let isEnding: Bool
    let hasEnded: Bool

    init(_ pod: Node) {
      labels = pod["metadata"]?["labels"]
      address = pod["status"]?["podIP"]?.string
      isReady = PodEndpoint.isReady(pod)
      isEnding = pod["metadata"]?["deletionTimestamp"] != nil
      hasEnded = PodEndpoint.hasEnded(pod)
    }
  }

  private func plan(_ key: ObjectStore.Key) {
    guard planned.insert(key).inserted else { return }
    cluster.kernel.schedule(at: cluster.kernel.now + EndpointsController.latency) { [weak self] in
      self?.planned.remove(key)
      self?.write(key)
    }
  }

  private func write(_ key: ObjectStore.Key) {
    guard let service = cluster.store[key], !ServiceSelector(service).isEmpty else { return }
    let record = EndpointsRecord(
      service: service, endpoints: cluster.endpoints(of: service), now: cluster.kernel.now)
    put(record.endpointsObject(replacing: cluster.store[endpointsKey(key)]), at: endpointsKey(key))
    let slice = sliceKey(key)
    put(record.sliceObject(named: slice.name, replacing: cluster.store[slice]), at: slice)
  }

  private func put(_ object: Node, at key: ObjectStore.Key) {
    cluster.store.put(object, at: key, time: cluster.kernel.now)
  }

  private func remove(_ key: ObjectStore.Key) {
    cluster.store.remove(endpointsKey(key), time: cluster.kernel.now)
    cluster.store.remove(sliceKey(key), time: cluster.kernel.now)
  }

  private func endpointsKey(_ key: ObjectStore.Key) -> ObjectStore.Key {
    ObjectStore.Key(kind: "Endpoints", namespace: key.namespace, name: key.name)
  }

  private func sliceKey(_ key: ObjectStore.Key) -> ObjectStore.Key {
    let suffix = Identifier.suffix("slice", key.namespace, key.name)
    return ObjectStore.Key(
      kind: "EndpointSlice", namespace: key.namespace, name: "\(key.name)-\(suffix)")
  }
}

/// Which Pods belong to a Service.
struct ServiceSelector {
  private let labels: [String: String]

  init(_ service: Node) {
    let isAlias = service["spec"]?["type"]?.string == "ExternalName"
    labels = isAlias ? [:] : service["spec"]?["selector"]?.stringMap ?? [:]
  }

  /// Whether somebody else names the endpoints.
  var isEmpty: Bool { labels.isEmpty }

  func selects(_ pod: Node) -> Bool {
    let own = pod["metadata"]?["labels"]
    return !labels.isEmpty && labels.allSatisfy { own?[$0.key]?.string == $0.value }
  }
}

/// A Pod behind a Service.
struct PodEndpoint {
  let pod: Node
  let address: String

  /// Nil for a Pod that has no address or has ended.
  init?(_ pod: Node) {
    guard let address = pod["status"]?["podIP"]?.string, !address.isEmpty,
      !PodEndpoint.hasEnded(pod)
    else { return nil }
    self.pod = pod
    self.address = address
  }

  var isReady: Bool { PodEndpoint.isReady(pod) }
  var isEnding: Bool { pod["metadata"]?["deletionTimestamp"] != nil }

  static func isReady(_ pod: Node) -> Bool {
    pod["status"]?["conditions"]?.list?.contains {
      $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
    } ?? false
  }

  static func hasEnded(_ pod: Node) -> Bool {
    ["Succeeded", "Failed"].contains(pod["status"]?["phase"]?.string ?? "")
  }

  /// The number that a Service's port leads to; nil where the Pod has no port of that name.
  func number(of port: Node) -> Int? {
    guard let target = port["targetPort"] else { return port["port"]?.int }
    if let number = target.int { return number == 0 ? port["port"]?.int : number }
    let networkProtocol = port["protocol"]?.string ?? "TCP"
    return ["containers", "initContainers"].lazy
      .flatMap { pod["spec"]?[$0]?.list ?? [] }.flatMap { $0["ports"]?.list ?? [] }
      .first {
        $0["name"]?.string == target.string
          && ($0["protocol"]?.string ?? "TCP") == networkProtocol
      }?["containerPort"]?.int
  }

  /// The host name by which a headless Service knows the Pod.
  func hostname(in service: String?) -> String? {
    guard let name = pod["spec"]?["hostname"]?.string, !name.isEmpty,
      pod["spec"]?["subdomain"]?.string == service
    else { return nil }
    return name
  }
}
