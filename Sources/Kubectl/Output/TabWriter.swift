import ByteText

/// Aligns text whose cells end in tabs: a column is as wide as its widest cell in a run of lines.
///
/// Source: Go `text/tabwriter`, as kubectl's describers set it up: no minimal width, two spaces
/// between columns.
struct TabWriter {
  private var lines: [[Substring]] = []
  private var widths: [Int] = []
  private var output = ""
  private let padding = 2

  static func aligned(_ text: String) -> String {
    var writer = TabWriter()
    writer.lines = text.split(at: "\n", omittingEmptySubsequences: false).map {
      $0.split(at: "\t", omittingEmptySubsequences: false)
    }
    writer.format(0, writer.lines.count)
    // Splitting made one line too many behind the last line feed.
    return String(writer.output.dropLast())
  }

  private mutating func format(_ first: Int, _ end: Int) {
    let column = widths.count
    var start = first
    var line = first
    while line < end {
      guard column < lines[line].count - 1 else {
        line += 1
        continue
      }
      write(start, line)
      start = line
      var width = 0
      while line < end, column < lines[line].count - 1 {
        width = max(width, lines[line][column].unicodeScalars.count + padding)
        line += 1
      }
      // A column of empty cells still takes its padding.
      widths.append(width)
      format(start, line)
      widths.removeLast()
      start = line
    }
    write(start, end)
  }

  private mutating func write(_ first: Int, _ end: Int) {
    for line in first..<max(first, end) {
      for (index, cell) in lines[line].enumerated() {
        output += cell
        guard index < widths.count, index < lines[line].count - 1 else { continue }
        let gap = widths[index] - cell.unicodeScalars.count
        output += String(repeating: " ", count: max(0, gap))
      }
      output += "\n"
    }
  }
}
