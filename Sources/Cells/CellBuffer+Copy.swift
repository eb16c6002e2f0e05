extension CellBuffer {
  /// Copies the part of `source` that begins at column `from.x` and row `from.y` into `area`.
  ///
  /// Cells of `area` that `source` has nothing for become blank.
  package mutating func copy(_ source: CellBuffer, from: (x: Int, y: Int), to area: Rect) {
    let inside = area.intersection(bounds)
    for y in inside.y..<inside.maxY {
      for x in inside.x..<inside.maxX {
        self[x, y] = source[from.x + x - area.x, from.y + y - area.y]
      }
    }
  }
}
