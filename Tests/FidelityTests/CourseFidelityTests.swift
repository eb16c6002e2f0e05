import Grader
import Lessons
import Testing

/// Grades the answers that the lessons ship.
@Suite struct CourseFidelityTests {
  @Test func `solutions pass and mistakes fail what they name`() throws {
    let root = #filePath.dropLast("Tests/FidelityTests/CourseFidelityTests.swift".count)
    let pack = try LessonPack.load(at: "\(root)lessons", files: PosixFiles())
    #expect(pack.tasks.count == 12)
    #expect(pack.proof().map(\.description) == [])
  }
}
