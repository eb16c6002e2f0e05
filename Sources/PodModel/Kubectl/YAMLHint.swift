/// Says how to mend a text that is no YAML.
enum YAMLHint {
  /// A sentence for a fault, or nil when its message says it all.
  static func suggestion(for fault: ManifestStream.Fault, in bytes: [UInt8]) -> String? {
    let message = fault.message
    let lines = Lines(bytes, around: fault.position)
    if message.contains("invalid map key") || lines.current.contains("{{") {
      return "text that begins with a brace must be in quotes"
    }
    if let line = lines.lineIndentedByTab {
      return "line \(line) begins with a tab: indent with spaces"
    }
    for (part, suggestion) in suggestions where message.contains(part) { return suggestion }
    return nil
  }

  private static let suggestions: [(part: String, suggestion: String)] = [
    (
      "mapping values are not allowed",
      "check the indentation of this line and the one above; text with ': ' inside must be in quotes"
    ),
    ("could not find expected ':'", "every key must be followed by a colon and a space"),
    ("did not find expected key", "the lines of one mapping must be indented alike"),
    ("did not find expected '-' indicator", "the items of one list must be indented alike"),
    ("did not find expected ',' or ']'", "a list that begins with '[' must end with ']'"),
    ("did not find expected ',' or '}'", "a mapping that begins with '{' must end with '}'"),
    (
      "cannot start any token",
      "text that begins with '@', '`' or '%' must be in quotes; indentation must be spaces"
    ),
    ("found unexpected end of stream", "a quote is opened but not closed"),
    ("unknown anchor", "text that begins with '*' must be in quotes"),
    ("did not find expected alphabetic", "text that begins with '*' or '&' must be in quotes"),
    ("control characters", "the file holds a character that text must not hold: remove it"),
    ("did not find expected comment or line break", "text behind '|' must begin on the next line"),
    ("invalid Yaml document separator", "the object must begin on the line below '---'"),
    ("beginning of object key string", "keys must be in double quotes"),
    ("after object key:value pair", "entries must be separated by commas"),
    ("unexpected EOF", "a brace, bracket or quote is opened but not closed"),
  ]
}

/// The lines around a fault.
private struct Lines {
  let current: String
  /// The number of the fault's line or the one before, where it is indented by a tab.
  let lineIndentedByTab: Int?

  init(_ bytes: [UInt8], around position: SourcePosition?) {
    guard let number = position?.line else {
      current = ""
      lineIndentedByTab = nil
      return
    }
    var line = 1
    var tab: Int?
    var text: ArraySlice<UInt8> = []
    var rest = TextEncoding.utf8(bytes)[...]
    while line <= number, !rest.isEmpty {
      text = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(text.count + 1)
      let indentation = text.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if line >= number - 1, tab == nil, indentation.contains(UInt8(ascii: "\t")) { tab = line }
      line += 1
    }
    current = String(decoding: text, as: UTF8.self)
    lineIndentedByTab = tab
  }
}
