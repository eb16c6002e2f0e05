import ArgumentParser
import Grader
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
    let problems = pack.lint() + pack.proof()
    for problem in problems { OutputBuffer.say("\(problem)\n") }
    let tasks = pack.tasks.count
    guard problems.isEmpty else {
      OutputBuffer.complain("podlab lessons check: \(problems.count) problems in \(tasks) tasks")
      throw ExitCode(1)
    }
    OutputBuffer.say("\(tasks) tasks in \(pack.lessons.count) lessons are sound.\n")
  }
}
