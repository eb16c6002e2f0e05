import Lessons
import Testing

@Suite struct TaskScaffoldTests {
  @Test func `a new task in a new lesson loads and has nothing to lint`() throws {
    let made = TaskScaffold.files(
      lesson: "my-lesson", task: "first-task", order: 1, lessonOrder: 1)
    let pack = try LessonPack.load(
      at: "/pack",
      files: MemoryFiles(
        Dictionary(uniqueKeysWithValues: made.map { ("/pack/\($0.path)", $0.text) })))
    #expect(pack.lessons.map(\.title) == ["My lesson"])
    #expect(pack.tasks.map(\.title) == ["First task"])
    #expect(pack.lint(diagrams: ["sidecar", "adapter"]) == [])
  }

  @Test func `a second task leaves the lesson's file alone`() {
    let made = TaskScaffold.files(
      lesson: "my-lesson", task: "second", order: 2, lessonOrder: nil)
    #expect(!made.contains { $0.path.hasSuffix("lesson.yaml") })
    #expect(made.contains { $0.path == "my-lesson/second/task.md" && $0.text.contains("order: 2") })
  }
}
