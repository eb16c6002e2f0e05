package import Cells
package import LabSession

/// Lessons with their tasks, what is done, and the points so far.
package struct TaskListView: Sendable {
  package var rows: [Model.Row]
  package var standings: [String: TaskStanding]
  package var selected: Int
  /// Id of the task that the other panes show.
  package var open: String?

  /// The first row shown, so that the selected one is visible.
  static func offset(rows: Int, selected: Int, height: Int) -> Int {
    guard rows > height else { return 0 }
    return min(max(0, selected - height / 2), rows - height)
  }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    let first = Self.offset(rows: rows.count, selected: selected, height: area.height)
    for (line, index) in rows.indices.dropFirst(first).prefix(area.height).enumerated() {
      let place = area.line(line)
      switch rows[index] {
      case .lesson(let title):
        buffer.write(title.truncated(to: place.width), in: place, style: .bold)
      case .task(let id, let title):
        drawTask(id: id, title: title, into: &buffer, in: place)
        if index == selected { buffer.restyle(place) { $0.adding(.reverse) } }
      }
    }
  }

  private func drawTask(id: String, title: String, into buffer: inout CellBuffer, in area: Rect) {
    let standing = standings[id]
    let isDone = standing?.isDone == true
    let mark = isDone ? "✓" : (standing?.bestPoints ?? 0) > 0 ? "◐" : "·"
    let color: Color = isDone ? .green : (standing?.bestPoints ?? 0) > 0 ? .yellow : .standard
    buffer.write(id == open ? "▸" : " ", in: area, style: .bold)
    buffer.write(mark, in: area.splitLeft(1).rest, style: Style(color))
    let score = standing.map { "\($0.bestPoints)/\($0.maxPoints)" } ?? ""
    let (left, right) = area.splitLeft(area.width - score.displayWidth)
    let place = left.splitLeft(3).rest.splitRightMargin(1)
    buffer.write(title.truncated(to: place.width), in: place)
    buffer.write(score, in: right, style: .dim)
  }
}

extension Rect {
  fileprivate func splitRightMargin(_ columns: Int) -> Rect {
    Rect(x: x, y: y, width: width - columns, height: height)
  }
}
