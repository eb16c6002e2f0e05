import PodModel
import Testing

@testable import Kubectl

@Suite struct StreamCommandTests {
  private static func pod(phase: String = "Running", containers: [String]) -> Node {
    [
      "kind": "Pod", "apiVersion": "v1",
      "metadata": [
        "name": "nx", "namespace": "default", "uid": "u",
        "creationTimestamp": "2027-01-15T08:00:00Z",
      ],
      "spec": ["containers": Node(.list(containers.map { ["name": Node(.string($0))] }))],
      "status": [
        "phase": Node(.string(phase)), "conditions": [["type": "Ready", "status": "True"]],
      ],
    ]
  }

  @Test func `ends with the status of the command`() async {
    let cluster = FakeCluster([Self.pod(containers: ["a", "b"])])
    cluster.runs = { command, options, console throws(StatusError) in
      await console.writeOutput(Array("\(command) in \(options.container ?? "")\n".utf8))
      return 3
    }
    let outcome = await kubectl(["exec", "nx", "-c", "b", "--", "ls", "-l"], on: cluster)
    #expect(outcome.output == "[\"ls\", \"-l\"] in b\n")
    #expect(outcome.errors == "command terminated with exit code 3\n")
    #expect(outcome.status == 3)
  }

  @Test func `repeats what the runtime says behind error`() async {
    let cluster = FakeCluster([Self.pod(containers: ["nginx"])])
    cluster.runs = { _, _, _ throws(StatusError) in
      throw StatusError(
        code: 500, reason: "",
        message: "unable to upgrade connection: container not found (\"nginx\")")
    }
    let outcome = await kubectl(["exec", "nx", "--", "ls"], on: cluster)
    #expect(
      outcome.errors == "error: unable to upgrade connection: container not found (\"nginx\")\n")
    #expect(outcome.status == 1)
  }

  @Test(arguments: ["Succeeded", "Failed"])
  func `joins no Pod that is done`(phase: String) async {
    let cluster = FakeCluster([Self.pod(phase: phase, containers: ["a"])])
    let outcome = await kubectl(["exec", "nx", "--", "ls"], on: cluster)
    #expect(
      outcome.errors
        == "error: cannot exec into a container in a completed pod; current phase is \(phase)\n")
  }

  @Test func `prints the logs of all containers with their source`() async {
    let cluster = FakeCluster([Self.pod(containers: ["a", "b"])])
    cluster.logs = ["nx/a": "one\ntwo\n", "nx/b": "three\n"]
    let outcome = await kubectl(
      ["logs", "nx", "--all-containers", "--prefix", "--tail=1"], on: cluster)
    #expect(outcome.output == "[pod/nx/a] two\n[pod/nx/b] three\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test func `copies files by way of tar`() async throws {
    let cluster = FakeCluster([Self.pod(containers: ["a"])])
    let inside = Inside()
    cluster.runs = { command, _, console throws(StatusError) in
      if command.first == "test" { return 1 }
      if command == ["tar", "cf", "-", "/etc/conf"] {
        var archive = TarWriter()
        archive.add(file: "etc/conf", Array("text\n".utf8))
        await console.writeOutput(archive.finished)
        await console.writeError(Array("tar: note\n".utf8))
        return 0
      }
      inside.command = command
      while let bytes = await console.read() { inside.archive += bytes }
      return 0
    }
    let console = FakeConsole(files: ["page.html": "copied\n"])
    let inward = await kubectl(["cp", "page.html", "nx:/tmp/"], on: cluster, console)
    #expect(inward == Outcome(output: "", errors: "", status: 0))
    #expect(inside.command == ["tar", "-xmf", "-", "-C", "/tmp"])
    let entry = try #require(TarReader.entries(inside.archive).first)
    #expect(entry.name == "page.html")
    #expect(String(decoding: entry.content, as: UTF8.self) == "copied\n")
    let outward = await kubectl(["cp", "nx:/etc/conf", "got"], on: cluster, console)
    #expect(outward.output == "tar: note\n")
    #expect(console.files["got"] == "text\n")
  }

  /// What a container was given.
  private final class Inside {
    var command: [String] = []
    var archive: [UInt8] = []
  }

  @Test func `watches with columns that only grow`() async {
    let cluster = FakeCluster()
    cluster.isAlive = true
    let console = FakeConsole(files: [
      "nx.yaml": """
      apiVersion: v1
      kind: Pod
      metadata: {name: nx}
      spec: {containers: [{name: main, image: busybox}]}
      """
    ])
    _ = await kubectl(["create", "-f", "nx.yaml"], on: cluster, console)
    let outcome = await kubectl(["get", "pod", "-w"], on: cluster, console)
    #expect(
      outcome.output == """
        NAME   READY   STATUS              RESTARTS   AGE
        nx     0/1     ContainerCreating   0          0s
        nx     1/1     Running             0          0s

        """)
  }

  @Test func `deletes the Pod of a run once it has ended`() async {
    let cluster = FakeCluster()
    cluster.isAlive = true
    cluster.logs = ["tmp/tmp": "hello\n"]
    cluster.after(.seconds(2)) { cluster in
      guard var pod = cluster.current("pods", "tmp") else { return }
      pod["status"]?["phase"] = "Failed"
      pod["status"]?["containerStatuses"] = [
        ["name": "tmp", "state": ["terminated": ["exitCode": 4, "reason": "Error"]]]
      ]
      cluster.put(pod)
    }
    let outcome = await kubectl(
      ["run", "tmp", "--image=busybox", "--restart=Never", "--rm", "-i", "--", "x"], on: cluster)
    #expect(outcome.output == "hello\npod \"tmp\" deleted from default namespace\n")
    #expect(outcome.errors.hasSuffix("pod default/tmp terminated (Error)\n"))
    #expect(outcome.status == 4)
    #expect(cluster.current("pods", "tmp") == nil)
  }
}

extension FakeCluster {
  /// The object as it is now.
  func current(_ plural: String, _ name: String) -> Node? {
    stored(Key(plural: plural, namespace: "default", name: name))
  }
}
