import Cells

extension Drawing {
  /// The drawing in box-drawing characters.
  func cells() -> CellBuffer {
    var buffer = CellBuffer(width: width, height: height)
    for box in boxes { draw(box, into: &buffer) }
    for wire in wires { drawRows(of: wire, into: &buffer) }
    // A column is drawn over the rows of other wires, which seem to pass under it.
    for wire in wires { drawColumn(of: wire, into: &buffer) }
    for scale in scales { draw(scale, into: &buffer) }
    for arrow in arrows { draw(arrow, into: &buffer) }
    for bar in bars { draw(bar, into: &buffer) }
    for text in texts {
      buffer.write(
        text.text.truncated(to: text.width),
        in: Rect(x: text.x, y: text.y, width: text.width, height: 1), style: text.tone.style)
    }
    for rule in rules { draw(rule, into: &buffer) }
    return buffer
  }

  private func draw(_ box: Box, into buffer: inout CellBuffer) {
    let rect = box.rect
    guard rect.width >= 2, rect.height >= 2 else { return }
    let style = box.tone.style
    let (row, column): (Character, Character) = box.isDashed ? ("╌", "╎") : ("─", "│")
    for x in rect.x..<rect.maxX {
      buffer[x, rect.y] = Cell(row, style: style)
      buffer[x, rect.maxY - 1] = Cell(row, style: style)
    }
    for y in rect.y..<rect.maxY {
      buffer[rect.x, y] = Cell(column, style: style)
      buffer[rect.maxX - 1, y] = Cell(column, style: style)
    }
    buffer[rect.x, rect.y] = Cell("┌", style: style)
    buffer[rect.maxX - 1, rect.y] = Cell("┐", style: style)
    buffer[rect.x, rect.maxY - 1] = Cell("└", style: style)
    buffer[rect.maxX - 1, rect.maxY - 1] = Cell("┘", style: style)
    let title = rect.line(0).inset(horizontally: 2)
    guard !box.title.isEmpty, title.width > 2 else { return }
    buffer.write(
      " \(box.title.truncatedInMiddle(to: title.width - 2)) ",
      in: Rect(x: rect.x + 1, y: rect.y, width: title.width + 1, height: 1),
      style: box.titleTone.style)
  }

  private func drawRows(of wire: Wire, into buffer: inout CellBuffer) {
    let line = Cell(wire.isDashed ? "╌" : "─", style: wire.tone.style)
    for start in wire.starts {
      buffer[start.x, start.y] = Cell(wire.joinsFrames ? "├" : line.character, style: line.style)
      for x in start.x + 1..<max(start.x + 1, wire.track) { buffer[x, start.y] = line }
    }
    for x in wire.track..<max(wire.track, wire.end.x) { buffer[x, wire.end.y] = line }
    buffer[wire.end.x, wire.end.y] = Cell(
      wire.joinsFrames ? "┤" : line.character, style: line.style)
  }

  private func drawColumn(of wire: Wire, into buffer: inout CellBuffer) {
    let starts = Set(wire.starts.map(\.y))
    let rows = wire.rows
    for y in rows {
      buffer[wire.track, y] = Cell(
        Self.junction(
          left: starts.contains(y), right: wire.end.y == y, up: y > rows.lowerBound,
          down: y < rows.upperBound, isDashed: wire.isDashed), style: wire.tone.style)
    }
  }

  private static func junction(
    left: Bool, right: Bool, up: Bool, down: Bool, isDashed: Bool
  ) -> Character {
    switch (left, right, up, down) {
    case (true, true, true, true): "┼"
    case (true, true, true, false): "┴"
    case (true, true, false, true): "┬"
    case (true, false, true, true): "┤"
    case (true, false, true, false): "┘"
    case (true, false, false, true): "┐"
    case (false, true, true, true): "├"
    case (false, true, true, false): "└"
    case (false, true, false, true): "┌"
    case (false, false, _, _): isDashed ? "╎" : "│"
    case (_, _, false, false): isDashed ? "╌" : "─"
    }
  }
}

extension Drawing.Tone {
  /// Colours that tell volumes apart; red and yellow are left for what is wrong.
  private static let volumeColors: [Color] = [.cyan, .magenta, .green, .blue]

  var style: Style {
    switch self {
    case .plain: .plain
    case .strong: .bold
    case .dim: Style(.gray)
    case .warning: Style(.yellow)
    case .bad: Style(.red, .bold)
    case .good: Style(.green)
    case .changed: Style(.yellow, [.bold, .reverse])
    case .volume(let number): Style(Self.volumeColors[number % Self.volumeColors.count])
    }
  }
}
