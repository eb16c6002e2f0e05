/// Text in one style, a part of a line.
package struct Span: Sendable, Hashable {
  /// What is shown, without line feeds.
  package var text: String
  /// How it looks.
  package var style: Style

  /// Text in a style; plain unless told otherwise.
  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

extension [Span] {
  /// Columns that a terminal needs to show the spans on one line.
  package var displayWidth: Int { reduce(0) { $0 + $1.text.displayWidth } }

  /// The text without its styles.
  package var text: String { map(\.text).joined() }
}

extension CellBuffer {
  /// Writes `spans` one behind the other from the left edge of `area`'s first row, and clips.
  ///
  /// - Returns: the number of columns written.
  @discardableResult
  package mutating func write(_ spans: [Span], in area: Rect) -> Int {
    var rest = area
    for span in spans {
      let columns = write(span.text, in: rest, style: span.style)
      rest = rest.splitLeft(columns).rest
      // What was clipped must not make room for the next span.
      if columns < span.text.displayWidth { break }
    }
    return rest.x - area.x
  }
}
