import ByteText
import Kernel
import PodModel

/// How a Pod asks for names.
struct NameResolution {
  /// Nil where the Pod asks the node's name server.
  var namespace: String?
  var searches: [String] = []
}

/// The names of Services and Pods.
///
/// Source: Kubernetes DNS-Based Service Discovery, version 1.1.0.
extension SimulatedCluster {
  private static let zone = "cluster.local"

  /// The domains in which Pods of a namespace look for a name.
  static func searches(_ namespace: String) -> [String] {
    ["\(namespace).svc.\(zone)", "svc.\(zone)", zone]
  }

  /// What a Pod finds under a name.
  func lookUp(_ name: String, by network: NetworkNamespace) -> Network.Lookup {
    let asked = name.hasSuffix(".") ? String(name.dropLast()) : name
    if let address = lookUpHost(asked) { return .addresses([address]) }
    let resolution = resolutions[ObjectIdentifier(network)]
    guard setup.hasClusterDNS, let resolution, resolution.namespace != nil else {
      return outsideName(asked)
    }
    // Names with five dots or more are first tried as they are (`ndots:5`).
    let isAbsolute = name.hasSuffix(".")
    let others = isAbsolute ? [] : resolution.searches.map { "\(asked).\($0)" }
    let dots = asked.count { $0 == "." }
    for candidate in dots < 5 ? others + [asked] : [asked] + others {
      let found = clusterName(candidate.lowercased(), depth: 0)
      if found != .noSuchName { return found }
    }
    return .noSuchName
  }

  private func outsideName(_ name: String) -> Network.Lookup {
    setup.names[name].map { .addresses([$0]) } ?? .noSuchName
  }

  private func clusterName(_ name: String, depth: Int) -> Network.Lookup {
    guard name.hasSuffix(".\(Self.zone)") else { return outsideName(name) }
    var labels = name.dropLast(Self.zone.count + 1).split(at: ".").map(String.init)
    guard let kind = labels.popLast(), let namespace = labels.popLast(), let last = labels.popLast()
    else { return .noSuchName }
    switch kind {
    case "svc": return serviceName(last, namespace, host: labels.popLast(), depth: depth)
    case "pod":
      return IPAddress(last.replacingDashes).map { .addresses([$0]) } ?? .noSuchName
    case _: return .noSuchName
    }
  }

  private func serviceName(
    _ name: String, _ namespace: String, host: String?, depth: Int
  ) -> Network.Lookup {
    let key = ObjectStore.Key(kind: "Service", namespace: namespace, name: name)
    guard let service = store[key], let spec = service["spec"] else { return .noSuchName }
    if spec["type"]?.string == "ExternalName" {
      guard depth < 8, let target = spec["externalName"]?.string else { return .noSuchName }
      return clusterName(target, depth: depth + 1)
    }
    let address = spec["clusterIP"]?.string ?? ""
    if address != "None" {
      guard host == nil, let own = IPAddress(address) else { return .noSuchName }
      return .addresses([own])
    }
    let showsUnready = spec["publishNotReadyAddresses"]?.bool ?? false
    let addresses = endpoints(of: service)
      .filter { showsUnready || $0.isReady && !$0.isEnding }
      .filter { endpoint in
        guard let host else { return true }
        return (endpoint.hostname(in: name) ?? endpoint.address.replacingDots) == host
      }
      .compactMap { IPAddress($0.address) }
    return addresses.isEmpty ? .noSuchName : .addresses(addresses)
  }
}

extension String {
  fileprivate var replacingDashes: String { map { $0 == "-" ? "." : String($0) }.joined() }
  fileprivate var replacingDots: String { map { $0 == "." ? "-" : String($0) }.joined() }
}
