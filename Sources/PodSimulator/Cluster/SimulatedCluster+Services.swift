import Kernel
import PodModel

/// What kube-proxy and the cluster's DNS do.
extension SimulatedCluster {
  /// All Services, sorted by namespace and name.
  var services: [Node] {
    store.sorted(kind: "Service").map(\.value)
  }

  /// An address that no Service has, from 203.0.113.64/26 as long as there are any.
  var freeServiceAddress: String {
    let taken = Set(services.compactMap { $0["spec"]?["clusterIP"]?.string })
    let outside = Set(setup.sites.keys.map { "\($0.address)" })
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

  /// The address of `NAME`, `NAME.NAMESPACE` or `NAME.NAMESPACE.svc.cluster.local`.
  ///
  /// Nil everywhere: the recorded node has no cluster DNS.
  func lookUpService(_ name: String) -> IPAddress? { nil }

  /// Where a connection to a Service's address goes: to the first ready Pod.
  func redirect(_ address: SocketAddress) -> SocketAddress? {
    for service in services {
      guard let spec = service["spec"],
        spec["clusterIP"]?.string.flatMap({ IPAddress($0) }) == address.address,
        let port = spec["ports"]?.list?.first(where: { $0["port"]?.int == address.port })
      else { continue }
      return endpoint(of: service, port)
    }
    return nil
  }

  private func endpoint(of service: Node, _ port: Node) -> SocketAddress? {
    guard let selector = service["spec"]?["selector"]?.stringMap, !selector.isEmpty else {
      return nil
    }
    let pods = store.sorted(kind: "Pod", in: service["metadata"]?["namespace"]?.string)
      .map(\.value).filter { pod in
        selector.allSatisfy { pod["metadata"]?["labels"]?[$0.key]?.string == $0.value }
      }
    let ready = pods.filter { pod in
      pod["metadata"]?["deletionTimestamp"] == nil
        && pod["status"]?["conditions"]?.list?.contains {
          $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
        } ?? false
    }
    guard let pod = ready.first,
      let own = pod["status"]?["podIP"]?.string.flatMap({ IPAddress($0) })
    else { return nil }
    let target = port["targetPort"] ?? port["port"]
    let number =
      target?.int
      ?? target?.string.flatMap { name in
        (pod["spec"]?["containers"]?.list ?? []).flatMap { $0["ports"]?.list ?? [] }
          .first { $0["name"]?.string == name }?["containerPort"]?.int
      }
    return number.map { SocketAddress(own, port: $0) }
  }
}
