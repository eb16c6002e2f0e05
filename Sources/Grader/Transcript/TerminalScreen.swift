import ByteText

/// What a terminal shows after a stream of bytes, with everything that scrolled away.
///
/// Only what changes the text is modelled: moving the cursor, erasing, inserting and deleting.
/// Colours, titles and modes are read over. Source: ECMA-48 and xterm's control sequences.
struct TerminalScreen {
  /// Rows and columns beyond these are dropped.
  static let maximumRows = 100_000
  static let maximumColumns = 20_000

  /// Cells of all rows together; what is written beyond them is dropped.
  static let maximumCells = 12_000_000

  private struct Row {
    var cells: [Unicode.Scalar] = []
    var line: Int
    /// Whether the text ran over the right edge from the row above.
    var isContinuation = false
  }

  /// Columns of the terminal; nil where the recording does not say, and nothing wraps then.
  private let width: Int?
  private let height: Int
  private var rows: [Row]
  /// First row of the visible screen.
  private var top = 0
  private var row = 0
  private var column = 0
  private var saved = (row: 0, column: 0)
  private var cellsLeft = maximumCells
  private var state = State.text
  /// Line of the file that is being read.
  var line: Int

  /// Where in a control sequence the reader is.
  private enum State {
    case text
    case escape
    /// Parameters so far, and whether a `?` or the like came first.
    case control(String)
    /// A text that ends with BEL or ESC `\`.
    case string(sawEscape: Bool)
    /// One more character belongs to the sequence.
    case designate
  }

  init(width: Int?, height: Int?, line: Int) {
    self.width = width.flatMap { (10...1000).contains($0) ? $0 : nil }
    self.height = max(1, min(height ?? 1000, 1000))
    self.line = line
    rows = [Row(line: line)]
  }

  /// The lines as they would be copied from the terminal: wrapped rows are joined.
  var lines: [TextLine] {
    var lines: [TextLine] = []
    for row in rows {
      let text = String(String.UnicodeScalarView(row.cells))
      if row.isContinuation, !lines.isEmpty {
        lines[lines.count - 1].text += text
      } else {
        lines.append(TextLine(text: text, line: row.line))
      }
    }
    return lines.map { TextLine(text: $0.text.trimmingTrailingWhitespace, line: $0.line) }
  }

  mutating func feed(_ text: some StringProtocol) {
    for scalar in text.unicodeScalars { feed(scalar) }
  }

  private mutating func feed(_ scalar: Unicode.Scalar) {
    switch state {
    case .text: feedText(scalar)
    case .escape: feedEscape(scalar)
    case .control(let parameters): feedControl(scalar, parameters)
    case .string(let sawEscape): feedString(scalar, sawEscape: sawEscape)
    case .designate: state = .text
    }
  }

  private mutating func feedText(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1B}": state = .escape
    case "\u{9B}": state = .control("")
    case "\n", "\u{0B}", "\u{0C}":
      moveDown()
      // A pasted text has no carriage returns; in a raw recording one came before.
      column = 0
    case "\r": column = 0
    case "\u{08}": column = max(0, column - 1)
    case "\t": column = min((column / 8 + 1) * 8, (width ?? Self.maximumColumns) - 1)
    default:
      guard scalar.value >= 0x20, scalar.value != 0x7F else { return }
      put(scalar)
    }
    if scalar == "\n" { line += 1 }
  }

  private mutating func feedEscape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "[": state = .control("")
    case "]", "P", "X", "^", "_": state = .string(sawEscape: false)
    case "(", ")", "*", "+", "#", "%", " ": state = .designate
    case "7":
      saved = (row, column)
      state = .text
    case "8":
      (row, column) = (min(saved.row, rows.count - 1), saved.column)
      state = .text
    case "M":
      row = max(0, row - 1)
      state = .text
    default: state = .text
    }
  }

  private mutating func feedString(_ scalar: Unicode.Scalar, sawEscape: Bool) {
    if scalar == "\u{07}" || (sawEscape && scalar == "\\") {
      state = .text
    } else {
      state = .string(sawEscape: scalar == "\u{1B}")
    }
    if scalar == "\n" { line += 1 }
  }

  private mutating func feedControl(_ scalar: Unicode.Scalar, _ parameters: String) {
    guard (0x40...0x7E).contains(scalar.value) else {
      if (0x20...0x3F).contains(scalar.value), parameters.utf8.count < 64 {
        state = .control(parameters + String(scalar))
      } else {
        state = .text
        if scalar == "\n" { feedText(scalar) }
      }
      return
    }
    state = .text
    if ["?1049", "?1047", "?47"].contains(parameters), scalar == "h" || scalar == "l" {
      // The alternate screen of editors and pagers: what it shows is kept as lines of its own.
      startPage(row: 0)
      return
    }
    guard !parameters.hasPrefix("?"), !parameters.hasPrefix(">") else { return }
    let numbers = parameters.split(at: ";", omittingEmptySubsequences: false)
      .map { min(Int($0) ?? 0, Self.maximumColumns) }
    execute(scalar, first: numbers.first ?? 0, second: numbers.count > 1 ? numbers[1] : 0)
  }

  private mutating func execute(_ final: Unicode.Scalar, first: Int, second: Int) {
    let count = max(1, first)
    switch final {
    case "A", "F":
      row = max(top, row - count)
      if final == "F" { column = 0 }
    case "B", "E":
      row = min(rows.count - 1, row + count)
      if final == "E" { column = 0 }
    case "C", "a": column = min(column + count, (width ?? Self.maximumColumns) - 1)
    case "D": column = max(0, column - count)
    case "G", "`": column = count - 1
    case "H", "f": moveTo(row: count - 1, column: max(1, second) - 1)
    case "d": moveTo(row: count - 1, column: column)
    case "J": eraseScreen(first)
    case "K": eraseLine(first)
    case "P": deleteCells(count)
    case "@": insertCells(count)
    case "X":
      for index in column..<min(column + count, rows[row].cells.count) {
        rows[row].cells[index] = " "
      }
    case "s": saved = (row, column)
    case "u": (row, column) = (min(saved.row, rows.count - 1), saved.column)
    default: break
    }
  }
}

extension TerminalScreen {
  private mutating func moveDown() { moveTo(absoluteRow: row + 1) }

  private mutating func moveTo(row target: Int, column: Int) {
    moveTo(absoluteRow: top + min(target, height - 1))
    self.column = column
  }

  private mutating func moveTo(absoluteRow target: Int) {
    while target >= rows.count, rows.count < Self.maximumRows { rows.append(Row(line: line)) }
    row = min(target, rows.count - 1)
    top = max(top, rows.count - height)
  }

  /// Starts a new screen below everything that was shown, which stays in the record.
  private mutating func startPage(row relativeRow: Int) {
    if rows[rows.count - 1].cells.isEmpty {
      top = rows.count - 1
    } else {
      moveTo(absoluteRow: rows.count)
      top = row
    }
    moveTo(absoluteRow: top + min(relativeRow, height - 1))
    saved = (row, 0)
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if let width, column >= width {
      let isRowNew = row == rows.count - 1
      moveDown()
      if isRowNew { rows[row].line = line }
      rows[row].isContinuation = true
      column = 0
    }
    guard column < Self.maximumColumns else { return }
    let new = column + 1 - rows[row].cells.count
    guard new <= cellsLeft else { return }
    cellsLeft -= max(0, new)
    while rows[row].cells.count < column { rows[row].cells.append(" ") }
    if rows[row].cells.isEmpty { rows[row].line = line }
    if column < rows[row].cells.count {
      rows[row].cells[column] = scalar
    } else {
      rows[row].cells.append(scalar)
    }
    column += 1
  }

  private mutating func eraseScreen(_ mode: Int) {
    switch mode {
    case 0:
      eraseLine(0)
      for index in (row + 1)..<max(row + 1, rows.count) { rows[index].cells = [] }
    case 1:
      for index in top..<max(top, row) { rows[index].cells = [] }
      eraseLine(1)
    default: startPage(row: max(0, row - top))
    }
  }

  private mutating func eraseLine(_ mode: Int) {
    let end = rows[row].cells.count
    switch mode {
    case 0:
      if column < end { rows[row].cells.removeSubrange(column...) }
      for index in (row + 1)..<max(row + 1, rows.count) {
        guard rows[index].isContinuation else { break }
        rows[index].isContinuation = rows[row].cells.count == width
      }
    case 1: for index in 0..<min(column + 1, end) { rows[row].cells[index] = " " }
    default: rows[row].cells = []
    }
  }

  private mutating func deleteCells(_ count: Int) {
    let end = min(column + count, rows[row].cells.count)
    if column < end { rows[row].cells.removeSubrange(column..<end) }
  }

  private mutating func insertCells(_ count: Int) {
    let blanks = Array(repeating: Unicode.Scalar(" "), count: min(count, 500))
    guard column < rows[row].cells.count, blanks.count <= cellsLeft else { return }
    cellsLeft -= blanks.count
    rows[row].cells.insert(contentsOf: blanks, at: column)
  }
}
