import Grader
import Lessons
import PodModel
import Testing

/// Verdicts of whole tasks.
@Suite struct GradingTests {
  static let checks = """
    - id: named
      title: The Pod is named nx
      points: 2
      explain: Names matter.
      hint: Rename it.
      manifest: {kind: Pod, metadata: {name: nx}}
      misconceptions:
        - says: Names are written in small letters.
          hint: Write nx.
          manifest: {kind: Pod, metadata: {name: Nx}}
        - says: This is a web server called web.
          manifest: {kind: Pod, metadata: {name: web}}
    - id: image
      title: It runs nginx
      points: 1
      explain: The image decides what runs.
      needs: [named]
      manifest: {kind: Pod, metadata: {name: nx}, spec: {containers: [{image: nginx, name: nginx}]}}
    - id: runs
      title: It runs
      points: 3
      explain: It must.
      needs: [named]
      pod: {name: nx}
    """

  static func report(_ manifest: String, behaviour: BehaviourGrader? = nil) throws -> TaskReport {
    grade(
      try GraderFixture.task(checks),
      Evidence(files: [GraderFixture.file("pod.yaml", manifest)]), behaviour: behaviour)
  }

  @Test func `passes what is right and leaves behaviour to the cluster`() throws {
    let report = try Self.report(GraderFixture.pod)
    #expect(report.checks.map(\.verdict) == [.passed, .passed, .ungradable])
    #expect(report.checks[2].found == "needs the simulator")
    #expect(report.points == 3)
    #expect(report.checks[0].expected.isEmpty)
  }

  @Test func `asks the behaviour grader where there is a Pod`() throws {
    let report = try Self.report(GraderFixture.pod) { checks, _, _ in
      #expect(checks.map(\.id) == ["runs"])
      return BehaviourOutcome(
        findings: ["runs": Finding(.failed, expected: "It runs", found: "it crashed")])
    }
    #expect(report.checks[2].found == "it crashed")
    #expect(report.checks[2].verdict == .failed)
  }

  @Test func `skips what needs a failed check and names the mistake`() throws {
    let report = try Self.report(GraderFixture.pod.replacing("name: nx", with: "name: web"))
    #expect(report.checks.map(\.verdict) == [.failed, .skipped, .skipped])
    #expect(report.checks[0].explain == "This is a web server called web.")
    #expect(report.checks[0].hint == "Rename it.")
    #expect(report.checks[0].found == "a Pod named 'web'")
    #expect(report.checks[0].location?.description == "pod.yaml:4:9 metadata.name")
  }

  @Test func `repeats what the API server says of a refused manifest`() throws {
    let report = try Self.report(GraderFixture.pod.replacing("image:", with: "imag:"))
    let first = report.checks[0]
    #expect(first.verdict == .failed)
    #expect(first.found.contains("unknown field \"spec.containers[0].imag\""))
    #expect(first.location?.position?.line == 8)
  }

  @Test func `does not blame the learner for a file that cannot be read`() throws {
    let files = [LessonFile(path: "pod.yaml", bytes: [0, 1, 2, 3])]
    let report = grade(try GraderFixture.task(Self.checks), Evidence(files: files))
    #expect(report.checks[0].verdict == .ungradable)
    #expect(report.checks[0].found.contains("binary"))
  }

  @Test func `does not guess what a script creates`() throws {
    let script = "sed 's/a/b/' start.yaml | kubectl apply -f -\n"
    let files = [GraderFixture.file("run.sh", script)]
    let report = grade(try GraderFixture.task(Self.checks), Evidence(files: files))
    #expect(report.checks.allSatisfy { $0.verdict == .ungradable })
  }

  @Test func `grades nothing at all without a crash`() throws {
    let report = grade(try GraderFixture.task(Self.checks), Evidence(files: []))
    #expect(report.checks.allSatisfy { $0.verdict == .failed || $0.verdict == .skipped })
    #expect(report.checks[0].found == "no manifest was handed in")
  }

  @Test(arguments: [("unknown field", Verdict.passed), ("something else", .failed)])
  func `compares the cause of a refusal`(cause: String, verdict: Verdict) throws {
    let manifest = GraderFixture.pod.replacing("name: nx", with: "nam: nx")
    let result = try GraderFixture.result(
      of: "rejected: \(cause)", files: [GraderFixture.file("pod.yaml", manifest)])
    #expect(result.verdict == verdict)
  }

  static let nodes = """
    NAME       STATUS   ROLES           AGE   VERSION
    minikube   Ready    control-plane   5d    v1.36.2

    """
  static let pods = """
    NAME   READY   STATUS    RESTARTS   AGE
    nx     1/1     Running   0          5s

    """

  /// The start of the task makes none, either.
  @Test(arguments: [
    ("{verb: get, resource: nodes}", "kubectl get nodes", nodes, Verdict.passed),
    ("{verb: get, resource: pods}", "kubectl get po", pods, .failed),
    ("{verb: get, pod: nx}", "kubectl get all", pods.replacing("nx    ", with: "pod/nx"), .failed),
    ("{verb: logs, resource: pods, pod: nx}", "kubectl logs nx", "started\n", .failed),
    ("{verb: get}", "kubectl get po", pods, .failed),
    ("{verb: get}", "kubectl get po", pods + "$ kubectl get no\n" + nodes, .passed),
  ])
  func `believes no session about Pods where no manifest makes one`(
    check: String, command: String, output: String, verdict: Verdict
  ) throws {
    let files = [
      GraderFixture.file("pod.yaml", GraderFixture.pod.replacing("image:", with: "imag:")),
      GraderFixture.file("transcript.txt", "$ \(command)\n\(output)"),
    ]
    let result = try GraderFixture.result(
      of: "transcript: {command: \(check)}", files: files)
    #expect(result.verdict == verdict, "\(result.found)")
    #expect((verdict == .passed) != result.found.hasPrefix("the manifest makes no Pod: "))
  }

  static let flag = """
    manifest:
      kind: Pod
      spec: {containers: {$each: {$commandLine: {$not: {$matches: "(^|\\\\s)--?migrate($|\\\\s)"}}}}}
    """

  @Test(arguments: [
    ("command: [sh, -c, \"app -migrate && app\"]", Verdict.failed),
    ("args: [--migrate]", .failed), ("command: [app, -migrated]", .passed),
    ("command: [app] # -migrate", .passed),
    ("command: [sh, -c, \"app # -migrate\"]", .passed),
    ("{command: [app, $(F)], env: [{name: F, value: -migrate}]", .failed),
    ("{command: [sh, -c, \"app $F\"], env: [{name: F, value: -migrate}]", .failed),
  ])
  func `reads a container's whole command line`(fields: String, verdict: Verdict) throws {
    let isFlow = fields.hasPrefix("{")
    let rest = isFlow ? String(fields.dropFirst()) : fields
    let body = isFlow ? "- {name: a, image: a, \(rest)}" : "- name: a\n    image: a\n    \(rest)"
    let manifest =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: nx}\nspec:\n  containers:\n  \(body)\n"
    let result = try GraderFixture.result(
      of: Self.flag, files: [GraderFixture.file("pod.yaml", manifest)])
    #expect(result.verdict == verdict, "\(result.found)")
  }
}
