import Grader
import Lessons
import PodModel
import Testing

@Suite struct LessonProofTests {
  private static func pod(_ container: String) -> [LessonFile] {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: hi
      spec:
        containers:
        - name: \(container)
          image: nginx

      """
    return [LessonFile(path: "pod.yaml", bytes: Array(text.utf8))]
  }

  /// A task that wants container `web` in Pod `hi`, and one check that only a cluster can decide.
  private func findings(
    start: String = "start", solution: String = "web", mistake: String = "wob",
    fails: [String] = ["named"], behaviour: BehaviourGrader? = nil
  ) throws -> [String] {
    let checks = try Checks.decode(
      YAML.document(
        in: """
          - id: named
            title: Container web
            points: 1
            explain: Names matter.
            manifest: {kind: Pod, spec: {containers: [{name: web}]}}
          - id: runs
            title: Runs
            points: 1
            explain: It must run.
            pod: {name: hi}
          """), file: "checks.yaml")
    let task = LabTask(
      id: "t", title: "T", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: checks, start: Self.pod(start),
      solutions: [Solution(name: "s", files: Self.pod(solution))],
      mistakes: [
        Mistake(name: "m", files: Self.pod(mistake), failing: fails, misconception: "None.")
      ])
    let lesson = Lesson(
      id: "l", title: "L", order: 1, minutes: 1, kubernetesVersions: "1.36", tasks: [task])
    return LessonPack(folder: "p", lessons: [lesson]).proof(behaviour: behaviour)
      .map { String($0.description.prefix { $0 != "\n" }) }
  }

  @Test func `finds nothing in a good task`() throws { #expect(try findings() == []) }

  @Test func `wants solutions to earn all points`() throws {
    let found = try findings(solution: "wab")
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix(
        "p/l/t/solutions/s: an accepted answer must earn all points, but check 'named' is failed: ")
        == true)
  }

  @Test func `wants mistakes to fail what they name and no more`() throws {
    #expect(
      try findings(mistake: "web")
        == ["p/l/t/mistakes/m/mistake.yaml: `fails` names check 'named', which passes"])
    let found = try findings(fails: [])
    #expect(found.count == 1)
    #expect(
      found.first?.contains("`fails` does not name check 'named', which fails: ") == true)
  }

  @Test func `proves behaviour where there is a cluster`() throws {
    #expect(try findings { _, _, _ in BehaviourOutcome(findings: ["runs": .passed]) } == [])
    #expect(
      try findings(start: "web", fails: ["named", "runs"]) { _, _, _ in
        BehaviourOutcome(findings: ["runs": .passed])
      } == [
        "p/l/t/start: passes already; take out what the learner is meant to do",
        "p/l/t/mistakes/m/mistake.yaml: `fails` names check 'runs', which passes",
      ])
  }
}
