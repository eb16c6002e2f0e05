import Kernel
import PodModel
import Testing

@testable import PodSimulator

/// What a client of a session has heard.
private final class Listener {
  var output = ""
  var errors = ""
  var result: Result<Int32, StatusError>?

  var client: SessionClient {
    SessionClient(
      output: { [unowned self] bytes, stream in
        let text = String(decoding: bytes, as: UTF8.self)
        if stream == .output { output += text } else { errors += text }
      },
      ended: { [unowned self] in result = $0 })
  }

  var status: Int32? { try? result?.get() }
}

@Suite struct StreamTests {
  private func world(_ container: String) throws -> World {
    let world = World()
    try world.createPod(
      """
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: busybox, \(container)}]
      """)
    world.cluster.run(for: .seconds(3))
    return world
  }

  private func exec(
    _ command: [String], in world: World, _ listener: Listener, stdin: Bool = true,
    tty: Bool = false
  ) throws -> ContainerSession {
    let session = try world.cluster.openExec(
      command, inPod: "nx", in: "default", options: ExecOptions(stdin: stdin, tty: tty),
      client: listener.client)
    world.cluster.run(for: .seconds(1))
    return session
  }

  @Test func `a command gets its input to the end and tells its status`() throws {
    let world = try world("command: [sleep, '99']")
    let listener = Listener()
    let session = try exec(
      ["sh", "-c", "read x; echo $x; echo no >&2; exit 4"], in: world, listener)
    session.send(Array("yes\n".utf8))
    world.cluster.run(for: .seconds(1))
    #expect(listener.output == "yes\n")
    #expect(listener.errors == "no\n")
    #expect(listener.status == 4)
  }

  @Test func `a terminal has an echo, a size and one output`() throws {
    let world = try world("command: [sleep, '99']")
    let listener = Listener()
    let session = try exec(["sh"], in: world, listener, tty: true)
    session.send(Array("echo hi >&2\r".utf8))
    world.cluster.run(for: .seconds(1))
    #expect(listener.output == "/ # echo hi >&2\r\nhi\r\n/ # ")
    #expect(listener.errors == "")
    session.send([0x04])
    world.cluster.run(for: .seconds(1))
    #expect(listener.status == 0)
  }

  @Test func `a client that takes nothing holds the process, not the cluster`() throws {
    let world = try world("command: [sleep, '99']")
    let flooded = Listener()
    let flood = try world.cluster.openExec(
      ["flood"], inPod: "nx", in: "default", options: ExecOptions(), client: flooded.client)
    flood.isHeld = true
    world.cluster.run(for: .seconds(5))
    #expect(flooded.output == "")
    #expect(world.cluster.kernel.reachedLimit == nil)
    flood.isHeld = false
    world.cluster.run(for: .milliseconds(1))
    #expect(flooded.output.hasPrefix("y\ny\n"))
  }

  @Test func `input that nobody reads stays outside`() throws {
    let world = try world("command: [sleep, '99']")
    let session = try exec(["sleep", "50"], in: world, Listener())
    session.send([UInt8](repeating: 97, count: 200_000))
    #expect(session.unread == 200_000 - 65_536)
  }

  @Test func `what a command leaves behind keeps the streams open`() throws {
    let world = try world("command: [sleep, '99']")
    let listener = Listener()
    let session = try exec(["sh", "-c", "sleep 3 & exit 0"], in: world, listener)
    #expect(listener.status == nil)
    world.cluster.run(for: .seconds(3))
    #expect(listener.status == 0)
    #expect(session.unread == 0)
  }

  @Test func `a process goes on when its client has gone, and its input ends`() throws {
    let world = try world("command: [sleep, '99']")
    let listener = Listener()
    let session = try exec(
      ["sh", "-c", "read x; echo done > /tmp/end; sleep 50"], in: world, listener)
    session.disconnect()
    world.cluster.run(for: .seconds(1))
    let other = Listener()
    _ = try exec(["cat", "/tmp/end"], in: world, other)
    #expect(other.output == "done\n")
    #expect(listener.result == nil)
  }

  @Test func `attach joins the container's own terminal, which the log records`() throws {
    let world = try world("command: [sh], stdin: true, tty: true")
    let listener = Listener()
    let session = try world.cluster.openAttach(
      toPod: "nx", in: "default", options: ExecOptions(stdin: true, tty: true),
      client: listener.client)
    session.send(Array("echo hi\r".utf8))
    world.cluster.run(for: .seconds(1))
    #expect(listener.output == "echo hi\r\nhi\r\n/ # ")
    #expect(world.rows().last == "1/1 Running 0")
    session.send(Array("exit 3\r".utf8))
    world.cluster.run(for: .seconds(2))
    #expect(listener.status == 0)
    #expect(world.rows().contains { $0.hasSuffix("Running 1") })
  }

  @Test func `with stdinOnce the first client's end is that of the input`() throws {
    let world = try world(
      "command: [sh, -c, read x; echo $x; read y || echo end; sleep 50], stdin: true, "
        + "stdinOnce: true")
    let listener = Listener()
    let session = try world.cluster.openAttach(
      toPod: "nx", in: "default", options: ExecOptions(stdin: true), client: listener.client)
    session.send(Array("in\n".utf8))
    session.finishInput()
    world.cluster.run(for: .seconds(1))
    #expect(listener.output == "in\nend\n")
    #expect(listener.result == nil)
  }

  @Test func `ports that nobody listens at are told in containerd's words`() throws {
    let world = try world("command: [serve]")
    let listener = Listener()
    _ = try world.cluster.openForward(
      to: 81, ofPod: "nx", in: "default", client: listener.client)
    world.cluster.run(for: .seconds(1))
    guard case .failure(let error)? = listener.result else {
      Issue.record("the connection was not refused")
      return
    }
    #expect(error.message.hasPrefix("error forwarding port 81 to pod "))
    #expect(error.message.contains("dial tcp4 127.0.0.1:81: connect: connection refused"))
  }
}
