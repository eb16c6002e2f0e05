import PodModel
import PodSimulator
import Testing

@Suite struct SimulatedClusterTests {
  @Test func `a container runs after its image is pulled`() throws {
    let world = World()
    try world.createPod("containers: [{name: main, image: nginx}]")
    world.cluster.run(for: .seconds(3))
    #expect(world.rows() == ["0/1 Pending 0", "0/1 ContainerCreating 0", "1/1 Running 0"])
    #expect(
      world.events == ["Scheduled x1", "Pulling x1", "Pulled x1", "Created x1", "Started x1"])
  }

  @Test func `a container that keeps failing waits longer each time`() throws {
    let world = World()
    try world.createPod(
      "containers: [{name: main, image: busybox, command: [sh, -c, sleep 1; exit 1]}]")
    world.cluster.run(for: .seconds(45))
    #expect(
      world.rows() == [
        "0/1 Pending 0", "0/1 ContainerCreating 0", "1/1 Running 0", "0/1 Error 0",
        "1/1 Running 1", "0/1 Error 1", "0/1 CrashLoopBackOff 1", "1/1 Running 2", "0/1 Error 2",
        "0/1 CrashLoopBackOff 2", "1/1 Running 3", "0/1 Error 3",
      ])
  }

  @Test func `init containers run one after the other`() throws {
    let world = World()
    try world.createPod(
      """
      initContainers:
      - {name: one, image: busybox, command: [sleep, "2"]}
      - {name: two, image: busybox, command: [sleep, "2"]}
      containers: [{name: main, image: nginx}]
      """)
    world.cluster.run(for: .seconds(10))
    #expect(
      world.rows() == [
        "0/1 Pending 0", "0/1 Init:0/2 0", "0/1 Init:1/2 0", "0/1 PodInitializing 0",
        "1/1 Running 0",
      ])
  }

  @Test func `sidecars start first and end last`() throws {
    let world = World()
    try world.createPod(
      """
      restartPolicy: Never
      initContainers:
      - {name: side, image: busybox, restartPolicy: Always, command: [serve]}
      containers: [{name: main, image: busybox, command: [sleep, "3"]}]
      """)
    world.cluster.run(for: .seconds(10))
    #expect(
      world.rows() == [
        "0/2 Pending 0", "0/2 Init:0/1 0", "1/2 PodInitializing 0", "2/2 Running 0",
        "1/2 Completed 0", "0/2 Completed 0",
      ])
  }

  @Test func `a deleted Pod ends gracefully and goes`() throws {
    let world = World()
    try world.createPod("containers: [{name: main, image: nginx}]")
    world.cluster.run(for: .seconds(3))
    let pods = try #require(world.cluster.resources.first { $0.kind == "Pod" })
    _ = try world.cluster.perform { cluster in
      try await cluster.delete(pods, named: "nx", in: "default", options: DeletionOptions())
    }
    world.cluster.run(for: .seconds(3))
    #expect(world.rows().suffix(2) == ["1/1 Terminating 0", "0/1 Completed 0"])
    #expect(world.cluster.timeline.states.last?.change == .deleted)
  }

  @Test func `unknown images back off`() throws {
    let world = World()
    try world.createPod("containers: [{name: main, image: ngnix}]")
    world.cluster.run(for: .seconds(30))
    #expect(
      world.rows() == [
        "0/1 Pending 0", "0/1 ContainerCreating 0", "0/1 ErrImagePull 0",
        "0/1 ImagePullBackOff 0", "0/1 ErrImagePull 0",
      ])
  }

  @Test func `a liveness probe that fails restarts the container`() throws {
    let world = World()
    try world.createPod(
      """
      terminationGracePeriodSeconds: 1
      containers:
      - name: main
        image: nginx
        livenessProbe: {tcpSocket: {port: 81}, periodSeconds: 2, failureThreshold: 2}
      """)
    world.cluster.run(for: .seconds(8))
    #expect(world.rows().suffix(2) == ["1/1 Running 0", "1/1 Running 1"])
    #expect(world.events.contains("Killing x1"))
  }

  @Test func `commands run in containers and logs can be read`() throws {
    let world = World()
    try world.createPod(
      "containers: [{name: main, image: busybox, command: [sh, -c, echo hi; sleep 99]}]")
    world.cluster.run(for: .seconds(3))
    var output: [UInt8] = []
    let status = try world.cluster.perform { cluster in
      try await cluster.exec(
        ["sh", "-c", "echo there; exit 3"], inPod: "nx", in: "default", options: ExecOptions(),
        console: ExecConsole(
          read: { nil }, writeOutput: { output += $0 }, writeError: { _ in }))
    }
    #expect(status == 3)
    #expect(String(decoding: output, as: UTF8.self) == "there\n")
    let log = try world.cluster.perform { cluster in
      let stream = try await cluster.log(ofPod: "nx", in: "default", options: LogOptions())
      return await stream.next(before: nil)
    }
    #expect(log == Array("hi\n".utf8))
  }

  @Test(arguments: [("Pod", nil), ("Service", nil), ("ConfigMap", 404), ("Secret", 404)])
  func `only kinds that have a status have its part`(kind: String, code: Int?) throws {
    let world = World()
    try world.createPod("containers: [{name: main, image: nginx}]")
    for kind in ["ConfigMap", "Secret"] {
      try world.create("apiVersion: v1\nkind: \(kind)\nmetadata: {name: nx}\n")
    }
    try world.create(
      "apiVersion: v1\nkind: Service\nmetadata: {name: nx}\nspec: {ports: [{port: 80}]}\n")
    let resource = try world.resource(kind)
    let error = try world.cluster.perform { cluster -> StatusError? in
      do throws(StatusError) {
        _ = try await cluster.patch(
          "status", of: resource, named: "nx", with: .merge(["status": [:]]), in: "default",
          isDryRun: false)
        return nil
      } catch {
        return error
      }
    }
    #expect(error.flatMap(\.self)?.code == code)
  }
}
