import PodModel
import Testing

@testable import PodSimulator

@Suite struct SchedulingTests {
  private func pod(_ name: String, _ rest: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), labels: {app: web}}
    spec:
      containers: [{name: main, image: busybox, command: [serve]}]
      \(rest)
    """
  }

  private func change(_ world: World, _ spec: Node) throws {
    let nodes = try world.resource("Node")
    _ = try world.cluster.perform { cluster in
      try await cluster.patch(
        nodes, named: "node1", with: .merge(["spec": spec]), in: nil, options: WriteOptions())
    }
  }

  private static let alike = "labelSelector: {matchLabels: {app: web}}"

  @Test(arguments: [
    ("tolerations: []", "1 node(s) had untolerated taint(s)", false),
    ("nodeSelector: {disk: fast}", "1 node(s) had untolerated taint(s)", false),
    (
      "tolerations: [{key: only, operator: Exists}]\n  nodeSelector: {disk: fast}",
      "1 node(s) didn't match Pod's node affinity/selector", false
    ),
  ])
  func `a taint keeps Pods away before anything else does`(
    rest: String, reason: String, canBeHelped: Bool
  ) throws {
    let world = World()
    try change(world, ["taints": [["key": "only", "value": "us", "effect": "NoSchedule"]]])
    try world.create(pod("nx", rest))
    world.cluster.run(for: .seconds(1))
    #expect(
      world.message(of: "nx")
        == "0/1 nodes are available: \(reason). no new claims to deallocate, preemption: "
        + "0/1 nodes are available: 1 Preemption is not helpful for scheduling.")
  }

  @Test func `a closed node takes Pods once it is open`() throws {
    let world = World()
    try change(world, ["unschedulable": true])
    try world.create(pod("nx", ""))
    world.cluster.run(for: .seconds(1))
    #expect(world.message(of: "nx")?.contains("1 node(s) were unschedulable") == true)
    try change(world, ["unschedulable": false])
    world.cluster.run(for: .seconds(3))
    #expect(world.status("nx") == "Running")
  }

  @Test(arguments: [
    ("podAntiAffinity", "kubernetes.io/hostname", "didn't match pod anti-affinity rules"),
    ("podAffinity", "zone", "didn't match pod affinity rules"),
    ("podAffinity", "kubernetes.io/hostname", nil),
    ("podAntiAffinity", "zone", nil),
  ])
  func `Pods keep company as they want to`(kind: String, key: String, reason: String?) throws {
    let world = World()
    try world.create(pod("first", ""))
    world.cluster.run(for: .seconds(3))
    try world.create(
      pod(
        "nx",
        """
        affinity:
            \(kind):
              requiredDuringSchedulingIgnoredDuringExecution:
              - {topologyKey: \(key), \(Self.alike)}
        """))
    world.cluster.run(for: .seconds(3))
    if let reason {
      #expect(world.message(of: "nx")?.contains(reason) == true)
    } else {
      #expect(world.status("nx") == "Running")
    }
  }

  @Test func `what the whole node does not have cannot be had by evicting others`() throws {
    let world = World()
    let cpu = { (name: String, amount: String) in
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: \(name)}
      spec:
        containers:
        - {name: main, image: busybox, command: [serve], resources: {requests: {cpu: "\(amount)"}}}
      """
    }
    try world.create(cpu("most", "1500m"))
    world.cluster.run(for: .seconds(1))
    try world.create(cpu("more", "1"))
    try world.create(cpu("all", "3"))
    world.cluster.run(for: .seconds(1))
    #expect(
      world.message(of: "more")?.hasSuffix("1 No preemption victims found for incoming pod.")
        == true)
    #expect(
      world.message(of: "all")?.hasSuffix("1 Preemption is not helpful for scheduling.") == true)
  }

  @Test func `a taint that lets nobody stay ends the Pods that do not tolerate it`() throws {
    let world = World()
    try world.create(pod("nx", ""))
    try world.create(pod("brave", "tolerations: [{operator: Exists}]"))
    world.cluster.run(for: .seconds(3))
    try change(world, ["taints": [["key": "out", "effect": "NoExecute"]]])
    world.cluster.run(for: .seconds(40))
    #expect(world.status("nx") == nil)
    #expect(world.status("brave") == "Running")
    #expect(world.events.contains("TaintManagerEviction x1"))
  }
}
