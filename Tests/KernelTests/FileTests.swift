import Kernel
import Testing

@Suite struct FileTests {
  /// Runs one program as a user and returns what it writes.
  private func output(
    user: Int = 0, prepare: (World) throws -> Void = { _ in },
    _ program: @escaping Program
  ) throws -> String {
    let world = World(programs: ["program": program])
    try prepare(world)
    _ = try world.run(["program"], user: user)
    return world.outputText
  }

  @Test func `an image is copied on write`() throws {
    let tree = FileTree.directory(["etc": .directory(["motd": .file("hi\n")])])
    let kernel = Kernel(startingAt: VirtualTime(unixSeconds: 0), programs: ProgramTable())
    let first = kernel.makeFileSystem(type: "overlay").makeRoot(from: tree)
    let second = kernel.makeFileSystem(type: "overlay").makeRoot(from: tree)
    let motd = try #require(first.child("etc")?.child("motd"))
    try motd.replaceContents(with: Array("bye".utf8), at: kernel.now)
    #expect(second.child("etc")?.child("motd")?.data == Array("hi\n".utf8))
  }

  @Test func `volumes are shared, hide what is below and may be read-only`() throws {
    let text = try output(
      prepare: { world in
        let volume = world.kernel.makeFileSystem(type: "ext4").makeRoot()
        for (path, isReadOnly) in [("/a", false), ("/tmp", true)] {
          try world.namespaces.mounts.mount(
            volume, at: path, isReadOnly: isReadOnly, time: world.kernel.now)
        }
      },
      { process in
        let descriptor = try await process.open("/a/file", .rewrite)
        try await process.write(Array("shared".utf8), to: descriptor)
        try await process.output.write(try await process.contents(of: "/tmp/file"))
        do {
          _ = try await process.open("/tmp/other", .rewrite)
        } catch Errno.readOnlyFileSystem {
          try await process.output.write(" read-only")
        }
        try await process.output.write(" \(try process.realPath("/tmp/../a/./file"))")
        return 0
      })
    #expect(text == "shared read-only /a/file")
  }

  @Test func `a small file system fills up, and gives room back`() throws {
    let text = try output(
      prepare: { world in
        let volume = world.kernel.makeFileSystem(type: "tmpfs", capacity: 1000).makeRoot()
        try world.namespaces.mounts.mount(volume, at: "/v", time: world.kernel.now)
      },
      { process in
        let descriptor = try await process.open("/v/a", .rewrite)
        try await process.write(Array(repeating: 1, count: 900), to: descriptor)
        do {
          try await process.write(Array(repeating: 1, count: 200), to: descriptor)
        } catch Errno.noSpace {
          try await process.output.write("full ")
        }
        try process.close(descriptor)
        try process.unlink("/v/a")
        let other = try await process.open("/v/b", .rewrite)
        try await process.write(Array(repeating: 1, count: 1000), to: other)
        try await process.output.write("\(try process.mount(of: "/v/b").used)")
        return 0
      })
    #expect(text == "full 1000")
  }

  @Test func `permissions hold for users, not for root`() throws {
    let program: Program = { process in
      for path in ["/secret/x", "/public", "/tmp/new"] {
        let mode: OpenMode = path == "/tmp/new" ? .rewrite : .read
        do {
          try process.close(try await process.open(path, mode))
          try await process.output.write("ok ")
        } catch let error as Errno {
          try await process.output.write("\(error.rawValue) ")
        }
      }
      return 0
    }
    let prepare: (World) throws -> Void = { world in
      let tree = FileTree.directory(["x": .file("s", mode: 0o600)], mode: 0o700)
      let root = world.kernel.makeFileSystem(type: "x").makeRoot(from: tree)
      try world.namespaces.mounts.mount(root, at: "/secret", time: world.kernel.now)
      let file = world.kernel.makeFileSystem(type: "x").makeRoot(from: .file("p"))
      try world.namespaces.mounts.mount(file, at: "/public", time: world.kernel.now)
    }
    #expect(try output(user: 0, prepare: prepare, program) == "ok ok ok ")
    #expect(try output(user: 1000, prepare: prepare, program) == "13 ok ok ")
  }

  @Test func `names can be linked, renamed and removed as POSIX says`() throws {
    let text = try output { process in
      func attempt(_ body: () throws(Errno) -> Void) async throws {
        var result = "ok "
        do throws(Errno) {
          try body()
        } catch {
          result = "\(error.rawValue) "
        }
        try await process.output.write(result)
      }
      try process.changeDirectory("/tmp")
      try process.close(try await process.open("a", .rewrite))
      try await attempt { () throws(Errno) in try process.makeLink(to: "a", at: "b") }
      try await attempt { () throws(Errno) in try process.makeSymbolicLink(to: "loop", at: "loop") }
      try await attempt { () throws(Errno) in _ = try process.status("loop") }
      try await attempt { () throws(Errno) in try process.makeDirectory("d") }
      try await attempt { () throws(Errno) in try process.makeDirectory("d") }
      try await attempt { () throws(Errno) in try process.rename("a", to: "d/c") }
      try await attempt { () throws(Errno) in try process.rename("d", to: "d/e") }
      try await attempt { () throws(Errno) in try process.removeDirectory("d") }
      try await attempt { () throws(Errno) in try process.unlink("d") }
      try await attempt { () throws(Errno) in try process.rename("b", to: "d") }
      try await attempt { () throws(Errno) in try process.unlink("nosuch") }
      try await attempt { () throws(Errno) in try process.unlink("b/") }
      try await process.output.write("\(try process.status("b").links)")
      return 0
    }
    #expect(text == "ok ok 40 ok 17 ok 22 39 21 21 2 20 2")
  }

  @Test func `proc shows processes and their open files`() throws {
    let text = try output { process in
      let child = try process.fork { child in try await child.sleepForever() }
      try await process.yield()
      let names = try process.names(in: "/proc").filter { Int($0) != nil }
      try await process.output.write("\(names) ")
      try await process.output.write(try await process.contents(of: "/proc/self/comm"))
      let status = String(
        decoding: try await process.contents(of: "/proc/\(child.pid)/status"), as: UTF8.self)
      try await process.output.write(status.contains("sleeping") ? "asleep " : status)
      try await process.output.flush()
      let descriptor = try await process.open("/proc/1/fd/1", .write)
      try await process.write(Array("direct".utf8), to: descriptor)
      return 0
    }
    #expect(text == "[\"1\", \"2\"] program\nasleep direct")
  }

  /// What tells from inside a container who listens: the socket's number stands in both places.
  @Test func `proc names the sockets of the network and who has them open`() throws {
    let text = try output { process in
      let listener = try process.listen(on: SocketAddress(.loopback, port: 8080))
      let link = try process.linkTarget("/proc/self/fd/\(listener)")
      let table = String(
        decoding: try await process.contents(of: "/proc/net/tcp"), as: UTF8.self)
      let number = link.dropFirst("socket:[".count).dropLast()
      let row = table.split(separator: "\n").dropFirst().joined()
      let isListening = row.hasPrefix("   0: 0100007F:1F90 00000000:0000 0A ")
      try await process.output.write(
        "\(isListening) \(row.contains(" \(number) 1 "))"
          + " \(try process.names(in: "/proc/net"))")
      return 0
    }
    #expect(text == "true true [\"tcp\", \"tcp6\"]")
  }
}
