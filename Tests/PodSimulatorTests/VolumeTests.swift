import Kernel
import PodModel
import Testing

@testable import PodSimulator

@Suite struct VolumeTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: nx}
    spec:
      containers:
      - name: main
        image: busybox
        command: [serve]
        volumeMounts:
        - {name: all, mountPath: /all}
        - {name: all, mountPath: /one, subPath: key}
      volumes:
      - {name: all, configMap: {name: settings}}
    """

  private func settings(_ world: World, _ data: String) throws {
    let maps = try world.resource("ConfigMap")
    let text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {\(data)}}"
    let object = try #require(try YAML.documents(in: text.utf8).first)
    _ = try world.cluster.perform { cluster in
      try await cluster.replace(
        maps, named: "settings", with: object, in: "default", options: WriteOptions())
    }
  }

  private func read(_ world: World, _ path: String) throws -> String {
    var output: [UInt8] = []
    _ = try world.cluster.perform { cluster in
      try await cluster.exec(
        ["cat", path], inPod: "nx", in: "default", options: ExecOptions(),
        console: ExecConsole(
          read: { nil }, writeOutput: { output += $0 }, writeError: { _ in }))
    }
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `a changed ConfigMap shows in a volume after a while but not below a subPath`() throws
  {
    let world = World()
    try world.create(
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {key: old}}")
    try world.create(Self.pod)
    world.cluster.run(for: .seconds(5))
    #expect(try read(world, "/all/key") == "old")
    try settings(world, "key: new, more: here")
    world.cluster.run(for: .seconds(2))
    #expect(try read(world, "/all/key") == "old")
    world.cluster.run(for: .seconds(90))
    #expect(try read(world, "/all/key") == "new")
    #expect(try read(world, "/all/more") == "here")
    #expect(try read(world, "/one") == "old")
    try settings(world, "more: here")
    world.cluster.run(for: .seconds(90))
    #expect(try read(world, "/all/key") == "")
  }

  @Test func `a ConfigMap that lacks a key is told by the volume's name`() throws {
    let world = World()
    try world.create(
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {key: old}}")
    try world.createPod(
      """
      containers:
      - {name: main, image: busybox, volumeMounts: [{name: all, mountPath: /all}]}
      volumes:
      - {name: all, configMap: {name: settings, items: [{key: other, path: other}]}}
      """)
    world.cluster.run(for: .seconds(3))
    let message = world.cluster.events.compactMap { $0["message"]?.string }
      .first { $0.hasPrefix("MountVolume") }
    #expect(
      message
        == "MountVolume.SetUp failed for volume \"all\" : "
        + "configmap references non-existent config key: other")
  }
}
