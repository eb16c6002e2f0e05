import PodModel
import Testing

@testable import KubectlCluster

@Suite struct ClusterWatchTests {
  private let fixture = ClusterFixture()

  @Test func `counts the time of a cluster whose clock runs faster`() async {
    let cluster = fixture.cluster(speed: 20)
    let before = await cluster.now
    let start = fixture.host.now
    await cluster.sleep(for: .seconds(60))
    #expect(fixture.host.now.since(start) == .seconds(3))
    #expect(await cluster.now.since(before) == .seconds(60))
  }

  @Test func `waits by a watch and asks no more for what the watch showed`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { words, _ in
      guard words.contains("--watch") else { return nil }
      return FakeHost.Answer(
        output: fixture.event("ADDED", version: "5", phase: "Pending"),
        later: [(.seconds(3), fixture.event("MODIFIED", version: "9", phase: "Running"))],
        isEndless: true)
    }
    let start = fixture.host.now
    await cluster.waitForChange(in: "default", atMost: .seconds(10))
    #expect(fixture.host.now == start)
    await cluster.waitForChange(in: "default", atMost: .seconds(10))
    #expect(fixture.host.now.since(start) == .seconds(3))
    let calls = fixture.host.calls.count
    let pod = try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    #expect(pod["status"]?["phase"] == "Running")
    #expect(pod["metadata"]?["namespace"] == "default")
    #expect(fixture.host.calls.count == calls)
    await cluster.waitForChange(in: "default", atMost: .seconds(10))
    #expect(fixture.host.now.since(start) == .seconds(13))
  }

  @Test func `believes no older state that a watch reports late`() async throws {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { words, _ in
      if words.contains("--watch") {
        return FakeHost.Answer(
          output: "",
          later: [(.seconds(2), fixture.event("ADDED", version: "5", phase: "Pending"))],
          isEndless: true)
      }
      return .json(
        [
          "kind": "Pod", "metadata": ["name": "nx", "resourceVersion": "9"],
          "status": ["phase": "Running"],
        ])
    }
    await cluster.waitForChange(in: "default", atMost: .seconds(1))
    _ = try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    await cluster.waitForChange(in: "default", atMost: .seconds(5))
    let pod = try await cluster.object(fixture.resource("Pod"), named: "nx", in: "default")
    #expect(pod["status"]?["phase"] == "Running")
  }

  @Test func `watches anew when the server ends a watch`() async {
    fixture.takeEverything()
    let cluster = fixture.cluster()
    cluster.prepare()
    fixture.host.answer = { _, _ in FakeHost.Answer(status: 1) }
    let start = fixture.host.now
    for _ in 0..<3 { await cluster.waitForChange(in: "default", atMost: .seconds(1)) }
    #expect(fixture.host.now.since(start) == .seconds(3))
    #expect(fixture.host.calls.filter { $0.contains("--watch") }.count == 3)
  }
}
