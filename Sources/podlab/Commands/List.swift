import ArgumentParser
import LabSession
import Lessons

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the tasks with your points.")

  @OptionGroup var folders: FolderOptions

  func run() throws {
    let surroundings = try folders.surroundings()
    let session = LabSession(
      pack: surroundings.pack, folders: surroundings.folders, files: PosixFiles())
    for note in session.notes { OutputBuffer.complain("podlab list: \(note)") }
    OutputBuffer.say(text(of: session))
  }

  private func text(of session: LabSession) -> String {
    let width = session.lessons.flatMap(\.tasks).map(\.id.count).max() ?? 0
    var text = ""
    for lesson in session.lessons {
      text += "\(text.isEmpty ? "" : "\n")\(lesson.title) (about \(lesson.minutes) minutes)\n"
      for task in lesson.tasks {
        let standing = session.standings[task.id]
        let mark = standing?.isDone == true ? "✓" : " "
        let name = task.id + String(repeating: " ", count: width - task.id.count)
        text += "  \(mark) \(name)  \(standing?.bestPoints ?? 0)/\(task.maxPoints)  \(task.title)\n"
      }
    }
    return text
  }
}
