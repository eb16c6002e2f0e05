/// One position of the screen.
package struct Cell: Sendable, Hashable {
  /// What stands in the cell; nil in the right half of a character that is two columns wide.
  package var character: Character?
  /// How it looks; both halves of a wide character have one of their own.
  package var style: Style

  /// A cell with a character one column wide, or with half of a wide one.
  package init(_ character: Character? = " ", style: Style = .plain) {
    self.character = character
    self.style = style
  }

  /// A space in the terminal's own colours.
  package static let blank = Cell()
}

/// A grid of cells that views draw into and tests read as text.
///
/// Drawing outside the grid, at any coordinates, changes nothing. Overwriting one half of a wide
/// character leaves a space in its other half.
package struct CellBuffer: Sendable, Equatable {
  /// Width in columns.
  package let width: Int
  /// Height in rows.
  package let height: Int
  /// Row by row.
  private(set) var cells: [Cell]

  /// A grid of blank cells; a negative size counts as 0.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: .blank, count: self.width * self.height)
  }

  /// The whole grid.
  package var bounds: Rect { Rect(width: width, height: height) }

  /// The cell at column `x` and row `y`, both counted from 0; writing outside is ignored.
  package subscript(x: Int, y: Int) -> Cell {
    get { bounds.contains(x: x, y: y) ? cells[y * width + x] : .blank }
    set {
      guard bounds.contains(x: x, y: y) else { return }
      let index = y * width + x
      if cells[index].character == nil {
        if x > 0, newValue.character != nil { cells[index - 1].character = " " }
      } else if x + 1 < width, cells[index + 1].character == nil,
        newValue.character?.displayWidth != 2
      {
        cells[index + 1].character = " "
      }
      cells[index] = newValue
    }
  }

  /// Writes `text` from the left edge of `area`'s first row and clips at its right edge.
  ///
  /// Control characters show as `·`. A wide character that does not fit whole is left out; one that
  /// the grid's own edge cuts shows as a space.
  /// - Returns: the number of columns written.
  @discardableResult
  package mutating func write(_ text: String, in area: Rect, style: Style = .plain) -> Int {
    guard area.height > 0 else { return 0 }
    var x = area.x
    for character in text {
      let shown: Character = character.isControl ? "·" : character
      let columns = shown.displayWidth
      guard columns > 0 else { continue }
      guard x + columns <= area.maxX else { break }
      if columns == 1 {
        self[x, area.y] = Cell(shown, style: style)
      } else if x >= 0, x + 1 < width {
        self[x, area.y] = Cell(shown, style: style)
        self[x + 1, area.y] = Cell(nil, style: style)
      } else {
        self[x, area.y] = Cell(" ", style: style)
        self[x + 1, area.y] = Cell(" ", style: style)
      }
      x += columns
    }
    return x - area.x
  }

  /// Fills `area` with one cell.
  package mutating func fill(_ area: Rect, with cell: Cell = .blank) {
    let inside = area.intersection(bounds)
    for y in inside.y..<inside.maxY {
      for x in inside.x..<inside.maxX { self[x, y] = cell }
    }
  }

  /// Changes the style of every cell in `area` and keeps what stands in it.
  package mutating func restyle(_ area: Rect, _ change: (Style) -> Style) {
    let inside = area.intersection(bounds)
    for y in inside.y..<inside.maxY {
      for x in inside.x..<inside.maxX { self[x, y].style = change(self[x, y].style) }
    }
  }

  /// The characters as lines, without the spaces at their ends and without empty lines at the end.
  package var text: String {
    var lines = (0..<height).map { y -> String in
      var line = String((0..<width).compactMap { self[$0, y].character })
      while line.last == " " { line.removeLast() }
      return line
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
