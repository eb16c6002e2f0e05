import Kernel
import Testing

@Suite struct KernelTests {
  @Test func `runs a program and collects its output`() throws {
    let world = World(programs: [
      "hello": { process in
        try await process.output.writeLine("hello \(process.arguments.dropFirst().joined())")
        return 3
      }
    ])
    #expect(try world.run("hello", "you") == .exited(3))
    #expect(world.outputText == "hello you\n")
  }

  @Test func `sleeping moves the clock and nothing else`() throws {
    let world = World(programs: [
      "nap": { process in
        try await process.sleep(for: .seconds(600))
        return 0
      }
    ])
    let start = world.kernel.now
    #expect(try world.run("nap") == .exited(0))
    #expect(world.kernel.now - start > .seconds(600))
    #expect(world.kernel.now - start < .seconds(601))
  }

  @Test func `a pipe blocks the writer when it is full and ends the reader when it is closed`()
    throws
  {
    let world = World(programs: [
      "pump": { process in
        let ends = try process.pipe()
        let writer = try process.fork { child in
          try child.close(ends.reading)
          try await child.write(Array(repeating: 65, count: 200_000), to: ends.writing)
          return 0
        }
        try process.close(ends.writing)
        let count = try await process.readAll(ends.reading).count
        let child = try await process.waitForChild(.pid(writer.pid))
        try await process.output.writeLine("\(count) \(child.status.code)")
        return 0
      }
    ])
    #expect(try world.run("pump") == .exited(0))
    #expect(world.outputText == "200000 0\n")
  }

  @Test func `writing to a pipe that nobody reads ends the process`() throws {
    let world = World(programs: [
      "yes": { process in
        let ends = try process.pipe()
        let child = try process.fork { child in
          try child.close(ends.reading)
          while true { try await child.write([121, 10], to: ends.writing) }
        }
        try process.close(ends.writing)
        _ = try await process.read(ends.reading, atMost: 2)
        try process.close(ends.reading)
        return try await process.waitForChild(.pid(child.pid)).status.code
      }
    ])
    #expect(try world.run("yes") == .exited(128 + 13))
  }

  @Test func `a signal ends a sleeping child, but not process 1`() throws {
    let world = World(programs: [
      "main": { process in
        let child = try process.fork { child in try await child.sleepForever() }
        try process.sendSignal(.term, to: 1)
        try process.sendSignal(.term, to: child.pid)
        return try await process.waitForChild().status.code
      }
    ])
    #expect(try world.run("main") == .exited(143))
  }

  @Test func `endless loops reach the horizon`() throws {
    let world = World(programs: ["spin": { process in while true { try await process.step() } }])
    let process = try world.start("spin")
    let start = world.kernel.now
    #expect(world.kernel.run(until: start + .seconds(60)) == .deadline)
    #expect(process.ended == nil)
  }

  @Test func `shutting down unwinds whatever waits`() throws {
    let canary = Canary()
    weak var weakKernel: Kernel?
    weak var weakProcess: Process?
    do {
      let world = World(programs: [
        "wait": { process in
          defer { canary.note() }
          let child = try process.fork { child in
            defer { canary.note() }
            try await child.sleepForever()
          }
          _ = try await process.waitForChild(.pid(child.pid))
          return 0
        }
      ])
      weakProcess = try world.start("wait")
      weakKernel = world.kernel
      #expect(world.kernel.run() == .idle)
    }
    #expect(canary.count == 2)
    #expect(weakKernel == nil)
    #expect(weakProcess == nil)
  }
}
