import PodModel

extension Report {
  /// The report in the Test Anything Protocol, version 14: a test point a check.
  ///
  /// The plan stands at the end, where the number of test points is known.
  /// Ungradable checks are marked `TODO`, which never counts as a failure.
  /// Source: testanything.org, "TAP 14 specification".
  package var tap: String { ReportFormat.tap.render(self) }

  static let tapStart = "TAP version 14\n"

  /// The test points of one submission, numbered behind those that came before.
  static func points(of submission: Submission, after count: Int) -> String {
    var lines: [String] = []
    var number = count
    for task in submission.tasks {
      for check in task.checks {
        number += 1
        lines += point(check, number: number, task: task, of: submission)
      }
      lines += task.notes.map { "# note: \($0.printable)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func point(
    _ check: CheckResult, number: Int, task: TaskReport, of submission: Submission
  ) -> [String] {
    let owner = submission.learner.isEmpty ? "" : "\(submission.learner)/"
    let name = "\(owner)\(task.task)/\(check.id): \(check.title)".tapEscaped
    let start = "\(number) - \(name)"
    switch check.verdict {
    case .passed: return ["ok \(start)"]
    case .skipped: return ["ok \(start) # SKIP \(check.found.tapEscaped)"]
    case .ungradable: return ["not ok \(start) # TODO \(check.found.tapEscaped)"]
    case .failed: return ["not ok \(start)"] + details(of: check)
    }
  }

  /// The YAML block behind a failed test point; texts are JSON strings, which YAML takes as well.
  private static func details(of check: CheckResult) -> [String] {
    var lines = ["  ---"]
    func add(_ key: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      lines.append("  \(key): \(value.jsonString)")
    }
    add("expected", check.expected)
    add("found", check.found)
    add("at", check.location?.description)
    add("explain", check.explain)
    add("hint", check.hint)
    return lines + ["  ..."]
  }
}

extension String {
  /// A description or reason: one printable line with `\` and `#` escaped.
  fileprivate var tapEscaped: String {
    var result = ""
    for character in printable {
      if character == "#" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result
  }

  fileprivate var jsonString: String { Node(.string(self.printableKeepingLines)).compactJSON }

  /// The text without control characters other than line breaks.
  private var printableKeepingLines: String {
    split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { String($0).printable }.joined(separator: "\n")
  }
}
