package import Cells
package import Grader

/// The checks of the open task with their verdicts; the selected one is marked.
package struct ChecksView: Sendable {
  package var report: TaskReport
  package var selected: Int
  /// Whether the selection is shown.
  package var isFocused: Bool
  /// Whether nothing was handed in yet: goals that are not reached are then no mistakes.
  package var isUntouched = false

  /// The first check shown, so that the selected one is visible.
  private func offset(height: Int) -> Int {
    guard report.checks.count > height else { return 0 }
    return min(max(0, selected - height / 2), report.checks.count - height)
  }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    let first = offset(height: area.height)
    var y = 0
    for index in report.checks.indices.dropFirst(first) where y < area.height {
      let result = report.checks[index]
      let place = area.line(y)
      draw(result, into: &buffer, in: place)
      if index == selected && isFocused { buffer.restyle(place) { $0.adding(.reverse) } }
      y += 1
      guard index == selected, result.verdict != .passed, !result.found.isEmpty else { continue }
      // The other checks stay in sight.
      let rows = max(2, area.height - report.checks.count)
      y += drawFound(result, rows: rows, into: &buffer, in: area.splitTop(y).rest)
    }
  }

  private func draw(_ result: CheckResult, into buffer: inout CellBuffer, in area: Rect) {
    let score = "\(result.points)/\(result.maxPoints)"
    let (left, right) = area.splitLeft(area.width - score.displayWidth)
    let verdict = result.verdict
    buffer.write(verdict.mark(isUntouched), in: left, style: verdict.style(isUntouched))
    let title = Rect(x: left.x + 2, y: left.y, width: left.width - 3, height: 1)
    buffer.write(result.title.truncated(to: title.width), in: title)
    buffer.write(score, in: right, style: .dim)
  }

  private func drawFound(
    _ result: CheckResult, rows: Int, into buffer: inout CellBuffer, in area: Rect
  ) -> Int {
    let all = result.found.wrapped(to: area.width - 4)
    var lines = all.prefix(rows)
    if all.count > rows, let last = lines.popLast() {
      lines.append("\(last) …".truncated(to: area.width - 4))
    }
    for (row, line) in lines.enumerated() {
      buffer.write(line, in: area.line(row).inset(horizontally: 2), style: .dim)
    }
    return min(lines.count, area.height)
  }
}

extension Verdict {
  /// One character for the verdict; a dot where nobody has tried yet.
  package func mark(_ isUntouched: Bool = false) -> String {
    switch self {
    case .passed: "✓"
    case .failed where isUntouched, .skipped where isUntouched: "·"
    case .failed: "✗"
    case .skipped: "–"
    case .ungradable: "?"
    }
  }

  /// How the mark looks; never colour alone, since the marks differ.
  package func style(_ isUntouched: Bool = false) -> Style {
    switch self {
    case .passed: Style(.green, .bold)
    case .failed where isUntouched, .skipped where isUntouched: .dim
    case .failed: Style(.red, .bold)
    case .skipped: .dim
    case .ungradable: Style(.yellow, .bold)
    }
  }
}
