import Grader
import LabSession
import Lessons
import PodModel
import Testing

/// Submissions that want all there is: each ends, and says which limit was reached or what it did.
@Suite struct HostileSubmissionTests {
  static func report(command: String, memory: String? = nil) throws -> TaskReport {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: nx
      spec:
        containers:
        - name: nginx
          image: busybox
          command:
          - sh
          - -c
          - |
            \(command)
          resources: {\(memory.map { "limits: {memory: \($0)}" } ?? "")}
      """
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(
        try YAML.document(in: ScriptSubmissionTests.checks.replacing("5s", with: "60s")),
        file: "c"), start: [], solutions: [], mistakes: [])
    let evidence = Evidence(files: [LessonFile(path: "pod.yaml", bytes: Array(pod.utf8))])
    return grade(task, evidence, behaviour: SimulatedWorld().grader)
  }

  @Test(arguments: [
    "yes", "x=a; while true; do x=$x$x; done", "cat /dev/zero > /tmp/f", "f() { f; }; f",
  ])
  func `comes to an end`(command: String) throws {
    let report = try Self.report(command: command)
    let check = try #require(report.checks.last)
    #expect(check.verdict != .skipped)
    if check.verdict == .ungradable { #expect(check.found.contains("not modelled: more ")) }
  }

  /// A container that meets its own limit fails; nobody knows of one that podlab's ends before.
  @Test(arguments: [
    ("x=a; while true; do x=$x$x; done", "4Mi", Verdict.failed),
    ("x=a; while true; do x=$x$x; done", "1Gi", .ungradable), ("tail /dev/zero", "4Mi", .failed),
    ("tail /dev/zero", "256Mi", .ungradable),
    ("x=$(printf %02000000d 1); sleep 600", "64Mi", .passed),
  ])
  func `a container that is out of memory fails where its own limit is met`(
    command: String, memory: String, verdict: Verdict
  ) throws {
    let check = try #require(try Self.report(command: command, memory: memory).checks.last)
    #expect(check.verdict == verdict, "\(check.found)")
    #expect(check.found.contains("OOMKilled") == (verdict == .failed), "\(check.found)")
    #expect(check.found.contains("not modelled: more memory") == (verdict == .ungradable))
  }
}
