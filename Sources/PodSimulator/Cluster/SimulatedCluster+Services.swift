import Kernel
import PodModel

/// What kube-proxy does, and which addresses Services get.
extension SimulatedCluster {
  /// All Services, sorted by namespace and name.
  var services: [Node] { store.sorted(kind: "Service").map(\.value) }

  /// An address that no Service has, from 203.0.113.64/26 as long as there are any.
  var freeServiceAddress: String {
    let taken = Set(services.compactMap { $0["spec"]?["clusterIP"]?.string })
    let outside = Set(setup.sites.keys.map { "\($0.address)" } + [SimulatedCluster.dnsAddress])
    let free = { (network: UInt32, size: UInt32) in
      (1..<size).lazy.map { "\(IPAddress(rawValue: network + $0))" }
        .first { !taken.contains($0) && !outside.contains($0) }
    }
    return free(0xCB00_7140, 63) ?? free(0x0A60_0000, 0xFFFF) ?? "10.0.0.0"
  }

  /// A port of the node that no Service has.
  var freeNodePort: Int64 {
    let taken = Set(
      services.flatMap { $0["spec"]?["ports"]?.list ?? [] }.compactMap { $0["nodePort"]?.integer })
    return (30_001...32_767).first { !taken.contains($0) } ?? 30_000
  }

  /// The Pods behind a Service that have an address, sorted by it.
  func endpoints(of service: Node) -> [PodEndpoint] {
    let selector = ServiceSelector(service)
    if selector.isEmpty { return [] }
    return store.sorted(kind: "Pod", in: service["metadata"]?["namespace"]?.string)
      .filter { selector.selects($0.value) }.compactMap { PodEndpoint($0.value) }
      .sorted { $0.address < $1.address }
  }

  // MARK: Connections

  /// Where a connection goes that is made to a Service, or to a port of the node.
  func redirect(_ address: SocketAddress) -> SocketAddress? {
    let isNode = "\(address.address)" == SimulatedCluster.nodeAddress
    for (key, service) in store.objects(ofKind: "Service") {
      guard let spec = service["spec"] else { continue }
      let isOwn = spec["clusterIP"]?.string.flatMap { IPAddress($0) } == address.address
      guard isOwn || isNode else { continue }
      let port = spec["ports"]?.list?.first {
        $0[isOwn ? "port" : "nodePort"]?.int == address.port
      }
      if let port, let target = target(of: service, key, port) { return target }
    }
    return isNode ? hostPort(address.port) : nil
  }

  /// The Pods that are ready take turns; iptables rules choose by chance.
  private func target(
    of service: Node, _ key: ObjectStore.Key, _ port: Node
  ) -> SocketAddress? {
    let showsUnready = service["spec"]?["publishNotReadyAddresses"]?.bool ?? false
    var targets = endpoints(of: service)
      .filter { showsUnready || $0.isReady && !$0.isEnding }
      .compactMap { endpoint in
        IPAddress(endpoint.address).flatMap { address in
          endpoint.number(of: port).map { SocketAddress(address, port: $0) }
        }
      }
    if ServiceSelector(service).isEmpty { targets = givenTargets(key, port) }
    if targets.isEmpty { return nil }
    let turn = turns[key, default: 0]
    turns[key] = turn &+ 1
    return targets[turn % targets.count]
  }

  /// The addresses that somebody named for a Service without a selector.
  private func givenTargets(_ key: ObjectStore.Key, _ port: Node) -> [SocketAddress] {
    let endpoints = store[
      ObjectStore.Key(kind: "Endpoints", namespace: key.namespace, name: key.name)]
    return (endpoints?["subsets"]?.list ?? []).flatMap { subset -> [SocketAddress] in
      let number = subset["ports"]?.list?.first { $0["name"] == port["name"] }?["port"]?.int
      guard let number else { return [] }
      return (subset["addresses"]?.list ?? []).compactMap {
        $0["ip"]?.string.flatMap { IPAddress($0) }.map { SocketAddress($0, port: number) }
      }
    }
  }

  private func hostPort(_ number: Int) -> SocketAddress? {
    for (_, pod) in store.sorted(kind: "Pod") {
      guard let endpoint = PodEndpoint(pod), let address = IPAddress(endpoint.address),
        pod["spec"]?["hostNetwork"]?.bool != true
      else { continue }
      let ports = (pod["spec"]?["containers"]?.list ?? []).flatMap { $0["ports"]?.list ?? [] }
      if let port = ports.first(where: { $0["hostPort"]?.int == number }),
        let own = port["containerPort"]?.int
      {
        return SocketAddress(address, port: own)
      }
    }
    return nil
  }

  /// Whether an address is a Service's; nobody answers there when it has no Pods.
  func isServiceAddress(_ address: IPAddress) -> Bool {
    store.objects(ofKind: "Service").values.contains {
      $0["spec"]?["clusterIP"]?.string.flatMap { IPAddress($0) } == address
    }
  }
}
