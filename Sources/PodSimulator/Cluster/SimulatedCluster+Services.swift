import Kernel
import PodModel

/// What kube-proxy and the cluster's DNS do.
extension SimulatedCluster {
  /// All Services, sorted by namespace and name.
  var services: [Node] {
    store.objects.filter { $0.key.kind == "Service" }.sorted { $0.key < $1.key }.map(\.value)
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
    let pods = store.objects.filter { key, pod in
      key.kind == "Pod" && key.namespace == service["metadata"]?["namespace"]?.string
        && selector.allSatisfy { pod["metadata"]?["labels"]?[$0.key]?.string == $0.value }
    }.sorted { $0.key < $1.key }.map(\.value)
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
