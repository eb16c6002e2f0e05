import ByteText
import PodModel

/// What a piece of a report's text means; colours are chosen where it is shown.
package enum ReportRole: Sendable, Hashable {
  case plain, heading, passed, failed, skipped, ungradable, place, expected, found, hint, note
}

/// A piece of text with one meaning.
package struct ReportSpan: Sendable, Hashable {
  package var text: String
  package var role: ReportRole

  package init(_ text: String, _ role: ReportRole = .plain) {
    self.text = text
    self.role = role
  }
}

extension Report {
  /// The report as plain lines, each with a newline at its end.
  package var text: String { ReportFormat.text.render(self) }

  /// All lines at once.
  var wholeText: String { textLines.map { $0.map(\.text).joined() + "\n" }.joined() }

  /// The report as lines of pieces; nothing in them controls a terminal.
  package var textLines: [[ReportSpan]] {
    var lines: [[ReportSpan]] = []
    for submission in submissions {
      if !lines.isEmpty { lines.append([]) }
      if submissions.count > 1 || !submission.learner.isEmpty {
        let name = submission.learner.isEmpty ? submission.path : submission.learner
        lines.append([ReportSpan(name.printable, .heading)])
      }
      for task in submission.tasks { lines += task.textLines }
    }
    return lines
  }
}

extension Report.Submission {
  /// The submission as one of several: under its name.
  var namedText: String {
    let name = learner.isEmpty ? path : learner
    let lines = tasks.flatMap(\.textLines).map { $0.map(\.text).joined() + "\n" }
    return "\(name.printable)\n" + lines.joined()
  }
}

extension TaskReport {
  /// The task's results as lines of pieces: a heading, one block a check, the notes, the points.
  package var textLines: [[ReportSpan]] {
    var lines = [[ReportSpan("\(title.printable) (\(task.printable))", .heading)]]
    for check in checks { lines += check.textLines }
    for note in notes { lines.append([ReportSpan("note: \(note.printable)", .note)]) }
    lines.append([ReportSpan(summary, passed ? .passed : .plain)])
    return lines
  }

  /// `5 of 7 points; 3 passed, 1 failed, 1 skipped, 2 ungradable`.
  private var summary: String {
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = checks.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return "\(points) of \(maxPoints) points; " + counts.joined(separator: ", ")
  }
}

extension CheckResult {
  /// The result as lines of pieces: verdict and title, then why, where and what to do.
  package var textLines: [[ReportSpan]] {
    let unit = maxPoints == 1 ? "point" : "points"
    var lines: [[ReportSpan]] = [
      [
        ReportSpan("\(mark) ", role),
        ReportSpan("\(title.printable) (\(points) of \(maxPoints) \(unit))"),
      ]
    ]
    func add(_ label: String, _ text: String, _ role: ReportRole) {
      for (index, line) in text.printableLines.enumerated() {
        let lead = index == 0 ? label : String(repeating: " ", count: label.count)
        lines.append([ReportSpan("  \(lead)\(line)", role)])
      }
    }
    switch verdict {
    case .passed: break
    case .skipped: add("skipped: ", found, .skipped)
    case .ungradable: add("not decided: ", found, .ungradable)
    case .failed:
      if let location { add("", location.description, .place) }
      if !expected.isEmpty { add("expected: ", expected, .expected) }
      if !found.isEmpty { add("found: ", found, .found) }
      if !explain.isEmpty { add("why: ", explain, .plain) }
    }
    if verdict == .failed, let hint { add("fix: ", hint, .hint) }
    return lines
  }

  private var mark: String {
    switch verdict {
    case .passed: "✓"
    case .failed: "✗"
    case .skipped: "-"
    case .ungradable: "?"
    }
  }

  private var role: ReportRole {
    switch verdict {
    case .passed: .passed
    case .failed: .failed
    case .skipped: .skipped
    case .ungradable: .ungradable
    }
  }
}

extension CheckResult.Location: CustomStringConvertible {
  /// `pod.yaml:21:9 spec.containers[1].image`, as far as it is known.
  package var description: String {
    let place = file.printable + (position.map { ":\($0)" } ?? "")
    guard let field, !field.steps.isEmpty else { return place }
    return "\(place) \(field.description.printable)"
  }
}

extension String {
  /// The text on one line, without characters that control a terminal or hide in it.
  ///
  /// Control characters become `·`, line breaks a space; marks that turn the direction of writing
  /// are dropped (they could make one text look like another).
  package var printable: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x0D, 0x09, 0x85, 0x2028, 0x2029: result.append(" ")
      case 0..<0x20, 0x7F..<0xA0: result.append("·")
      case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The lines of the text, each printable; at most 12, the rest is counted.
  fileprivate var printableLines: [String] {
    let lines = split(whereSeparator: \.isNewline).map { String($0).printable.cut }
    guard lines.count > 12 else { return lines }
    return lines.prefix(11) + ["… \(lines.count - 11) more lines"]
  }

  /// At most 1,000 characters.
  private var cut: String { count > 1000 ? prefix(999) + "…" : self }
}
