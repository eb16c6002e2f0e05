import Foundation
import TestSupport
import Testing

/// `podlab kubectl`: one cluster over many processes.
@Suite struct KubectlTests {
  private let home: TemporaryFolder
  private var folder: URL { home.url }

  init() throws { home = try TemporaryFolder() }

  private func kubectl(_ words: String..., input: String = "") throws -> Command.Result {
    try Command.run(
      [Tmux.binary, "kubectl", "--workspace", folder.path] + words, input: input,
      environment: ["HOME": folder.path])
  }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
      - {name: nginx, image: nginx}
      - {name: helper, image: busybox, command: [sleep, infinity]}

    """

  @Test func `a Pod lives from one call to the next`() throws {
    let made = try kubectl("create", "-f", "-", input: Self.pod)
    #expect(made.output == "pod/web created\n")
    let ready = try kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=20s")
    #expect(ready.output == "pod/web condition met\n")
    let page = try kubectl("exec", "web", "-c", "helper", "--", "wget", "-qO-", "localhost")
    #expect(page.output.contains("<title>Welcome to nginx!</title>"))
    let skipped = try kubectl("--skip", "1h", "get", "pods", "--no-headers")
    #expect(skipped.output.hasSuffix("60m\n"))
    let gone = try kubectl("delete", "pod", "web", "--now")
    #expect(gone.output.contains("pod \"web\" deleted"))
  }

  @Test func `errors and their status are kubectl's`() throws {
    let missing = try kubectl("get", "pod", "nobody")
    #expect(missing.status == 1)
    #expect(missing.errors == "Error from server (NotFound): pods \"nobody\" not found\n")
    let unknown = try kubectl("gte")
    #expect(unknown.status == 1)
    #expect(unknown.errors.hasPrefix("error: unknown command \"gte\" for \"kubectl\"\n"))
    let file = try kubectl("create", "-f", "\(folder.path)/none.yaml")
    #expect(
      file.errors == "error: the path \"\(folder.path)/none.yaml\" does not exist\n")
  }

  @Test func `files are read from the caller's folder and written there`() throws {
    let manifest = folder.appending(path: "pod.yaml").path
    try Self.pod.write(toFile: manifest, atomically: true, encoding: .utf8)
    #expect(try kubectl("apply", "-f", manifest).output == "pod/web created\n")
    _ = try kubectl("--skip", "10s", "version")
    let copy = folder.appending(path: "page.html").path
    #expect(
      try kubectl("cp", "web:/usr/share/nginx/html/index.html", copy, "-c", "nginx").status == 0)
    #expect(try String(contentsOfFile: copy, encoding: .utf8).contains("Welcome to nginx!"))
  }

  @Test func `a fresh cluster has nothing of the old one`() throws {
    _ = try kubectl("create", "configmap", "a")
    let fresh = try kubectl("--fresh-cluster", "get", "configmaps", "-o", "name")
    #expect(fresh.output == "configmap/kube-root-ca.crt\n")
  }

  @Test(arguments: [["--skip"], ["--skip", "soon"], ["--workspace"]])
  func `a wrong option of podlab's own is said`(words: [String]) throws {
    let result = try Command.run(
      [Tmux.binary, "kubectl"] + words, environment: ["HOME": folder.path])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("podlab kubectl: '--"))
  }

  @Test func `a shell in a container has a terminal of its own`() throws {
    guard let terminal = try Tmux(width: 100, height: 20) else { return }
    try terminal.run("alias kubectl=\"'\(Tmux.binary)' kubectl\"; clear")
    try terminal.run("kubectl run web --image=busybox -- sleep infinity")
    try terminal.talk([
      "kubectl wait --for=condition=Ready pod/web": "condition met",
      "kubectl exec -it web -- sh; echo le''ft": "/ #",
      "stty size; sleep 100": "20 100",
    ])
    try terminal.press("C-c")
    try terminal.talk([
      "echo status $?": "status 130",
      "exit": "\nleft",
      "clear; stty -a | grep -ow -e icanon -e echo": "icanon\necho",
    ])
  }

  @Test func `^C ends a watch as kubectl would`() throws {
    guard let terminal = try Tmux(width: 100, height: 20) else { return }
    try terminal.run("alias kubectl=\"'\(Tmux.binary)' kubectl\"; clear")
    try terminal.talk(["kubectl get cm -w": "kube-root-ca.crt"])
    try terminal.press("C-c")
    try terminal.talk(["echo status $?": "status 130"])
  }
}
