import ByteText

/// Says how to mend a text that is no YAML.
enum YAMLHint {
  /// A sentence for a fault, or nil when its message says it all.
  static func suggestion(for fault: ManifestStream.Fault, in bytes: [UInt8]) -> String? {
    let lines = Lines(bytes, around: fault.position)
    if lines.first.hasPrefix("cat <<") || lines.first.hasPrefix("kubectl ") {
      return "take away the shell command around the manifest"
    }
    if lines.first.hasPrefix("```") { return "take away the lines of back-quotes" }
    if fault.reason.hasPrefix("invalid map key") || lines.current.holds("{{") {
      return "text that begins with a brace must be in quotes"
    }
    if let line = lines.lineIndentedByTab {
      return "line \(line) begins with a tab: indent with spaces"
    }
    if fault.reason == "did not find expected key" { return keySuggestion(lines) }
    guard let found = suggestions.first(where: { fault.reason.contains($0.part) }) else {
      return nil
    }
    guard found.part.hasPrefix("did not find expected ','"), let opening = fault.opening else {
      return found.suggestion
    }
    return found.suggestion + ": this one begins at \(opening)"
  }

  private static func keySuggestion(_ lines: Lines) -> String {
    if lines.behind.hasPrefix("- ") || lines.behind == "-" {
      return "the items of one list must be indented alike, at least as far as their key"
    }
    if lines.isInsideLine {
      return "text that begins with a quote or a bracket must be in quotes as a whole"
    }
    return "the lines of one mapping must be indented alike"
  }

  private static let suggestions: [(part: String, suggestion: String)] = [
    (
      "mapping values are not allowed",
      "check the indentation of this line and the one above; text with ': ' inside must be in quotes"
    ),
    ("could not find expected ':'", "every key must be followed by a colon and a space"),
    ("did not find expected '-' indicator", "the items of one list must be indented alike"),
    ("did not find expected ',' or ']'", "a list that begins with '[' must end with ']'"),
    ("did not find expected ',' or '}'", "a mapping that begins with '{' must end with '}'"),
    ("cannot start any token", "text that begins with '@', '`' or '%' must be in quotes"),
    ("found unexpected end of stream", "the quote that opens here is not closed"),
    ("unknown anchor", "text that begins with '*' must be in quotes"),
    ("did not find expected alphabetic", "text that begins with '*' or '&' must be in quotes"),
    ("control characters", "the file holds a character that text must not hold: remove it"),
    ("did not find expected comment or line break", "text behind '|' must begin on the next line"),
    ("did not find expected <document start>", "take away the line that begins with '%'"),
    ("incompatible YAML document", "take away the line that begins with '%'"),
    ("unknown directive name", "take away the line that begins with '%'"),
    ("invalid Yaml document separator", "the object must begin on the line below '---'"),
    ("beginning of object key string", "keys must be in double quotes"),
    ("after object key:value pair", "entries must be separated by commas"),
    ("unexpected EOF", "a brace, bracket or quote is opened but not closed"),
  ]
}

/// The lines around a fault.
private struct Lines {
  private(set) var first = ""
  /// The fault's line.
  private(set) var current = ""
  /// What stands on the fault's line from the fault on.
  private(set) var behind = ""
  /// The number of the fault's line or the one before, where it is indented by a tab.
  private(set) var lineIndentedByTab: Int?

  /// Whether something stands before the fault on its line.
  var isInsideLine: Bool {
    !current.dropLast(behind.count).allSatisfy { $0 == " " }
  }

  init(_ bytes: [UInt8], around position: SourcePosition?) {
    guard let position else { return }
    var number = 1
    var text: ArraySlice<UInt8> = []
    var rest = TextEncoding.utf8(bytes)[...]
    while number <= position.line, !rest.isEmpty {
      text = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(text.count + 1)
      if number == 1 { first = String(decoding: text.prefix(80), as: UTF8.self) }
      let indentation = text.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if number >= position.line - 1, lineIndentedByTab == nil,
        indentation.contains(UInt8(ascii: "\t"))
      {
        lineIndentedByTab = number
      }
      number += 1
    }
    current = String(decoding: text, as: UTF8.self)
    behind = String(
      String.UnicodeScalarView(current.unicodeScalars.dropFirst(position.column - 1)))
  }
}
