import Lessons
import PodModel
import Testing

/// The lessons that podlab ships.
@Suite struct CourseTests {
  private static let root = String(#filePath.dropLast("Tests/LessonsTests/CourseTests.swift".count))

  private static let course: LessonPack? = try? LessonPack.load(
    at: "\(root)lessons", files: PosixFiles())

  @Test func `loads without a problem and has nothing to lint`() throws {
    let pack = try LessonPack.load(at: "\(Self.root)lessons", files: PosixFiles())
    #expect(pack.lint() == [])
  }

  /// Source: `GroundTruth/submissions/tasks.yaml`.
  @Test func `has every task with a check for every goal, in order`() throws {
    let bytes = try PosixFiles().read(
      "\(Self.root)GroundTruth/submissions/tasks.yaml", limit: 1 << 20)
    let wanted = try #require(YAML.documents(in: bytes).first?["lessons"]?.list)
    let pack = try #require(Self.course)
    #expect(pack.lessons.map(\.id) == wanted.compactMap { $0["id"]?.string })
    let goals = wanted.flatMap { $0["tasks"]?.list ?? [] }.map { task in
      [task["id"]?.string] + (task["goals"]?.list ?? []).map { $0["id"]?.string }
    }
    #expect(pack.tasks.map { [$0.id] + $0.checks.map(\.id) } == goals)
  }

  @Test(arguments: course?.tasks.map(\.id) ?? [])
  func `helps with every task in tiers and names its mistakes`(id: String) throws {
    let task = try #require(Self.course?.task(id))
    #expect((2...4).contains(task.hints.count))
    #expect((2...4).contains(task.solutions.count))
    #expect((4...9).contains(task.mistakes.count))
    #expect(!task.concepts.isEmpty)
    #expect(!task.start.isEmpty)
  }

  /// Indented code and wide lines cannot be read in a window of 80 columns.
  @Test(arguments: course?.tasks.map(\.id) ?? [])
  func `has code blocks that fit 80 columns`(id: String) throws {
    let task = try #require(Self.course?.task(id))
    for text in [task.text, task.debrief] + task.hints {
      for code in Markdown(parsing: text).codeBlocks {
        #expect(code.language != nil)
        let lines = code.text.split(separator: "\n")
        #expect(lines.filter { $0.count > 76 && code.language != "text" } == [])
      }
    }
  }
}
