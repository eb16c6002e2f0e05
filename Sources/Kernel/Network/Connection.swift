/// The two ends of a TCP connection.
enum SocketSide {
  case client, server

  var other: SocketSide {
    switch self {
    case .client: .server
    case .server: .client
    }
  }
}

/// An established TCP connection: one pipe each way.
package final class Connection {
  let clientAddress: SocketAddress
  let serverAddress: SocketAddress
  private let toServer = Pipe()
  private let toClient = Pipe()
  private var closed: (client: Bool, server: Bool) = (false, false)

  init(client: SocketAddress, server: SocketAddress) {
    clientAddress = client
    serverAddress = server
    for pipe in [toServer, toClient] {
      pipe.open(.reading)
      pipe.open(.writing)
    }
  }

  var isFinished: Bool { closed.client && closed.server }

  func isClosed(_ side: SocketSide) -> Bool {
    switch side {
    case .client: closed.client
    case .server: closed.server
    }
  }

  /// What `side` reads from.
  func incoming(_ side: SocketSide) -> Pipe {
    switch side {
    case .client: toClient
    case .server: toServer
    }
  }

  /// What `side` writes to.
  func outgoing(_ side: SocketSide) -> Pipe { incoming(side.other) }

  func local(_ side: SocketSide) -> SocketAddress {
    switch side {
    case .client: clientAddress
    case .server: serverAddress
    }
  }

  /// Says that `side` sends no more; the other side reads the end.
  func finishWriting(_ side: SocketSide) {
    let pipe = outgoing(side)
    if pipe.writers > 0 { pipe.close(.writing) }
  }

  func close(_ side: SocketSide) {
    guard !isClosed(side) else { return }
    switch side {
    case .client: closed.client = true
    case .server: closed.server = true
    }
    finishWriting(side)
    let pipe = incoming(side)
    if pipe.readers > 0 { pipe.close(.reading) }
  }
}

/// A listening TCP socket.
package final class Listener {
  package let local: SocketAddress
  private let namespace: NetworkNamespace
  private var backlog: [Connection] = []
  private(set) var isClosed = false
  let changed = WaitQueue()

  init(local: SocketAddress, namespace: NetworkNamespace) {
    self.local = local
    self.namespace = namespace
  }

  var hasConnection: Bool { !backlog.isEmpty }

  func offer(_ connection: Connection) {
    backlog.append(connection)
    changed.wakeAll()
  }

  func accept() -> Connection? { backlog.isEmpty ? nil : backlog.removeFirst() }

  func close() {
    isClosed = true
    namespace.remove(self)
    for connection in backlog { connection.close(.server) }
    backlog = []
    changed.wakeAll()
  }
}
