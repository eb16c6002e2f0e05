import Kernel
package import PodModel

extension SimulatedCluster {
  /// The objects that somebody made, without what a new cluster has by itself and without events.
  package var madeObjects: [Node] {
    let stock = SimulatedCluster(Setup(start: started))
    defer { stock.end() }
    return store.objects.sorted { $0.key < $1.key }.filter { key, _ in
      key.kind != "Event" && stock.store[key] == nil
        && !(key.kind == "ServiceAccount" && key.name == "default")
        && !(key.kind == "ConfigMap" && key.name == "kube-root-ca.crt")
    }.map(\.value)
  }

  /// Puts objects of another cluster into this one.
  ///
  /// All but Pods stay as they were, with their ages and addresses. Pods are made anew from their
  /// manifests. Objects that the API server refuses are left out.
  package func restore(_ objects: [Node]) {
    for object in objects where object["kind"]?.string != "Pod" {
      let key = ObjectStore.Key(object)
      store.put(object, at: key, time: kernel.now)
      if key.kind == "Namespace" { fill(key.name) }
      keepServiceAddress(of: object)
    }
    for object in objects where object["kind"]?.string == "Pod" {
      guard let pods = resources.first(where: { $0.kind == "Pod" }) else { continue }
      let namespace = object["metadata"]?["namespace"]?.string
      _ = try? make(pods, Self.manifest(of: object), in: namespace)
    }
  }

  /// Sees to it that no new Service gets the address or the port of this one.
  private func keepServiceAddress(of object: Node) {
    guard object["kind"]?.string == "Service", let spec = object["spec"] else { return }
    if let address = spec["clusterIP"]?.string.flatMap({ IPAddress($0) }) {
      for _ in 0..<256 {
        guard let next = IPAddress(takeServiceAddress()), next.rawValue < address.rawValue else {
          break
        }
      }
    }
    let ports = (spec["ports"]?.list ?? []).compactMap { $0["nodePort"]?.integer }
    for port in ports.filter({ (30_000...32_767).contains($0) }) {
      while takeNodePort() < port {}
    }
  }

  /// A Pod without what the cluster has added to it.
  private static func manifest(of pod: Node) -> Node {
    var manifest = pod
    manifest["status"] = nil
    manifest["spec"]?["nodeName"] = nil
    for key in ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"] {
      manifest["metadata"]?[key] = nil
    }
    return manifest
  }
}

extension ObjectStore.Key {
  fileprivate init(_ object: Node) {
    self.init(
      kind: object["kind"]?.string ?? "",
      namespace: object["metadata"]?["namespace"]?.string ?? "",
      name: object["metadata"]?["name"]?.string ?? "")
  }
}
