import ByteText

// Strings in the style that holds them.
extension YAMLText {
  mutating func write(_ text: String, indent: Int, isKey: Bool) {
    // kubectl's own way leads through JSON text, in which a next-line character counts as a break.
    let text =
      text.unicodeScalars.contains("\u{85}")
      ? String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{85}" ? " " : $0 }))
      : text
    let shape = ScalarShape(text)
    if text.utf8.contains(UInt8(ascii: "\n")), shape.allowsBlock, !isKey {
      write(literal: text, indent: indent)
    } else if text.isEmpty || YAMLScalar.needsQuotes(text)
      || text.utf8.contains(UInt8(ascii: "\n"))
    {
      write(doubleQuoted: text, indent: indent, folds: !isKey)
    } else if shape.allowsPlain {
      write(plain: text, indent: indent, folds: !isKey)
    } else if shape.allowsSingleQuotes, !(isKey && shape.isMultiline) {
      write(singleQuoted: text, indent: indent, folds: !isKey)
    } else {
      write(doubleQuoted: text, indent: indent, folds: !isKey)
    }
  }

  mutating func write(plain text: String, indent: Int = 0, folds: Bool = false) {
    isBehindSeparator = false
    if !isBehindSpace { put(" ") }
    writeFolding(text, indent: indent, folds: folds, edges: true) { $0.put($1) }
    endScalar()
  }

  mutating func write(singleQuoted text: String, indent: Int, folds: Bool) {
    write(indicator: "'")
    writeFolding(text, indent: indent, folds: folds, edges: false) { text, scalar in
      if scalar == "'" { text.put("'") }
      text.put(scalar)
    }
    put("'")
    endScalar()
  }

  mutating func write(doubleQuoted text: String, indent: Int, folds: Bool) {
    write(indicator: "\"")
    let scalars = Array(text.unicodeScalars)
    // go-yaml takes every character for a byte order mark when the first one is.
    let escapesAll = scalars.first == "\u{FEFF}"
    var isBehindBlank = false
    for (index, scalar) in scalars.enumerated() {
      guard scalar == " ", !escapesAll else {
        write(escaped: scalar, always: escapesAll)
        isBehindBlank = false
        continue
      }
      if folds, !isBehindBlank, column > Self.bestWidth, index > 0, index < scalars.count - 1 {
        startLine(indent: indent)
        if scalars[index + 1] == " " { put("\\") }
      } else {
        put(" ")
      }
      isBehindBlank = true
    }
    put("\"")
    endScalar()
  }

  /// Writes the characters, with a line break in place of a single blank beyond the best width.
  private mutating func writeFolding(
    _ text: String, indent: Int, folds: Bool, edges: Bool,
    _ write: (inout YAMLText, Unicode.Scalar) -> Void
  ) {
    let scalars = Array(text.unicodeScalars)
    var isBehindBlank = false
    for (index, scalar) in scalars.enumerated() {
      let isInside = index > 0 && index < scalars.count - 1
      let isLone = index + 1 >= scalars.count || scalars[index + 1] != " "
      if scalar == " ", folds, !isBehindBlank, column > Self.bestWidth, edges || isInside, isLone {
        startLine(indent: indent)
      } else if Self.isSeparator(scalar) {
        putSeparator(scalar)
        continue
      } else {
        if isBehindSeparator, scalar != " " { startLine(indent: indent) }
        write(&self, scalar)
      }
      isBehindBlank = scalar == " "
      if !isBehindBlank { isBehindSeparator = false }
      isIndentation = false
    }
  }

  mutating func write(literal text: String, indent: Int) {
    write(indicator: "|")
    if let first = text.unicodeScalars.first,
      first == " " || first == "\n" || Self.isSeparator(first)
    {
      put("2")
    }
    let scalars = text.unicodeScalars
    let breaks = scalars.reversed().prefix { $0 == "\n" || Self.isSeparator($0) }.count
    if breaks == 0 {
      put("-")
    } else if breaks > 1 || scalars.count == 1 {
      put("+")
    }
    breakLine()
    for scalar in scalars {
      if scalar == "\n" {
        breakLine()
      } else if Self.isSeparator(scalar) {
        putSeparator(scalar)
      } else {
        if column == 0 { startLine(indent: indent) }
        put(scalar)
        isIndentation = false
      }
    }
  }

  mutating func write(escaped scalar: Unicode.Scalar, always: Bool) {
    switch scalar {
    case "\"": put("\\\"")
    case "\\": put("\\\\")
    case "\0": put("\\0")
    case "\u{07}": put("\\a")
    case "\u{08}": put("\\b")
    case "\t": put("\\t")
    case "\n": put("\\n")
    case "\u{0B}": put("\\v")
    case "\u{0C}": put("\\f")
    case "\r": put("\\r")
    case "\u{1B}": put("\\e")
    case "\u{A0}" where always: put("\\_")
    case "\u{2028}": put("\\L")
    case "\u{2029}": put("\\P")
    default:
      if ScalarShape.isPrintable(scalar), !always { return put(scalar) }
      let digits = scalar.value <= 0xFF ? 2 : scalar.value <= 0xFFFF ? 4 : 8
      let number = String(scalar.value, radix: 16, uppercase: true)
      put(digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U")
      put(String(repeating: "0", count: digits - number.utf8.count) + number)
    }
  }
}
