/// Lines of cells, padded so that columns line up.
///
/// Source: Go `text/tabwriter` as kubectl sets it up: cells are at least six wide and three
/// spaces apart; what a column once needed it keeps.
struct TextTable {
  private var widths: [Int] = []
  private let minimum: Int
  private let padding: Int

  init(minimum: Int = 6, padding: Int = 3) {
    self.minimum = minimum
    self.padding = padding
  }

  /// The rows as text; the last cell of a row is not padded.
  mutating func text(_ rows: [[String]]) -> String {
    for row in rows {
      for (index, cell) in row.dropLast().enumerated() {
        if index == widths.count { widths.append(minimum) }
        widths[index] = max(widths[index], cell.unicodeScalars.count + padding)
      }
    }
    return rows.map(line).joined()
  }

  private func line(_ row: [String]) -> String {
    var line = ""
    for (index, cell) in row.enumerated() {
      line += cell
      if index < row.count - 1 {
        let width = index < widths.count ? widths[index] : minimum
        let gap = width - cell.unicodeScalars.count
        line += String(repeating: " ", count: max(0, gap))
      }
    }
    return line + "\n"
  }
}
