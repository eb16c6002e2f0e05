import Foundation
import TestSupport
import Testing

/// Terminals in containers, with every kubectl that is installed in a terminal of tmux.
@Suite(
  .enabled(if: Tmux.isThere, "tmux is missing"),
  .enabled(if: !RealKubectl.installed.isEmpty, "there is no kubectl in PATH"), .serialized)
struct StreamsTests {
  private static let pods = """
    apiVersion: v1
    kind: Pod
    metadata: {name: box}
    spec:
      containers:
      - {name: box, image: busybox, stdin: true, tty: true}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
      - {name: web, image: nginx}

    """

  /// A cluster with Pods that are ready, and a terminal beside it.
  private func open(_ kubectl: RealKubectl) throws -> (PracticeCluster, Tmux) {
    let cluster = try PracticeCluster(kubectl)
    try cluster.write(Self.pods, to: "pods.yaml")
    let ready = try cluster.run(
      "kubectl create -f pods.yaml && kubectl wait --for=condition=Ready pod --all")
    #expect(ready.status == 0, "\(ready.errors)")
    return (
      cluster, try #require(try Tmux(width: 90, height: 24, environment: cluster.environment))
    )
  }

  @Test(arguments: RealKubectl.installed)
  func `exec -it feels like a terminal`(kubectl: RealKubectl) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.talk([
      "clear; kubectl exec -it box -- sh": "/ #",
      "stty size; tty": "24 90\n/dev/pts/1\n",
    ])
    try tmux.resize(width: 70, height: 20)
    try tmux.talk([
      "clear; cd /etc; stty size": "20 70\n/etc #",
      "sleep 1000": "sleep 1000\n",
    ])
    try tmux.press("C-c")
    #expect(tmux.waitFor("^C\n/etc #"))
    try tmux.talk(["echo status $?": "status 130"])
    try tmux.press("Up", "C-a", "M-d", "p", "r", "i", "n", "t", "f", "Enter")
    #expect(tmux.waitFor("status/etc #"))
    try tmux.talk([
      "exit 7": "command terminated with exit code 7",
      "echo left with $?": "left with 7",
    ])
    withExtendedLifetime(cluster) {}
  }

  @Test(arguments: RealKubectl.installed.suffix(1))
  func `bash has its prompt and ^D ends it`(kubectl: RealKubectl) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.talk([
      "clear; kubectl exec -it web -- bash": "root@web:/#",
      "cd": "root@web:~#",
    ])
    try tmux.press("C-d")
    #expect(tmux.waitFor("exit\nshell>"), "\(tmux.screen)")
    withExtendedLifetime(cluster) {}
  }

  @Test(arguments: [RealKubectl.installed.first, RealKubectl.installed.last].compactMap { $0 })
  func `attach joins the container's own shell, and its end restarts it`(
    kubectl: RealKubectl
  ) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.talk(["clear; kubectl attach -it box": "try pressing enter"])
    try tmux.press("Enter")
    #expect(tmux.waitFor("/ #"))
    try tmux.talk(["echo from $HOSTNAME": "\nfrom box\n"])
    try tmux.press("C-d")
    #expect(tmux.waitFor("Session ended"), "\(tmux.screen)")
    let restarted = try cluster.run(
      "kubectl wait --for=jsonpath='{.status.containerStatuses[0].restartCount}'=1 pod/box")
    #expect(restarted.status == 0)
  }

  @Test(arguments: [RealKubectl.installed.first, RealKubectl.installed.last].compactMap { $0 })
  func `run -it --rm leaves nothing behind`(kubectl: RealKubectl) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.talk([
      "clear; kubectl run tmp -it --rm --restart=Never --image=busybox -- sh":
        "try pressing enter"
    ])
    try tmux.press("Enter")
    #expect(tmux.waitFor("/ #"))
    try tmux.talk([
      "exit 3": "pod \"tmp\" deleted",
      "echo left with $?": "left with 3",
    ])
    #expect(try cluster.run("kubectl get pod tmp").errors.contains("\"tmp\" not found"))
  }
}
