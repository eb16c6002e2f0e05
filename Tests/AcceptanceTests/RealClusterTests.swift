import Foundation
import TestSupport
import Testing

/// `podlab grade --cluster` with a real kubectl; the practice cluster plays the real one.
@Suite(.enabled(if: !RealKubectl.installed.isEmpty, "kubectl is missing"), .serialized)
struct RealClusterTests {
  private static let lessons = "\(Tmux.root)/lessons"

  private static let tasks: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: lessons)) ?? []).sorted().flatMap {
      lesson in
      ((try? FileManager.default.contentsOfDirectory(atPath: "\(lessons)/\(lesson)")) ?? [])
        .sorted().map { "\(lesson)/\($0)" }
        .filter { FileManager.default.fileExists(atPath: "\(lessons)/\($0)/solutions") }
    }

  private func cluster(speed: String = "10x") throws -> PracticeCluster {
    try PracticeCluster(try #require(RealKubectl.installed.last), speed: speed)
  }

  private func answers(_ kind: String, of task: String) -> [String] {
    let folder = "\(Self.lessons)/\(task)/\(kind)"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      .map { "\(folder)/\($0)" }
  }

  /// The shell line that grades one answer.
  private func line(_ task: String, _ answer: String, _ more: String = "") -> String {
    let id = task.split(separator: "/").last ?? ""
    return "'\(Tmux.binary)' grade --cluster --yes \(more) --lessons '\(Self.lessons)' "
      + "--task \(id) '\(answer)'"
  }

  private func namespaces(of cluster: PracticeCluster) throws -> String {
    try cluster.run("kubectl get namespaces -o name | grep podlab- || true").output
  }

  @Test(arguments: tasks)
  func `a solution passes, and nothing is left`(task: String) throws {
    let cluster = try cluster()
    let solution = try #require(answers("solutions", of: task).first)
    let result = try cluster.run(line(task, solution))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try namespaces(of: cluster) == "")
  }

  @Test(arguments: tasks.prefix(4))
  func `a mistake fails, and nothing is left`(task: String) throws {
    let cluster = try cluster()
    let mistake = try #require(answers("mistakes", of: task).first)
    let result = try cluster.run(line(task, mistake))
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(try namespaces(of: cluster) == "")
  }

  @Test func `a signal ends a run and removes what it made`() throws {
    let cluster = try cluster(speed: "1x")
    let task = "multi-container-pods/nginx-pod"
    let solution = try #require(answers("solutions", of: task).first)
    let result = try cluster.run(
      """
      \(line(task, solution)) & run=$!
      until kubectl get pods -A -o name | grep -q pod/nx; do :; done
      kubectl get namespaces -o name | grep -q podlab- && echo made
      kill -TERM $run; wait $run; echo status $?
      """)
    #expect(result.output == "made\nstatus 143\n", "\(result.errors)")
    #expect(try namespaces(of: cluster) == "")
  }

  @Test func `a cluster that ends in between leaves checks ungradable, and a retry works`() throws {
    let cluster = try cluster(speed: "1x")
    let task = "multi-container-pods/nginx-pod"
    let solution = try #require(answers("solutions", of: task).first)
    let result = try cluster.run(
      """
      '\(Tmux.binary)' cluster --kubeconfig other --state kept.json 2> other.log & cluster=$!
      until grep -q 'is ready' other.log; do :; done
      export KUBECONFIG=other
      \(line(task, solution)) & run=$!
      until kubectl get pods -A -o name | grep -q pod/nx; do :; done
      kill -KILL $cluster; wait $run; echo status $?
      """)
    #expect(result.output.contains("? Pod nx runs and stays ready"))
    #expect(result.output.contains("cannot be reached: the connection was refused"))
    #expect(result.output.hasSuffix("status 2\n"), "\(result.errors)")
    #expect(result.errors.contains("`podlab grade --cluster --clean-up`"))
    let again = try cluster.run(
      """
      rm other.log; port=$(sed -n 's/.* server: .*:\\([0-9]*\\)$/\\1/p' other)
      '\(Tmux.binary)' cluster --kubeconfig other --state kept.json --port $port > other.log 2>&1 &
      cluster=$!
      until grep -qs 'is ready' other.log; do :; done
      export KUBECONFIG=other
      \(line(task, solution)) > report; echo status $?
      kill $cluster; wait $cluster
      """)
    #expect(again.output == "status 0\n", "\(again.errors)")
  }

  @Test func `what a killed run left is found and removed`() throws {
    let cluster = try cluster(speed: "10x")
    let left = """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: podlab-lena-nginx-pod-00000
        labels: {app.kubernetes.io/managed-by: podlab, podlab/task: nginx-pod, podlab/learner: lena}
      """
    try cluster.write(left, to: "left.yaml")
    _ = try cluster.run("kubectl create -f left.yaml && kubectl create namespace podlab-other")
    let cleanUp = "'\(Tmux.binary)' grade --cluster --clean-up --lessons '\(Self.lessons)'"
    let asked = try cluster.run(cleanUp)
    #expect(asked.status == 2)
    #expect(asked.errors.contains("nobody can be asked"))
    let removed = try cluster.run("\(cleanUp) --yes")
    #expect(
      removed.output == "podlab-lena-nginx-pod-00000 (task nginx-pod, learner lena)\nRemoved.\n",
      "\(removed.errors)")
    #expect(try namespaces(of: cluster) == "namespace/podlab-other\n")
  }

  @Test func `a context that looks like production is refused, and others ask first`() throws {
    let cluster = try cluster()
    let task = "multi-container-pods/nginx-pod"
    let solution = try #require(answers("solutions", of: task).first)
    // Without the mark of practice clusters it is one like any other.
    _ = try cluster.run("kubectl config set-context prod --cluster=podlab --user=podlab")
    _ = try cluster.run("kubectl config set-context other --cluster=podlab --user=podlab")
    let unasked = try cluster.run(
      line(task, solution, "--context other").replacingOccurrences(of: "--yes", with: ""))
    #expect(unasked.status == 2)
    #expect(unasked.errors.contains("nobody can be asked whether podlab may use context 'other'"))
    let renamed = try cluster.run(line(task, solution, "--context prod"))
    #expect(renamed.status == 2)
    #expect(renamed.errors.contains("looks like production: its context 'prod' says 'prod'"))
    #expect(try namespaces(of: cluster) == "")
  }
}
