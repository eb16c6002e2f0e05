/// One exercise of a lesson, with everything that is needed to show and to grade it.
package struct LabTask: Sendable {
  /// The folder's name; unique in the whole set of lessons.
  package var id: String
  package var title: String
  /// What the learner meets here, a few words each.
  package var concepts: [String]
  package var minutes: Int
  /// Goal, steps and explanation, as Markdown.
  package var text: String
  /// Hints from vague to nearly the answer, as Markdown.
  package var hints: [String]
  /// What to take home, shown when the task is done, as Markdown.
  package var debrief: String
  /// Expected states, in the order in which they show.
  package var checks: [Check]
  /// What surrounds the learner's objects on a cluster.
  package var scenario: Scenario
  /// Files that the learner starts from; may be empty.
  package var start: [LessonFile]
  /// Accepted forms; the first is the one that is shown on demand.
  package var solutions: [Solution]
  package var mistakes: [Mistake]
  /// Position in the lesson; lower comes first.
  package var order: Int
  /// Line of `task.md` on which `text` starts.
  package var textLine: Int

  package init(
    id: String, title: String, concepts: [String], minutes: Int, text: String, hints: [String],
    debrief: String, checks: [Check], start: [LessonFile], solutions: [Solution],
    mistakes: [Mistake], order: Int = 0, textLine: Int = 1, scenario: Scenario = Scenario()
  ) {
    self.scenario = scenario
    self.id = id
    self.title = title
    self.concepts = concepts
    self.minutes = minutes
    self.text = text
    self.hints = hints
    self.debrief = debrief
    self.checks = checks
    self.start = start
    self.solutions = solutions
    self.mistakes = mistakes
    self.order = order
    self.textLine = textLine
  }

  /// The points of all checks together.
  package var maxPoints: Int { checks.reduce(0) { $0 + $1.points } }
}

/// A file of a lesson pack or of a submission, with its bytes.
package struct LessonFile: Sendable, Hashable {
  /// Path below the folder that the file came from, with `/` between parts.
  package var path: String
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    // All at once: byte by byte takes ten times as long.
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  /// The bytes as UTF-8 text; broken sequences become U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// One accepted form of a task's answer.
package struct Solution: Sendable {
  package var name: String
  package var files: [LessonFile]

  package init(name: String, files: [LessonFile]) {
    self.name = name
    self.files = files
  }
}

/// A known wrong answer and what it shows about the learner's idea.
package struct Mistake: Sendable {
  package var name: String
  package var files: [LessonFile]
  /// Ids of the checks that must fail, and no others.
  package var failing: [String]
  /// The wrong idea behind it, in one sentence to the learner.
  package var misconception: String

  package init(name: String, files: [LessonFile], failing: [String], misconception: String) {
    self.name = name
    self.files = files
    self.failing = failing
    self.misconception = misconception
  }
}
