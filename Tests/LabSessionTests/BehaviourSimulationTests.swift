import Grader
import LabSession
import Lessons
import PodModel
import Testing

/// Verdicts from the simulated cluster, from the manifest to the report.
@Suite struct BehaviourSimulationTests {
  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: nx
    spec:
      initContainers:
      - name: fetch
        image: busybox
        command: [wget, -O, /work/index.html, "http://info.cern.ch"]
        volumeMounts:
        - {name: pages, mountPath: /work}
      containers:
      - name: nginx
        image: nginx
        volumeMounts:
        - {name: pages, mountPath: /usr/share/nginx/html}
      volumes:
      - name: pages
        emptyDir: {}

    """

  static let checks = """
    - id: runs
      title: It runs
      points: 1
      explain: It must.
      pod: {name: nx, throughout: 12s, columns: {READY: 1/1, STATUS: Running}}
    - id: page
      title: It serves the page
      points: 1
      explain: It must.
      exec: &page
        pod: nx
        container: nginx
        command: [curl, -s, localhost]
        output: {title: "http://info.cern.ch"}
        unless: {initContainers: {command: ["true"]}}
    - id: port
      title: It listens
      points: 1
      explain: It must.
      pod: {name: nx, listens: {container: nginx, port: 80}}
    - id: again
      title: It can be done twice
      points: 1
      explain: It must.
      exec: {pod: nx, rerun: {initContainer: fetch}}
    """

  static func report(
    _ pod: String, in world: SimulatedWorld = SimulatedWorld()
  ) throws -> TaskReport {
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(try YAML.document(in: checks), file: "c"), start: [],
      solutions: [], mistakes: [])
    let evidence = Evidence(files: [LessonFile(path: "pod.yaml", bytes: Array(pod.utf8))])
    return grade(task, evidence, behaviour: world.grader)
  }

  @Test func `what differs in its text alone has findings at its own places`() throws {
    let wrong = Self.pod.replacing("/work/index.html", with: "/work/page.html")
    let moved = "# My answer\n\n" + wrong.replacing("image: nginx", with: "image:   nginx # web")
    let world = SimulatedWorld()
    let first = try Self.report(wrong, in: world)
    let second = try Self.report(moved, in: world)
    let alone = try Self.report(moved)
    #expect(second.checks.map(\.location) == alone.checks.map(\.location))
    #expect(second.checks.map(\.found) == alone.checks.map(\.found))
    #expect(second.checks.map(\.verdict) == first.checks.map(\.verdict))
    let lines = zip(first.checks, second.checks).compactMap { first, second -> Int? in
      guard let old = first.location?.position, let new = second.location?.position else {
        return nil
      }
      return new.line - old.line
    }
    #expect(!lines.isEmpty && lines.allSatisfy { $0 == 2 })
  }

  @Test(arguments: [
    ("", "", [Verdict.passed, .passed, .passed, .passed]),
    ("/work/index.html", "/work/page.html", [.passed, .failed, .passed, .passed]),
    ("info.cern.ch", "info.cern.example", [.failed, .failed, .failed, .failed]),
    ("image: nginx", "image: ngimx", [.failed, .failed, .failed, .passed]),
    ("- name: fetch", "- name: get", [.passed, .passed, .passed, .failed]),
  ])
  func `decides what a Pod does`(part: String, replacement: String, verdicts: [Verdict]) throws {
    let report = try Self.report(
      part.isEmpty ? Self.pod : Self.pod.replacing(part, with: replacement))
    #expect(report.checks.map(\.verdict) == verdicts, "\(report.checks.map(\.found))")
  }

  @Test func `points at what keeps the Pod from running`() throws {
    let report = try Self.report(Self.pod.replacing("[wget,", with: "[wgett,"))
    let first = try #require(report.checks.first)
    #expect(first.found.contains("STATUS Init:"))
    #expect(first.found.contains("exec: \"wgett\": executable file not found in $PATH"))
    #expect(first.location?.position == SourcePosition(line: 9, column: 14))
  }

  @Test func `gives the same report for the same answer`() throws {
    let reports = try (0..<2).map { _ in
      try Self.report(Self.pod.replacing("/work/index.html", with: "/nowhere/index.html"))
    }
    #expect(reports[0].checks.map(\.found) == reports[1].checks.map(\.found))
  }
}

/// Small mistakes that are made in solutions.
@Suite struct MutantTests {
  @Test func `makes only Pods that a server takes, each another than the solution`() throws {
    let pod = try YAML.document(in: BehaviourSimulationTests.pod)
    let mutants = Mutant.mutants(of: pod)
    #expect(mutants.count > 10)
    #expect(mutants.allSatisfy { $0.object != pod })
    #expect(mutants.contains { $0.change == "drops mount 'pages' of container nginx" })
    #expect(mutants.contains { $0.change == "removes container fetch" })
    // A Pod without regular containers is refused.
    #expect(!mutants.contains { $0.change == "removes container nginx" })
  }

  @Test func `finds the check that nothing can fail`() throws {
    let checks = try Checks.decode(
      YAML.document(
        in: """
          - id: named
            title: The Pod has a name
            points: 1
            explain: It must.
            manifest: {kind: Pod, metadata: {name: {$matches: nx}}}
          - id: runs
            title: It runs
            points: 1
            explain: It must.
            pod: {name: nx, matches: {status: {phase: Running}}}
          """), file: "c")
    let files = [
      LessonFile(path: "pod.yaml", bytes: Array(BehaviourSimulationTests.pod.utf8))
    ]
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: checks, start: [], solutions: [Solution(name: "s", files: files)], mistakes: [])
    let lesson = Lesson(
      id: "l", title: "L", order: 1, minutes: 1, kubernetesVersions: "1.36", tasks: [task])
    let problems = LessonPack(folder: "p", lessons: [lesson])
      .proofByMutants(behaviour: SimulatedWorld().grader)
    #expect(
      problems.map(\.description) == [
        "p/l/t/checks.yaml: check 'named' is failed by no mistake and no mutant of a solution; "
          + "demand more, or take it out"
      ])
  }
}
