/// The world outside the containers: who answers where, and what names mean.
///
/// Network namespaces join it with the address of their eth0; services and names are handed in by
/// whoever builds the world.
package final class Network {
  /// What an address without a namespace does with a connection attempt.
  package enum Silence: Sendable {
    /// The host is there, nothing listens: "Connection refused".
    case refuses
    /// No answer at all, until the caller gives up.
    case drops
    /// "No route to host".
    case unreachable
  }

  /// What a name server says of a name.
  package enum Lookup: Sendable, Hashable {
    case addresses([IPAddress])
    /// NXDOMAIN
    case noSuchName
    /// No answer: the name server cannot be reached.
    case noServer
  }

  /// How long a packet takes from one place to another.
  package var latency = Duration.microseconds(200)
  /// A program per remote endpoint; each connection runs it anew with the socket as descriptors 0
  /// and 1, as inetd does.
  package var services: [SocketAddress: Program] = [:]
  /// What happens at hosts that run no such service.
  package var silence: (IPAddress) -> Silence = { _ in .drops }
  /// Asks the name server; gets the name as it was asked and the namespace that asks.
  package var lookUp: (String, NetworkNamespace) -> Lookup = { _, _ in .noSuchName }
  /// Where connections to an address and port really go (Services of type ClusterIP).
  package var redirect: (SocketAddress) -> SocketAddress? = { _ in nil }
  private(set) var namespaces: [IPAddress: NetworkNamespace] = [:]

  package init() {}

  /// Makes `namespace` reachable at its own address.
  package func join(_ namespace: NetworkNamespace) {
    if let address = namespace.address { namespaces[address] = namespace }
  }

  /// Takes `namespace` off the network; its connections stay as they are.
  package func leave(_ namespace: NetworkNamespace) {
    guard let address = namespace.address, namespaces[address] === namespace else { return }
    namespaces[address] = nil
  }
}

/// A network stack with lo and, mostly, eth0: all containers of a Pod share one.
package final class NetworkNamespace {
  /// The address of eth0; nil: only lo.
  package let address: IPAddress?
  /// The address under which the others of the network see this one; nil for its own.
  ///
  /// A node reaches its Pods through a bridge, which has an address in their network.
  package var bridge: IPAddress?
  /// What gethostname tells.
  package var hostname: String
  let network: Network
  private(set) var listeners: [SocketAddress: Listener] = [:]
  /// All connections that were made and not yet closed on both sides, in order.
  private(set) var connections: [Connection] = []
  private var nextPort = 32_768

  /// Does not join the network by itself: see `Network.join`.
  package init(hostname: String, address: IPAddress?, network: Network) {
    self.hostname = hostname
    self.address = address
    self.network = network
  }

  /// Whether `address` is one of this namespace's own.
  package func owns(_ address: IPAddress) -> Bool { address.isLoopback || address == self.address }

  /// Who accepts connections to `address`, be it by that address or by any.
  func listener(at address: SocketAddress) -> Listener? {
    listeners[address] ?? listeners[SocketAddress(.any, port: address.port)]
  }

  func add(_ listener: Listener) throws(Errno) {
    let local = listener.local
    let taken = listeners.keys.contains {
      $0.port == local.port
        && ($0.address == local.address || $0.address == .any || local.address == .any)
    }
    if taken { throw .addressInUse }
    listeners[local] = listener
  }

  func remove(_ listener: Listener) { listeners[listener.local] = nil }

  func add(_ connection: Connection) {
    connections.removeAll { $0.isFinished }
    connections.append(connection)
  }

  /// The next free port for an outgoing connection.
  func ephemeralPort() -> Int {
    defer { nextPort = nextPort >= 60_999 ? 32_768 : nextPort + 1 }
    return nextPort
  }

  /// What listens here, sorted by port and address.
  package var listening: [SocketAddress] {
    listeners.keys.sorted { ($0.port, $0.address) < ($1.port, $1.address) }
  }

  /// Whether a TCP connection to `address` would be accepted now; for probes from outside.
  package func accepts(_ address: SocketAddress) -> Bool { listener(at: address) != nil }
}
