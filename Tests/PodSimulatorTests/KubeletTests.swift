import Kernel
import PodModel
import Testing

@testable import PodSimulator

@Suite struct KubeletTests {
  private func object(_ world: World) -> Node? {
    world.cluster.store[ObjectStore.Key(kind: "Pod", namespace: "default", name: "nx")]
  }

  private static let serving = """
    apiVersion: v1
    kind: Pod
    metadata: {name: nx}
    spec: {containers: [{name: main, image: busybox, command: [serve]}]}
    """

  // MARK: Ephemeral containers

  private func debug(_ world: World, _ container: String) throws {
    let patch = try #require(
      try YAML.documents(in: "{spec: {ephemeralContainers: [\(container)]}}".utf8).first)
    try change(world, .strategicMerge(patch))
  }

  private func change(_ world: World, _ patch: ObjectPatch) throws {
    _ = try world.cluster.perform { cluster in
      try await cluster.changeEphemeralContainers(
        ofPod: "nx", with: patch, in: "default", isDryRun: false)
    }
  }

  @Test func `an ephemeral container sees its target's processes and is not started again`() throws
  {
    let world = World()
    try world.create(Self.serving)
    world.cluster.run(for: .seconds(3))
    try debug(
      world, "{name: bug, image: busybox, command: [sleep, '5'], targetContainerName: main}")
    world.cluster.run(for: .seconds(3))
    let status = { object(world)?["status"]?["ephemeralContainerStatuses"]?.list?.first }
    #expect(status()?["state"]?["running"] != nil)
    let sandbox = try #require(world.sandbox("nx"))
    #expect(sandbox.newest("bug")?.namespaces.pids === sandbox.newest("main")?.namespaces.pids)
    world.cluster.run(for: .seconds(30))
    #expect(status()?["state"]?["terminated"]?["exitCode"]?.int == 0)
    #expect(status()?["restartCount"]?.int == 0)
    #expect(world.status("nx") == "Running")
  }

  @Test func `ephemeral containers cannot be removed`() throws {
    let world = World()
    try world.create(Self.serving)
    world.cluster.run(for: .seconds(3))
    try debug(world, "{name: bug, image: busybox, command: [serve]}")
    #expect(throws: StatusError.self) {
      try change(world, .merge(["spec": ["ephemeralContainers": []]]))
    }
  }

  // MARK: Restarts

  @Test(arguments: [
    ("In", 3, "Running"), ("NotIn", 3, "Error"), ("In", 4, "Error"),
  ])
  func `a container's own rules decide whether it starts again`(
    word: String, code: Int, status: String
  ) throws {
    let world = World()
    try world.createPod(
      """
      restartPolicy: Never
      containers:
      - name: main
        image: busybox
        command: [sh, -c, sleep 3; exit 3]
        restartPolicy: Never
        restartPolicyRules:
        - {action: Restart, exitCodes: {operator: \(word), values: [\(code)]}}
      """)
    world.cluster.run(for: .seconds(6))
    #expect(world.status("nx") == status)
  }

  @Test func `a restart of the node starts containers again and counts it`() throws {
    let first = World()
    try first.create(Self.serving)
    first.cluster.run(for: .seconds(3))
    let second = World()
    #expect(second.cluster.restore(first.cluster.keptObjects).isEmpty)
    second.cluster.run(for: .seconds(5))
    let status = object(second)?["status"]?["containerStatuses"]?.list?.first
    #expect(status?["restartCount"]?.int == 1)
    #expect(status?["lastState"]?["terminated"]?["exitCode"]?.int == 255)
    #expect(status?["lastState"]?["terminated"]?["reason"]?.string == "Unknown")
  }

  // MARK: The end

  @Test func `a shorter grace period does not shorten an end that has begun`() throws {
    let world = World()
    try world.create(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: nx}
      spec: {containers: [{name: main, image: busybox, command: [sleep, forever]}]}
      """)
    world.cluster.run(for: .seconds(3))
    try world.delete("nx", grace: 8)
    world.cluster.run(for: .seconds(2))
    try world.delete("nx", grace: 1)
    world.cluster.run(for: .seconds(4))
    #expect(world.status("nx") == "Terminating")
    world.cluster.run(for: .seconds(5))
    #expect(world.status("nx") == nil)
  }

  // MARK: Probes and networks

  @Test func `a gRPC probe finds nobody who speaks it`() throws {
    let world = World()
    try world.createPod(
      """
      containers:
      - {name: main, image: busybox, command: [serve], readinessProbe: {grpc: {port: 80}}}
      """)
    world.cluster.run(for: .seconds(15))
    let message = world.cluster.events.compactMap { $0["message"]?.string }
      .first { $0.hasPrefix("Readiness") }
    #expect(message?.hasSuffix(":80\" within 1s: context deadline exceeded") == true)
    #expect(world.cluster.notModelled.isEmpty)
  }

  @Test func `a Pod on the host's network has the node's address and name`() throws {
    let world = World()
    try world.create(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: nx}
      spec: {hostNetwork: true, containers: [{name: main, image: busybox, command: [serve]}]}
      """)
    world.cluster.run(for: .seconds(3))
    #expect(object(world)?["status"]?["podIP"]?.string == "203.0.113.10")
    #expect(world.sandbox("nx")?.network?.hostname == "node1")
  }

  @Test func `readiness shows before the next round`() throws {
    let world = World()
    try world.createPod(
      """
      containers:
      - name: main
        image: busybox
        command: [serve]
        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 1}
      """)
    world.cluster.run(for: .seconds(5))
    #expect(
      world.rows() == [
        "0/1 Pending 0", "0/1 ContainerCreating 0", "0/1 Running 0", "1/1 Running 0",
      ])
  }
}
