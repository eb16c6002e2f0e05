import Cells

extension Drawing {
  /// Drawings one below the other, with a row between them; nil where there are none.
  static func stacked(_ drawings: [Drawing]) -> Drawing? {
    drawings.dropFirst().reduce(drawings.first) { all, next in all?.joined(withLower: next) }
  }

  /// Both drawings as one, `lower` below with a row between them.
  private func joined(withLower lower: Drawing) -> Drawing {
    var both = self
    let other = lower.moved(down: height + 1)
    both.width = max(width, other.width)
    both.height = other.height
    both.texts += other.texts
    both.boxes += other.boxes
    both.wires += other.wires
    both.bars += other.bars
    both.rules += other.rules
    both.scales += other.scales
    both.arrows += other.arrows
    return both
  }

  /// The drawing with empty rows at its top.
  private func moved(down rows: Int) -> Drawing {
    var moved = self
    moved.height += rows
    for index in texts.indices { moved.texts[index].y += rows }
    for index in boxes.indices { moved.boxes[index].rect.y += rows }
    for index in wires.indices { moved.wires[index].move(down: rows) }
    for index in bars.indices { moved.bars[index].y += rows }
    for index in rules.indices {
      let covered = rules[index].rows
      moved.rules[index].rows = covered.lowerBound + rows..<covered.upperBound + rows
    }
    for index in scales.indices { moved.scales[index].y += rows }
    for index in arrows.indices { moved.arrows[index].y += rows }
    return moved
  }
}

extension Drawing.Wire {
  fileprivate mutating func move(down rows: Int) {
    starts = starts.map { Point(x: $0.x, y: $0.y + rows) }
    end.y += rows
  }
}
