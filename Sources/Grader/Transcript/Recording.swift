import ByteText
import PodModel

/// Reads the forms in which a terminal session is handed in.
enum Recording {
  /// The lines that a text shows, whatever recorded it.
  static func lines(of text: String) -> [TextLine] {
    if isAsciicast(text) { return asciicastLines(text) }
    if let header = scriptHeader(of: text) { return scriptLines(text, header: header) }
    return plainLines(text)
  }

  /// Whether the text is an asciicast: version 1, or with a header line of version 2 or 3.
  ///
  /// Source: docs.asciinema.org, "asciicast v1" to "asciicast v3".
  static func isAsciicast(_ text: String) -> Bool {
    hasAsciicastHeader(text) || firstAsciicast(text) != nil
  }

  /// The one object of an asciicast of version 1.
  private static func firstAsciicast(_ text: String) -> Node? {
    guard text.first == "{", text.holds("\"stdout\""), text.holds("\"version\""),
      let node = try? JSON.node(in: text), node["version"]?.integer == 1,
      node["stdout"]?.list != nil
    else { return nil }
    return node
  }

  private static func hasAsciicastHeader(_ text: String) -> Bool {
    // Nothing but white space may stand in front of the header.
    guard text.first(where: { !$0.isWhitespace }) == "{",
      let first = text.textLines().first(where: { !$0.trimmed.isEmpty }),
      first.utf8.count < 100_000, first.first == "{", first.holds("\"version\""),
      let header = object(in: first)
    else { return false }
    return header["version"]?.integer.map { $0 == 2 || $0 == 3 } ?? false
  }

  /// Whether the text is a typescript of `script`.
  static func isTypescript(_ text: String) -> Bool { scriptHeader(of: text) != nil }

  /// Whether the text holds control sequences of a terminal.
  static func hasControlSequences(_ text: String) -> Bool {
    text.unicodeScalars.contains("\u{1B}")
  }

  private static func object(in line: Substring) -> Node? {
    try? JSON.node(in: String(line))
  }

  private static func asciicastLines(_ text: String) -> [TextLine] {
    if let node = firstAsciicast(text) {
      var screen = TerminalScreen(
        width: node["width"]?.integer.flatMap { Int(exactly: $0) },
        height: node["height"]?.integer.flatMap { Int(exactly: $0) }, line: 1)
      for event in node["stdout"]?.list ?? [] { screen.feed(event.list?.last?.string ?? "") }
      return screen.lines
    }
    var screen: TerminalScreen?
    for (index, line) in text.textLines(omittingEmpty: false)
      .enumerated() where !line.trimmed.isEmpty
    {
      guard let node = object(in: line) else { continue }
      if screen == nil {
        let columns = node["width"]?.integer ?? node["term"]?["cols"]?.integer
        let rows = node["height"]?.integer ?? node["term"]?["rows"]?.integer
        screen = TerminalScreen(
          width: columns.flatMap { Int(exactly: $0) }, height: rows.flatMap { Int(exactly: $0) },
          line: index + 1)
        continue
      }
      guard let event = node.list, event.count >= 3, event[1].string == "o",
        let output = event[2].string
      else { continue }
      screen?.line = index + 1
      screen?.feed(output)
    }
    return screen?.lines ?? []
  }

  /// The line `Script started on …` of util-linux or BSD `script`.
  private static func scriptHeader(of text: String) -> Substring? {
    let first = text.prefix { !$0.isNewline }
    return first.hasPrefix("Script started") ? first : nil
  }

  private static func scriptLines(_ text: String, header: Substring) -> [TextLine] {
    func setting(_ name: String) -> Int? {
      guard let start = header.firstRange(ofText: "\(name)=\"")?.upperBound else { return nil }
      return Int(header[start...].prefix { $0.isNumber })
    }
    var screen = TerminalScreen(width: setting("COLUMNS"), height: setting("LINES"), line: 2)
    screen.feed(text[header.endIndex...].dropFirst())
    return screen.lines.filter { !$0.text.hasPrefix("Script done") }
  }

  private static func plainLines(_ text: String) -> [TextLine] {
    let hasControls = text.unicodeScalars.contains { scalar in
      scalar == "\u{1B}" || scalar == "\u{08}" || scalar == "\u{9B}"
    }
    // A character of Swift is a whole "\r\n", so what is found here moves the cursor.
    guard hasControls || text.contains("\r" as Character) else {
      return dedented(
        text.textLines(omittingEmpty: false).enumerated()
          .map { TextLine(text: $1.trimmingTrailingWhitespace, line: $0 + 1) })
    }
    var screen = TerminalScreen(width: nil, height: nil, line: 1)
    screen.feed(text)
    return screen.lines
  }

  /// Removes the spaces that every line starts with, as in a block of Markdown without fences.
  private static func dedented(_ lines: [TextLine]) -> [TextLine] {
    let depths = lines.lazy.filter { !$0.text.isEmpty }.map { $0.text.prefix { $0 == " " }.count }
    guard let depth = depths.min(), depth > 0 else { return lines }
    return lines.map { TextLine(text: String($0.text.dropFirst(depth)), line: $0.line) }
  }
}
