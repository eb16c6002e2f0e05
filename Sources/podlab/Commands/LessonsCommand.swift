import ArgumentParser
import Diagrams
import Grader
import LabSession
import Lessons

struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "Tools for those who write lessons.",
    subcommands: [CheckLessons.self, NewLesson.self])
}

struct CheckLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Prove that the lessons are sound: texts, checks, solutions and mistakes.")

  @OptionGroup var folders: FolderOptions

  func run() throws {
    let pack = try folders.pack(includingMistakes: true)
    let behaviour = SimulatedWorld(pack).grader
    let problems =
      pack.lint(diagrams: ConceptDiagram.allCases.map(\.rawValue))
      + pack.proof(behaviour: behaviour) + pack.proofByMutants(behaviour: behaviour)
    for problem in problems { OutputBuffer.say("\(problem)\n") }
    let tasks = pack.tasks
    guard problems.isEmpty else {
      OutputBuffer.complain(
        "podlab lessons check: \(problems.count) problems in \(tasks.count) tasks")
      throw ExitCode(1)
    }
    let solutions = tasks.reduce(0) { $0 + $1.solutions.count }
    let mistakes = tasks.reduce(0) { $0 + $1.mistakes.count }
    let checks = tasks.reduce(0) { $0 + $1.checks.count }
    OutputBuffer.say(
      "\(tasks.count) tasks in \(pack.lessons.count) lessons are sound: \(solutions) solutions pass, "
        + "\(mistakes) mistakes fail as they must, and each of \(checks) checks can fail.\n")
  }
}
