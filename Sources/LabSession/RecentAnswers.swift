import Lessons
import Synchronization

/// The answers to the questions asked last, so that the same question is worked on once.
///
/// It is for questions whose answer is a function of the question alone. Two workers that come upon
/// the same question at the same time both work on it, which costs time and changes nothing.
final class RecentAnswers<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
  /// Answers asked for since the last change of shift, and those of the shift before.
  ///
  /// Forgetting a whole shift at once keeps what is asked for often at the price of one look more.
  private struct Shifts {
    var current: [Question: Answer] = [:]
    var previous: [Question: Answer] = [:]
    var weight = 0
  }

  private let shifts = Mutex(Shifts())
  private let capacity: Int
  private let weigh: @Sendable (Question) -> Int

  /// - Parameters:
  ///   - capacity: bytes of questions and answers that are kept, at most twice.
  ///   - weigh: roughly the bytes that a question and its answer take.
  init(capacity: Int, weigh: @escaping @Sendable (Question) -> Int) {
    self.capacity = capacity
    self.weigh = weigh
  }

  /// The answer to an equal question before, or what `work` says; nil is no answer to keep.
  func answer(to question: Question, work: () -> Answer?) -> Answer? {
    if let answer = known(question) { return answer }
    let answer = work()
    if let answer { keep(answer, to: question) }
    return answer
  }

  private func known(_ question: Question) -> Answer? {
    let found = shifts.withLock { ($0.current[question], $0.previous[question]) }
    if let current = found.0 { return current }
    if let previous = found.1 { keep(previous, to: question) }
    return found.1
  }

  private func keep(_ answer: Answer, to question: Question) {
    let weight = weigh(question)
    guard weight <= capacity else { return }
    shifts.withLock { shifts in
      guard shifts.current.updateValue(answer, forKey: question) == nil else { return }
      shifts.weight += weight
      guard shifts.weight > capacity else { return }
      shifts.previous = shifts.current
      shifts.current = [:]
      shifts.weight = 0
    }
  }
}

/// One learner's answer to a task: classes hand in what they copied, and instructors grade again
/// what has not changed.
struct HandedIn: Hashable, Sendable {
  var task: String
  var files: [LessonFile]

  /// Roughly the bytes that it and its report take.
  var weight: Int { files.reduce(4096) { $0 + $1.path.utf8.count + $1.bytes.count } }
}
