import Foundation
import TestSupport
import Testing

/// The screen's real cluster: the key `C`, with a real kubectl; the practice cluster plays the real one.
@Suite(
  .enabled(if: Tmux.isThere, "tmux is missing"),
  .enabled(if: !RealKubectl.installed.isEmpty, "there is no kubectl in PATH"), .serialized)
struct ClusterScreenTests {
  private static let lessons = "\(Tmux.root)/lessons"
  private static let check = "Pod nx runs and stays ready"

  /// A cluster under a name of its own, as any other one, and a screen whose task is solved.
  private func open() throws -> (PracticeCluster, Tmux) {
    let cluster = try PracticeCluster(try #require(RealKubectl.installed.last), speed: "8x")
    try name(cluster)
    var variables = cluster.environment.merging(["PODLAB_LESSONS": Self.lessons]) { $1 }
    variables["HOME"] = nil
    let tmux = try #require(try Tmux(width: 150, height: 40, environment: variables))
    let solution = "\(Self.lessons)/multi-container-pods/nginx-pod/solutions/plain"
    let workspace = tmux.folder.appending(path: ".local/share/podlab/workspace").path
    try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: solution, toPath: "\(workspace)/nginx-pod")
    try start(tmux)
    return (cluster, tmux)
  }

  /// Makes a context without the mark of practice clusters the current one.
  private func name(_ cluster: PracticeCluster) throws {
    let named = try cluster.run(
      """
      kubectl config set-context learner --cluster=podlab --user=podlab \
      && kubectl config use-context learner
      """)
    #expect(named.status == 0, "\(named.errors)")
  }

  /// What is left of podlab's namespaces, once those are gone that are about to.
  private func namespaces(of cluster: PracticeCluster) throws -> String {
    try cluster.run(
      """
      kubectl wait --for=delete namespace -l app.kubernetes.io/managed-by=podlab > wait.log 2>&1
      kubectl get namespaces -o name | grep podlab- || true
      """
    ).output
  }

  @Test func `a cluster that fails leaves checks ungradable, and a retry works`() throws {
    let (cluster, tmux) = try open()
    try tmux.press("C")
    #expect(tmux.waitFor("Run Pods on a real cluster?"))
    #expect(tmux.waitFor(cluster.address))
    try tmux.press("y")
    #expect(tmux.waitFor("real cluster: learner · running"), "\(tmux.screen)")
    #expect(tmux.waitUntilGone("· running"), "\(tmux.screen)")
    #expect(tmux.waitFor("✓ \(Self.check)"), "\(tmux.screen)")

    try tmux.press("x")
    #expect(tmux.waitFor("· running"), "\(tmux.screen)")
    cluster.fail()
    #expect(tmux.waitFor("? \(Self.check)"), "\(tmux.screen)")
    #expect(tmux.waitFor("cannot be reached"), "\(tmux.screen)")

    try cluster.startAgain()
    try name(cluster)
    try tmux.press("x")
    #expect(tmux.waitFor("✓ \(Self.check)"), "\(tmux.screen)")
    try leave(tmux, by: "q")
  }

  private func start(_ tmux: Tmux) throws {
    try tmux.run("clear; '\(Tmux.binary)'; echo left $((6 * 7))")
    #expect(tmux.waitFor("✓ \(Self.check)"))
  }

  /// Leaves by a key and waits until podlab has cleaned up.
  private func leave(_ tmux: Tmux, by key: String) throws {
    try tmux.press(key)
    #expect(tmux.waitFor("Leave podlab?"))
    try tmux.press("y")
    #expect(tmux.waitFor("left 42"), "\(tmux.screen)")
  }

  @Test func `consent is asked for once, and leaving in between removes everything`() throws {
    let (cluster, tmux) = try open()
    try tmux.press("C")
    #expect(tmux.waitFor("Run Pods on a real cluster?"))
    try tmux.press("y")
    #expect(tmux.waitFor("· running"))
    try leave(tmux, by: "C-c")
    #expect(try namespaces(of: cluster) == "")

    try start(tmux)
    try tmux.press("C")
    #expect(tmux.waitFor("real cluster: learner"), "\(tmux.screen)")
    try leave(tmux, by: "C-c")
    #expect(try namespaces(of: cluster) == "")
  }
}
