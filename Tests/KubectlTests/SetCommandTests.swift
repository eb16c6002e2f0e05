import PodModel
import Testing

@testable import Kubectl

/// What `kubectl set` prints; compared with kubectl 1.33 on a practice cluster.
@Suite struct SetCommandTests {
  private static let manifests = """
    apiVersion: v1
    kind: Pod
    metadata: {name: box}
    spec:
      containers:
      - {name: a, image: busybox, env: [{name: OLD, value: "1"}]}
      - {name: b, image: busybox}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: cfg}
    data: {key-one: one, two: "2"}

    """

  private func run(_ line: String) async -> Outcome {
    let cluster = FakeCluster()
    cluster.isAlive = true
    let console = FakeConsole(files: ["box.yaml": Self.manifests])
    _ = await kubectl(["create", "-f", "box.yaml"], on: cluster, console)
    return await kubectl(line.split(separator: " ").map(String.init), on: cluster, console)
  }

  @Test(arguments: [
    ("env pod/box --list", "# Pod box, container a\nOLD=1\n# Pod box, container b\n"),
    ("env pod box --list --all -c a", "# Pod box, container a\nOLD=1\n"),
    ("env -f box.yaml --list", "# Pod box, container a\nOLD=1\n# Pod box, container b\n"),
    ("env pod/box A=b --dry-run=client", "pod/box env updated (dry run)\n"),
    ("env pod/box OLD=1 -c a --dry-run=client", ""),
    ("resources pod/box --limits=cpu=1 --dry-run=client -o name", "pod/box\n"),
    (
      "resources pod/box --limits=cpu=1 --dry-run=client",
      "pod/box resource requirements updated (dry run)\n"
    ),
    ("image pod/box *=nginx", "pod/box image updated\n"),
    ("image pod/box a=busybox", ""),
  ])
  func `says what it has done`(line: String, output: String) async {
    #expect(await run("set \(line)") == Outcome(output: output, errors: "", status: 0))
  }

  @Test(arguments: [
    ("env pod/box OLD- -c a", "[*].env", ""),
    (
      "env pod/box OLD=2 NEW=3 -c a", "[0].env",
      #"[{"name":"OLD","value":"2"},{"name":"NEW","value":"3"}]"#
    ),
    (
      "env pod/box A=b -c *b*", "[*].env",
      #"[{"name":"OLD","value":"1"}] [{"name":"A","value":"b"}]"#
    ),
    (
      "env pod/box --from=cm/cfg --keys=two --prefix=X_", "[1].env",
      #"[{"name":"X_TWO","valueFrom":{"configMapKeyRef":{"key":"two","name":"cfg"}}}]"#
    ),
    (
      "resources pod/box -c a --limits=cpu=0.5,memory=64Mi --requests=cpu=50m", "[*].resources",
      #"{"limits":{"cpu":"500m","memory":"64Mi"},"requests":{"cpu":"50m"}} {}"#
    ),
    ("image -f box.yaml --local a=nginx", "[*].image", "nginx busybox"),
  ])
  func `changes the containers that are meant`(
    line: String, field: String, result: String
  ) async {
    let outcome = await run(
      "set \(line) --dry-run=client -o jsonpath={.spec.containers\(field)}")
    #expect(outcome.output == result)
  }

  @Test(arguments: [
    (
      "env A=b", "one or more resources must be specified as <resource> <name> or <resource>/<name>"
    ),
    (
      "env A=b pod/box", "all resources must be specified before environment changes: A=b pod/box"
    ),
    (
      "env pod/box A=b A-",
      "can not both modify and remove the same environment variable in the same command"
    ),
    ("env pod/box --list -o yaml", "--list and --output may not be specified together"),
    (
      "env pod/box A=b --local --dry-run=server",
      "cannot specify --local and --dry-run=server - did you mean --dry-run=client?"
    ),
    (
      "env pod/box OLD=2 --overwrite=false",
      "pods/box 'OLD' already has a value (1), and --overwrite is false"
    ),
    (
      "env cm/cfg A=b",
      "configmaps/cfg the object is not a pod or does not have a pod template: *v1.ConfigMap"
    ),
    ("env pod --all -l x=y A=b", "cannot set --all and --selector at the same time"),
    ("env pod/box --from=pod/box", "unsupported resource specified in --from"),
    ("resources pod/box -c none --limits=cpu=1", "unable to find container named none"),
    (
      "resources pod/box --limits=cpu=1=2",
      "Invalid argument syntax cpu=1=2, expected <resource>=<value>"
    ),
    (
      "resources pod/box",
      "you must specify an update to requests or limits (in the form of --requests/--limits)"
    ),
  ])
  func `says what it cannot do`(line: String, error: String) async {
    #expect(
      await run("set \(line)") == Outcome(output: "", errors: "error: \(error)\n", status: 1))
  }

  @Test(arguments: [
    ("env pod/box A=b", "failed to patch env update to pod template: "),
    ("resources pod/box --limits=cpu=1", "failed to patch resources update to pod template "),
  ])
  func `hands on what the server says to a change of a Pod that runs`(
    line: String, words: String
  ) async {
    let outcome = await run("set \(line)")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.hasPrefix(
        "error: \(words)Pod \"box\" is invalid: spec: Forbidden: pod updates may not change"))
  }

  @Test func `goes on with the other containers where one is missing`() async {
    let outcome = await run("set image pod/box none=x b=nginx")
    #expect(outcome.output == "pod/box image updated\n")
    #expect(outcome.errors == "error: unable to find container named \"none\"\n")
  }

  @Test(arguments: ["set env", "set image", "label", "annotate"])
  func `leaves the cluster alone where only a file is meant`(command: String) async throws {
    let cluster = FakeCluster()
    let console = FakeConsole(files: ["box.yaml": Self.manifests])
    let words = command.split(separator: " ").map(String.init)
    let outcome = await kubectl(
      words + ["-f", "box.yaml", "--local", "a=b"], on: cluster, console)
    #expect(outcome.output.hasPrefix("pod/box "))
    #expect(cluster.current("pods", "box") == nil)
  }
}
