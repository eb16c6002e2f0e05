/// Writes nodes as YAML text in the layout of `kubectl -o yaml`.
///
/// Source: go-yaml v2 `encode.go` and `emitterc.go`: block style, lists not indented below their
/// key, lines folded at the first blank beyond column 80.
struct YAMLText {
  private static let bestWidth = 80
  private static let bestIndent = 2
  /// Keys longer than this many bytes are written behind a question mark.
  private static let longestSimpleKey = 128

  private(set) var bytes: [UInt8] = []
  private var column = 0
  /// Whether the last character written was white space.
  private var isBehindSpace = true
  /// Whether only indentation and indicators stand on the line so far.
  private var isIndentation = true
  /// Whether the text being written ended a line by a line or paragraph separator.
  private var isBehindSeparator = false

  mutating func write(document node: Node) {
    write(node, indent: -Self.bestIndent, inMapping: false)
    startLine(indent: 0)
  }

  /// Writes a node whose parent stands at `indent`.
  private mutating func write(_ node: Node, indent: Int, inMapping: Bool) {
    switch node.content {
    case .null: write(plain: "null")
    case .bool(let value): write(plain: value ? "true" : "false")
    case .integer(let value): write(plain: String(value))
    case .float(let value): write(plain: Self.number(value))
    case .string(let text): write(text, indent: max(indent, 0) + Self.bestIndent, isKey: false)
    case .list(let items):
      if items.isEmpty { return write(indicator: "[]") }
      let isFlush = inMapping && !isIndentation
      write(items, indent: isFlush ? indent : indent + Self.bestIndent)
    case .map(let entries):
      if entries.isEmpty { return write(indicator: "{}") }
      write(entries, indent: indent + Self.bestIndent)
    }
  }

  private mutating func write(_ items: [Node], indent: Int) {
    for item in items {
      startLine(indent: indent)
      write(indicator: "-", keepsIndentation: true)
      write(item, indent: indent, inMapping: false)
    }
  }

  private mutating func write(_ entries: [Node.Entry], indent: Int) {
    for entry in entries.sorted(by: { YAMLKeyOrder.precedes($0.key, $1.key) }) {
      startLine(indent: indent)
      let isSimple =
        entry.key.utf8.count <= Self.longestSimpleKey && !ScalarShape(entry.key).isMultiline
      if isSimple {
        write(entry.key, indent: indent + Self.bestIndent, isKey: true)
        put(":")
        isBehindSpace = false
        isIndentation = false
      } else {
        write(indicator: "?", keepsIndentation: true)
        write(entry.key, indent: indent + Self.bestIndent, isKey: false)
        startLine(indent: indent)
        write(indicator: ":", keepsIndentation: true)
      }
      write(entry.value, indent: indent, inMapping: true)
    }
  }

  /// A number as go-yaml writes what it read from the JSON text in between.
  private static func number(_ value: Double) -> String {
    let text = GoFloat.json(value)
    return UInt64(text) == nil && Int64(text) == nil ? GoFloat.general(value) : text
  }
}

// MARK: - Strings

extension YAMLText {
  private mutating func write(_ text: String, indent: Int, isKey: Bool) {
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

  private mutating func write(plain text: String, indent: Int = 0, folds: Bool = false) {
    isBehindSeparator = false
    if !isBehindSpace { put(" ") }
    writeFolding(text, indent: indent, folds: folds, edges: true) { $0.put($1) }
    endScalar()
  }

  private mutating func write(singleQuoted text: String, indent: Int, folds: Bool) {
    write(indicator: "'")
    writeFolding(text, indent: indent, folds: folds, edges: false) { text, scalar in
      if scalar == "'" { text.put("'") }
      text.put(scalar)
    }
    put("'")
    endScalar()
  }

  private mutating func write(doubleQuoted text: String, indent: Int, folds: Bool) {
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

  private mutating func write(literal text: String, indent: Int) {
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

  private mutating func write(escaped scalar: Unicode.Scalar, always: Bool) {
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

// MARK: - Characters and lines

extension YAMLText {
  private mutating func put(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    column += text.unicodeScalars.count
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    column += 1
  }

  private mutating func write(indicator: String, keepsIndentation: Bool = false) {
    isBehindSeparator = false
    if !isBehindSpace { put(" ") }
    put(indicator)
    isBehindSpace = false
    isIndentation = isIndentation && keepsIndentation
  }

  /// Whether a character ends a line for YAML but not for most programs.
  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  /// Ends the line with a character of the text.
  private mutating func putSeparator(_ scalar: Unicode.Scalar) {
    put(scalar)
    column = 0
    isIndentation = true
    isBehindSeparator = true
  }

  private mutating func endScalar() {
    isBehindSpace = false
    isIndentation = false
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    column = 0
    isBehindSpace = true
    isIndentation = true
  }

  private mutating func startLine(indent: Int) {
    if !isIndentation || column > indent || (column == indent && !isBehindSpace) { breakLine() }
    while column < indent { put(" ") }
    isBehindSpace = true
    isIndentation = true
  }
}
