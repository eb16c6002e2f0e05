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
  private func columnWidths(_ rows: [[[StyledSpan]]], width: Int) -> [Int]? {
    let flow = TextFlow(width: width, measure: measure)
    let count = rows.first?.count ?? 0
    let smallest = 6
    guard count > 0 else { return nil }
    var widths = (0..<count).map { column in
      min(width, max(2, rows.map { flow.width(of: $0[column]) }.max() ?? 0))
    }
    let gaps = Grid.gap * (count - 1)
    guard widths.reduce(gaps, { $0 + min($1, smallest) }) <= width else { return nil }
    var excess = widths.reduce(gaps, +) - width
    while excess > 0 {
      guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > smallest
      else { return nil }
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
      return StyledLine(spans)
    }
  }
}
