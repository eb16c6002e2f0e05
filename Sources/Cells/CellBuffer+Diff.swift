/// Neighbouring cells of one row.
package struct CellRun: Sendable, Hashable {
  /// The row, counted from 0.
  package var y: Int
  /// The columns, counted from 0; never empty.
  package var columns: Range<Int>

  /// The cells of row `y` in `columns`, which must not be empty.
  package init(y: Int, columns: Range<Int>) {
    self.y = y
    self.columns = columns
  }
}

extension CellBuffer {
  /// The runs of cells that must be painted over `old`, from top to bottom and left to right.
  ///
  /// No run starts in the right half of a wide character. Everything has changed when `old` is nil
  /// or of another size.
  package func changes(since old: CellBuffer?) -> [CellRun] {
    guard let old, old.width == width, old.height == height else {
      return width == 0 ? [] : (0..<height).map { CellRun(y: $0, columns: 0..<width) }
    }
    var runs: [CellRun] = []
    for y in 0..<height {
      let row = y * width..<(y + 1) * width
      let cells = cells[row]
      let before = old.cells[row]
      var x = row.lowerBound
      while x < row.upperBound {
        guard cells[x] != before[x] else {
          x += 1
          continue
        }
        var start = x
        while start > row.lowerBound, cells[start].character == nil { start -= 1 }
        while x < row.upperBound, cells[x] != before[x] { x += 1 }
        runs.append(CellRun(y: y, columns: start - row.lowerBound..<x - row.lowerBound))
      }
    }
    return runs
  }
}
