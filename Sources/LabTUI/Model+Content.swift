import Cells
import Grader
import LabSession
import Lessons

extension Model {
  /// The open task's text at the width of its pane.
  var textLines: [TextLine] {
    guard let attempt else { return welcomeLines }
    let width = contentWidth(of: .text)
    let done = attempt.report.passed && !attempt.task.debrief.isEmpty
    let debrief = done ? "\n\n## Debrief\n\n" + attempt.task.debrief : ""
    return MarkdownText.lines(
      "# \(attempt.task.title)\n\n" + attempt.task.text + debrief, width: width)
  }

  private var welcomeLines: [TextLine] {
    MarkdownText.lines(
      """
      # Welcome to podlab

      Each task asks for a small Pod. Read it, write the manifest (`e`), and watch the checks turn green whenever you save.

      Choose a task in the list and press **Enter**. Press `?` for all keys.
      """, width: contentWidth(of: .text))
  }

  /// Lines that a pane's whole content needs.
  func contentLines(of pane: Pane) -> Int {
    switch pane {
    case .tasks: rows.count
    case .text: textLines.count
    case .checks: attempt?.report.checks.count ?? 0
    case .pod:
      attempt.map {
        PodView(attempt: $0, offset: (0, 0)).height(fitting: contentWidth(of: .pod))
      } ?? 0
    }
  }

  var lastLayerScroll: Int {
    guard let layer = layers.last else { return 0 }
    if layer == .comparison { return comparisonHeight }
    if layer == .lifecycle { return max(0, LifecycleView(model: lifecycle).detailLines.count - 1) }
    let lines = windowLines(of: layer).count
    let frame = ScreenLayout.window(width: width, height: height, lines: lines)
    return max(0, lines - ScreenLayout.content(of: frame).height)
  }

  private var comparisonHeight: Int {
    guard let attempt else { return 0 }
    let width = max(1, width - 4)
    let needed = ComparisonView(attempt: attempt, row: 0, column: 0).height(fitting: width)
    return max(0, needed - max(1, height - 4))
  }

  /// What stands in a window.
  func windowLines(of layer: Layer) -> [TextLine] {
    let width = max(1, min(self.width, 84) - 4)
    switch layer {
    case .help: return helpLines(width: width)
    case .hint(let count):
      let hints = attempt?.task.hints.prefix(count) ?? []
      return MarkdownText.lines(
        hints.enumerated().map {
          "**Hint \($0.offset + 1) of \(attempt?.task.hints.count ?? 0).**\n\n\($0.element)"
        }
        .joined(separator: "\n\n---\n\n"), width: width)
    case .solution: return solutionLines(width: width)
    case .check(let index):
      guard let attempt, attempt.report.checks.indices.contains(index) else { return [] }
      return CheckDetail(
        result: attempt.report.checks[index], isUntouched: attempt.isUntouched
      ).lines(width: width)
    case .question(let question): return question.text.wrapped(to: width).map { TextLine($0) }
    case .comparison, .lifecycle, .searchPrompt: return []
    }
  }

  private func helpLines(width: Int) -> [TextLine] {
    let rows =
      KeyBindings.all.map { ($0.keysText, $0.help) }
      + LifecycleKeys.all.map { ($0.keysText, $0.help) }
    return rows.flatMap { keys, help in
      help.wrapped(to: width - 14).enumerated().map { index, text in
        TextLine([
          Span((index == 0 ? keys : "").padded(to: 14), Style(.cyan, .bold)),
          Span(text),
        ])
      }
    }
  }

  private func solutionLines(width: Int) -> [TextLine] {
    guard let solution = attempt?.task.solutions.first else {
      return [TextLine("This task has no written solution.")]
    }
    return solution.files.flatMap { file in
      [TextLine(file.path, .bold)]
        + file.text.split(separator: "\n", omittingEmptySubsequences: false).map {
          TextLine("  \($0)")
        }
    }
  }
}

extension Model.Question {
  var text: String {
    switch self {
    case .reset:
      "Start this task again? Your files move to the folder .backup of the workspace; points stay. (y/n)"
    case .solution:
      "Show the solution? You learn more from the next hint (h). Your points stay. (y/n)"
    case .cluster(let question): "\(question) (y/n)"
    case .quit: "Leave podlab? Your files and points are saved. (y/n)"
    }
  }
}
