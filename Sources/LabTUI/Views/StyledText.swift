package import Cells

/// A line of text whose parts look different.
package struct TextLine: Sendable, Equatable {
  package var spans: [Span]

  package init(_ spans: [Span]) { self.spans = spans }
  package init(_ text: String = "", _ style: Style = .plain) { spans = [Span(text, style)] }

  /// The characters without their styles.
  package var text: String { spans.text }

  /// Draws the line and clips it at the right edge of `area`'s first row.
  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    buffer.write(spans, in: area)
  }
}

/// Lines of which as many are shown as fit, from `offset` on, with a scroll mark at the right.
package struct ScrollingText: Sendable {
  package var lines: [TextLine]
  /// First line shown; kept inside the text when drawn.
  package var offset: Int
  /// Text whose occurrences are marked; empty marks nothing.
  package var highlighted: String

  package init(lines: [TextLine], offset: Int = 0, highlighted: String = "") {
    self.lines = lines
    self.offset = offset
    self.highlighted = highlighted
  }

  /// The largest useful offset in an area of `height` rows.
  package func lastOffset(height: Int) -> Int { max(0, lines.count - height) }

  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    let first = min(max(0, offset), lastOffset(height: area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      line.draw(into: &buffer, in: area.line(row))
      mark(line, into: &buffer, in: area.line(row))
    }
  }

  private func mark(_ line: TextLine, into buffer: inout CellBuffer, in area: Rect) {
    guard !highlighted.isEmpty else { return }
    let text = Array(line.text.lowercased())
    let wanted = Array(highlighted.lowercased())
    guard text.count >= wanted.count else { return }
    for start in 0...(text.count - wanted.count)
    where text[start..<(start + wanted.count)].elementsEqual(wanted) {
      let column = text[..<start].reduce(0) { $0 + $1.displayWidth }
      let width = wanted.reduce(0) { $0 + $1.displayWidth }
      let match = Rect(x: area.x + column, y: area.y, width: width, height: 1)
      buffer.restyle(match.intersection(area)) { $0.adding([.reverse, .bold]) }
    }
  }
}
