import ArgumentParser
import Cells
import LabSession
import Lessons

struct Hint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hint",
    abstract: "Print the next hint of a task; each tells more than the one before.")

  @Argument(help: "The task's id; `podlab list` shows all.")
  var task: String

  @Option(help: "Print this hint again instead of the next one, counted from 1.")
  var number: Int?

  @OptionGroup var folders: FolderOptions

  func run() throws {
    let surroundings = try folders.surroundings()
    let task = try surroundings.pack.requiredTask(self.task)
    guard !task.hints.isEmpty else { return OutputBuffer.say("This task has no hints.\n") }
    if let number, !task.hints.indices.contains(number - 1) {
      OutputBuffer.complain("podlab hint: '--number' must be between 1 and \(task.hints.count)")
      throw ExitCode(2)
    }
    var session = LabSession(
      pack: surroundings.pack, folders: surroundings.folders, files: PosixFiles())
    let next = min(session.hintsShown(task: task.id) + 1, task.hints.count)
    let shown = number ?? next
    do throws(SessionError) {
      try session.recordHint(task: task.id, count: shown, now: LiveWorld.now())
    } catch {
      OutputBuffer.complain("podlab hint: \(error)")
    }
    let text = "**Hint \(shown) of \(task.hints.count).**\n\n\(task.hints[shown - 1])"
    OutputBuffer.say(
      Markdown(parsing: text).plainText(
        width: min(TerminalSize.columns ?? 80, 100), measure: \.displayWidth))
  }
}
