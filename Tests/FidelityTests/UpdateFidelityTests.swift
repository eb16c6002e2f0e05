import Foundation
import PodModel
import Testing

/// What the API server says of changes to a running Pod, as recorded in `GroundTruth/lifecycle`.
@Suite struct UpdateFidelityTests {
  /// The standard error of a step that kubectl refused.
  private func recorded(_ command: String, in scenario: String = "nx-change") throws -> String {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "GroundTruth/lifecycle/\(scenario).json")
    let steps = try JSON.node(in: Data(contentsOf: url))["steps"]?.list ?? []
    let step = try #require(steps.first { $0["cmd"]?.string == command })
    return step["stderr"]?.string ?? ""
  }

  /// The Pod `nx` of the scenario, bound to its node.
  private func running(deadline: Int64? = nil) throws -> Node {
    let node = try YAML.document(
      in: """
        apiVersion: v1
        kind: Pod
        metadata: {name: nx}
        spec: {containers: [{name: nginx, image: nginx}]}
        """)
    let context = AdmissionContext(suffix: "vc9sf")
    guard case .accepted(var pod, _) = APIServer.create(node, in: context) else {
      throw CancellationError()
    }
    pod["spec"]?["nodeName"] = "node1"
    if let deadline { pod["spec"]?["activeDeadlineSeconds"] = Node(.integer(deadline)) }
    return pod
  }

  /// What kubectl prints of an answer.
  private func printed(_ answer: ServerAnswer) -> String {
    guard case .refused(let refusal) = answer else { return "" }
    let lines = refusal.causes.map { "\($0.path?.description ?? ""): \($0.message)" }
    let list = lines.count == 1 ? lines[0] : "\n" + lines.map { "* \($0)" }.joined(separator: "\n")
    return "The \(refusal.kind) \"\(refusal.name)\" is invalid: \(list)\n"
  }

  /// Applies a change to the first container or, without a container's field, to the spec.
  private func changed(_ pod: Node, _ path: [String], _ value: Node) -> Node {
    var pod = pod
    if path.count == 2 {
      var container = pod["spec"]?["containers"]?.list?.first ?? [:]
      container[path[1]] = value
      pod["spec"]?["containers"] = Node(.list([container]))
    } else {
      pod["spec"]?[path[0]] = value
    }
    return pod
  }

  private static let changes: [(command: String, path: [String], value: Node)] = [
    ("kubectl apply -f cmd.yaml", ["containers", "command"], ["sleep", "60"]),
    ("kubectl apply -f restart.yaml", ["restartPolicy"], "Never"),
    ("kubectl apply -f grace.yaml", ["terminationGracePeriodSeconds"], 5),
    ("kubectl apply -f env.yaml", ["containers", "env"], [["name": "A", "value": "b"]]),
    (
      "kubectl apply -f res.yaml", ["containers", "resources"], ["requests": ["cpu": "10m"]]
    ),
  ]

  @Test(arguments: changes)
  func `shows what may not change`(command: String, path: [String], value: Node) throws {
    let old = try running()
    let answer = APIServer.update(changed(old, path, value), replacing: old)
    #expect(try printed(answer) == recorded(command))
  }

  @Test func `shows an added volume`() throws {
    let old = try running()
    let volumes = [["emptyDir": [:], "name": "v"]] + (old["spec"]?["volumes"]?.list ?? [])
    let answer = APIServer.update(changed(old, ["volumes"], Node(.list(volumes))), replacing: old)
    #expect(try printed(answer) == recorded("kubectl apply -f vol.yaml"))
  }

  @Test func `refuses more containers`() throws {
    let old = try running()
    let added: Node = [["image": "nginx", "name": "nginx"], ["image": "busybox", "name": "side"]]
    let two = APIServer.update(changed(old, ["containers"], added), replacing: old)
    #expect(try printed(two) == recorded("kubectl apply -f two.yaml"))
    let initial: Node = [["image": "busybox", "name": "a"]]
    let one = APIServer.update(changed(old, ["initContainers"], initial), replacing: old)
    #expect(try printed(one) == recorded("kubectl apply -f init.yaml"))
  }

  @Test func `refuses a manifest in place of the completed Pod`() throws {
    let old = try running(deadline: 600)
    let manifest = try YAML.document(
      in: """
        apiVersion: v1
        kind: Pod
        metadata: {name: nx}
        spec: {containers: [{name: nginx, image: nginx, command: [sleep, "60"]}]}
        """)
    let answer = APIServer.update(manifest, replacing: old)
    #expect(try printed(answer) == recorded("kubectl replace -f cmd.yaml"))
  }

  @Test func `lets images, labels and deadlines change`() throws {
    let old = try running()
    var new = changed(old, ["containers", "image"], "nginx:1.27")
    new["metadata"]?["labels"] = ["app": "web"]
    new["spec"]?["activeDeadlineSeconds"] = 600
    guard case .accepted(let pod, _) = APIServer.update(new, replacing: old) else {
      Issue.record("refused")
      return
    }
    #expect(pod["metadata"]?["generation"] == 2)
    #expect(pod["metadata"]?["labels"] == ["app": "web"])
    #expect(pod["status"] == old["status"])
  }
}
