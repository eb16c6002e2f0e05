import Cells

extension Drawing {
  /// Drawings one below the other, with a row between them; nil where there are none.
  static func stacked(_ drawings: [Drawing]) -> Drawing? {
    drawings.dropFirst().reduce(drawings.first) { all, next in
      all.map { $0.joined(with: next, x: 0, y: $0.height + 1) }
    }
  }

  /// Both drawings as one, with the top left corner of `other` at (`x`, `y`).
  func joined(with other: Drawing, x: Int, y: Int) -> Drawing {
    var both = self
    let other = other.moved(x: x, y: y)
    both.width = max(width, other.width)
    both.height = max(height, other.height)
    both.texts += other.texts
    both.boxes += other.boxes
    both.wires += other.wires
    both.bars += other.bars
    both.rules += other.rules
    both.scales += other.scales
    both.arrows += other.arrows
    return both
  }

  /// The drawing with room at its left and its top.
  private func moved(x: Int, y: Int) -> Drawing {
    var moved = self
    moved.width += x
    moved.height += y
    for index in texts.indices {
      moved.texts[index].x += x
      moved.texts[index].y += y
    }
    for index in boxes.indices {
      moved.boxes[index].rect.x += x
      moved.boxes[index].rect.y += y
    }
    for index in wires.indices { moved.wires[index].move(x: x, y: y) }
    for index in bars.indices {
      moved.bars[index].start += Double(x)
      moved.bars[index].end += Double(x)
      moved.bars[index].y += y
    }
    for index in rules.indices {
      moved.rules[index].x += Double(x)
      let rows = rules[index].rows
      moved.rules[index].rows = rows.lowerBound + y..<rows.upperBound + y
    }
    for index in scales.indices {
      let columns = scales[index].columns
      moved.scales[index].columns = columns.lowerBound + x..<columns.upperBound + x
      moved.scales[index].y += y
      moved.scales[index].ticks = scales[index].ticks.map { $0 + Double(x) }
    }
    for index in arrows.indices {
      moved.arrows[index].x += x
      moved.arrows[index].y += y
    }
    return moved
  }
}

extension Drawing.Wire {
  fileprivate mutating func move(x: Int, y: Int) {
    starts = starts.map { Point(x: $0.x + x, y: $0.y + y) }
    track += x
    end = Point(x: end.x + x, y: end.y + y)
  }
}
