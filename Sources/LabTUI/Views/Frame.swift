package import Cells

/// A box with a title in its upper edge, and a remark at the right of it.
package struct Frame: Sendable {
  package var title: String
  package var remark: String
  package var isFocused: Bool
  /// Share of the content that lies above and below the visible part; nil when all is visible.
  package var position: (first: Int, visible: Int, all: Int)?

  package init(
    title: String, remark: String = "", isFocused: Bool,
    position: (first: Int, visible: Int, all: Int)? = nil
  ) {
    self.title = title
    self.remark = remark
    self.isFocused = isFocused
    self.position = position
  }

  private var style: Style { isFocused ? Style(.cyan, .bold) : .dim }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard area.width >= 4, area.height >= 3 else { return }
    let last = area.height - 1
    let inner = String(repeating: "─", count: area.width - 2)
    buffer.write("┌\(inner)┐", in: area.line(0), style: style)
    buffer.write("└\(inner)┘", in: area.line(last), style: style)
    for y in (area.y + 1)..<(area.y + last) {
      buffer[area.x, y] = Cell("│", style: style)
      buffer[area.maxX - 1, y] = Cell("│", style: style)
    }
    drawTitles(into: &buffer, in: area.line(0))
    drawScrollMark(into: &buffer, in: area)
  }

  private func drawTitles(into buffer: inout CellBuffer, in edge: Rect) {
    let titleStyle = isFocused ? Style(.cyan, [.bold, .reverse]) : .bold
    let inside = edge.inset(horizontally: 2)
    buffer.write(" \(title) ", in: inside, style: titleStyle)
    let needed = remark.displayWidth + 2
    guard !remark.isEmpty, inside.width >= title.displayWidth + needed + 3 else { return }
    buffer.write(
      " \(remark) ", in: Rect(x: inside.maxX - needed, y: edge.y, width: needed, height: 1),
      style: .plain)
  }

  private func drawScrollMark(into buffer: inout CellBuffer, in area: Rect) {
    guard let position, position.all > position.visible, area.height > 4 else { return }
    let track = area.height - 2
    let length = max(1, track * position.visible / position.all)
    let start = min(track - length, track * position.first / max(1, position.all))
    for row in start..<(start + length) {
      buffer[area.maxX - 1, area.y + 1 + row] = Cell("┃", style: style)
    }
  }
}
