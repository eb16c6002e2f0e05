/// Breaks runs of text into lines that fit a width.
struct TextFlow {
  /// Columns of a line; at least 2, so that every character fits.
  let width: Int
  let measure: (Character) -> Int

  init(width: Int, measure: @escaping (Character) -> Int) {
    self.width = max(2, width)
    self.measure = measure
  }

  /// Columns that a text needs on one line.
  func width(of text: String) -> Int { text.reduce(0) { $0 + measure($1) } }

  /// Columns that some spans need on one line.
  func width(of spans: [StyledSpan]) -> Int { spans.reduce(0) { $0 + width(of: $1.text) } }

  /// Fills lines word by word; a word that is longer than a line is cut.
  ///
  /// A newline in a span's text ends the line. Wide characters may be parted anywhere but before
  /// closing punctuation.
  func wrapped(_ spans: [StyledSpan]) -> [[StyledSpan]] {
    var lines: [[Cell]] = []
    var line: [Cell] = []
    var used = 0
    var breakIndex = 0
    for span in spans {
      for character in span.text {
        if character.isNewline {
          lines.append(line)
          (line, used, breakIndex) = ([], 0, 0)
          continue
        }
        let cell = Cell(character, span.role, measure(character))
        if line.isEmpty, cell.isSpace, !lines.isEmpty { continue }
        if used + cell.width > width, !line.isEmpty {
          let end = cell.isSpace || breakIndex == 0 ? line.count : breakIndex
          lines.append(Array(line[..<end]))
          line.removeFirst(end)
          (used, breakIndex) = (line.reduce(0) { $0 + $1.width }, 0)
          if cell.isSpace { continue }
        }
        if let last = line.last, cell.width == 2 || last.width == 2, !cell.isClosing {
          breakIndex = line.count
        }
        line.append(cell)
        used += cell.width
        if cell.isSpace { breakIndex = line.count }
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines.map(Self.spans)
  }

  /// Columns of the longest word.
  func longestWord(in spans: [StyledSpan]) -> Int {
    let words = spans.map(\.text).joined().split(whereSeparator: \.isWhitespace)
    return words.map { width(of: String($0)) }.max() ?? 0
  }

  /// Cuts a line of code that is too long, after a space of its second half where there is one.
  ///
  /// Later pieces are set in by two columns.
  func cut(_ text: String) -> [String] {
    let inset = width > 8 ? "  " : ""
    var pieces: [String] = []
    var piece = ""
    var used = 0
    for character in text {
      let columns = measure(character)
      if used + columns > width, !piece.isEmpty {
        let end = spaceInSecondHalf(of: piece) ?? piece.endIndex
        pieces.append(String(piece[..<end]))
        piece = inset + piece[end...]
        used = width(of: piece)
      }
      piece.append(character)
      used += columns
    }
    return pieces + [piece]
  }

  /// The place after the last space of a piece, unless it stands in the first half.
  private func spaceInSecondHalf(of piece: String) -> String.Index? {
    guard let space = piece.lastIndex(of: " ") else { return nil }
    let end = piece.index(after: space)
    return piece.distance(from: piece.startIndex, to: end) > width / 2 ? end : nil
  }

  /// Fills a line up to a number of columns.
  func padded(
    _ spans: [StyledSpan], to columns: Int, alignment: Markdown.Table.Alignment
  ) -> [StyledSpan] {
    let missing = max(0, columns - width(of: spans))
    let before: Int
    switch alignment {
    case .left: before = 0
    case .centre: before = missing / 2
    case .right: before = missing
    }
    func space(_ count: Int) -> [StyledSpan] {
      count == 0 ? [] : [StyledSpan(String(repeating: " ", count: count), .body)]
    }
    return space(before) + spans + space(missing - before)
  }

  private struct Cell {
    let character: Character
    let role: TextRole
    let width: Int

    init(_ character: Character, _ role: TextRole, _ width: Int) {
      self.character = character
      self.role = role
      self.width = width
    }

    var isSpace: Bool { character == " " }
    /// Whether a line must not start with it.
    var isClosing: Bool { "。、，．：；！？）」』】〉》〕…".contains(character) || isSpace }
  }

  private static func spans(_ cells: [Cell]) -> [StyledSpan] {
    let end = (cells.lastIndex { !$0.isSpace }).map { $0 + 1 } ?? 0
    return cells[..<end].reduce(into: []) { spans, cell in
      if spans.last?.role == cell.role {
        spans[spans.count - 1].text.append(cell.character)
      } else {
        spans.append(StyledSpan(String(cell.character), cell.role))
      }
    }
  }
}
