extension MarkdownLayout {
  /// A table whose columns fit the width; one line for each cell where they cannot.
  func lines(of table: Markdown.Table, width: Int, role: TextRole) -> [StyledLine] {
    let header = table.header.map { spans($0, .tableHeader) }
    let rows = table.rows.map { row in row.map { spans($0, role) } }
    guard !style.spellsOutTables, let columns = columnWidths([header] + rows, width: width) else {
      return spelledOut(header: header, rows: rows, width: width)
    }
    let grid = Grid(columns: columns, alignments: table.alignments, isASCII: style.isASCII)
    return [header].flatMap { grid.lines(of: $0, measure) } + [grid.border]
      + rows.flatMap { grid.lines(of: $0, measure) }
  }

  /// How wide each column may be; nil when not even narrow columns fit.
  ///
  /// Columns give way to each other from the widest on, and words stay whole as long as they can.
  private func columnWidths(_ rows: [[[StyledSpan]]], width: Int) -> [Int]? {
    let flow = TextFlow(width: width, measure: measure)
    let count = rows.first?.count ?? 0
    guard count > 0 else { return nil }
    let gaps = Grid.gap * (count - 1)
    var widths: [Int] = []
    var words: [Int] = []
    for column in 0..<count {
      let cells = rows.map { $0[column] }
      widths.append(min(width, max(2, cells.map { flow.width(of: $0) }.max() ?? 0)))
      words.append(cells.map { flow.longestWord(in: $0) }.max() ?? 0)
    }
    let narrow = 6
    for floors in [words.map { max(narrow, $0) }, words.map { _ in narrow }] {
      let least = zip(widths, floors).reduce(gaps) { $0 + min($1.0, $1.1) }
      if least <= width { return shrunk(widths, to: width - gaps, floors: floors) }
    }
    return nil
  }

  /// Takes columns away from the widest that is still above its floor, until all fit.
  private func shrunk(_ widths: [Int], to total: Int, floors: [Int]) -> [Int] {
    var widths = widths
    var excess = widths.reduce(0, +) - total
    while excess > 0 {
      let open = widths.indices.filter { widths[$0] > floors[$0] }
      guard let widest = open.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func spelledOut(
    header: [[StyledSpan]], rows: [[[StyledSpan]]], width: Int
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    for (index, row) in rows.enumerated() {
      if index > 0 { lines.append(StyledLine()) }
      for (name, cell) in zip(header, row) where !cell.isEmpty {
        let label = name.isEmpty ? [] : name + [StyledSpan(": ", .tableHeader)]
        lines += wrap(label + cell, width)
      }
    }
    return lines.isEmpty ? header.flatMap { wrap($0, width) } : lines
  }
}

/// Draws rows of cells with lines between the columns.
private struct Grid {
  /// Columns that stand between two cells.
  static let gap = 3

  let columns: [Int]
  let alignments: [Markdown.Table.Alignment]
  let isASCII: Bool

  var border: StyledLine {
    let dash = isASCII ? "-" : "─"
    let line = columns.map { String(repeating: dash, count: $0) }
    return StyledLine([StyledSpan(line.joined(separator: isASCII ? "-+-" : "─┼─"), .tableBorder)])
  }

  func lines(of row: [[StyledSpan]], _ measure: @escaping (Character) -> Int) -> [StyledLine] {
    let cells = zip(row, columns).map { cell, width in
      TextFlow(width: width, measure: measure).wrapped(cell)
    }
    let bar = StyledSpan(isASCII ? " | " : " │ ", .tableBorder)
    return (0..<(cells.map(\.count).max() ?? 0)).map { index in
      var spans: [StyledSpan] = []
      for (column, cell) in cells.enumerated() {
        let flow = TextFlow(width: columns[column], measure: measure)
        let content = index < cell.count ? cell[index] : []
        let isLast = column == cells.count - 1
        let alignment = alignments.indices.contains(column) ? alignments[column] : .left
        spans +=
          isLast && alignment == .left
          ? content : flow.padded(content, to: columns[column], alignment: alignment)
        if !isLast { spans.append(bar) }
      }
      return StyledLine(spans.withoutSpaceAtEnd)
    }
  }
}

extension [StyledSpan] {
  /// The spans without the spaces that end the line.
  fileprivate var withoutSpaceAtEnd: [StyledSpan] {
    var spans = self
    while var last = spans.popLast() {
      while last.text.last == " " { last.text.removeLast() }
      if !last.text.isEmpty { return spans + [last] }
    }
    return []
  }
}
