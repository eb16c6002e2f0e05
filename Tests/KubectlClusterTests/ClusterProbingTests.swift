import PodModel
import Testing

@testable import KubectlCluster

/// Commands, logs, and what they find out.
@Suite struct ClusterProbingTests {
  private let fixture = ClusterFixture()

  private func exec(
    _ cluster: KubectlCluster, _ command: [String]
  ) async throws -> (code: Int32, output: String, errors: String) {
    final class Gathered { var output: [UInt8] = [], errors: [UInt8] = [] }
    let gathered = Gathered()
    let code = try await cluster.exec(
      command, inPod: "nx", in: "default", options: ExecOptions(container: "nginx"),
      console: ExecConsole(
        read: { nil }, writeOutput: { gathered.output += $0 },
        writeError: { gathered.errors += $0 }))
    return (
      code, String(decoding: gathered.output, as: UTF8.self),
      String(decoding: gathered.errors, as: UTF8.self)
    )
  }

  @Test func `tells the command's words from kubectl's`() async throws {
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { _, _ in
      FakeHost.Answer(
        output: "page", errors: "wget: 404\ncommand terminated with exit code 1\n", status: 1)
    }
    let result = try await exec(cluster, ["wget", "-O-", "localhost"])
    #expect(result == (1, "page", "wget: 404\n"))
    #expect(
      fixture.host.commands.last
        == "exec nx --namespace podlab-x --container nginx -- wget -O- localhost")
  }

  @Test func `passes on why a command cannot run`() async throws {
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { _, _ in
      .refused("error: unable to upgrade connection: container not found (\"nginx\")")
    }
    let error = await #expect(throws: StatusError.self) {
      try await exec(cluster, ["true"])
    }
    #expect(error?.message == "unable to upgrade connection: container not found (\"nginx\")")
    #expect(cluster.hindrance == nil)
  }

  @Test func `ends a command that does not end, without blaming the cluster`() async throws {
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { words, _ in
      words.first == "version"
        ? .json(["serverVersion": ["gitVersion": "v1.31.0"]])
        : FakeHost.Answer(isEndless: true)
    }
    let error = await #expect(throws: StatusError.self) {
      try await exec(cluster, ["sleep", "99"])
    }
    #expect(error?.message == "the command did not end within 30 s")
    #expect(cluster.hindrance == nil)
  }

  @Test func `reads both logs that a kubelet keeps`() async throws {
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { words, _ in
      if words.first == "logs" {
        return FakeHost.Answer(output: words.contains("--previous") ? "one\n" : "two\n")
      }
      return .json([
        "status": ["containerStatuses": [["name": "app", "restartCount": 1]]]
      ])
    }
    #expect(await cluster.wholeLog(ofPod: "nx", container: "app", in: "default") == "one\ntwo\n")
  }

  @Test func `lets a name lead to a Pod by a Service that selects it`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    #expect(await cluster.lead(name: "db", toPod: "nx", in: "default"))
    let service = try #require(fixture.host.inputs.last)
    #expect(service["metadata"]?["name"] == "db")
    #expect(service["spec"]?["clusterIP"] == "None")
    _ = try await cluster.create(
      fixture.resource("Pod"), ClusterFixture.pod, in: "default", options: WriteOptions())
    let labels = fixture.host.inputs.last?["metadata"]?["labels"]?.stringMap
    #expect(labels == service["spec"]?["selector"]?.stringMap)
  }

  @Test func `finds who listens by the sockets that processes have open`() {
    let table = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100
         1: 00000000:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100
         2: 0100007F:D431 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100
      /proc/1/fd:
      lrwx------ 1 root root 64 Jan  1 00:00 0 -> /dev/null
      lrwx------ 1 root root 64 Jan  1 00:00 6 -> socket:[4711]
      lrwx------ 1 root root 64 Jan  1 00:00 7 -> socket:[4713]
      """
    #expect(SocketTable(table).ownPorts == [80])
  }

  private func podWithInit(hasRun: Bool) -> Node {
    var pod: Node = [
      "metadata": ["name": "nx"],
      "spec": [
        "initContainers": [
          [
            "name": "render", "image": "busybox", "command": ["mkdir", "/x"],
            "resources": [:], "volumeMounts": [["name": "v", "mountPath": "/v"]],
          ]
        ]
      ],
    ]
    if hasRun {
      pod["status"] = [
        "ephemeralContainerStatuses": [
          ["name": "podlab-again-1", "state": ["terminated": ["exitCode": 1]]]
        ]
      ]
    }
    return pod
  }

  @Test func `runs an init container once more as an ephemeral one`() async throws {
    let cluster = fixture.cluster()
    cluster.prepare()
    var hasRun = false
    fixture.host.answer = { words, _ in
      switch words.first {
      case "debug":
        hasRun = true
        return nil
      case "logs": return FakeHost.Answer(output: "File exists\n")
      case _: return .json(podWithInit(hasRun: hasRun))
      }
    }
    let result = try await cluster.runAgain(
      initContainer: "render", ofPod: "nx", in: "default")
    #expect(result == KubectlCluster.RunResult(output: "File exists\n", exitCode: 1))
    #expect(fixture.host.inputs.last?.compactJSON.contains("\"mountPath\":\"/v\"") == true)
    #expect(fixture.host.inputs.last?["resources"] == nil)
    let call = try #require(fixture.host.commands.first { $0.hasPrefix("debug") })
    #expect(call.hasPrefix("debug nx --namespace podlab-x --container podlab-again-1 "))
    #expect(call.hasSuffix(" --image busybox --custom /dev/stdin -- mkdir /x"))
  }

  @Test func `cannot run it again where kubectl or the cluster is too old`() async throws {
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { words, _ in
      words.first == "debug"
        ? .refused("error: unknown flag: --custom") : .json(podWithInit(hasRun: false))
    }
    let result = try await cluster.runAgain(initContainer: "render", ofPod: "nx", in: "default")
    #expect(result == nil)
    #expect(cluster.hindrance == nil)
  }

  @Test func `watches for changes after a version`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { _, _ in
      FakeHost.Answer(
        output: fixture.event("ADDED", version: "7", phase: "Pending")
          + fixture.event("MODIFIED", version: "9", phase: "Running"), isEndless: true)
    }
    let watch = try await cluster.watch(
      fixture.resource("Pod"), in: "default", matching: .named("nx"), since: "7")
    let change = await watch.next(before: nil)
    #expect(change?.kind == .modified)
    #expect(change?.object["metadata"]?["namespace"] == "default")
    #expect(fixture.host.commands.last?.hasSuffix("--field-selector metadata.name=nx") == true)
  }
}
