import Grader
import Lessons
import Synchronization

/// The reports on the answers graded last, so that the same answer is simulated once.
///
/// Grading by simulation is a function of the task and the files' bytes alone; classes hand in what
/// they copied, and instructors grade again what has not changed. Two workers that come upon the same
/// answer at the same time both grade it, which costs time and changes nothing.
final class GradedAnswers: Sendable {
  /// What an answer is.
  struct Answer: Hashable, Sendable {
    var task: String
    var files: [LessonFile]

    /// Roughly the bytes that it and its report take.
    var weight: Int { files.reduce(4096) { $0 + $1.path.utf8.count + $1.bytes.count } }
  }

  /// Answers asked for since the last change of shift, and those of the shift before.
  ///
  /// Forgetting a whole shift at once keeps what is asked for often at the price of one look more.
  private struct Shifts {
    var current: [Answer: TaskReport] = [:]
    var previous: [Answer: TaskReport] = [:]
    var weight = 0
  }

  private let shifts = Mutex(Shifts())
  private let capacity: Int

  /// - Parameter capacity: bytes of answers and reports that are kept, at most twice.
  init(capacity: Int = 4 << 20) { self.capacity = capacity }

  /// The report on an answer: the one of an equal answer before, or what `grade` says.
  func report(on answer: Answer, grade: () -> TaskReport) -> TaskReport {
    if let report = known(answer) { return report }
    let report = grade()
    keep(report, on: answer)
    return report
  }

  private func known(_ answer: Answer) -> TaskReport? {
    let found = shifts.withLock { ($0.current[answer], $0.previous[answer]) }
    if let current = found.0 { return current }
    if let previous = found.1 { keep(previous, on: answer) }
    return found.1
  }

  private func keep(_ report: TaskReport, on answer: Answer) {
    guard answer.weight <= capacity else { return }
    shifts.withLock { shifts in
      guard shifts.current.updateValue(report, forKey: answer) == nil else { return }
      shifts.weight += answer.weight
      guard shifts.weight > capacity else { return }
      shifts.previous = shifts.current
      shifts.current = [:]
      shifts.weight = 0
    }
  }
}
