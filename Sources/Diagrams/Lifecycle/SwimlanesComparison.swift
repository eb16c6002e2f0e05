package import Cells

/// The lives of two Pods above one another on the same axis, with the first difference marked.
package struct SwimlanesComparison: Sendable {
  /// The moment from which two Pods are no longer alike, and what shows it.
  package struct Difference: Sendable, Equatable {
    package var time: Duration
    /// A sentence for the learner.
    package var text: String
  }

  package private(set) var learner: Swimlanes
  package private(set) var expected: Swimlanes
  /// Nil when both lives look alike.
  package let difference: Difference?

  package init(learner: Swimlanes, expected: Swimlanes) {
    self.learner = learner
    self.expected = expected
    difference = learner.firstDifference(from: expected)
    visible = .zero..<max(learner.duration, expected.duration)
    self.learner.difference = difference?.time
    self.expected.difference = difference?.time
  }

  /// What is drawn of both; all of it at first.
  package var visible: Range<Duration> {
    didSet { show() }
  }

  /// A moment that a line marks in both; none at first.
  package var cursor: Duration? {
    didSet { show() }
  }

  private mutating func show() {
    learner.visible = visible
    learner.cursor = cursor
    expected.visible = visible
    expected.cursor = cursor
  }
}

extension SwimlanesComparison {
  /// Columns and rows that the drawing takes when it may be `width` columns wide.
  package func size(fitting width: Int) -> (width: Int, height: Int) {
    let (first, second) = drawings(width: width, height: nil)
    return (max(first.width, second.width), Self.headings + first.height + second.height)
  }

  /// Draws at the top left of `area`, the learner's Pod above the expected one.
  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    let (first, second) = drawings(width: area.width, height: area.height)
    var (line, rest) = area.splitTop(1)
    buffer.write(sentence.truncated(to: area.width), in: line, style: sentenceStyle)
    for (title, drawing) in [("Yours", first), ("Expected", second)] {
      (line, rest) = rest.splitTop(1)
      buffer.write(title, in: line, style: Style(.cyan, .bold))
      let (place, below) = rest.splitTop(drawing.height)
      buffer.copy(drawing.cells(), into: place)
      rest = below
    }
  }

  /// Rows for the sentence and for the two titles.
  private static let headings = 3

  private var sentence: String {
    difference.map { "≠ \($0.text)" } ?? "✓ Both Pods go the same way."
  }

  private var sentenceStyle: Style {
    difference == nil ? Style(.green, .bold) : Style(.yellow, .bold)
  }

  private func drawings(width: Int, height: Int?) -> (Drawing, Drawing) {
    // Names take the same columns in both, so that the axes agree.
    let labelWidth = max(
      learner.labelWidth(fitting: width), expected.labelWidth(fitting: width))
    let rows = height.map { max(0, $0 - Self.headings) }
    let first = learner.drawing(
      width: width, height: rows.map { ($0 + 1) / 2 }, labelWidth: labelWidth)
    let second = expected.drawing(
      width: width, height: rows.map { max(0, $0 - first.height) }, labelWidth: labelWidth)
    return (first, second)
  }
}
