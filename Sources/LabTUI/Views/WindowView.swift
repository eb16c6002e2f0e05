package import Cells

/// A framed window in the middle of the screen, on top of everything else.
package struct WindowView: Sendable {
  package var title: String
  /// What the keys do here, in the lower edge.
  package var keys: String
  package var lines: [TextLine]
  package var offset: Int

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    buffer.fill(area)
    let content = ScreenLayout.content(of: area)
    let text = ScrollingText(lines: lines, offset: offset)
    let first = min(max(0, offset), text.lastOffset(height: content.height))
    Frame(
      title: title, isFocused: true, position: (first, content.height, lines.count)
    ).draw(into: &buffer, in: area)
    text.draw(into: &buffer, in: content)
    let edge = area.line(area.height - 1).inset(horizontally: 2)
    buffer.write(" \(keys) ", in: edge, style: .dim)
  }
}
