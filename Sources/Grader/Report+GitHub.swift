import PodModel

extension Report {
  /// The report as workflow commands of GitHub Actions: an annotation for each check that did not
  /// pass, at its place in the submission.
  ///
  /// Source: docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of
  /// actions/toolkit.
  package var gitHub: String { ReportFormat.github.render(self) }

  /// The commands for one submission, and its points.
  static func workflowCommands(for submission: Submission) -> String {
    var lines: [String] = []
    for task in submission.tasks {
      for check in task.checks {
        if let line = annotation(check, task: task, of: submission) { lines.append(line) }
      }
      lines += task.notes.map { "::notice::\($0.printable.commandData)" }
    }
    let points = submission.tasks.reduce(0) { $0 + $1.points }
    let maxPoints = submission.tasks.reduce(0) { $0 + $1.maxPoints }
    let name = submission.learner.isEmpty ? submission.path : submission.learner
    // A space in front keeps a hostile name from being read as a command.
    lines.append(" \(name.printable): \(points) of \(maxPoints) points")
    return lines.map { $0 + "\n" }.joined()
  }

  private static func annotation(
    _ check: CheckResult, task: TaskReport, of submission: Submission
  ) -> String? {
    let command: String
    switch check.verdict {
    case .passed: return nil
    case .failed: command = "error"
    case .skipped: command = "notice"
    case .ungradable: command = "warning"
    }
    var properties: [String] = []
    if let location = check.location {
      let folder = submission.path.isEmpty ? "" : submission.path + "/"
      properties.append("file=\((folder + location.file).printable.commandProperty)")
      if let position = location.position {
        properties.append("line=\(position.line)")
        properties.append("col=\(position.column)")
      }
    }
    properties.append("title=\("\(task.task): \(check.title)".printable.commandProperty)")
    let message = [
      check.expected, check.found.isEmpty ? "" : "found: \(check.found)",
      check.hint.map { "fix: \($0)" } ?? "",
    ].filter { !$0.isEmpty }.map(\.printable).joined(separator: "\n")
    return "::\(command) \(properties.joined(separator: ","))::\(message.commandData)"
  }
}

extension String {
  fileprivate var commandData: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  fileprivate var commandProperty: String {
    var result = ""
    for scalar in commandData.unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
