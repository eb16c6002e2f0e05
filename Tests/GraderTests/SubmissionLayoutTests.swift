import Grader
import Testing

/// Whose answer to which task a folder holds.
@Suite struct SubmissionLayoutTests {
  static let tasks = ["nginx-pod", "init-db"]

  static func answers(
    _ paths: [String], folder: String = "work", task: String? = nil
  ) -> [String] {
    SubmissionLayout(
      paths: paths, folder: folder, task: task, tasks: tasks, lessons: ["multi-container-pods"]
    ).answers.map { "\($0.learner)|\($0.task)|\($0.path)|\($0.files.joined(separator: ","))" }
  }

  @Test func `takes a workspace apart by its folders' names`() {
    #expect(
      Self.answers(["init-db/a.yaml", "nginx-pod/pod.yaml", "nginx-pod/t/s.txt", "README.md"])
        == ["|nginx-pod|nginx-pod|pod.yaml,t/s.txt", "|init-db|init-db|a.yaml"])
  }

  @Test func `takes learners apart`() {
    #expect(
      Self.answers(["lea/nginx-pod/p.yaml", "kim/01_nginx_pod/p.yaml", "kim/Init-DB/x.yaml"]) == [
        "kim|nginx-pod|kim/01_nginx_pod|p.yaml", "kim|init-db|kim/Init-DB|x.yaml",
        "lea|nginx-pod|lea/nginx-pod|p.yaml",
      ])
  }

  @Test func `knows folders of lessons from learners`() {
    #expect(
      Self.answers(["multi-container-pods/nginx-pod/p.yaml"])
        == ["|nginx-pod|multi-container-pods/nginx-pod|p.yaml"])
  }

  @Test func `takes the task that the caller names`() {
    #expect(
      Self.answers(["p.yaml", "s.txt"], task: "init-db") == ["|init-db||p.yaml,s.txt"])
    #expect(
      Self.answers(["lea/p.yaml", "kim/s/t.txt"], task: "init-db")
        == ["kim|init-db|kim|s/t.txt", "lea|init-db|lea|p.yaml"])
    #expect(
      Self.answers(["lea/init-db/p.yaml", "lea/nginx-pod/p.yaml"], task: "init-db")
        == ["lea|init-db|lea/init-db|p.yaml"])
  }

  @Test func `takes the task from the folder's own name`() {
    #expect(Self.answers(["p.yaml"], folder: "nginx-pod") == ["|nginx-pod||p.yaml"])
  }

  @Test func `says what belongs to no task`() {
    let layout = SubmissionLayout(
      paths: ["x/p.yaml", ".git/config", "__MACOSX/nginx-pod/p.yaml"], folder: "work", task: nil,
      tasks: Self.tasks)
    #expect(layout.answers.isEmpty)
    #expect(
      layout.notes == [
        "x: belongs to no task",
        "no task was found; name the folders after the tasks ('nginx-pod', 'init-db') or name the "
          + "task",
      ])
  }
}
