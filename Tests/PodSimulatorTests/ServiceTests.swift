import Kernel
import PodModel
import Testing

@testable import PodSimulator

@Suite struct ServiceTests {
  private func pod(_ name: String, _ rest: String = "", command: String = "serve") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), labels: {app: web}}
    spec:
      \(rest)
      containers:
      - {name: main, image: busybox, command: [\(command)], ports: [{name: http, containerPort: 80}]}
    """
  }

  private func service(_ name: String, _ rest: String = "") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name)}
    spec: {selector: {app: web}, ports: [{port: 8080, targetPort: http}]\(rest)}
    """
  }

  private func object(_ world: World, _ kind: String, _ name: String) -> Node? {
    world.cluster.store[ObjectStore.Key(kind: kind, namespace: "default", name: name)]
  }

  private func addresses(_ world: World, _ key: String) -> Int {
    object(world, "Endpoints", "web")?["subsets"]?.list?.first?[key]?.list?.count ?? 0
  }

  @Test func `ready Pods stand behind a Service until they end`() throws {
    let world = World.practice
    try world.create(service("web"))
    for name in ["a", "b"] { try world.create(pod(name)) }
    world.cluster.run(for: .seconds(5))
    #expect(addresses(world, "addresses") == 2)
    let slices = world.cluster.store.objects(ofKind: "EndpointSlice")
      .filter { $0.key.name.hasPrefix("web-") }
    #expect(slices.count == 1)
    #expect(slices.first?.value["ports"]?.list?.first?["port"]?.int == 80)
    try world.delete("a", grace: 1)
    world.cluster.run(for: .seconds(10))
    #expect(addresses(world, "addresses") == 1)
  }

  @Test func `connections to a Service take turns`() throws {
    let world = World.practice
    try world.create(service("web"))
    for name in ["a", "b"] { try world.create(pod(name)) }
    world.cluster.run(for: .seconds(5))
    let address = try #require(
      object(world, "Service", "web")?["spec"]?["clusterIP"]?.string.flatMap { IPAddress($0) })
    let port = SocketAddress(address, port: 8080)
    let first = world.cluster.redirect(port)
    #expect(first?.port == 80)
    #expect(world.cluster.redirect(port)?.address != first?.address)
    #expect(world.cluster.redirect(port) == first)
  }

  @Test(arguments: [
    ("web", 1), ("web.default", 1), ("web.default.svc.cluster.local", 1), ("headless", 2),
    ("alias", 1), ("nothing", 0), ("info.cern.ch", 1),
  ])
  func `Pods find Services by name`(name: String, count: Int) throws {
    let world = World.practice
    try world.create(service("web"))
    try world.create(service("headless", ", clusterIP: None"))
    try world.create(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: alias}
      spec: {type: ExternalName, externalName: info.cern.ch}
      """)
    for name in ["a", "b"] { try world.create(pod(name)) }
    world.cluster.run(for: .seconds(5))
    let network = try #require(world.sandbox("a")?.network)
    let found = world.cluster.lookUp(name, by: network)
    if count == 0 {
      #expect(found == .noSuchName)
    } else {
      guard case .addresses(let list) = found else {
        Issue.record("\(name) is not found")
        return
      }
      #expect(list.count == count)
    }
  }

  @Test func `a cluster without a name server of its own knows no Services`() throws {
    let world = World()
    try world.create(service("web"))
    try world.create(pod("a"))
    world.cluster.run(for: .seconds(5))
    let network = try #require(world.sandbox("a")?.network)
    #expect(world.cluster.lookUp("web", by: network) == .noSuchName)
  }

  @Test func `a namespace ends with all that is in it`() throws {
    let world = World.practice
    try world.create("{apiVersion: v1, kind: Namespace, metadata: {name: lab}}")
    try world.create(
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: one, namespace: lab}}")
    let namespaces = try world.resource("Namespace")
    _ = try world.cluster.perform { cluster in
      try await cluster.delete(namespaces, named: "lab", in: nil, options: DeletionOptions())
    }
    let key = ObjectStore.Key(kind: "Namespace", namespace: "", name: "lab")
    #expect(world.cluster.store[key]?["status"]?["phase"]?.string == "Terminating")
    #expect(throws: StatusError.self) {
      try world.create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: two, namespace: lab}}")
    }
    world.cluster.run(for: .seconds(8))
    #expect(world.cluster.store[key] == nil)
    #expect(world.cluster.store.contents(of: "lab").isEmpty)
  }
}
