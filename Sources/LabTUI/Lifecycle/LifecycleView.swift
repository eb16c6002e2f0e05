package import Cells
import Diagrams
import PodModel

/// A Pod's life with the moment that is looked at: the lanes above, that moment in words below.
package struct LifecycleView: Sendable {
  /// Nil where no recording is there to be shown.
  package var model: LifecycleModel?
  /// First line shown of what stands below the lanes.
  package var offset: Int

  package init(model: LifecycleModel?, offset: Int = 0) {
    self.model = model
    self.offset = offset
  }

  /// Lines about the moment that is looked at.
  package var detailLines: [TextLine] {
    guard let model else { return [] }
    return model.swimlanes.detail(at: model.cursor).map { TextLine($0) }
  }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard let model else {
      drawAbsence(into: &buffer, in: area)
      return
    }
    let (top, rest) = area.splitTop(1)
    buffer.write(status(of: model), in: top)
    let below: Rect
    if let comparison = model.comparison {
      let wanted = comparison.size(fitting: rest.width).height
      let (lanes, left) = rest.splitTop(rest.height >= wanted + 5 ? wanted : rest.height)
      comparison.draw(into: &buffer, in: lanes)
      below = left
    } else {
      let swimlanes = model.swimlanes
      let wanted = swimlanes.size(fitting: rest.width).height
      // A few words about the moment are worth more than rows of marks.
      let chart = rest.height >= wanted + 5 ? wanted : max(rest.height * 3 / 5, rest.height - 12)
      let (lanes, left) = rest.splitTop(chart)
      swimlanes.draw(into: &buffer, in: lanes)
      below = left
    }
    let (line, words) = below.splitTop(1)
    buffer.write(String(repeating: "─", count: line.width), in: line, style: .dim)
    ScrollingText(lines: detailLines, offset: offset).draw(into: &buffer, in: words)
  }

  private func drawAbsence(into buffer: inout CellBuffer, in area: Rect) {
    let text =
      "There is no Pod to show yet. Save a manifest that the API server accepts (`e` opens your "
      + "editor): its Pod is simulated at once, and its life can be seen here."
    for (row, line) in text.wrapped(to: area.width).enumerated() {
      buffer.write(line, in: area.line(row))
    }
  }

  private func status(of model: LifecycleModel) -> [Span] {
    let state: Span =
      model.isPlaying
      ? Span("▶ playing", Style(.green, .bold)) : Span("■ paused", Style(.yellow, .bold))
    var spans = [
      state, Span(" \(model.speed.name)   "),
      Span(model.cursor.tenths, .bold), Span(" of \(model.duration.tenths)"),
    ]
    if model.zoom > 0 { spans.append(Span("   zoom \(1 << model.zoom)×")) }
    let pods = model.timeline.pods.count
    if pods > 1 { spans.append(Span("   Pod \(model.podIndex + 1) of \(pods)")) }
    return spans
  }
}

extension Duration {
  /// The time with tenths of a second.
  fileprivate var tenths: String {
    let (seconds, attoseconds) = components
    let milliseconds = Int64(attoseconds / 1_000_000_000_000_000)
    return (Duration.seconds(seconds) + .milliseconds(milliseconds / 100 * 100)).shortText
  }
}
