import Grader
import LabSession
import Lessons
import PodModel
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Grades every labelled submission and compares with what a real cluster showed.
@Suite struct SubmissionsFidelityTests {
  /// Shares of right verdicts, in percent, below which a change may not fall.
  static let floors: [(kind: GoalKind, percent: Double)] = [
    (.manifest, 100), (.realTranscript, 100), (.doctoredTranscript, 89), (.behaviour, 99),
  ]

  enum GoalKind: String, CaseIterable, Hashable {
    case manifest
    case realTranscript = "transcript (real or none)"
    case doctoredTranscript = "transcript (edited or forged)"
    case behaviour
  }

  struct Score {
    var right = 0
    var wrong = 0
    /// Wrong verdicts that let a wrong answer pass; counted in `wrong`, too.
    var wrongPasses = 0
    var ungradable = 0

    var percent: Double {
      right + wrong == 0 ? 100 : 100 * Double(right) / Double(right + wrong)
    }

    static func += (left: inout Score, right: Score) {
      left.right += right.right
      left.wrong += right.wrong
      left.wrongPasses += right.wrongPasses
      left.ungradable += right.ungradable
    }
  }

  @Test func `agrees with the cluster's labels`() throws {
    var scores: [GoalKind: Score] = [:]
    var differences: [String] = []
    for task in SubmissionFiles.tasks.keys.sorted() {
      let taskScores = try Self.score(task, differences: &differences)
      for kind in GoalKind.allCases {
        guard let score = taskScores[kind] else { continue }
        scores[kind, default: Score()] += score
        print(Self.row(task, kind, score))
      }
    }
    for kind in GoalKind.allCases { print(Self.row("all", kind, scores[kind] ?? Score())) }
    if getenv("PODLAB_FIDELITY_DIFF") != nil { differences.forEach { print($0) } }
    for floor in Self.floors {
      let percent = scores[floor.kind]?.percent ?? 0
      #expect(percent >= floor.percent, "\(floor.kind.rawValue): \(percent) %")
    }
  }

  private static func score(
    _ task: String, differences: inout [String]
  ) throws -> [GoalKind: Score] {
    let lab = try SubmissionFiles.labTask(task)
    var scores: [GoalKind: Score] = [:]
    for label in try SubmissionFiles.labels(of: task) {
      let report = grade(
        lab, Evidence(files: try SubmissionFiles.files(of: label)),
        behaviour: SimulatedWorld().grader)
      for goal in label.goals where goal.verdict != "not-applicable" {
        let check = try #require(lab.checks.first { $0.id == goal.id })
        let result = try #require(report.checks.first { $0.id == goal.id })
        let kind = kind(of: check, label)
        let score = compare(result, with: goal.verdict)
        scores[kind, default: Score()] += score
        if score.wrong + score.ungradable > 0 {
          differences.append(
            "\(label.task)/\(label.id) \(goal.id): \(result.verdict), cluster: \(goal.verdict)"
              + " (\(goal.reason)); \(label.transcript): \(label.how)\n"
              + "    expected: \(result.expected)\n    found: \(result.found)")
        }
      }
    }
    return scores
  }

  private static func kind(of check: Check, _ label: SubmissionFiles.Label) -> GoalKind {
    switch check.kind {
    case .manifest, .rejected: .manifest
    case .transcript:
      ["edited", "forged"].contains(label.transcript) ? .doctoredTranscript : .realTranscript
    case .behaviour: .behaviour
    }
  }

  private static func compare(_ result: CheckResult, with label: String) -> Score {
    switch result.verdict {
    case .ungradable: Score(ungradable: 1)
    case .passed:
      label == "pass" ? Score(right: 1) : Score(wrong: 1, wrongPasses: 1)
    case .failed, .skipped: label == "pass" ? Score(wrong: 1) : Score(right: 1)
    }
  }

  private static func row(_ task: String, _ kind: GoalKind, _ score: Score) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    return padded(task, 24) + padded(kind.rawValue, 32)
      + "right \(score.right), wrong \(score.wrong) (passes \(score.wrongPasses)), "
      + "ungradable \(score.ungradable)"
  }
}
