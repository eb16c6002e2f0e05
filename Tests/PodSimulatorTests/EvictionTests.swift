import PodModel
import Testing

@testable import PodSimulator

@Suite struct EvictionTests {
  /// Source: kubelet `eviction/helpers.go`, the formats of its messages.
  @Test(arguments: [
    (
      "volumes: [{name: v, emptyDir: {sizeLimit: 1k}}]", "volumeMounts: [{name: v, mountPath: /v}]",
      "/v/f", "Usage of EmptyDir volume \"v\" exceeds the limit \"1k\". "
    ),
    (
      "volumes: []", "resources: {limits: {ephemeral-storage: 1k}}", "/tmp/f",
      "Pod ephemeral local storage usage exceeds the total limit of containers 1k. "
    ),
  ])
  func `a Pod that takes too much of the disk is evicted`(
    volumes: String, container: String, path: String, message: String
  ) throws {
    let world = World()
    try world.createPod(
      """
      \(volumes)
      containers:
      - name: main
        image: busybox
        command: [sh, -c, "printf %02000d 1 > \(path); sleep 600"]
        \(container)
      """)
    world.cluster.run(for: .seconds(60))
    let key = ObjectStore.Key(kind: "Pod", namespace: "default", name: "nx")
    let status = try #require(world.cluster.store[key]?["status"])
    #expect(status["phase"] == "Failed")
    #expect(status["reason"] == "Evicted")
    #expect(status["message"]?.string == message)
    #expect(
      status["containerStatuses"]?.list?.first?["state"]?["terminated"]?["exitCode"]?.int == 137)
    let disruption = status["conditions"]?.list?.first { $0["type"] == "DisruptionTarget" }
    #expect(disruption?["reason"] == "TerminationByKubelet")
    #expect(world.events.contains("Evicted x1"))
    #expect(world.status("nx") == "Error")
  }

  @Test func `a Pod that keeps within its limits stays`() throws {
    let world = World()
    try world.createPod(
      """
      volumes: [{name: v, emptyDir: {sizeLimit: 3k}}]
      containers:
      - name: main
        image: busybox
        command: [sh, -c, "printf %02000d 1 > /v/f; sleep 600"]
        volumeMounts: [{name: v, mountPath: /v}]
        resources: {limits: {ephemeral-storage: 3k}}
      """)
    world.cluster.run(for: .seconds(300))
    #expect(world.status("nx") == "Running")
  }

  /// Source: client-go `tools/events`: what sorts by `lastTimestamp` finds none.
  @Test func `the scheduler's events have a time and no stamps`() throws {
    let world = World()
    try world.create(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: nx}
      spec: {containers: [{name: main, image: busybox, command: [serve]}]}
      """)
    world.cluster.run(for: .seconds(3))
    let scheduled = try #require(world.cluster.events.first { $0["reason"] == "Scheduled" })
    #expect(scheduled["lastTimestamp"]?.isNull == true)
    #expect(scheduled["eventTime"]?.string?.hasSuffix("Z") == true)
    #expect(scheduled["reportingInstance"]?.string == "default-scheduler-node1")
    #expect(EventTimes(scheduled).count == 1)
  }

  @Test(arguments: [
    (ObjectSelector(labels: "a=b=c"), "found '=', expected: ',' or 'end of string'"),
    (ObjectSelector(labels: "a in"), "unable to parse requirement: found '' expected: '('"),
    (ObjectSelector(fields: "a"), "invalid selector: 'a'; can't understand 'a'"),
    (ObjectSelector(fields: "a=b"), "field label not supported: a"),
  ])
  func `selectors that cannot be read are refused`(
    selector: ObjectSelector, message: String
  ) throws {
    let world = World()
    let pods = try world.resource("Pod")
    let error = #expect(throws: StatusError.self) {
      _ = try world.cluster.perform { cluster in
        try await cluster.objects(pods, in: "default", matching: selector)
      }
    }
    #expect(error?.message == message)
  }
}
