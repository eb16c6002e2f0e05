import PodModel
import Testing

@testable import KubectlCluster

/// A cluster behind a fake kubectl.
struct ClusterFixture {
  let host = FakeHost()

  func cluster(
    _ kind: NamespacePlan.Kind = .own, speed: Double = 1,
    rules: KubectlCluster.Rules = KubectlCluster.Rules()
  ) -> KubectlCluster {
    let context = KubeContext(
      name: "test", cluster: "c", server: "https://c:6443", user: "u", speed: speed)
    let base = kind == .own ? "podlab-x" : "school"
    return KubectlCluster(
      connection: KubectlConnection(context: context, host: host),
      plan: NamespacePlan(kind: kind, base: base, learner: "Lena", task: "nginx-pod"),
      rules: rules)
  }

  func resource(_ kind: String) throws -> Resource {
    try #require(cluster().resources.first { $0.kind == kind })
  }

  static let pod: Node = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "nx"],
    "spec": ["containers": [["name": "nginx", "image": "nginx"]], "priority": 0],
  ]

  /// Answers as a server that takes everything.
  func takeEverything() {
    host.answer = { words, input in
      if let input { return .json(input) }
      if words.contains("name") { return nil }
      return words.first == "get" ? .refused("Error from server (NotFound): pods not found") : nil
    }
  }

  /// An event of a watch as kubectl prints it.
  func event(_ type: String, version: String, phase: String) -> String {
    let event: Node = [
      "type": Node(.string(type)),
      "object": [
        "kind": "Pod",
        "metadata": [
          "name": "nx", "namespace": "podlab-x", "resourceVersion": Node(.string(version)),
        ], "status": ["phase": Node(.string(phase))],
      ],
    ]
    return event.json
  }
}
