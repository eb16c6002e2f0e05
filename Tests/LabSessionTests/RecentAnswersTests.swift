import Grader
import Lessons
import Testing

@testable import LabSession

@Suite struct RecentAnswersTests {
  private func answer(_ text: String, task: String = "helper") -> HandedIn {
    .init(task: task, files: [LessonFile(path: "pod.yaml", bytes: Array(text.utf8))])
  }

  private func memory(capacity: Int = 1 << 20) -> RecentAnswers<HandedIn, TaskReport> {
    RecentAnswers(capacity: capacity, weigh: \.weight)
  }

  /// Which of some answers, asked for one after the other, had to be graded.
  private func graded(
    _ answers: [HandedIn], by known: RecentAnswers<HandedIn, TaskReport>
  ) -> [HandedIn] {
    var graded: [HandedIn] = []
    for answer in answers {
      let report = known.answer(to: answer) {
        graded.append(answer)
        return self.report(on: answer)
      }
      #expect(report?.task == answer.task && report?.notes == self.report(on: answer).notes)
    }
    return graded
  }

  private func report(on answer: HandedIn) -> TaskReport {
    let note = answer.files.map(\.text).joined()
    return TaskReport(task: answer.task, title: "A task", checks: [], notes: [note])
  }

  @Test func `equal answers are graded once`() {
    let answers = [answer("a"), answer("b"), answer("a"), answer("b")]
    #expect(graded(answers, by: memory()) == [answer("a"), answer("b")])
  }

  @Test func `the same files answer each task anew`() {
    let answers = [answer("a"), answer("a", task: "other")]
    #expect(graded(answers, by: memory()) == answers)
  }

  @Test func `old answers are forgotten, those in use are not`() {
    // Each weighs a little over 4 KiB, so that every third begins a shift.
    let known = memory(capacity: 10_000)
    let used = answer("used")
    _ = graded([used], by: known)
    for number in 0..<20 {
      let other = answer("\(number)")
      #expect(graded([other, used], by: known) == [other])
    }
    #expect(graded([answer("0")], by: known) == [answer("0")])
  }

  @Test func `an answer beyond the capacity is graded each time`() {
    let large = answer(String(repeating: "#", count: 20_000))
    #expect(graded([large, large], by: memory(capacity: 10_000)) == [large, large])
  }

  @Test func `what is no answer is asked for again`() {
    let known = memory()
    var asked = 0
    for _ in 0..<2 {
      let report = known.answer(to: answer("a")) {
        asked += 1
        return nil
      }
      #expect(report == nil)
    }
    #expect(asked == 2)
  }
}
