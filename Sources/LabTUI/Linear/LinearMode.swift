import ByteText
import Cells
import Grader
package import LabSession
import Lessons

/// The tutorial as a conversation: text is only ever added, and choices are numbers.
///
/// For screen readers, dumb terminals, pipes and scripts.
package struct LinearMode {
  /// What the next line of input answers.
  private enum Place: Equatable {
    case taskList
    case task(String)
    case confirmReset(String)
    case confirmSolution(String)
  }

  private var session: LabSession
  private let now: () -> Int64
  private var place = Place.taskList
  /// Whether the learner has left.
  package private(set) var isOver = false
  private let width: Int

  package init(session: LabSession, width: Int, now: @escaping () -> Int64) {
    self.session = session
    self.width = max(20, width)
    self.now = now
  }

  /// What stands before the first prompt.
  package func greeting() -> String {
    let notes = session.notes.map { "Note: \($0)\n" }.joined()
    return "podlab: learn Kubernetes multi-container Pods.\n\(notes)\n" + taskList() + prompt
  }

  /// What one line of input leads to, with the next prompt.
  package mutating func answer(_ line: String) -> String {
    let word = line.filter { !$0.isWhitespace }.lowercased()
    guard !word.isEmpty else { return prompt }
    let text =
      switch place {
      case .taskList: answerInList(word)
      case .task(let task): answerInTask(word, task: task)
      case .confirmReset(let task): confirmReset(word, task: task)
      case .confirmSolution(let task): confirmSolution(word, task: task)
      }
    return isOver ? text : text + "\n" + prompt
  }

  private var prompt: String {
    switch place {
    case .taskList: "Number of a task, or q to quit: "
    case .task(let task): "\(task): number of a choice, or ? for the choices: "
    case .confirmReset, .confirmSolution: "yes or no: "
    }
  }

  // MARK: Task list

  private func taskList() -> String {
    var text = ""
    var number = 0
    for lesson in session.lessons {
      text += "\(lesson.title)\n"
      for task in lesson.tasks {
        number += 1
        let standing = session.standings[task.id]
        let state = standing?.isDone == true ? "done" : "open"
        text += "  \(number). \(task.title): \(state), \(standing?.bestPoints ?? 0) of "
        text += "\(task.maxPoints) points\n"
      }
    }
    return text
  }

  private mutating func answerInList(_ word: String) -> String {
    if ["q", "quit", "exit", "0"].contains(word) { return leave() }
    let tasks = session.lessons.flatMap(\.tasks)
    guard let number = Int(word), tasks.indices.contains(number - 1) else {
      return "There is no task '\(word)'. Choose a number from 1 to \(tasks.count).\n" + taskList()
    }
    return open(tasks[number - 1].id)
  }

  private mutating func open(_ task: String) -> String {
    do throws(SessionError) {
      let attempt = try session.open(task: task, now: now())
      place = .task(task)
      return taskText(attempt) + "\n" + choices(attempt)
    } catch {
      return "\(error)\n"
    }
  }

  private mutating func leave() -> String {
    isOver = true
    return "Your files and points are saved.\n"
  }

  // MARK: One task

  private func taskText(_ attempt: Attempt) -> String {
    "\n" + plain("# \(attempt.task.title)\n\n\(attempt.task.text)")
  }

  private func choices(_ attempt: Attempt) -> String {
    """
    Your manifest: \(attempt.manifestPath)
    Your transcript (commands and their output): \(attempt.transcriptPath)
    Edit them with any editor, then choose:
      1. Grade my files
      2. Read the task again
      3. Next hint (\(attempt.hintsShown) of \(attempt.task.hints.count) read)
      4. Describe my Pod
      5. Show the solution
      6. Start again (keeps a backup)
      7. Next unsolved task
      8. List of tasks
      9. Quit

    """
  }

  private mutating func answerInTask(_ word: String, task: String) -> String {
    do throws(SessionError) {
      switch word {
      case "1":
        let attempt = try session.grade(task: task, now: now())
        return attempt.report.textLines.map { $0.map(\.text).joined() + "\n" }.joined()
          + debrief(attempt)
      case "2": return taskText(try session.open(task: task, now: now()))
      case "3": return try nextHint(task)
      case "4": return PodDescription.text(try session.grade(task: task, now: now()).manifest)
      case "5":
        place = .confirmSolution(task)
        return "You learn more from the next hint. Show the solution all the same?\n"
      case "6":
        place = .confirmReset(task)
        return "Start again? Your files move to a backup folder; your points stay.\n"
      case "7": return openNextUnsolved(after: task)
      case "8":
        place = .taskList
        return taskList()
      case "9", "q", "quit", "exit": return leave()
      case "?", "help": return choices(try session.open(task: task, now: now()))
      default: return "There is no choice '\(word)'. Choose 1 to 9, or ? for the choices.\n"
      }
    } catch {
      return "\(error)\n"
    }
  }

  private func debrief(_ attempt: Attempt) -> String {
    guard attempt.report.passed, !attempt.task.debrief.isEmpty else { return "" }
    return "\n" + plain(attempt.task.debrief)
  }

  private mutating func nextHint(_ task: String) throws(SessionError) -> String {
    let attempt = try session.open(task: task, now: now())
    let hints = attempt.task.hints
    guard !hints.isEmpty else { return "This task has no hints.\n" }
    let count = min(attempt.hintsShown + 1, hints.count)
    try session.recordHint(task: task, count: count, now: now())
    return "Hint \(count) of \(hints.count).\n\n" + plain(hints[count - 1])
  }

  private mutating func openNextUnsolved(after task: String) -> String {
    let tasks = session.lessons.flatMap(\.tasks).map(\.id)
    let start = tasks.firstIndex(of: task) ?? 0
    let others = tasks[(start + 1)...] + tasks[...start]
    guard let next = others.first(where: { session.standings[$0]?.isDone != true }) else {
      return "Every task is solved. Congratulations!\n"
    }
    return open(next)
  }

  private mutating func confirmReset(_ word: String, task: String) -> String {
    place = .task(task)
    guard word == "yes" || word == "y" else { return "Nothing was changed.\n" }
    do throws(SessionError) {
      _ = try session.reset(task: task, now: now())
      return session.lastBackup.map { "Started again; your files are in \($0)\n" }
        ?? "Started again.\n"
    } catch {
      return "\(error)\n"
    }
  }

  private mutating func confirmSolution(_ word: String, task: String) -> String {
    place = .task(task)
    guard word == "yes" || word == "y" else { return "The solution stays hidden.\n" }
    do throws(SessionError) {
      try session.recordSolution(task: task, now: now())
      let attempt = try session.open(task: task, now: now())
      return attempt.task.solutions.first?.files.map { "\($0.path):\n\($0.text)\n" }.joined()
        ?? "This task has no written solution.\n"
    } catch {
      return "\(error)\n"
    }
  }

  private func plain(_ markdown: String) -> String {
    Markdown(parsing: markdown).describingDiagrams()
      .plainText(width: width, style: .linear, measure: \.displayWidth)
  }
}
