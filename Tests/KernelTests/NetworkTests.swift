import Kernel
import Testing

@Suite struct NetworkTests {
  private static let server: Program = { process in
    let listener = try process.listen(on: SocketAddress(.any, port: 80))
    while true {
      let connection = try await process.accept(listener)
      let request = try await process.read(connection, atMost: 100)
      try await process.write(Array("echo ".utf8) + request, to: connection)
      try process.close(connection)
    }
  }

  private static let client: Program = { process in
    for address in process.arguments.dropFirst() {
      do {
        let target = SocketAddress(IPAddress(address) ?? .any, port: 80)
        let start = process.now
        let connection = try await process.connect(to: target, timeout: .seconds(5))
        try await process.write(Array("hi".utf8), to: connection)
        try process.finishSending(connection)
        try await process.output.write(try await process.readAll(connection) + [0x20])
        #expect(process.now - start < .seconds(1))
      } catch let error as Errno {
        try await process.output.write("\(error.rawValue) ")
      }
    }
    return 0
  }

  @Test func `containers reach their own and other Pods, services and nothing else`() throws {
    let network = Network()
    network.silence = { $0 == IPAddress("10.0.0.99") ? .refuses : .drops }
    let site = try #require(IPAddress("203.0.113.80"))
    network.services[SocketAddress(site, port: 80)] = { process in
      let request = try await process.read(0, atMost: 100)
      try await process.write(Array("site ".utf8) + request, to: 1)
      return 0
    }
    let world = World(
      programs: ["server": Self.server, "client": Self.client], network: network)
    _ = try world.start("server")
    _ = world.kernel.run()
    _ = try world.run("client", "127.0.0.1", "10.0.0.2", "203.0.113.80", "10.0.0.99", "10.0.0.98")
    #expect(world.outputText == "echo hi echo hi site hi 111 110 ")
  }

  @Test func `a port can be taken once, and is free again after its process`() throws {
    let world = World(programs: [
      "server": Self.server,
      "take": { process in
        do {
          _ = try process.listen(on: SocketAddress(.loopback, port: 80))
          return 0
        } catch let error as Errno {
          return error.rawValue
        }
      },
    ])
    // Process 1, so that the others do not end with the server.
    _ = try world.start("server")
    _ = world.kernel.run()
    #expect(try world.run("take") == .exited(98))
    world.namespaces.pids.initial?.receiveFromOutside(.kill)
    _ = world.kernel.run()
    #expect(try world.run("take") == .exited(0))
  }
}
