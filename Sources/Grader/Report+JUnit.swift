import PodModel

extension Report {
  /// The report as JUnit XML: a suite a task and submission, a case a check.
  ///
  /// The suites carry the counts; those of all suites together stand nowhere, so that a report can be
  /// written while submissions are graded.
  /// Source: the schema that Jenkins and GitLab read (`testsuites`, `testsuite`, `testcase` with
  /// `failure`, `skipped` or `error`).
  package var junit: String { ReportFormat.junit.render(self) }

  static let junitStart =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"podlab\">\n"
  static let junitEnd = "</testsuites>\n"

  /// The suites of one submission.
  static func suites(of submission: Submission) -> String {
    submission.tasks.map { suite($0, of: submission) }.joined()
  }

  private static func counts(of results: [CheckResult]) -> String {
    func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }
    return "tests=\"\(results.count)\" failures=\"\(count(.failed))\""
      + " errors=\"\(count(.ungradable))\" skipped=\"\(count(.skipped))\""
  }

  private static func suite(_ task: TaskReport, of submission: Submission) -> String {
    let owner = submission.learner.isEmpty ? submission.path : submission.learner
    let name = owner.isEmpty ? task.task : "\(owner)/\(task.task)"
    var xml = "  <testsuite name=\"\(name.xmlEscaped)\" \(counts(of: task.checks))>\n"
    for check in task.checks { xml += testCase(check, suite: name) }
    if !task.notes.isEmpty {
      xml += "    <system-out>\(task.notes.joined(separator: "\n").xmlEscaped)</system-out>\n"
    }
    return xml + "  </testsuite>\n"
  }

  private static func testCase(_ check: CheckResult, suite: String) -> String {
    var attributes = "name=\"\(check.id.xmlEscaped): \(check.title.xmlEscaped)\""
    attributes += " classname=\"\(suite.xmlEscaped)\""
    if let location = check.location {
      attributes += " file=\"\(location.file.xmlEscaped)\""
      if let line = location.position?.line { attributes += " line=\"\(line)\"" }
    }
    let element: String
    switch check.verdict {
    case .passed: return "    <testcase \(attributes)/>\n"
    case .failed: element = "failure"
    case .skipped: element = "skipped"
    case .ungradable: element = "error"
    }
    let details = [
      check.location.map { "at: \($0)" } ?? "",
      check.expected.isEmpty ? "" : "expected: \(check.expected)",
      check.found.isEmpty ? "" : "found: \(check.found)",
      check.explain.isEmpty ? "" : "why: \(check.explain)", check.hint.map { "fix: \($0)" } ?? "",
    ].filter { !$0.isEmpty }.joined(separator: "\n")
    return """
          <testcase \(attributes)>
            <\(element) message="\(check.found.xmlEscaped)">\(details.xmlEscaped)</\(element)>
          </testcase>

      """
  }
}

extension String {
  /// The text for XML 1.0: markup is escaped, characters that XML forbids are replaced by U+FFFD.
  fileprivate var xmlEscaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default:
        let isForbidden =
          scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0xFFFE
          || scalar.value == 0xFFFF
        result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}
