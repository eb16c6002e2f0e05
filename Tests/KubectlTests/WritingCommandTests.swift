import PodModel
import Testing

@testable import Kubectl

@Suite struct WritingCommandTests {
  private static let manifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: nx, labels: {app: web}}
    spec: {containers: [{name: main, image: busybox}]}
    """

  private func live() async -> (FakeCluster, FakeConsole) {
    let cluster = FakeCluster()
    cluster.isAlive = true
    let console = FakeConsole(files: ["nx.yaml": Self.manifest])
    _ = await kubectl(["apply", "-f", "nx.yaml"], on: cluster, console)
    return (cluster, console)
  }

  @Test func `keeps the manifest for the next apply`() async throws {
    let (cluster, console) = await live()
    let shown = await kubectl(
      [
        "get", "pod", "nx", "-o",
        "jsonpath={.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}",
      ], on: cluster, console)
    #expect(
      shown.output == #"{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"labels":"#
        + #"{"app":"web"},"name":"nx","namespace":"default"},"spec":{"containers":"#
        + #"[{"image":"busybox","name":"main"}]}}"# + "\n")
    console.files["nx.yaml"] = Self.manifest.replacing(", labels: {app: web}", with: "")
    let second = await kubectl(["apply", "-f", "nx.yaml"], on: cluster, console)
    #expect(second == Outcome(output: "pod/nx configured\n", errors: "", status: 0))
    #expect(cluster.current("pods", "nx")?["metadata"]?["labels"]?.entries?.isEmpty != false)
  }

  @Test func `says nothing was edited`() async {
    let (cluster, console) = await live()
    console.editor = { $0 }
    let outcome = await kubectl(["edit", "pod", "nx"], on: cluster, console)
    #expect(
      outcome == Outcome(output: "", errors: "Edit cancelled, no changes made.\n", status: 0))
  }

  @Test func `opens the editor again after a refusal`() async {
    let (cluster, console) = await live()
    var texts: [String] = []
    console.editor = { text in
      texts.append(text)
      return texts.count == 1
        ? text.replacing("restartPolicy: Always", with: "restartPolicy: Never") : text
    }
    let outcome = await kubectl(["edit", "pod", "nx"], on: cluster, console)
    #expect(texts.count == 2)
    #expect(texts.last?.contains("# The Pod \"nx\" is invalid: spec: Forbidden") == true)
    #expect(outcome.errors.hasSuffix("error: Edit cancelled, no valid changes were saved.\n"))
    #expect(outcome.status == 1)
  }

  /// Several failures are printed without the words that a single one gets.
  @Test func `lists several failures one a line`() async {
    let console = FakeConsole(files: ["a.yaml": "hello\n", "b.yaml": "hello\n"])
    let outcome = await kubectl(
      ["create", "-f", "a.yaml", "-f", "b.yaml"], on: FakeCluster(), console)
    let line =
      "error validating \"FILE\": error validating data: invalid object to validate; if you "
      + "choose to ignore these errors, turn validation off with --validate=false\n"
    #expect(
      outcome.errors == line.replacing("FILE", with: "a.yaml")
        + line.replacing("FILE", with: "b.yaml"))
  }

  @Test(
    arguments: [
      (["--now"], 1), (["--grace-period=0"], 1), (["--force"], 0), (["--grace-period=7"], 7),
      ([], nil),
    ] as [([String], Int?)])
  func `asks for the grace period that the flags mean`(flags: [String], seconds: Int?) async {
    let (cluster, console) = await live()
    let outcome = await kubectl(["delete", "pod", "nx"] + flags, on: cluster, console)
    #expect(outcome.status == 0)
    #expect(cluster.deletions.map(\.gracePeriodSeconds) == [seconds])
  }

  @Test func `prints each warning of the server once`() async {
    let cluster = FakeCluster()
    cluster.isAlive = true
    let pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\nspec:\n  containers:\n"
      + "  - {name: a, image: b, env: [{name: X, value: a}, {name: X, value: b}]}\n"
    let text = pod.replacing("NAME", with: "a") + "---\n" + pod.replacing("NAME", with: "b")
    let console = FakeConsole(files: ["two.yaml": text])
    let outcome = await kubectl(["create", "-f", "two.yaml"], on: cluster, console)
    #expect(outcome.output == "pod/a created\npod/b created\n")
    #expect(outcome.errors.hasPrefix("Warning: spec.containers[0].env[1]: hides previous"))
    #expect(outcome.errors.count { $0 == "\n" } == 1)
  }

  private static let unknown = "unknown field \"spec.foo\""

  /// Source: apiserver `endpoints/handlers/rest.go`, which warns where a request says nothing.
  @Test(arguments: [
    (["patch", "pod", "nx", "-p", #"{"spec":{"foo":1}}"#], 0, "Warning: \(unknown)\n"),
    (
      ["patch", "pod", "nx", "--type=merge", "-p", #"{"spec":{"foo":1}}"#], 0,
      "Warning: \(unknown)\n"
    ),
    (
      ["patch", "pod", "nx", "--type=json", "-p", #"[{"op":"add","path":"/spec/foo","value":1}]"#],
      0, "Warning: \(unknown)\n"
    ),
    (["apply", "-f", "nx.yaml", "--validate=warn"], 0, "Warning: \(unknown)\n"),
    (["apply", "-f", "nx.yaml", "--validate=ignore"], 0, ""),
    (["apply", "-f", "nx.yaml"], 1, "strict decoding error: \(unknown)\n"),
  ])
  func `refuses unknown fields of manifests and warns of those in patches`(
    words: [String], status: Int, errors: String
  ) async {
    let (cluster, console) = await live()
    console.files["nx.yaml"] = Self.manifest.replacing("spec: {", with: "spec: {foo: 1, ")
    let outcome = await kubectl(words, on: cluster, console)
    #expect(Int(outcome.status) == status)
    #expect(errors.isEmpty ? outcome.errors.isEmpty : outcome.errors.hasSuffix(errors))
    #expect(cluster.current("pods", "nx")?["spec"]?["foo"] == nil)
  }

  @Test func `waits until the object is gone`() async {
    let (cluster, console) = await live()
    cluster.keepsDeleted = true
    let before = cluster.now
    _ = await kubectl(["delete", "pod", "nx", "--grace-period=9"], on: cluster, console)
    let after = cluster.now
    #expect(after.since(before) == .seconds(9))
    _ = await kubectl(["create", "-f", "nx.yaml"], on: cluster, console)
    _ = await kubectl(["delete", "pod", "nx", "--wait=false"], on: cluster, console)
    #expect(cluster.now == after)
  }

  /// Source: kubectl v1.36, which waits for all conditions; before, the last one counted.
  @Test(arguments: [(KubectlVersion.minor36, 1 as Int32), (.minor32, 0)])
  func `waits for every condition`(version: KubectlVersion, status: Int32) async {
    let (cluster, console) = await live()
    let outcome = await kubectl(
      ["wait", "pod/nx", "--for=condition=Nope", "--for=create", "--timeout=5s"], on: cluster,
      console, version: version)
    #expect(outcome.status == status)
  }

  @Test func `refuses a manifest of another namespace`() async {
    let console = FakeConsole(files: [
      "x.yaml": Self.manifest.replacing("name: nx,", with: "name: nx, namespace: dev,")
    ])
    let outcome = await kubectl(
      ["create", "-f", "x.yaml", "-n", "prod"], on: FakeCluster(), console)
    #expect(
      outcome.errors
        == "error: the namespace from the provided object \"dev\" does not match the namespace "
        + "\"prod\". You must pass '--namespace=dev' to perform this operation.\n")
  }

  /// Source: Go `text/template`.
  @Test(arguments: [
    ("{{.metadata.name}}", "nx"), ("{{range .spec.containers}}{{.name}};{{end}}", "main;"),
    ("{{if .spec.nope}}yes{{else}}no{{end}}", "no"), ("{{.nope}}", "<no value>"),
    ("{{len .spec.containers}}", "1"), ("{{index .metadata.labels \"app\"}}", "web"),
    ("{{with .metadata}}{{.name | printf \"%5s|\"}}{{end}}", "   nx|"),
    ("{{range $k, $v := .metadata.labels}}{{$k}}={{$v}}{{end}}", "app=web"),
    ("a {{- \" b \" -}} c", "a b c"), ("{{eq .metadata.name \"nx\"}}", "true"),
  ])
  func `fills in Go templates`(template: String, text: String) throws {
    let object = try YAML.document(in: Self.manifest)
    #expect(try GoTemplate(template).text(for: object) == text)
  }

  @Test func `prints events as kubectl events does`() async throws {
    let event = try YAML.document(
      in: """
        kind: Event
        metadata: {name: nx.1, namespace: default}
        type: Warning
        reason: BackOff
        message: "Back-off restarting\\n"
        count: 3
        firstTimestamp: "2027-01-15T07:59:20Z"
        lastTimestamp: "2027-01-15T07:59:55Z"
        involvedObject: {kind: Pod, name: nx, namespace: default}
        """)
    let cluster = FakeCluster([event])
    #expect(
      await kubectl(["events", "--for", "pod/nx"], on: cluster).output == """
        LAST SEEN          TYPE      REASON    OBJECT   MESSAGE
        5s (x3 over 40s)   Warning   BackOff   Pod/nx   Back-off restarting

        """)
    #expect(
      await kubectl(["get", "events"], on: cluster).output == """
        LAST SEEN   TYPE      REASON    OBJECT   MESSAGE
        5s          Warning   BackOff   pod/nx   Back-off restarting

        """)
  }
}
