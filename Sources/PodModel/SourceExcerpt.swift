/// The line of a file that a problem stands on, with a caret under the column.
///
/// Long lines are cut around the caret, and characters that a terminal would act on show as `·`, so
/// that an excerpt of an untrusted file is safe to print.
package struct SourceExcerpt: Sendable, Equatable, CustomStringConvertible {
  /// The shown part of the line.
  package var text: String
  /// Characters of `text` that stand before the caret.
  package var caret: Int
  /// The line's number, counted from 1.
  package var line: Int

  /// The excerpt at `position`; nil when the text has no such line.
  ///
  /// `width` is the most characters of the line that are shown.
  package init?(of source: [UInt8], at position: SourcePosition, width: Int = 100) {
    guard let bytes = Self.line(position.line, of: source) else { return nil }
    let characters = String(decoding: bytes, as: UTF8.self).map(Self.visible)
    let column = max(0, min(position.column - 1, characters.count))
    let first = max(0, min(column - width * 2 / 3, characters.count - width))
    text = String(characters.dropFirst(first).prefix(width))
    caret = column - first
    line = position.line
  }

  /// Two lines: the numbered source line, and the caret below its column.
  package var description: String {
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    let space = String(repeating: " ", count: caret)
    return "  \(number) | \(text)\n  \(margin) | \(space)^"
  }

  private static func line(_ number: Int, of source: [UInt8]) -> ArraySlice<UInt8>? {
    var start = source.startIndex
    for _ in 1..<max(1, number) {
      guard let end = source[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
    }
    guard start < source.endIndex else { return nil }
    let end = source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.endIndex
    // No line of a manifest is that long on purpose; a binary file may be.
    let line = source[start..<min(end, start + 100_000)]
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  private static func visible(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first else { return "·" }
    if character == "\t" { return " " }
    return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? "·" : character
  }
}
