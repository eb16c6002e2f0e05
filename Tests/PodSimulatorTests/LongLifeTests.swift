import Kernel
import PodModel
import Testing

@testable import PodSimulator

/// A cluster that lives for hours must not grow.
@Suite struct LongLifeTests {
  private func pod(_ name: String, _ command: String = "serve") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name)}
    spec: {containers: [{name: main, image: busybox, command: [\(command)]}]}
    """
  }

  @Test func `a watch from a forgotten version is refused as too old`() throws {
    let world = World.practice
    let maps = try world.resource("ConfigMap")
    for number in 0..<5000 {
      try world.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: m\(number)}}")
    }
    #expect(world.cluster.store.history.count < 4001)
    let refusal = try world.cluster.perform { cluster in
      do throws(StatusError) {
        _ = try await cluster.watch(
          maps, in: "default", matching: ObjectSelector(), since: "1001")
        return nil as StatusError?
      } catch {
        return error
      }
    }
    #expect(refusal??.code == 410)
    #expect(refusal??.reason == "Expired")
  }

  @Test(arguments: ["", "0"])
  func `a watch from no version begins with what is there`(version: String) throws {
    let world = World.practice
    let maps = try world.resource("ConfigMap")
    try world.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}")
    let names = try world.cluster.perform { cluster in
      let watch = try await cluster.watch(
        maps, in: "default", matching: ObjectSelector(), since: version)
      var names: [String] = []
      while let event = await watch.next(before: cluster.kernel.now.clusterTime) {
        names.append("\(event.kind.rawValue) \(event.object["metadata"]?["name"]?.string ?? "")")
      }
      return names
    }
    #expect(names == ["ADDED kube-root-ca.crt", "ADDED one"])
  }

  @Test func `events go after an hour`() throws {
    let world = World.practice
    try world.create(pod("nx"))
    world.cluster.run(for: .seconds(3590))
    #expect(!world.events.isEmpty)
    world.cluster.run(for: .seconds(30))
    #expect(world.events.isEmpty)
  }

  @Test func `a Pod that is gone leaves nothing behind`() throws {
    let world = World.practice
    try world.create(pod("nx"))
    world.cluster.run(for: .seconds(5))
    weak let sandbox = world.sandbox("nx")
    weak let instance = sandbox?.newest("main")
    #expect(instance?.status.state == .running)
    try world.delete("nx")
    world.cluster.run(for: .seconds(40))
    #expect(world.status("nx") == nil)
    #expect(instance == nil)
    #expect(sandbox == nil)
  }

  @Test func `a Pod that fills the log leaves the others alone`() throws {
    let world = World.practice
    try world.create(pod("loud", "flood"))
    try world.create(pod("calm"))
    world.cluster.run(for: .seconds(3))
    #expect(world.status("loud") == "Running")
    #expect(world.status("calm") == "Running")
    #expect(world.cluster.notModelled.isEmpty)
    let log = try #require(world.sandbox("loud")?.newest("main")?.log)
    #expect(log.rotated > 0)
    #expect(log.lines.count < 300_000)
  }

  @Test func `the node takes 110 Pods and more once one has gone`() throws {
    let world = World.practice
    for number in 0..<111 { try world.create(pod("p\(number)")) }
    world.cluster.run(for: .seconds(10))
    #expect(world.status("p109") == "Running")
    #expect(world.status("p110") == "Pending")
    #expect(world.message(of: "p110")?.contains("1 Too many pods.") == true)
    try world.delete("p7", grace: 0)
    world.cluster.run(for: .seconds(10))
    #expect(world.status("p110") == "Running")
  }

  @Test func `a thousand Pods come and go`() throws {
    let world = World.practice
    for round in 0..<20 {
      for number in 0..<50 { try world.create(pod("p\(number)")) }
      world.cluster.run(for: .seconds(10))
      #expect(world.status("p49") == "Running", "round \(round)")
      for number in 0..<50 { try world.delete("p\(number)", grace: 1) }
      world.cluster.run(for: .seconds(10))
    }
    #expect(world.cluster.store.objects(ofKind: "Pod").isEmpty)
    #expect(world.cluster.kubelet.workers.isEmpty)
    #expect(world.cluster.ended.isEmpty)
    #expect(world.cluster.logs.isEmpty)
  }

  @Test func `objects come back in another cluster`() throws {
    let first = World.practice
    try first.create(pod("nx"))
    try first.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {a: b}}")
    first.cluster.run(for: .seconds(5))
    let second = World.practice
    #expect(second.cluster.restore(first.cluster.keptObjects + [["kind": "Pod"]]).count == 1)
    second.cluster.run(for: .seconds(5))
    #expect(second.status("nx") == "Running")
    let key = ObjectStore.Key(kind: "ConfigMap", namespace: "default", name: "one")
    #expect(second.cluster.store[key]?["data"]?["a"]?.string == "b")
  }
}
