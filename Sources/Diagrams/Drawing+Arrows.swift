import Cells

extension Drawing {
  /// An arrow along a row or a column, ends included.
  struct Arrow: Equatable {
    enum Direction: Hashable { case right, down }

    var x: Int
    var y: Int
    var length: Int
    var direction: Direction
  }

  func draw(_ arrow: Arrow, into buffer: inout CellBuffer) {
    for step in 0..<max(0, arrow.length) {
      let isHead = step == arrow.length - 1
      switch arrow.direction {
      case .right: buffer[arrow.x + step, arrow.y] = Cell(isHead ? "▶" : "─")
      case .down: buffer[arrow.x, arrow.y + step] = Cell(isHead ? "▼" : "│")
      }
    }
  }

  func svg(_ arrow: Arrow) -> String {
    let (width, height) = Self.cell
    switch arrow.direction {
    case .right:
      let y = arrow.y * height + height / 2
      let end = (arrow.x + arrow.length) * width + 2
      return "<path class=\"arrow\" d=\"M\(arrow.x * width - 2) \(y)H\(end - 6)\"/>"
        + "<path class=\"head\" d=\"M\(end) \(y)l-9 -5v10z\"/>"
    case .down:
      let x = arrow.x * width + width / 2
      let end = (arrow.y + arrow.length) * height - 4
      return "<path class=\"arrow\" d=\"M\(x) \(arrow.y * height - 10)V\(end - 6)\"/>"
        + "<path class=\"head\" d=\"M\(x) \(end)l-5 -9h10z\"/>"
    }
  }
}
