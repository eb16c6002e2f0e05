import Grader
import Lessons
import Testing

@testable import LabSession

@Suite struct GradedAnswersTests {
  private func answer(_ text: String, task: String = "helper") -> GradedAnswers.Answer {
    .init(task: task, files: [LessonFile(path: "pod.yaml", bytes: Array(text.utf8))])
  }

  /// Which of some answers, asked for one after the other, had to be graded.
  private func graded(
    _ answers: [GradedAnswers.Answer], by known: GradedAnswers
  ) -> [GradedAnswers.Answer] {
    var graded: [GradedAnswers.Answer] = []
    for answer in answers {
      let report = known.report(on: answer) {
        graded.append(answer)
        return self.report(on: answer)
      }
      #expect(report.task == answer.task && report.notes == self.report(on: answer).notes)
    }
    return graded
  }

  private func report(on answer: GradedAnswers.Answer) -> TaskReport {
    let note = answer.files.map(\.text).joined()
    return TaskReport(task: answer.task, title: "A task", checks: [], notes: [note])
  }

  @Test func `equal answers are graded once`() {
    let answers = [answer("a"), answer("b"), answer("a"), answer("b")]
    #expect(graded(answers, by: GradedAnswers()) == [answer("a"), answer("b")])
  }

  @Test func `the same files answer each task anew`() {
    let answers = [answer("a"), answer("a", task: "other")]
    #expect(graded(answers, by: GradedAnswers()) == answers)
  }

  @Test func `old answers are forgotten, those in use are not`() {
    // Each weighs a little over 4 KiB, so that every third begins a shift.
    let known = GradedAnswers(capacity: 10_000)
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
    #expect(graded([large, large], by: GradedAnswers(capacity: 10_000)) == [large, large])
  }
}
