extension Process {
  private var network: NetworkNamespace { namespaces.network }

  /// Asks the name server; /etc/hosts is the caller's affair.
  ///
  /// Takes the time of a round trip.
  package func lookUpName(_ name: String) async throws -> Network.Lookup {
    try await sleep(for: kernel.network.latency * 2)
    return kernel.network.lookUp(name, network)
  }

  /// Opens a TCP connection and returns its descriptor.
  ///
  /// Throws `connectionRefused`, `noRouteToHost`, or `timedOut` after `timeout` (nil: the two
  /// minutes that Linux tries).
  package func connect(to address: SocketAddress, timeout: Duration? = nil) async throws -> Int {
    try await step()
    if network.owns(address.address) {
      return try connectLocally(to: address)
    }
    guard let own = network.address else { throw Errno.networkUnreachable }
    let target = kernel.network.redirect(address) ?? address
    if let namespace = kernel.network.namespaces[target.address] {
      try await sleep(for: kernel.network.latency)
      guard let listener = namespace.listener(at: target) else { throw Errno.connectionRefused }
      return try establish(
        from: network.bridge ?? own, to: address, listener: listener, in: namespace)
    }
    if let service = kernel.network.services[target] {
      try await sleep(for: kernel.network.latency)
      return try serve(service, from: own, at: address)
    }
    switch kernel.network.silence(target.address) {
    case .refuses:
      try await sleep(for: kernel.network.latency)
      throw Errno.connectionRefused
    case .unreachable:
      try await sleep(for: .seconds(3))
      throw Errno.noRouteToHost
    case .drops:
      // Source: Linux, net.ipv4.tcp_syn_retries = 6.
      try await sleep(for: timeout ?? .seconds(127))
      throw Errno.timedOut
    }
  }

  private func connectLocally(to address: SocketAddress) throws(Errno) -> Int {
    guard let listener = network.listener(at: address) else { throw .connectionRefused }
    return try establish(from: address.address, to: address, listener: listener, in: network)
  }

  private func establish(
    from own: IPAddress, to address: SocketAddress, listener: Listener,
    in namespace: NetworkNamespace
  ) throws(Errno) -> Int {
    let connection = Connection(
      client: SocketAddress(own, port: network.ephemeralPort()), server: address)
    network.add(connection)
    if namespace !== network { namespace.add(connection) }
    listener.offer(connection)
    return try insert(connection, .client)
  }

  /// Runs a service of the outside world in a process of its own.
  private func serve(
    _ service: @escaping Program, from own: IPAddress, at address: SocketAddress
  ) throws(Errno) -> Int {
    let connection = Connection(
      client: SocketAddress(own, port: network.ephemeralPort()), server: address)
    network.add(connection)
    let file = OpenFile(
      .connection(connection, .server), path: "socket:[1]", isReadable: true, isWritable: true)
    let server = Process(
      kernel: kernel, parent: nil, namespaces: kernel.outside(hostname: "\(address.address)"),
      arguments: ["service"], environment: [:], user: 0, group: 0, groups: [], directory: [])
    server.workingDirectory = [server.namespaces.mounts.root]
    server.install(file, at: 0)
    server.install(file, at: 1)
    server.begin(service)
    return try insert(connection, .client)
  }

  private func insert(_ connection: Connection, _ side: SocketSide) throws(Errno) -> Int {
    try descriptors.insert(
      OpenFile(
        .connection(connection, side), path: "socket:[\(kernel.nextPipeNumber())]",
        isReadable: true, isWritable: true))
  }

  /// Listens on a TCP port and returns the descriptor; port 0 takes a free one.
  ///
  /// Throws `addressInUse`, `accessDenied` (ports below 1024 for others than root),
  /// `addressNotAvailable`.
  package func listen(on address: SocketAddress) throws(Errno) -> Int {
    charge(kernel.costs.step)
    var address = address
    guard (0...65_535).contains(address.port) else { throw .invalidArgument }
    if address.port == 0 { address.port = network.ephemeralPort() }
    if address.address != .any, !network.owns(address.address) { throw .addressNotAvailable }
    let listener = Listener(local: address, namespace: network)
    try network.add(listener)
    return try descriptors.insert(
      OpenFile(
        .listener(listener), path: "socket:[\(kernel.nextPipeNumber())]", isReadable: false,
        isWritable: false))
  }

  /// Waits for the next connection and returns its descriptor.
  package func accept(_ descriptor: Int) async throws -> Int {
    try await step()
    guard case .listener(let listener) = descriptors[descriptor]?.kind else {
      throw Errno.notSocket
    }
    while true {
      if listener.isClosed { throw Errno.badDescriptor }
      if let connection = listener.accept() { return try insert(connection, .server) }
      try await wait(for: [listener.changed])
    }
  }

  /// Says that this side sends no more.
  package func finishSending(_ descriptor: Int) throws(Errno) {
    guard case .connection(let connection, let side) = descriptors[descriptor]?.kind else {
      throw .notSocket
    }
    connection.finishWriting(side)
  }

  /// The addresses of a connection's both ends; nil for other descriptors.
  package func socketAddresses(
    of descriptor: Int
  ) -> (local: SocketAddress, remote: SocketAddress)? {
    guard case .connection(let connection, let side) = descriptors[descriptor]?.kind else {
      return nil
    }
    return (connection.local(side), connection.local(side.other))
  }

  /// One line of `netstat`: a socket of this network namespace.
  package struct SocketStatus: Sendable {
    package var local: SocketAddress
    /// Nil: it listens.
    package var remote: SocketAddress?
  }

  /// Listening sockets first, then connections, each from this namespace's point of view.
  package var sockets: [SocketStatus] {
    let listening = network.listening.map { SocketStatus(local: $0, remote: nil) }
    let open = network.connections.filter { !$0.isFinished }.flatMap { connection in
      [SocketSide.client, .server].compactMap { side -> SocketStatus? in
        guard network.owns(connection.local(side).address) else { return nil }
        return SocketStatus(
          local: connection.local(side), remote: connection.local(side.other))
      }
    }
    return listening + open
  }

  /// Sends an echo request; the round trip time, or nil when no answer comes within `timeout`.
  package func ping(_ address: IPAddress, timeout: Duration) async throws -> Duration? {
    try await step()
    if network.owns(address) { return .microseconds(60) }
    let network = kernel.network
    let isThere =
      network.namespaces[address] != nil || network.services.keys.contains { $0.address == address }
    guard isThere || network.silence(address) == .refuses else {
      try await sleep(for: timeout)
      return nil
    }
    try await sleep(for: network.latency * 2)
    return network.latency * 2
  }
}

extension Process {
  /// The TCP ports that this process has open for connections.
  package var listeningPorts: [Int] {
    openDescriptors.compactMap { number in
      guard case .listener(let listener) = descriptors[number]?.kind else { return nil }
      return listener.local.port
    }
  }
}
