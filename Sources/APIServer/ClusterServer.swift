import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The Kubernetes API of a live cluster, on a port of this machine.
package final class ClusterServer: Sendable {
  /// Why a server could not be started.
  package struct StartError: Error, CustomStringConvertible {
    package let description: String

    init(_ error: any Error, address: String, port: Int) {
      let code = (error as? IOError)?.errnoCode
      let why = code.map { String(cString: strerror($0)) } ?? "\(error)"
      let isPort = code == EADDRINUSE || code == EACCES
      let option = isPort ? "port with --port" : "address with --listen"
      description = "cannot listen on '\(address)', port \(port): \(why); choose another \(option)"
    }
  }

  /// The IP address that it listens on.
  package let address: String
  package let port: Int
  /// What clients must show.
  package let token: AccessToken
  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel
  private let services: ServerServices
  private let cluster: LiveCluster
  private let connections: NIOLoopBound<OpenConnections>

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - address: an IP address; anything but loopback lets other machines in.
  ///   - port: 0 for a free one.
  ///   - identity: what connections are encrypted with; nil for plain HTTP.
  ///   - streams: what `exec`, `attach` and `port-forward` are handed to.
  package init(
    _ cluster: LiveCluster, address: String = "127.0.0.1", port: Int = 0,
    identity: TLSIdentity? = nil, token: AccessToken = .random(),
    limits: ServerLimits = ServerLimits(),
    streams: any StreamUpgrader = NoStreams()
  ) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let eventLoop = group.next()
    let open = try eventLoop.submit {
      NIOLoopBound(
        OpenConnections(most: limits.connections, identity: identity), eventLoop: eventLoop)
    }.wait()
    let handover = Handover()
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let services = handover.services else { throw ChannelError.ioOnClosedChannel }
          try open.value.add(channel, Connection(services), limits)
        }
      }
    do {
      listener = try bootstrap.bind(host: address, port: port).wait()
    } catch {
      try? group.syncShutdownGracefully()
      throw StartError(error, address: address, port: port)
    }
    let bound = listener.localAddress?.port ?? port
    let services = ServerServices(
      access: AccessGuard(token: token, address: address, port: bound), limits: limits,
      streams: streams, cluster: cluster, address: "\(address):\(bound)")
    handover.give(services)
    self.services = services
    self.cluster = cluster
    self.address = address
    self.port = bound
    self.token = token
    self.group = group
    connections = open
    // What is under way would never be answered; whoever asks again is told why.
    cluster.whenExhausted { eventLoop.execute { open.value.closeAll() } }
  }

  /// Ends the server and its cluster: no new connection, open streams end, answers under way are
  /// sent.
  package func stop() {
    services.stop()
    try? listener.close().wait()
    let connections = connections
    try? listener.eventLoop.submit { connections.value.stopAll() }.wait()
    let eventLoop = listener.eventLoop
    try? eventLoop.flatSubmit {
      connections.value.whenEmpty(within: .seconds(1), on: eventLoop)
    }.wait()
    // What the cluster still has to say finds its way; after that nothing uses the thread.
    cluster.end()
    try? group.syncShutdownGracefully()
  }
}

/// Gives connections the services that exist only once the port is known.
private final class Handover: Sendable {
  private let box = Mutex<ServerServices?>(nil)

  var services: ServerServices? { box.withLock { $0 } }

  func give(_ services: ServerServices) { box.withLock { $0 = services } }
}
