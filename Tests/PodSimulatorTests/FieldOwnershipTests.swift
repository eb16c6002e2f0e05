import PodModel
import Testing

@testable import PodSimulator

@Suite struct FieldOwnershipTests {
  private func node(_ yaml: String) throws -> Node {
    try #require(try YAML.documents(in: Array(yaml.utf8)).first)
  }

  private func pod(image: String, labels: String = "{app: web}") throws -> Node {
    try node(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, uid: u, labels: \(labels)}
      spec:
        nodeSelector: {disk: ssd}
        containers:
        - {name: nginx, image: \(image), ports: [{containerPort: 80}], args: [a, b]}
      status: {phase: Running}
      """)
  }

  @Test func `names fields as conflicts do`() throws {
    #expect(
      FieldPaths.values(of: try pod(image: "nginx")).keys.sorted() == [
        ".metadata.labels.app", ".spec.containers[name=\"nginx\"]",
        ".spec.containers[name=\"nginx\"].args", ".spec.containers[name=\"nginx\"].image",
        ".spec.containers[name=\"nginx\"].name",
        ".spec.containers[name=\"nginx\"].ports[containerPort=80,protocol=\"TCP\"]",
        ".spec.containers[name=\"nginx\"].ports[containerPort=80,protocol=\"TCP\"].containerPort",
        ".spec.nodeSelector",
      ])
  }

  @Test func `takes away fields, and what is empty then`() throws {
    let left = FieldPaths.removing(
      [".metadata.labels.app", ".spec.containers[name=\"nginx\"].image"],
      from: try pod(image: "nginx"))
    #expect(left["metadata"]?["labels"] == nil)
    #expect(left["spec"]?["containers"]?.list?.first?["name"] == "nginx")
    #expect(left["spec"]?["containers"]?.list?.first?["image"] == nil)
  }

  @Test func `an apply conflicts over what others have set otherwise`() throws {
    let (old, new) = (try pod(image: "a"), try pod(image: "b"))
    var ownership = FieldOwnership()
    ownership.update(by: "kubectl-create", from: nil, to: old)
    func conflicts(_ manager: String, _ object: Node) -> [FieldOwnership.Conflict] {
      ownership.conflicts(of: manager, applying: object, from: old, to: object, version: "v1")
    }
    #expect(conflicts("me", old) == [])
    #expect(
      conflicts("me", new) == [
        FieldOwnership.Conflict(
          owner: "\"kubectl-create\" using v1", path: ".spec.containers[name=\"nginx\"].image")
      ])
    ownership.apply(by: "me", new, from: old, to: new)
    #expect(conflicts("me", new) == [])
    #expect(
      ownership.conflicts(of: "you", applying: old, from: new, to: old, version: "v1") == [
        FieldOwnership.Conflict(owner: "\"me\"", path: ".spec.containers[name=\"nginx\"].image")
      ])
  }

  @Test func `what a manifest gives up is released unless others have it, too`() throws {
    let both = try pod(image: "a", labels: "{app: web, extra: x}")
    let one = try pod(image: "a", labels: "{app: web}")
    var ownership = FieldOwnership()
    ownership.apply(by: "me", both, from: nil, to: both)
    #expect(ownership.released(by: "me", applying: one) == [".metadata.labels.extra"])
    #expect(ownership.released(by: "you", applying: one) == [])
    ownership.apply(by: "you", both, from: both, to: both)
    #expect(ownership.released(by: "me", applying: one) == [])
  }

  @Test func `going to server-side apply takes along what client-side apply had set`() throws {
    let (old, new) = (try pod(image: "a"), try pod(image: "b"))
    var ownership = FieldOwnership()
    ownership.update(by: "kubectl-client-side-apply", from: nil, to: old)
    ownership.apply(by: "kubectl", old, from: old, to: old)
    #expect(
      ownership.conflicts(of: "kubectl", applying: new, from: old, to: new, version: "v1") == [])
  }
}
