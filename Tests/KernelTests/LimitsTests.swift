import Kernel
import Testing

/// On a node that goes on, a limit is the matter of the process that reaches it.
@Suite struct LimitsTests {
  private func world(
    _ name: String, _ program: @escaping Program, change: (inout Limits) -> Void = { _ in }
  ) -> World {
    var limits = Limits()
    limits.excess = .stopsProcess
    change(&limits)
    return World(programs: [name: program], limits: limits)
  }

  @Test func `a full disk refuses bytes and takes them again once a file is gone`() throws {
    let world = world(
      "fill",
      { process in
        let block = [UInt8](repeating: 0, count: 1 << 16)
        let file = try await process.open("/tmp/big", .rewrite)
        do {
          while true { try await process.write(block, to: file) }
        } catch Errno.noSpace {}
        try process.close(file)
        try process.unlink("/tmp/big")
        let other = try await process.open("/tmp/small", .rewrite)
        try await process.write(block, to: other)
        return 7
      },
      change: { $0.storage = 1 << 20 })
    #expect(try world.run("fill") == .exited(7))
    #expect(world.kernel.reachedLimit == nil)
  }

  @Test func `too much memory ends the process alone`() throws {
    let world = world(
      "grow",
      { process in
        var held = Holding(process)
        held.add(1 << 30)
        try await process.sleepForever()
      })
    #expect(try world.run("grow") == .signalled(.kill))
    #expect(world.kernel.reachedLimit == nil)
    #expect(world.namespaces.memory.hasKilled)
  }

  @Test func `a container has so many processes and no more`() throws {
    let world = world(
      "breed",
      { process in
        var count = 0
        do {
          while true {
            _ = try process.fork { try await $0.sleepForever() }
            count += 1
          }
        } catch Errno.tryAgain {}
        return count
      },
      change: { $0.processesPerContainer = 10 })
    #expect(try world.run("breed") == .exited(9))
  }

  /// What a process holds, what it asks for besides, and what its container may have, in MiB.
  @Test(arguments: [
    (holds: 2, wants: 3, may: 32, isKilled: false, isTold: false),
    (holds: 4, wants: 0, may: 3, isKilled: true, isTold: false),
    (holds: 4, wants: 29, may: 32, isKilled: true, isTold: false),
    (holds: 7, wants: 0, may: 32, isKilled: true, isTold: true),
    (holds: 4, wants: 4, may: 32, isKilled: true, isTold: true),
  ])
  func `a process that its container would allow more is ended, and nothing else judged`(
    holds: Int, wants: Int, may: Int, isKilled: Bool, isTold: Bool
  ) throws {
    let world = World(
      programs: [
        "grow": { process in
          var held = Holding(process)
          held.add(holds << 20)
          try await process.makeRoom(for: wants << 20)
          try await process.yield()
          return 0
        }
      ], memory: MemoryGroup(limit: may << 20))
    #expect(try world.run("grow") == (isKilled ? .signalled(.kill) : .exited(0)))
    #expect(world.kernel.reachedLimit == nil)
    #expect(world.namespaces.memory.hasKilled == isKilled)
    #expect(
      world.kernel.notModelled.map(\.what)
        == (isTold
          ? [
            "more memory than the simulation allows (6 MiB a process, 8 MiB in all) in a container "
              + "that may have 32 MiB"
          ] : []))
  }
}
