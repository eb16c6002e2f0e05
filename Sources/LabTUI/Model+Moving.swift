import Cells
import Grader
import LabSession
import Lessons

extension Model {
  /// Where the panes stand at this moment.
  package var layout: ScreenLayout { ScreenLayout(width: width, height: height, focus: focus) }

  /// Rows that a page key moves in the focused pane.
  var pageLines: Int { max(1, contentHeight(of: focus) - 1) }

  func contentHeight(of pane: Pane) -> Int {
    layout.panes[pane].map { ScreenLayout.content(of: $0).height } ?? 0
  }

  func contentWidth(of pane: Pane) -> Int {
    layout.panes[pane].map { ScreenLayout.content(of: $0).width } ?? 0
  }

  /// Moves the selection or the text of the focused pane; stops at both ends.
  mutating func move(by lines: Int) {
    switch focus {
    case .tasks: moveTask(by: lines)
    case .checks:
      let last = (attempt?.report.checks.count ?? 0) - 1
      selectedCheck = max(0, min(last, selectedCheck + lines))
    case .text, .pod: scrollPane(focus, by: lines)
    }
  }

  private mutating func moveTask(by lines: Int) {
    let rows = rows
    let tasks = rows.indices.filter { if case .task = rows[$0] { true } else { false } }
    guard let position = tasks.firstIndex(of: selectedRow) ?? tasks.indices.first else { return }
    selectedRow = tasks[max(0, min(tasks.count - 1, position + lines))]
  }

  mutating func scrollPane(_ pane: Pane, by lines: Int) {
    let last = max(0, contentLines(of: pane) - contentHeight(of: pane))
    scroll[pane] = max(0, min(last, (scroll[pane] ?? 0) + lines))
  }

  mutating func scrollPane(atX x: Int, y: Int, by lines: Int) {
    guard layers.isEmpty else {
      layerScroll = min(max(0, layerScroll + lines), lastLayerScroll)
      return
    }
    guard let pane = layout.pane(x: x, y: y) else { return }
    let focused = focus
    focus = pane
    move(by: lines)
    if pane == .text || pane == .pod { focus = focused }
  }

  mutating func click(x: Int, y: Int) -> [Effect] {
    guard layers.isEmpty, let pane = layout.pane(x: x, y: y), let frame = layout.panes[pane] else {
      return []
    }
    focus = pane
    let line = y - ScreenLayout.content(of: frame).y
    switch pane {
    case .tasks:
      let row =
        TaskListView.offset(
          rows: rows.count, selected: selectedRow, height: contentHeight(of: .tasks)) + line
      guard rows.indices.contains(row), case .task(let id, _) = rows[row] else { return [] }
      selectedRow = row
      return [.open(task: id)]
    case .checks, .text, .pod:
      return []
    }
  }

  /// Takes over a graded attempt and says what changed since the last one.
  mutating func show(_ attempt: Attempt, standings: [String: TaskStanding]) {
    let isSameTask = attempt.task.id == self.attempt?.task.id
    let passed = Set(attempt.report.checks.filter { $0.verdict == .passed }.map(\.id))
    if isSameTask {
      announce(newlyPassed: passed.subtracting(passedBefore), of: attempt)
    } else {
      scroll[.text] = 0
      scroll[.pod] = 0
      podColumn = 0
      selectedCheck = 0
      selectRow(ofTask: attempt.task.id)
    }
    passedBefore = passed
    self.attempt = attempt
    refreshLifecycle(isSameTask: isSameTask)
    self.standings = standings
  }

  private mutating func selectRow(ofTask id: String) {
    let row = rows.firstIndex { if case .task(id, _) = $0 { true } else { false } }
    selectedRow = row ?? selectedRow
  }

  private mutating func announce(newlyPassed: Set<String>, of attempt: Attempt) {
    guard !newlyPassed.isEmpty else { return }
    if attempt.report.passed {
      notice = Notice(
        .good, "✓ Task solved: \(attempt.report.points) points. Press n for the next one.")
    } else {
      let titles = attempt.report.checks.filter { newlyPassed.contains($0.id) }.map(\.title)
      notice = Notice(.good, "✓ \(titles.joined(separator: ", "))")
    }
  }
}
