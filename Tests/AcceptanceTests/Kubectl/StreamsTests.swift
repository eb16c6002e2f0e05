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
    try tmux.run("clear; kubectl exec -it box -- sh")
    #expect(tmux.waitFor("/ #"))
    try tmux.run("stty size; tty")
    #expect(tmux.waitFor("24 90\n/dev/pts/1\n"))
    try tmux.resize(width: 70, height: 20)
    try tmux.run("clear; cd /etc; stty size")
    #expect(tmux.waitFor("20 70\n/etc #"))
    try tmux.run("sleep 1000")
    #expect(tmux.waitFor("sleep 1000\n"))
    try tmux.press("C-c")
    #expect(tmux.waitFor("^C\n/etc #"))
    try tmux.run("echo status $?")
    #expect(tmux.waitFor("status 130"))
    try tmux.press("Up", "C-a", "M-d", "p", "r", "i", "n", "t", "f", "Enter")
    #expect(tmux.waitFor("status/etc #"))
    try tmux.run("exit 7")
    #expect(tmux.waitFor("command terminated with exit code 7"))
    try tmux.run("echo left with $?")
    #expect(tmux.waitFor("left with 7"), "\(tmux.screen)")
    withExtendedLifetime(cluster) {}
  }

  @Test(arguments: RealKubectl.installed.suffix(1))
  func `bash has its prompt and ^D ends it`(kubectl: RealKubectl) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.run("clear; kubectl exec -it web -- bash")
    #expect(tmux.waitFor("root@web:/#"))
    try tmux.run("cd")
    #expect(tmux.waitFor("root@web:~#"))
    try tmux.press("C-d")
    #expect(tmux.waitFor("exit\nshell>"), "\(tmux.screen)")
    withExtendedLifetime(cluster) {}
  }

  @Test(arguments: [RealKubectl.installed.first, RealKubectl.installed.last].compactMap { $0 })
  func `attach joins the container's own shell, and its end restarts it`(
    kubectl: RealKubectl
  ) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.run("clear; kubectl attach -it box")
    #expect(tmux.waitFor("try pressing enter"))
    try tmux.press("Enter")
    #expect(tmux.waitFor("/ #"))
    try tmux.run("echo from $HOSTNAME")
    #expect(tmux.waitFor("\nfrom box\n"))
    try tmux.press("C-d")
    #expect(tmux.waitFor("Session ended"), "\(tmux.screen)")
    let restarted = try cluster.run(
      "kubectl wait --for=jsonpath='{.status.containerStatuses[0].restartCount}'=1 pod/box")
    #expect(restarted.status == 0)
  }

  @Test(arguments: [RealKubectl.installed.first, RealKubectl.installed.last].compactMap { $0 })
  func `run -it --rm leaves nothing behind`(kubectl: RealKubectl) throws {
    let (cluster, tmux) = try open(kubectl)
    try tmux.run("clear; kubectl run tmp -it --rm --restart=Never --image=busybox -- sh")
    #expect(tmux.waitFor("try pressing enter"))
    try tmux.press("Enter")
    #expect(tmux.waitFor("/ #"))
    try tmux.run("exit 3")
    #expect(tmux.waitFor("pod \"tmp\" deleted"))
    try tmux.run("echo left with $?")
    #expect(tmux.waitFor("left with 3"), "\(tmux.screen)")
    #expect(try cluster.run("kubectl get pod tmp").errors.contains("\"tmp\" not found"))
  }
}
