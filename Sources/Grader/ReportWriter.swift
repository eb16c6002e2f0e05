/// Writes a report while its submissions are graded, so that no more than two are kept.
///
/// What it writes is, put together, what `ReportFormat.render` gives.
package struct ReportWriter {
  private let format: ReportFormat
  /// A submission that is written once it is known whether another follows.
  private var held: Report.Submission?
  private var count = 0
  private var testPoints = 0

  package init(_ format: ReportFormat) { self.format = format }

  /// The next piece of the report.
  package mutating func add(_ submission: Report.Submission) -> String {
    count += 1
    switch format {
    case .text: return addText(submission)
    case .json:
      let start = count == 1 ? Report.jsonStart : ",\n"
      return start + Report(submissions: [submission]).jsonItems
    case .junit: return (count == 1 ? Report.junitStart : "") + Report.suites(of: submission)
    case .tap:
      let lines = Report.points(of: submission, after: testPoints)
      testPoints += submission.tasks.reduce(0) { $0 + $1.checks.count }
      return (count == 1 ? Report.tapStart : "") + lines
    case .github: return Report.workflowCommands(for: submission)
    }
  }

  /// The last piece.
  package mutating func end() -> String {
    switch format {
    case .text:
      defer { held = nil }
      return held.map { Report(submissions: [$0]).wholeText } ?? ""
    case .json: return count == 0 ? Report.noJSON : Report.jsonEnd
    case .junit: return (count == 0 ? Report.junitStart : "") + Report.junitEnd
    case .tap: return (count == 0 ? Report.tapStart : "") + "1..\(testPoints)\n"
    case .github: return ""
    }
  }

  /// One submission alone needs no name above it.
  private mutating func addText(_ submission: Report.Submission) -> String {
    if count == 1 {
      held = submission
      return ""
    }
    let first = held.map { $0.namedText } ?? ""
    held = nil
    return first + "\n" + submission.namedText
  }
}

extension ReportFormat {
  /// The whole report in this form, with a newline at its end.
  package func render(_ report: Report) -> String {
    var writer = ReportWriter(self)
    return report.submissions.map { writer.add($0) }.joined() + writer.end()
  }
}
