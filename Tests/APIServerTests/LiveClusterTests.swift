import APIServer
import Kernel
import PodModel
import PodSimulator
import Synchronization
import Testing

@Suite struct LiveClusterTests {
  /// Runs `body` in a cluster and waits for what it gives.
  private func ask<Value: Sendable>(
    _ live: LiveCluster, _ body: @escaping @Sendable (SimulatedCluster) async -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      live.run { cluster in continuation.resume(returning: await body(cluster)) }
    }
  }

  @Test func `lets its time pass by its speed`() async throws {
    let live = try LiveCluster(SimulatedCluster.Setup(), speed: 1000)
    defer { live.end() }
    let passed = await ask(live) { cluster in
      let start = cluster.kernel.now
      await cluster.sleep(for: .seconds(60))
      return cluster.kernel.now - start
    }
    #expect(passed >= .seconds(60))
    #expect(passed < .seconds(600))
  }

  @Test func `stands still while it is paused, and answers all the same`() async throws {
    let live = try LiveCluster(SimulatedCluster.Setup(), speed: 0)
    defer { live.end() }
    let first = await ask(live) { $0.kernel.now }
    let second = await ask(live) { $0.kernel.now }
    #expect(first == second)
    live.skip(.seconds(90))
    while await ask(live, { $0.kernel.now }) < first + .seconds(90) {}
    #expect(await ask(live) { $0.kernel.now } == first + .seconds(90))
  }

  @Test func `goes on when another thread resumes a task`() async throws {
    let live = try LiveCluster(SimulatedCluster.Setup(), speed: 1)
    defer { live.end() }
    let answer = await ask(live) { _ in
      await withCheckedContinuation { continuation in
        Task.detached { continuation.resume(returning: 42) }
      }
    }
    #expect(answer == 42)
  }

  @Test func `answers while a Pod never rests`() async throws {
    let busy: Node = [
      "metadata": ["name": "busy"], "kind": "Pod", "apiVersion": "v1",
      "spec": [
        "containers": [
          ["name": "c", "image": "busybox", "command": ["sh", "-c", "while :; do :; done"]]
        ]
      ],
    ]
    let live = try LiveCluster(.practice(start: VirtualTime(unixSeconds: 0)), speed: 5) {
      let pods = $0.resources.first { $0.kind == "Pod" }
      if let pods { _ = try $0.make(pods, busy, in: "default") }
    }
    defer { live.end() }
    await ask(live) { await $0.sleep(for: .seconds(3)) }
    for _ in 0..<20 { #expect(await ask(live) { $0.resourceVersion } != "") }
    live.speed = 0
    for _ in 0..<20 { #expect(await ask(live) { $0.resourceVersion } != "") }
  }

  @Test func `writes objects down at the end`() throws {
    let kept = Keeping()
    let live = try LiveCluster(
      SimulatedCluster.Setup(), keeper: LiveCluster.Keeper { kept.take(ClusterState(of: $0)) })
    live.end()
    let state = try #require(kept.state)
    let read = try ClusterState(reading: state.bytes)
    #expect(read.objects == state.objects)
    #expect(read.objects.contains { $0["kind"] == "Node" })
    #expect(!read.objects.contains { $0["kind"] == "Event" })
  }

  @Test(arguments: ["", "{}", "[1]", "{\"podlabState\":9}", "{\"podlabState\":1}"])
  func `reads no state from what is none`(text: String) {
    #expect(throws: ClusterState.Damage.self) { try ClusterState(reading: Array(text.utf8)) }
  }

  private final class Keeping: Sendable {
    private let box = Mutex<ClusterState?>(nil)

    var state: ClusterState? { box.withLock { $0 } }

    func take(_ state: ClusterState) { box.withLock { $0 = state } }
  }
}
