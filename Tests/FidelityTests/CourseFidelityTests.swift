import Grader
import Lessons
import Testing

/// Grades the answers that the lessons ship and compares with what the lessons say of them.
///
/// Checks that cannot be graded, or that are skipped because of another, prove nothing either way.
@Suite struct CourseFidelityTests {
  private static let pack = try? LessonPack.load(
    at: "\(#filePath.dropLast("Tests/FidelityTests/CourseFidelityTests.swift".count))lessons",
    files: PosixFiles())

  private static let tasks = pack?.tasks.map(\.id) ?? []

  @Test func `finds the lessons`() { #expect(Self.tasks.count == 12) }

  @Test(arguments: tasks)
  func `no solution fails a check`(id: String) throws {
    let task = try #require(Self.pack?.task(id))
    for solution in task.solutions {
      let report = grade(task, Evidence(files: solution.files))
      for check in report.checks where check.verdict == .failed || check.verdict == .skipped {
        Issue.record("\(id)/\(solution.name) \(check.id): \(check.expected); \(check.found)")
      }
    }
  }

  @Test(arguments: tasks)
  func `a mistake fails the checks that it names and no other`(id: String) throws {
    let task = try #require(Self.pack?.task(id))
    for mistake in task.mistakes {
      let report = grade(task, Evidence(files: mistake.files))
      for check in report.checks {
        let isNamed = mistake.failing.contains(check.id)
        let isWrong: Bool
        switch check.verdict {
        case .passed: isWrong = isNamed
        case .failed: isWrong = !isNamed
        case .skipped, .ungradable: isWrong = false
        }
        if isWrong {
          Issue.record(
            "\(id)/\(mistake.name) \(check.id): \(check.verdict); \(check.expected); \(check.found)"
          )
        }
      }
    }
  }
}
