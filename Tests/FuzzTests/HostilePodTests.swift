import Kernel
import PodModel
import Testing

@testable import PodSimulator

/// Pods whose manifests want all there is, whatever their programs do.
@Suite struct HostilePodTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The limit that must be reached; "none": the Pod does no harm.
    var limit: String
    /// Fields of the spec.
    var spec: Node

    init(_ name: String, limit: String, _ spec: Node) {
      (testDescription, self.limit, self.spec) = (name, limit, spec)
    }
  }

  private static func containers(_ count: Int, _ fields: Node) -> Node {
    Node(
      .list(
        (0..<count).map { number in
          var container: Node = ["name": Node(.string("c\(number)")), "image": "busybox"]
          for entry in fields.entries ?? [] { container[entry.key] = entry.value }
          return container
        }))
  }

  private static let sleeping: Node = ["command": ["sleep", "infinity"]]

  private static func sleeping(with key: String, _ value: Node) -> Node {
    var fields = sleeping
    fields[key] = value
    return ["containers": containers(1, fields)]
  }

  static let cases: [Case] = [
    Case(
      "a thousand containers", limit: "processes", ["containers": containers(1000, sleeping)]),
    Case(
      "a hundred init containers", limit: "none",
      [
        "initContainers": containers(100, ["command": ["true"]]),
        "containers": [["name": "last", "image": "busybox", "command": ["sleep", "infinity"]]],
      ]),
    Case(
      "probes that write without end", limit: "output",
      sleeping(
        with: "readinessProbe", ["exec": ["command": ["yes"]], "periodSeconds": 1])),
    Case(
      "a hook that writes without end", limit: "output",
      sleeping(with: "lifecycle", ["postStart": ["exec": ["command": ["yes"]]]])),
    Case(
      "variables that double", limit: "none",
      sleeping(with: "env", Node(.list((0..<40).map(doubling))))),
    Case(
      "twenty containers with probes", limit: "none",
      [
        "containers": containers(
          20,
          [
            "command": ["sleep", "infinity"],
            "readinessProbe": ["exec": ["command": ["true"]], "periodSeconds": 1],
          ])
      ]),
  ]

  /// A variable that is twice the one before.
  private static func doubling(_ number: Int) -> Node {
    let value =
      number == 0
      ? String(repeating: "a", count: 1000) : "$(V\(number - 1))$(V\(number - 1))"
    return ["name": Node(.string("V\(number)")), "value": Node(.string(value))]
  }

  @Test(arguments: cases)
  func `ends at the limit that it names, or does no harm`(pod: Case) throws {
    var limits = Limits()
    limits.steps = 100_000
    limits.processes = 60
    limits.output = 160 << 10
    limits.memory = 1 << 20
    let cluster = SimulatedCluster(SimulatedCluster.Setup(limits: limits))
    defer { cluster.end() }
    let pods = try #require(cluster.resources.first { $0.kind == "Pod" })
    _ = try cluster.make(
      pods,
      [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "bad"], "spec": pod.spec,
      ], in: "default")
    cluster.run(for: .seconds(60))
    #expect(cluster.kernel.reachedLimit?.rawValue ?? "none" == pod.limit)
    #expect(cluster.kernel.commandLines.count <= limits.processes)
  }
}
