import ArgumentParser
import Cells
import LabSession
import LabTUI
import Lessons

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a task's text, and what will be checked.")

  @Argument(help: "The task's id; `podlab list` shows all.")
  var task: String

  @Flag(help: "Print a solution, too.")
  var solution = false

  @OptionGroup var folders: FolderOptions

  func run() throws {
    let task = try folders.pack().requiredTask(self.task)
    let columns = min(TerminalSize.columns ?? 80, 100)
    let checks = task.checks.map { "- \($0.title) (\($0.points))\n" }.joined()
    let source = "# \(task.title)\n\n\(task.text)\n\n## What is checked\n\n\(checks)"
    OutputBuffer.say(
      Markdown(parsing: source).describingDiagrams(columns: columns - 4)
        .plainText(width: columns, measure: \.displayWidth))
    guard solution, let answer = task.solutions.first else { return }
    OutputBuffer.say("\n" + answer.files.map { "\($0.path):\n\n\($0.text)\n" }.joined())
  }
}

extension LessonPack {
  /// The task of an id, or the end of the process with the nearest one that there is.
  func requiredTask(_ id: String) throws -> LabTask {
    if let task = task(id) { return task }
    OutputBuffer.complain(
      "podlab: \(SessionError.unknownTask(id, nearest: nearestTask(to: id)))")
    throw ExitCode(2)
  }
}
