import PodModel
import Testing

@testable import KubectlCluster

@Suite struct KubectlClusterTests {
  private let fixture = ClusterFixture()

  // MARK: Namespaces

  @Test func `works in a namespace of its own and shows it as the learner's`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    let written = try await cluster.create(
      fixture.resource("Pod"), ClusterFixture.pod, in: "default", options: WriteOptions())
    #expect(written.object["metadata"]?["namespace"] == "default")
    #expect(fixture.host.inputs.count == 2)
    let labels = fixture.host.inputs.first?["metadata"]?["labels"]
    #expect(labels?["app.kubernetes.io/managed-by"] == "podlab")
    #expect(labels?["podlab/learner"] == "lena")
    #expect(labels?["podlab/task"] == "nginx-pod")
    #expect(labels?["pod-security.kubernetes.io/enforce"] == "baseline")
    #expect(fixture.host.inputs.last?["metadata"]?["namespace"] == "podlab-x")
    #expect(fixture.host.inputs.last?["spec"]?["priority"] == nil)
    #expect(
      fixture.host.commands.last == "create --validate=ignore --namespace podlab-x -f - -o json")
    #expect(cluster.cleanUp() == [])
    #expect(
      fixture.host.commands.last == "delete namespace podlab-x --wait=false --ignore-not-found")
  }

  @Test func `gives every namespace of a submission one of podlab's own`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    let namespace: Node = ["kind": "Namespace", "metadata": ["name": "web"]]
    _ = try await cluster.create(
      fixture.resource("Namespace"), namespace, in: nil, options: WriteOptions())
    _ = try await cluster.create(
      fixture.resource("Pod"), ClusterFixture.pod, in: "web", options: WriteOptions())
    #expect(fixture.host.inputs.last?["metadata"]?["namespace"] == "podlab-x-2")
    await #expect(throws: StatusError.self) {
      try await cluster.create(
        fixture.resource("Pod"), ClusterFixture.pod, in: "other", options: WriteOptions())
    }
    #expect(cluster.hindrance == nil)
    _ = cluster.cleanUp()
    let deleted = fixture.host.commands.filter { $0.hasPrefix("delete namespace") }
    #expect(deleted.map { $0.split(separator: " ")[2] } == ["podlab-x", "podlab-x-2"])
  }

  @Test func `never writes to another namespace than its own`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    for name in ["default", "kube-system", "kube-public"] {
      _ = try? await cluster.create(
        fixture.resource("Pod"), ClusterFixture.pod, in: name, options: WriteOptions())
      _ = try? await cluster.delete(
        fixture.resource("Pod"), named: "nx", in: name, options: DeletionOptions())
    }
    _ = try? await cluster.objects(fixture.resource("Pod"), in: nil, matching: ObjectSelector())
    _ = cluster.cleanUp()
    for call in fixture.host.calls where !call.contains("-f") || call.contains("--namespace") {
      let flag = try #require(call.firstIndex { $0 == "--namespace" || $0 == "namespace" })
      #expect(call[flag + 1].hasPrefix("podlab-x"))
    }
  }

  @Test func `as a guest removes only what it made and marks it`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster(.guest)
    cluster.prepare()
    _ = try await cluster.create(
      fixture.resource("Pod"), ClusterFixture.pod, in: "default", options: WriteOptions())
    let labels = fixture.host.inputs.last?["metadata"]?["labels"]
    #expect(labels?["app.kubernetes.io/managed-by"] == "podlab")
    #expect(cluster.cleanUp() == [])
    #expect(!fixture.host.commands.contains { $0.contains("namespace school --wait") })
    #expect(fixture.host.commands.last?.hasPrefix("delete pods nx --namespace school") == true)
  }

  @Test func `as a guest takes nothing of others for its own`() async throws {
    fixture.host.answer = { words, _ in
      words.first == "create"
        ? .refused("Error from server (AlreadyExists): pods \"nx\" already exists") : nil
    }
    let cluster = fixture.cluster(.guest)
    cluster.prepare()
    await #expect(throws: StatusError.self) {
      try await cluster.create(
        fixture.resource("Pod"), ClusterFixture.pod, in: "default", options: WriteOptions())
    }
    #expect(cluster.hindrance?.contains("Pod 'nx' already, which is not podlab's") == true)
    #expect(cluster.cleanUp() == [])
    #expect(!fixture.host.commands.contains { $0.hasPrefix("delete") })
  }

  @Test func `waits for the service account of a new namespace`() async throws {
    var refusals = 3
    fixture.host.answer = { words, input in
      guard let input, input["kind"] == "Pod", refusals > 0 else { return input.map { .json($0) } }
      refusals -= 1
      return .refused(
        "Error from server (Forbidden): error when creating \"STDIN\": pods \"nx\" is forbidden: "
          + "error looking up service account podlab-x/default: serviceaccount \"default\" not found"
      )
    }
    let cluster = fixture.cluster()
    cluster.prepare()
    _ = try await cluster.create(
      fixture.resource("Pod"), ClusterFixture.pod, in: "default", options: WriteOptions())
    #expect(refusals == 0)
  }

  @Test func `says what to do where namespaces may not be created`() {
    fixture.host.answer = { _, _ in
      .refused(
        "Error from server (Forbidden): error when creating \"STDIN\": namespaces is forbidden: "
          + "User \"lena\" cannot create resource \"namespaces\"")
    }
    let cluster = fixture.cluster()
    cluster.prepare()
    #expect(cluster.hindrance?.contains("`--namespace`") == true)
    #expect(cluster.hindrance?.contains("User \"lena\" cannot create") == true)
  }

  // MARK: Safety

  @Test func `creates nothing that could harm the cluster`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    var pod = ClusterFixture.pod
    pod["spec"]?["hostNetwork"] = true
    await #expect(throws: StatusError.self) {
      try await cluster.create(fixture.resource("Pod"), pod, in: "default", options: WriteOptions())
    }
    #expect(
      cluster.hindrance
        == "Pod 'nx' is not created on a real cluster: `spec.hostNetwork` lets it out of its "
        + "isolation; `--allow-privileged` permits it")
    #expect(fixture.host.inputs.count == 1)
  }

  @Test func `creates it when told to`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster(rules: .init(allowsPrivileged: true))
    cluster.prepare()
    var pod = ClusterFixture.pod
    pod["spec"]?["hostNetwork"] = true
    _ = try await cluster.create(
      fixture.resource("Pod"), pod, in: "default", options: WriteOptions())
    let labels = fixture.host.inputs.first?["metadata"]?["labels"]
    #expect(labels?["pod-security.kubernetes.io/enforce"] == "privileged")
  }
}

@Suite struct OwnNamespaceTests {
  private let host = FakeHost()

  private var connection: KubectlConnection {
    KubectlConnection(
      context: KubeContext(name: "test", cluster: "c", server: "https://c", user: "u"), host: host)
  }

  @Test func `finds its own namespaces by their label and name`() throws {
    host.answer = { _, _ in
      .json([
        "items": [
          [
            "metadata": [
              "name": "podlab-lena-x-1", "labels": ["podlab/learner": "lena", "podlab/task": "x"],
            ]
          ],
          ["metadata": ["name": "podlab-y-2", "deletionTimestamp": "2026-01-01T00:00:00Z"]],
          ["metadata": ["name": "kube-system"]],
        ]
      ])
    }
    let found = try connection.ownNamespaces()
    #expect(found.map(\.name) == ["podlab-lena-x-1", "podlab-y-2"])
    #expect(found.map(\.isEnding) == [false, true])
    #expect(found.first?.learner == "lena")
    #expect(
      host.commands == ["get namespaces --selector app.kubernetes.io/managed-by=podlab -o json"])
  }

  @Test func `says when a namespace may be left`() {
    host.answer = { words, _ in
      words.contains("namespace")
        ? .refused("Error from server (Forbidden): namespaces \"a\" is forbidden") : nil
    }
    #expect(
      connection.removeNamespace("podlab-a")
        == "namespace 'podlab-a' may be left on the cluster (Error from server (Forbidden): "
        + "namespaces \"a\" is forbidden); `podlab grade --cluster --clean-up` removes it")
  }
}

@Suite struct CallingThreadTests {
  @Test func `runs what suspends to its end`() {
    let sum = CallingThread.run {
      var sum = 0
      for number in 1...100 {
        await Task.yield()
        sum += number
      }
      return sum
    }
    #expect(sum == 5050)
  }
}
