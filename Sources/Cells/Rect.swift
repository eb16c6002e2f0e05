/// A rectangle of terminal cells; never negative in size.
package struct Rect: Sendable, Hashable {
  /// Column of the left edge, counted from 0.
  package var x: Int
  /// Row of the top edge, counted from 0.
  package var y: Int
  /// Width in columns, at least 0.
  package var width: Int
  /// Height in rows, at least 0.
  package var height: Int

  /// A rectangle at the top left corner unless told otherwise; a negative size counts as 0.
  package init(x: Int = 0, y: Int = 0, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The first column right of the rectangle.
  package var maxX: Int { x + width }
  /// The first row below the rectangle.
  package var maxY: Int { y + height }
  /// Whether no cell lies inside.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Row `index`, counted from 0 at the top, as a rectangle of height 1; empty when outside.
  package func line(_ index: Int) -> Rect {
    guard index >= 0, index < height else { return Rect(x: x, y: y, width: 0, height: 0) }
    return Rect(x: x, y: y + index, width: width, height: 1)
  }

  /// The rectangle without a margin on each side.
  package func inset(horizontally dx: Int = 0, vertically dy: Int = 0) -> Rect {
    Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
  }

  /// The cells that lie in both rectangles.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// Whether the cell at (`x`, `y`) lies inside.
  package func contains(x: Int, y: Int) -> Bool {
    x >= self.x && x < maxX && y >= self.y && y < maxY
  }
}

extension Rect {
  /// Cuts `rows` off the top (as many as there are) and returns them with what is left.
  package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let cut = max(0, min(rows, height))
    return (
      Rect(x: x, y: y, width: width, height: cut),
      Rect(x: x, y: y + cut, width: width, height: height - cut)
    )
  }

  /// Cuts `rows` off the bottom (as many as there are) and returns them with what is left.
  package func splitBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
    let parts = splitTop(height - max(0, min(rows, height)))
    return (parts.top, parts.rest)
  }

  /// Cuts `columns` off the left (as many as there are) and returns them with what is left.
  package func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let cut = max(0, min(columns, width))
    return (
      Rect(x: x, y: y, width: cut, height: height),
      Rect(x: x + cut, y: y, width: width - cut, height: height)
    )
  }
}
