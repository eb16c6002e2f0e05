import Kubectl
import LabSession
import Lessons
import PodModel
import Testing

/// Calls of kubectl on a practice cluster, with a clock and files of their own.
@Suite struct PracticeSessionTests {
  private let computer = Computer()

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers: [{name: web, image: busybox, command: [sleep, infinity]}]

    """

  @Test func `an object stays for later calls`() throws {
    computer.files["pod.yaml"] = Self.pod
    #expect(try computer.kubectl("create -f pod.yaml").output == "pod/web created\n")
    computer.files["pod.yaml"] = nil
    #expect(try computer.kubectl("get pods -o name").output == "pod/web\n")
  }

  @Test func `time passes between calls`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 60)
    let line = try computer.kubectl("get pod web --no-headers").output
    #expect(line == "web   1/1   Running   0     60s\n")
  }

  @Test func `the clock stands still when nobody calls for long`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 86_400)
    #expect(try computer.kubectl("get pod web --no-headers").output.hasSuffix(" 5m\n"))
    #expect(try computer.kubectl("get pod web --no-headers").output.hasSuffix(" 5m\n"))
  }

  @Test func `looking does not lose time`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    for _ in 0..<20 {
      computer.pass(seconds: 59)
      try computer.kubectl("get pods")
    }
    #expect(try computer.kubectl("get pod web --no-headers").output.hasSuffix(" 19m\n"))
  }

  @Test func `time can be skipped`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    let line = try computer.kubectl(
      "get pod web --no-headers", PracticeSession.Options(skip: .seconds(7200))
    ).output
    #expect(line.hasSuffix(" 120m\n"))
  }

  @Test func `a file in a container stays`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 5)
    try computer.kubectl(["exec", "web", "--", "sh", "-c", "echo kept > /tmp/note"])
    #expect(try computer.kubectl("exec web -- cat /tmp/note").output == "kept\n")
  }

  @Test func `input comes from the caller and is remembered`() throws {
    computer.input = ["apiVersion: v1\nkind: ConfigMap\n", "metadata: {name: a}\n"]
    #expect(try computer.kubectl("apply -f -").output == "configmap/a created\n")
    #expect(try computer.kubectl("get cm a -o name").output == "configmap/a\n")
  }

  @Test func `an editor changes an object`() throws {
    try computer.kubectl("create configmap a --from-literal=color=red")
    computer.editor = { $0.replacing("color: red", with: "color: blue") }
    #expect(try computer.kubectl("edit cm a").output == "configmap/a edited\n")
    #expect(try computer.kubectl("get cm a -o jsonpath={.data.color}").output == "blue")
  }

  @Test func `the configuration is kept`() throws {
    try computer.kubectl("create namespace lab")
    try computer.kubectl("config set-context --current --namespace=lab")
    try computer.kubectl("create configmap here --from-literal=a=b")
    #expect(try computer.kubectl("get cm here -n lab -o name").output == "configmap/here\n")
  }

  @Test(arguments: [
    "get pods", "create -f missing.yaml", "create configmap a --dry-run=server", "nonsense",
    "delete pod nobody", "apply --help",
  ])
  func `what changes nothing is not written down`(call: String) throws {
    try computer.kubectl("version")
    let before = computer.journal
    try computer.kubectl(call)
    #expect(computer.journal == before)
  }

  @Test func `a watch sees what another call does`() throws {
    let watch = try computer.begin("get pods -w --no-headers")
    #expect(try watch.go() == .running)
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 5)
    #expect(try watch.go() == .running)
    #expect(watch.output.contains("web   0/1   Pending"))
    #expect(watch.output.contains("Running"))
  }

  @Test func `a shell in a container sees what another call does`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 5)
    computer.input = nil
    let shell = try computer.begin("exec -i web -- sh")
    while try shell.go() == .running {}
    #expect(try shell.go() == .asking(number: 0, .input))
    try computer.kubectl(["exec", "web", "--", "sh", "-c", "echo from the other > /note"])
    computer.input = ["cat /note\n"]
    while shell.isRunning { try shell.go() }
    #expect(shell.output == "from the other\n")
  }

  @Test func `a shell on a terminal gets each key`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 5)
    computer.terminalSize = ConsoleSize(columns: 90, rows: 30)
    computer.input = nil
    let shell = try computer.begin("exec -it web -- sh")
    while try shell.go() == .running {}
    #expect(shell.wantsRawInput)
    computer.input = ["stty si", "ze\r", "sleep 100\r", "\u{3}", "echo again\r", "\u{4}"]
    while shell.isRunning { try shell.go() }
    #expect(!shell.wantsRawInput)
    #expect(shell.output.contains("stty size\r\n30 90\r\n"))
    #expect(shell.output.contains("echo again\r\nagain\r\n"))
    #expect(shell.status == 0)
  }

  @Test func `a call that is broken off does no more`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.pass(seconds: 5)
    computer.input = nil
    let shell = try computer.begin(["exec", "-i", "web", "--", "sh", "-c", "cat > /note"])
    while try shell.go() == .running {}
    try shell.interrupt()
    computer.pass(seconds: 5)
    let answer = try computer.kubectl("exec web -- ls /note")
    #expect(answer.output == "/note\n")
  }

  @Test func `a fresh cluster is empty, and calls on the old one end`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    let watch = try computer.begin("get pods -w")
    try watch.go()
    computer.pass(seconds: 1)
    let fresh = try computer.kubectl("get pods", PracticeSession.Options(isFresh: true))
    #expect(fresh.output == "No resources found in default namespace.\n")
    #expect(throws: PracticeFault.startedAnew) { try watch.go() }
  }

  @Test func `a damaged journal is kept and said`() throws {
    try computer.kubectl("version")
    try computer.store.write(Array("{\"records\":".utf8), to: Computer.path)
    let answer = try computer.kubectl("get pods")
    #expect(
      answer.notes == [
        "the practice cluster's journal '/state/practice.json' was damaged and is now "
          + "'/state/practice.json.old'; the cluster starts anew"
      ])
    #expect(computer.store.texts["/state/practice.json.old"] == "{\"records\":")
  }

  @Test func `another podlab's journal is not replayed`() throws {
    try computer.kubectl("create configmap a")
    computer.program = "podlab 2"
    let answer = try computer.kubectl("get cm -o name")
    #expect(answer.output == "configmap/kube-root-ca.crt\n")
    #expect(answer.notes.count == 1)
    #expect(answer.notes.first?.contains("was made by 'podlab 1'") == true)
  }

  @Test func `a long past is dropped when nothing runs`() throws {
    try computer.kubectl("create configmap a --from-literal=color=red")
    try computer.kubectl("config set-context --current --namespace=kube-system")
    let age = try computer.kubectl("get cm a -n default -o jsonpath={.metadata}").output
    computer.replayTime = .seconds(1)
    computer.pass(seconds: 120)
    try computer.kubectl("version")
    #expect(computer.journal?.contains("\"call\"") == false)
    #expect(try computer.kubectl("get cm a -n default -o jsonpath={.metadata.uid}").output != "")
    let kept = try computer.kubectl("get cm a -n default -o jsonpath={.metadata}").output
    #expect(kept.prefix { $0 != "," } == age.prefix { $0 != "," })
    #expect(try computer.kubectl("get pods").output.contains("kube-system"))
  }

  @Test func `a long past with Pods is dropped when it takes too long, and said`() throws {
    try computer.kubectl("run web --image=busybox -- sleep infinity")
    computer.replayTime = .seconds(1)
    computer.pass(seconds: 120)
    #expect(try computer.kubectl("get pods").notes == [])
    computer.replayTime = .seconds(2)
    computer.pass(seconds: 120)
    let answer = try computer.kubectl("get pods")
    #expect(answer.notes.first?.contains("its node was restarted") == true)
    computer.pass(seconds: 5)
    let fields = try computer.kubectl("get pod web --no-headers").output.split(separator: " ")
    #expect(fields.prefix(3) == ["web", "1/1", "Running"])
    #expect(try computer.kubectl("exec web -- hostname").output == "web\n")
  }

  @Test func `calls see the same cluster however often it is replayed`() throws {
    computer.files["pod.yaml"] = Self.pod.replacing(
      "[sleep, infinity]", with: "[sh, -c, 'while true; do echo $RANDOM; sleep 1; done']")
    try computer.kubectl("create -f pod.yaml")
    computer.pass(seconds: 30)
    let first = try computer.kubectl("logs web").output
    let lines = first.split(separator: "\n")
    #expect(lines.count > 20)
    #expect(try computer.kubectl("logs web").output == first)
  }
}
