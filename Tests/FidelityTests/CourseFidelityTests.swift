import Diagrams
import Grader
import LabSession
import Lessons
import Testing

/// Grades the answers that the lessons ship.
@Suite struct CourseFidelityTests {
  @Test func `solutions pass, mistakes fail what they name, and no check is idle`() throws {
    let root = #filePath.dropLast("Tests/FidelityTests/CourseFidelityTests.swift".count)
    let pack = try LessonPack.load(at: "\(root)lessons", files: PosixFiles())
    #expect(pack.tasks.count == 12)
    let behaviour = SimulatedWorld().grader
    #expect(pack.lint(diagrams: ConceptDiagram.allCases.map(\.rawValue)).map(\.description) == [])
    #expect(pack.proof(behaviour: behaviour).map(\.description) == [])
    #expect(pack.proofByMutants(behaviour: behaviour).map(\.description) == [])
  }
}
