import Lessons
import PodModel
import Testing

/// The lessons that podlab ships.
@Suite struct CourseTests {
  private static let root = String(#filePath.dropLast("Tests/LessonsTests/CourseTests.swift".count))

  private static let course: LessonPack? = try? LessonPack.load(
    at: "\(root)lessons", files: PosixFiles())

  /// The names that diagrams may have; `Diagrams` draws them.
  private static let diagrams = [
    "init-containers", "sidecar", "adapter", "ambassador", "native-sidecar",
  ]

  @Test func `loads without a problem and has nothing to lint`() throws {
    let pack = try LessonPack.load(at: "\(Self.root)lessons", files: PosixFiles())
    #expect(pack.lint(diagrams: Self.diagrams) == [])
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

  /// Seeded changes to real texts: whatever an author mistypes, it can be read and laid out.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `lays out damaged texts within the width`(seed: UInt64) throws {
    let texts = try #require(Self.course?.tasks.map(\.text))
    var state = seed
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }
    let marks = Array("`*_|[]()<>!#-~\n\t\\&> 1.\u{1B}日".unicodeScalars)
    for text in texts {
      var scalars = Array(text.unicodeScalars.prefix(1500))
      for _ in 0..<60 { scalars[random(below: scalars.count)] = marks[random(below: marks.count)] }
      let damaged = String(String.UnicodeScalarView(scalars))
      let width = 2 + random(below: 90)
      let lines = Markdown(parsing: damaged).lines(width: width) { $0 == "日" ? 2 : 1 }
      for line in lines {
        #expect(line.text.reduce(0) { $0 + ($1 == "日" ? 2 : 1) } <= width)
        #expect(!line.text.contains("\u{1B}"))
      }
    }
  }
}
