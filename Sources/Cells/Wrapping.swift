extension String {
  /// The text as lines of at most `width` columns, broken at spaces where there are any.
  ///
  /// Line feeds end lines. Spaces at a break are dropped, spaces at the start of a line of the text
  /// stay. A word wider than a line is cut. An empty text is one empty line; below 1 column there
  /// are no lines.
  package func wrapped(to width: Int) -> [String] {
    [Span(self)].wrapped(to: width).map(\.text)
  }
}

extension [Span] {
  /// The spans as lines of at most `width` columns, broken as `String.wrapped(to:)` does.
  package func wrapped(to width: Int) -> [[Span]] {
    guard width > 0 else { return [] }
    var wrapping = Wrapping(width: width)
    for span in self {
      for character in span.text {
        wrapping.add(character, span.style)
      }
    }
    return wrapping.finish()
  }
}

/// Lines that are being filled word by word.
private struct Wrapping {
  private struct Piece {
    var character: Character
    var style: Style
  }

  let width: Int
  private var lines: [[Span]] = []
  private var line: [Piece] = []
  private var lineWidth = 0
  private var spaces: [Piece] = []
  private var word: [Piece] = []
  private var wordWidth = 0

  init(width: Int) { self.width = width }

  mutating func add(_ character: Character, _ style: Style) {
    switch character {
    case "\n", "\r\n":
      endWord()
      endLine()
    case " ":
      endWord()
      spaces.append(Piece(character: character, style: style))
    default:
      let columns = character.displayWidth
      guard columns <= width else { return }
      // The word alone fills a line: what there is of it stands on a line of its own.
      if wordWidth + columns > width { cutWord() }
      word.append(Piece(character: character, style: style))
      wordWidth += columns
    }
  }

  mutating func finish() -> [[Span]] {
    endWord()
    endLine()
    return lines
  }

  private mutating func endWord() {
    guard !word.isEmpty else { return }
    if lineWidth + spaces.count + wordWidth > width {
      // Indentation that leaves no room for the word goes with it.
      if !line.isEmpty { endLine() }
      spaces = []
    }
    line += spaces + word
    lineWidth += spaces.count + wordWidth
    spaces = []
    word = []
    wordWidth = 0
  }

  private mutating func cutWord() {
    endWord()
    endLine()
  }

  private mutating func endLine() {
    var spans: [Span] = []
    for piece in line {
      if let last = spans.indices.last, spans[last].style == piece.style {
        spans[last].text.append(piece.character)
      } else {
        spans.append(Span(String(piece.character), piece.style))
      }
    }
    lines.append(spans)
    line = []
    lineWidth = 0
    spaces = []
  }
}
