import ByteText
package import Cells
import Grader
import LabSession
import Lessons

/// The whole screen for one state of the model.
package struct ScreenView: Sendable {
  package var model: Model

  package init(model: Model) { self.model = model }

  /// A buffer of the model's size with everything drawn.
  package func render() -> CellBuffer {
    var buffer = CellBuffer(width: model.width, height: model.height)
    let layout = model.layout
    header(layout).draw(into: &buffer, in: layout.header)
    for pane in Model.Pane.allCases {
      guard let frame = layout.panes[pane] else { continue }
      draw(pane, into: &buffer, in: frame)
    }
    for layer in model.layers { draw(layer, into: &buffer) }
    FooterView(
      notice: model.notice, prompt: model.searchPrompt, isCovered: !model.layers.isEmpty
    ).draw(into: &buffer, in: layout.footer)
    return buffer
  }

  private func header(_ layout: ScreenLayout) -> HeaderView {
    let tabs = layout.showsTabs ? (Model.Pane.allCases.map(\.title), model.focus.rawValue) : nil
    return HeaderView(
      title: model.attempt?.task.title ?? "Choose a task and press Enter", points: model.points,
      tabs: tabs, cluster: model.world.label)
  }

  private func draw(_ pane: Model.Pane, into buffer: inout CellBuffer, in frame: Rect) {
    let content = ScreenLayout.content(of: frame)
    let all = model.contentLines(of: pane)
    Frame(
      title: pane.title, remark: remark(of: pane), isFocused: pane == model.focus,
      position: (model.scroll[pane] ?? 0, content.height, all)
    ).draw(into: &buffer, in: frame)
    switch pane {
    case .tasks:
      TaskListView(
        rows: model.rows, standings: model.standings, selected: model.selectedRow,
        open: model.attempt?.task.id
      ).draw(into: &buffer, in: content)
    case .text:
      ScrollingText(
        lines: model.textLines, offset: model.scroll[.text] ?? 0, highlighted: model.searchText
      ).draw(into: &buffer, in: content)
    case .checks:
      guard let attempt = model.attempt else { return }
      ChecksView(
        report: attempt.report, selected: model.selectedCheck, isFocused: model.focus == .checks,
        isUntouched: attempt.isUntouched
      ).draw(into: &buffer, in: content)
    case .pod:
      guard let attempt = model.attempt else { return }
      PodView(attempt: attempt, offset: (model.scroll[.pod] ?? 0, model.podColumn)).draw(
        into: &buffer, in: content)
    }
  }

  private func remark(of pane: Model.Pane) -> String {
    guard pane == .checks, let report = model.attempt?.report else { return "" }
    return "\(report.points)/\(report.maxPoints) points"
  }

  private func draw(_ layer: Model.Layer, into buffer: inout CellBuffer) {
    switch layer {
    case .searchPrompt: return
    case .comparison: drawComparison(into: &buffer)
    case .lifecycle: drawLifecycle(into: &buffer)
    case .help, .hint, .solution, .check, .question:
      let lines = model.windowLines(of: layer)
      let frame = ScreenLayout.window(
        width: model.width, height: model.height, lines: lines.count)
      WindowView(
        title: layer.title, keys: layer.keys, lines: lines, offset: model.layerScroll
      ).draw(into: &buffer, in: frame)
    }
  }

  /// Everything between the header and the footer.
  private func body(of buffer: CellBuffer) -> Rect {
    let area = model.layout.header.isEmpty ? buffer.bounds : buffer.bounds.splitTop(1).rest
    return area.splitBottom(1).rest
  }

  private func drawLifecycle(into buffer: inout CellBuffer) {
    let frame = body(of: buffer)
    buffer.fill(frame)
    Frame(title: "What your Pod does over time", isFocused: true).draw(into: &buffer, in: frame)
    LifecycleView(model: model.lifecycle, offset: model.layerScroll).draw(
      into: &buffer, in: ScreenLayout.content(of: frame))
    guard frame.width >= 4, frame.height >= 3 else { return }
    let edge = frame.line(frame.height - 1).inset(horizontally: 2)
    buffer.write(" q close · \(LifecycleKeys.summary) ", in: edge, style: .dim)
  }

  private func drawComparison(into buffer: inout CellBuffer) {
    let frame = body(of: buffer)
    buffer.fill(frame)
    Frame(title: "Your Pod beside the expected one", isFocused: true).draw(into: &buffer, in: frame)
    guard let attempt = model.attempt else { return }
    ComparisonView(attempt: attempt, row: model.layerScroll, column: model.podColumn).draw(
      into: &buffer, in: ScreenLayout.content(of: frame))
  }
}

extension Model {
  /// The search that is being typed; nil when none is.
  fileprivate var searchPrompt: String? {
    if case .searchPrompt(let text) = layers.last { text } else { nil }
  }
}

extension Model.Layer {
  fileprivate var title: String {
    switch self {
    case .help: "Keys"
    case .hint(let count): "Hint \(count)"
    case .solution: "Solution"
    case .comparison: "Comparison"
    case .lifecycle: "Lifecycle"
    case .check: "Check"
    case .question: "Sure?"
    case .searchPrompt: "Search"
    }
  }

  fileprivate var keys: String {
    switch self {
    case .hint: "h next hint · j/k scroll · q close"
    case .help, .solution, .comparison, .lifecycle, .check, .searchPrompt: "j/k scroll · q close"
    case .question: "y yes · n no"
    }
  }
}
