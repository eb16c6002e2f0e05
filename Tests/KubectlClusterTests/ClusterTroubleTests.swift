import PodModel
import Testing

@testable import KubectlCluster

/// What happens when the cluster, or the user, goes away.
@Suite struct ClusterTroubleTests {
  private let fixture = ClusterFixture()

  @Test func `ends for good when the cluster is gone, after a second try`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { _, _ in
      .refused("The connection to the server c:6443 was refused - did you specify the right host?")
    }
    let before = fixture.host.calls.count
    await #expect(throws: StatusError.self) {
      try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    }
    #expect(fixture.host.calls.count == before + 2)
    #expect(cluster.hindrance?.contains("the connection was refused") == true)
    await #expect(throws: StatusError.self) {
      try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    }
    #expect(fixture.host.calls.count == before + 2)
    #expect(cluster.cleanUp().first?.contains("`podlab grade --cluster --clean-up`") == true)
  }

  @Test func `forgives one refused connection`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    var isFirst = true
    fixture.host.answer = { _, _ in
      defer { isFirst = false }
      return isFirst ? .refused("Unable to connect to the server: EOF") : .json(ClusterFixture.pod)
    }
    let pod = try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    #expect(pod["metadata"]?["name"] == "nx")
    #expect(cluster.hindrance == nil)
  }

  @Test func `gives up a call that does not end`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { _, _ in FakeHost.Answer(isEndless: true) }
    await #expect(throws: StatusError.self) {
      try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    }
    #expect(cluster.hindrance == "`kubectl get` did not end within 25 s")
  }

  @Test func `cleans up after an interruption`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.interruptAt = fixture.host.calls.count
    await #expect(throws: StatusError.self) {
      try await cluster.create(
        fixture.resource("Pod"), ClusterFixture.pod, in: "default", options: WriteOptions())
    }
    #expect(cluster.hindrance == "it was interrupted before it was decided")
    #expect(cluster.cleanUp() == [])
    #expect(fixture.host.commands.last?.hasPrefix("delete namespace podlab-x") == true)
  }

  @Test func `lets a check take its time and no more`() async {
    fixture.takeEverything()
    let cluster = fixture.cluster(rules: .init(checkTimeout: .seconds(10)))
    cluster.prepare()
    cluster.beginCheck()
    await cluster.sleep(for: .seconds(9))
    #expect(cluster.hindrance == nil)
    await cluster.sleep(for: .seconds(9))
    #expect(cluster.hindrance == "the cluster did not decide it within 10 s; try again")
    cluster.beginCheck()
    #expect(cluster.hindrance == nil)
  }
}
