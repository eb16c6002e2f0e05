import PodModel
import Testing

@testable import Kubectl

@Suite struct RandomCallTests {
  private static let words = [
    "get", "create", "apply", "delete", "describe", "logs", "exec", "run", "wait", "label",
    "annotate", "patch", "set", "image", "replace", "edit", "cp", "explain", "events", "diff",
    "config", "view", "auth", "can-i", "top", "rollout", "status", "expose", "attach", "scale",
    "pod", "pods", "po/nx", "pod/nx", "svc", "all", "nx", "nope", "pod,svc", "a/b/c", "/", ",", "",
    "-", "--", "-f", "nx.yaml", "bad.yaml", ".", "-o", "yaml", "json", "wide", "name", "jsonpath=",
    "jsonpath={.x", "jsonpath={.items[*].metadata.name}", "jsonpath={..}", "jsonpath={.a[?(@.b",
    "custom-columns=A:.x", "custom-columns=A", "go-template={{.x}}", "go-template={{range",
    "go-template={{if}}{{end}}", "-o=kyaml", "-l", "app=web", "--all", "-A", "-n", "dev", "-c",
    "main", "--tail=-2", "--tail=x", "--since=5s", "--for=delete", "--for=condition=Ready",
    "--for=jsonpath={.status.phase}=Running", "--timeout=1s", "--dry-run=client",
    "--dry-run=server",
    "--image=nginx", "--image=", "--restart=Never", "--rm", "-i", "-it", "--command", "sleep",
    "a=b",
    "a-", "nginx=nginx:2", "*=x", "-p", "{\"metadata\":{\"labels\":{\"z\":\"1\"}}}",

    "[{\"op\":\"test\"}]",
    "--type=json", "--type=merge", "nx:/etc/x", "x:y:z", "--force", "--now", "--grace-period=0",
    "-w", "--help", "-h", "help", "--sort-by=.metadata.name", "--sort-by=.nope", "--show-labels",
    "-L", "pod.spec.containers", "pod.spec.nope.x", "--recursive", "--port=80", "--port=x",
    "--overrides={", "--env=A", "--labels=a", "-é", "--=", "=", "--field-selector=metadata.name=nx",
  ]

  /// A fixed sequence of calls put together at random: none may crash or hang.
  @Test(arguments: 0..<6)
  func `survives whatever is typed`(seed: UInt64) async {
    var random = Sequence(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    for _ in 0..<200 {
      let cluster = FakeCluster()
      cluster.isAlive = true
      let console = FakeConsole(files: [
        "nx.yaml":
          "apiVersion: v1\nkind: Pod\nmetadata: {name: nx, labels: {app: web}}\n"
          + "spec: {containers: [{name: main, image: busybox}]}\n",
        "bad.yaml": "hello\n",
      ])
      console.editor = { $0 + "\n# x" }
      _ = await kubectl(["create", "-f", "nx.yaml"], on: cluster, console)
      let count = Int(random.next() % 7) + 1
      let command = Self.words[Int(random.next() % 34)]
      let rest = (0..<count).map { _ in Self.words[Int(random.next() % UInt64(Self.words.count))] }
      let words = [command] + rest
      let outcome = await kubectl(words, on: cluster, console)
      #expect(outcome.status == 0 || !outcome.errors.isEmpty || words.contains("diff"), "\(words)")
    }
  }

  /// Source: the SplitMix64 generator.
  private struct Sequence {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
