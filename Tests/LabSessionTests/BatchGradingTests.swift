import Grader
import Lessons
import Testing

@testable import LabSession

@Suite struct BatchGradingTests {
  private func grading(task: String? = nil, files: MemoryFiles) throws -> BatchGrading {
    BatchGrading(pack: try SamplePack.load(), task: task, files: files)
  }

  @Test func `a workspace is one submission with its tasks`() throws {
    let files = MemoryFiles([
      "/ws/helper/pod.yaml": SamplePack.right, "/ws/other/pod.yaml": "kind: Pod\n",
      "/ws/.progress.json": "{}",
    ])
    var grading = try grading(files: files)
    grading.grade(folder: "/ws")
    #expect(grading.report.submissions.map(\.path) == ["/ws"])
    #expect(grading.report.submissions.first?.tasks.map(\.task) == ["helper", "other"])
    #expect(grading.report.submissions.first?.tasks.map(\.passed) == [true, false])
    #expect(grading.exitCode == 1)
  }

  @Test func `a folder of many names each learner`() throws {
    let files = MemoryFiles([
      "/class/ada/helper/pod.yaml": SamplePack.right, "/class/bob/helper/a.yaml": "kind: Pod\n",
      "/class/bob/other/pod.yaml": SamplePack.right,
    ])
    var grading = try grading(files: files)
    grading.grade(folder: "/class")
    #expect(grading.report.submissions.map(\.learner) == ["ada", "bob"])
    #expect(grading.report.submissions.map(\.path) == ["/class/ada", "/class/bob"])
    #expect(grading.report.submissions.map(\.tasks.count) == [1, 2])
  }

  @Test func `a named task takes the folder as the answer`() throws {
    let files = MemoryFiles([
      "/answer/x.yaml": SamplePack.right, "/answer/deep/notes.txt": "hello\n",
    ])
    var grading = try grading(task: "helper", files: files)
    grading.grade(folder: "/answer")
    #expect(grading.report.submissions.map(\.path) == ["/answer"])
    #expect(grading.exitCode == nil)
  }

  @Test func `a missing folder cannot be graded`() throws {
    var grading = try grading(files: MemoryFiles())
    grading.grade(folder: "/none")
    #expect(grading.exitCode == 2)
    #expect(grading.complaints.first?.contains("'/none'") == true)
  }

  @Test func `a folder without a task says what is expected`() throws {
    var grading = try grading(files: MemoryFiles(["/x/readme.txt": "hi"]))
    grading.grade(folder: "/x")
    #expect(grading.exitCode == 2)
    #expect(grading.complaints.contains { $0.contains("no task was found") })
  }

  /// Works from the last piece to the first.
  private struct BackwardWorker: Workers {
    func forEach(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
      for number in (0..<count).reversed() { body(number) }
    }
  }

  @Test func `hands on reports in the order of the learners, whoever is graded first`() throws {
    let texts = (100..<700).map { ("/class/l\($0)/helper/pod.yaml", SamplePack.right) }
    var learners: [String] = []
    var grading = BatchGrading(
      pack: try SamplePack.load(), task: nil,
      files: MemoryFiles(Dictionary(uniqueKeysWithValues: texts)), workers: BackwardWorker(),
      take: { learners.append($0.learner) })
    grading.grade(folder: "/class")
    #expect(learners == (100..<700).map { "l\($0)" })
    #expect(grading.report.submissions.isEmpty)
    #expect(grading.exitCode == nil)
  }

  @Test func `looks through a class with a named task learner by learner`() throws {
    let files = MemoryFiles([
      "/class/ada/pod.yaml": SamplePack.right, "/class/bob/deep/a.yaml": SamplePack.right,
      "/class/notes.pdf": "x",
    ])
    var grading = try grading(task: "helper", files: files)
    grading.grade(folder: "/class")
    #expect(grading.report.submissions.map(\.learner) == ["ada", "bob"])
    #expect(grading.report.submissions.allSatisfy { $0.tasks.allSatisfy(\.passed) })
  }
}
