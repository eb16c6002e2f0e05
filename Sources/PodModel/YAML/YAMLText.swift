/// Writes nodes as YAML text in the layout of `kubectl -o yaml`.
///
/// Source: go-yaml v2 `encode.go` and `emitterc.go`: block style, lists not indented below their
/// key, lines folded at the first blank beyond column 80.
struct YAMLText {
  static let bestWidth = 80
  static let bestIndent = 2
  /// Keys longer than this many bytes are written behind a question mark.
  private static let longestSimpleKey = 128

  private(set) var bytes: [UInt8] = []
  var column = 0
  /// Whether the last character written was white space.
  var isBehindSpace = true
  /// Whether only indentation and indicators stand on the line so far.
  var isIndentation = true
  /// Whether the text being written ended a line by a line or paragraph separator.
  var isBehindSeparator = false

  mutating func write(document node: Node) {
    write(node, indent: -Self.bestIndent, inMapping: false)
    startLine(indent: 0)
  }

  /// Writes a node whose parent stands at `indent`.
  mutating func write(_ node: Node, indent: Int, inMapping: Bool) {
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

  mutating func write(_ items: [Node], indent: Int) {
    for item in items {
      startLine(indent: indent)
      write(indicator: "-", keepsIndentation: true)
      write(item, indent: indent, inMapping: false)
    }
  }

  mutating func write(_ entries: [Node.Entry], indent: Int) {
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

// MARK: - Characters and lines

extension YAMLText {
  mutating func put(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    column += text.unicodeScalars.count
  }

  mutating func put(_ scalar: Unicode.Scalar) {
    bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    column += 1
  }

  mutating func write(indicator: String, keepsIndentation: Bool = false) {
    isBehindSeparator = false
    if !isBehindSpace { put(" ") }
    put(indicator)
    isBehindSpace = false
    isIndentation = isIndentation && keepsIndentation
  }

  /// Whether a character ends a line for YAML but not for most programs.
  static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  /// Ends the line with a character of the text.
  mutating func putSeparator(_ scalar: Unicode.Scalar) {
    put(scalar)
    column = 0
    isIndentation = true
    isBehindSeparator = true
  }

  mutating func endScalar() {
    isBehindSpace = false
    isIndentation = false
  }

  mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    column = 0
    isBehindSpace = true
    isIndentation = true
  }

  mutating func startLine(indent: Int) {
    if !isIndentation || column > indent || (column == indent && !isBehindSpace) { breakLine() }
    while column < indent { put(" ") }
    isBehindSpace = true
    isIndentation = true
  }
}
