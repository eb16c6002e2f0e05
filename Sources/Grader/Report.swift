package import PodModel

/// How a check ended.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  case passed, failed
  /// A check that this one needs did not pass.
  case skipped
  /// podlab could not decide: unreadable input, a limit, a missing part. Never costs points.
  case ungradable
}

/// The result of one check on one submission.
package struct CheckResult: Sendable {
  /// The goal's id.
  package var id: String
  package var title: String
  package var verdict: Verdict
  package var points: Int
  package var maxPoints: Int
  /// What must be true; empty when passed.
  package var expected: String
  /// What was seen instead; empty when passed.
  package var found: String
  package var location: Location?
  /// Why it matters.
  package var explain: String
  /// What to try next.
  package var hint: String?

  /// Where in the submission the reason lies.
  package struct Location: Sendable, Hashable {
    package var file: String
    package var position: SourcePosition?
    package var field: FieldPath?

    package init(file: String, position: SourcePosition? = nil, field: FieldPath? = nil) {
      self.file = file
      self.position = position
      self.field = field
    }
  }

  package init(
    id: String, title: String, verdict: Verdict, points: Int, maxPoints: Int,
    expected: String = "", found: String = "", location: Location? = nil, explain: String = "",
    hint: String? = nil
  ) {
    self.id = id
    self.title = title
    self.verdict = verdict
    self.points = points
    self.maxPoints = maxPoints
    self.expected = expected
    self.found = found
    self.location = location
    self.explain = explain
    self.hint = hint
  }
}

/// One task's results on one submission.
package struct TaskReport: Sendable {
  /// The task's id.
  package var task: String
  package var title: String
  package var checks: [CheckResult]
  /// What the learner must know beside the checks: unreadable files and the like.
  package var notes: [String]

  package init(task: String, title: String, checks: [CheckResult], notes: [String] = []) {
    self.task = task
    self.title = title
    self.checks = checks
    self.notes = notes
  }

  package var points: Int { checks.reduce(0) { $0 + $1.points } }
  package var maxPoints: Int { checks.reduce(0) { $0 + $1.maxPoints } }
  /// Whether every check passed.
  package var passed: Bool { checks.allSatisfy { $0.verdict == .passed } }
}

/// The results of one or many submissions.
package struct Report: Sendable {
  /// One learner's submission.
  package struct Submission: Sendable {
    /// The folder or file that was graded, as the caller named it.
    package var path: String
    /// Who handed it in: the folder's name where many are graded, else empty.
    package var learner: String
    package var tasks: [TaskReport]

    package init(path: String, learner: String, tasks: [TaskReport]) {
      self.path = path
      self.learner = learner
      self.tasks = tasks
    }
  }

  package var submissions: [Submission]

  package init(submissions: [Submission]) { self.submissions = submissions }
}
