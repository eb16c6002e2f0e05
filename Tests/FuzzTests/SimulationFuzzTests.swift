import Kernel
import PodModel
import Testing

@testable import PodSimulator

/// Pods made at random live some minutes and are deleted.
///
/// They come to an end, do the same twice, and never show what no cluster shows.
@Suite struct SimulationFuzzTests {
  @Test func `any Pods live and end, the same each time, and never show what cannot be`() throws {
    for seed in FuzzBudget.seeds(usual: 25) {
      let first = try Life(seed: seed)
      first.checkInvariants()
      guard seed % 3 == 0 else { continue }
      let second = try Life(seed: seed)
      #expect(first.timeline == second.timeline, "seed \(seed) lives otherwise the second time")
      #expect(first.notModelled == second.notModelled, "seed \(seed)")
    }
  }

  @Test func `a node that goes on gets back what Pods have held`() throws {
    for seed in FuzzBudget.seeds(usual: 10) {
      let cluster = SimulatedCluster(.practice(start: VirtualTime(unixSeconds: 1_767_225_600)))
      defer { cluster.end() }
      try Life.live(in: cluster, seed: seed, minutes: 1)
      #expect(cluster.excess == nil, "seed \(seed)")
      #expect(cluster.kernel.memoryInUse == 0, "seed \(seed): memory")
      #expect(cluster.kernel.storageInUse == 0, "seed \(seed): files")
    }
  }
}

/// What became of the Pods of a seed.
private struct Life {
  let seed: Int
  let timeline: Timeline
  let notModelled: [String]
  private let left: [String]
  private let hasEnded: Bool

  init(seed: Int) throws {
    self.seed = seed
    var limits = Limits()
    limits.steps = 60_000
    limits.storage = 2 << 20
    limits.output = 1 << 18
    let cluster = SimulatedCluster(SimulatedCluster.Setup(limits: limits))
    defer { cluster.end() }
    hasEnded = try Life.live(in: cluster, seed: seed, minutes: 3)
    timeline = cluster.timeline
    notModelled = cluster.notModelled
    left = cluster.excess == nil ? cluster.kernel.commandLines : []
  }

  /// Lets the Pods of a seed live, and deletes them; whether the simulation went on to the end.
  @discardableResult
  static func live(in cluster: SimulatedCluster, seed: Int, minutes: Int) throws -> Bool {
    var generator = PodGenerator(seed: seed)
    for object in generator.objects() {
      let resource = try #require(
        cluster.resources.first { $0.kind == object["kind"]?.string })
      // A Pod that the server refuses is a case of its own.
      do throws(StatusError) { _ = try cluster.make(resource, object, in: "default") } catch {
        #expect(error.code == 422, "seed \(seed): \(error.message)")
      }
    }
    if case .limit = cluster.run(for: .seconds(minutes * 60)) { return false }
    let pods = try #require(cluster.resources.first { $0.kind == "Pod" })
    let deleted: Void? = try cluster.perform { cluster in
      for pod in try await cluster.objects(pods, in: "default", matching: ObjectSelector()).items {
        _ = try await cluster.delete(
          pods, named: pod["metadata"]?["name"]?.string ?? "", in: "default",
          options: DeletionOptions())
      }
    }
    guard deleted != nil else { return false }
    if case .limit = cluster.run(for: .seconds(120)) { return false }
    return true
  }

  func checkInvariants() {
    #expect(left.isEmpty, "seed \(seed): processes outlive their Pods")
    for event in timeline.events { #expect(!event.reason.isEmpty && !event.message.isEmpty) }
    for name in timeline.pods {
      let states = timeline.states.filter { $0.name == name }
      for (earlier, later) in zip(states, states.dropFirst()) {
        #expect(earlier.time <= later.time, "seed \(seed)")
        checkStep(earlier.pod, later.pod)
      }
      for state in states { check(state.pod) }
      if hasEnded {
        #expect(states.last?.change == .deleted, "seed \(seed): \(name) is not gone")
      }
    }
  }

  private func check(_ pod: Node) {
    let status = pod["status"]
    let phase = status?["phase"]?.string ?? ""
    #expect(Set(["Pending", "Running", "Succeeded", "Failed"]).contains(phase), "seed \(seed)")
    let statuses = status?["containerStatuses"]?.list ?? []
    let names = statuses.compactMap { $0["name"]?.string }
    #expect(names == names.sorted(), "seed \(seed): \(names)")
    for container in statuses + (status?["initContainerStatuses"]?.list ?? []) {
      #expect((container["state"]?.entries?.count ?? 0) == 1, "seed \(seed): \(container.json)")
      if let exit = container["state"]?["terminated"]?["exitCode"]?.integer {
        #expect((0...255).contains(exit), "seed \(seed)")
      }
    }
    let isReady = (status?["conditions"]?.list ?? []).contains {
      $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
    }
    if isReady {
      #expect(statuses.allSatisfy { $0["ready"]?.bool == true }, "seed \(seed): \(pod.json)")
      #expect(phase == "Running", "seed \(seed): \(pod.json)")
    }
    if phase == "Succeeded" {
      let codes = statuses.map { $0["state"]?["terminated"]?["exitCode"]?.integer }
      #expect(codes.allSatisfy { $0 == 0 }, "seed \(seed): \(pod.json)")
    }
  }

  /// What may not happen from one state to the next.
  private func checkStep(_ earlier: Node, _ later: Node) {
    for list in ["containerStatuses", "initContainerStatuses"] {
      for container in later["status"]?[list]?.list ?? [] {
        let before = earlier["status"]?[list]?.list?.first { $0["name"] == container["name"] }
        let counts = [before, container].map { $0?["restartCount"]?.integer ?? 0 }
        #expect(counts[0] <= counts[1], "seed \(seed): \(container.json)")
      }
    }
    let phases = [earlier, later].map { $0["status"]?["phase"]?.string ?? "" }
    if ["Succeeded", "Failed"].contains(phases[0]) {
      #expect(phases[0] == phases[1], "seed \(seed): \(later.json)")
    }
    if phases[0] == "Running" { #expect(phases[1] != "Pending", "seed \(seed): \(later.json)") }
  }
}
