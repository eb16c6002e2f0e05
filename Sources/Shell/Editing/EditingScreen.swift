import ByteText

/// Where a prompt and a line are on a terminal, and what moves them there.
///
/// Everything is relative to the first row of the prompt, wherever on the screen that is.
struct EditingScreen {
  var columns: Int
  private let prompt: String
  /// The part of the prompt that is in the row of the line.
  private let promptWidth: Int
  /// The row of the cursor below the prompt's last row.
  private var row = 0
  private var column: Int

  init(prompt: String, columns: Int) {
    self.prompt = prompt
    self.columns = columns
    promptWidth = TextWidth.of(prompt.split(at: "\n").last ?? "")
    column = promptWidth
  }

  private var width: Int { columns > 0 ? columns : 80 }

  private func position(_ index: Int, _ text: [Character]) -> (row: Int, column: Int) {
    let cells = promptWidth + text.prefix(index).reduce(0) { $0 + TextWidth.of($1) }
    return (cells / width, cells % width)
  }

  /// Moves the cursor to a character of the text that is shown.
  mutating func moved(to index: Int, _ text: [Character]) -> String {
    let target = position(index, text)
    var result = ""
    if target.row < row { result += "\u{1B}[\(row - target.row)A" }
    if target.row > row { result += "\u{1B}[\(target.row - row)B" }
    if target.column == column - 1, target.row == row {
      result += "\u{8}"
    } else if target.column < column {
      result += "\u{1B}[\(column - target.column)D"
    } else if target.column > column {
      result += "\u{1B}[\(target.column - column)C"
    }
    (row, column) = target
    return result
  }

  /// Shows a line again from its prompt on.
  mutating func redrawn(_ text: [Character], _ cursor: Int) -> String {
    let up = row > 0 ? "\u{1B}[\(row)A" : ""
    return up + "\r\u{1B}[J" + prompted(text, cursor)
  }

  /// Shows prompt and line at the start of a row.
  mutating func prompted(_ text: [Character], _ cursor: Int) -> String {
    let shown = prompt.split(at: "\n", omittingEmptySubsequences: false).last ?? ""
    return shown + written(text) + moved(to: cursor, text)
  }

  /// Shows the prompt of a search and what was found.
  mutating func searching(_ prompt: String, _ text: [Character]) -> String {
    let up = row > 0 ? "\u{1B}[\(row)A" : ""
    let cells = TextWidth.of(Substring(prompt)) + text.reduce(0) { $0 + TextWidth.of($1) }
    (row, column) = (cells / width, cells % width)
    return up + "\r\u{1B}[J" + prompt + String(text) + wrap
  }

  /// Shows characters that were put before the cursor.
  mutating func inserted(
    _ characters: [Character], _ text: [Character], _ cursor: Int
  ) -> String {
    let rest = Array(text[cursor...])
    let result = String(characters) + written(rest, from: text)
    return result + moved(to: cursor, text)
  }

  /// Shows that characters at the cursor, or before it, are gone.
  mutating func removed(
    _ characters: [Character], _ text: [Character], _ cursor: Int
  ) -> String {
    let gone = characters.reduce(0) { $0 + TextWidth.of($1) }
    let end = position(text.count, text)
    let fits = end.column + gone < width && end.row == row
    guard fits, position(cursor, text).row == row else { return redrawn(text, cursor) }
    let start = moved(to: cursor, text)
    let blanks = String(repeating: " ", count: gone)
    column = end.column + gone
    return start + String(text[cursor...]) + blanks + moved(to: cursor, text)
  }

  private mutating func written(_ rest: [Character], from text: [Character]) -> String {
    (row, column) = position(text.count, text)
    return String(rest) + wrap
  }

  private mutating func written(_ text: [Character]) -> String { written(text, from: text) }

  /// A terminal stays in the last column until something follows.
  private var wrap: String { column == 0 && row > 0 ? " \r" : "" }
}

/// How many columns text takes.
enum TextWidth {
  /// Of a prompt: escape sequences take none.
  static func of(_ text: Substring) -> Int {
    var width = 0
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\u{1B}" else {
        width += of(character)
        continue
      }
      switch rest.popFirst() {
      case "[":
        while let next = rest.popFirst(), !("@"..."~").contains(next) {}
      case "]":
        while let next = rest.popFirst(), next != "\u{7}" {}
      case nil, _?: break
      }
    }
    return width
  }

  /// Of one character: 0, 1 or 2.
  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x300..<0x370, 0x200B...0x200F: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
