import Cells
package import Grader

/// One check in full: what was expected and found, where, why it matters and what to try next.
package struct CheckDetail: Sendable {
  package var result: CheckResult
  /// Whether nothing was handed in yet.
  package var isUntouched = false

  package func lines(width: Int) -> [TextLine] {
    var lines = [
      TextLine([
        Span("\(result.verdict.mark(isUntouched)) ", result.verdict.style(isUntouched)),
        Span(result.title, .bold),
        Span(
          "  \(result.points) of \(result.maxPoints) \(result.maxPoints == 1 ? "point" : "points")",
          .dim),
      ])
    ]
    lines += part("Expected", result.expected, width: width)
    lines += part("Found", result.found, width: width)
    lines += part("Where", result.location?.text ?? "", width: width)
    lines += part("Why it matters", result.explain, width: width)
    if result.verdict != .passed {
      lines += part("What to try next", result.hint ?? "", width: width)
    }
    return lines
  }

  private func part(_ name: String, _ text: String, width: Int) -> [TextLine] {
    guard !text.isEmpty else { return [] }
    let body = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      String($0).wrapped(to: width - 2)
    }
    return [TextLine(), TextLine(name, Style(.cyan, .bold))] + body.map { TextLine("  \($0)") }
  }
}

extension CheckResult.Location {
  /// `file:line:column field`, without the parts that are not known.
  package var text: String {
    let place = position.map { "\(file):\($0)" } ?? file
    return field.map { "\(place) \($0)" } ?? place
  }
}
