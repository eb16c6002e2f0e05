import Grader
import Lessons
import PodModel

/// Builds tasks and evidence in memory.
enum GraderFixture {
  static func file(_ path: String, _ text: String) -> LessonFile {
    LessonFile(path: path, bytes: Array(text.utf8))
  }

  /// A task with the checks of a checks.yaml text.
  static func task(_ checks: String, id: String = "demo") throws -> LabTask {
    LabTask(
      id: id, title: "Demo", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(try YAML.document(in: checks), file: "checks.yaml"), start: [],
      solutions: [], mistakes: [])
  }

  /// Grades files against one check, given without its `id`, `title`, `points` and `explain`.
  static func result(of check: String, files: [LessonFile]) throws -> CheckResult {
    let text = "- {id: a, title: A, points: 1, explain: Why}\n"
    var items = try YAML.document(in: text)
    let kind = try YAML.document(in: check)
    items = Node(.list([Node(.map((items.list?[0].entries ?? []) + (kind.entries ?? [])))]))
    let task = LabTask(
      id: "demo", title: "Demo", concepts: [], minutes: 1, text: "", hints: [], debrief: "",
      checks: try Checks.decode(items, file: "checks.yaml"), start: [], solutions: [],
      mistakes: [])
    return grade(task, Evidence(files: files)).checks[0]
  }

  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: nx
    spec:
      containers:
      - name: nginx
        image: nginx

    """
}
