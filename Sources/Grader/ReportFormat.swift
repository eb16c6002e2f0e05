/// The forms in which a report can be printed.
package enum ReportFormat: String, Sendable, CaseIterable {
  case text, json, junit, tap, github

  /// The whole report in this form, with a newline at its end.
  package func render(_ report: Report) -> String {
    switch self {
    case .text: report.text
    case .json: report.json
    case .junit: report.junit
    case .tap: report.tap
    case .github: report.gitHub
    }
  }
}
