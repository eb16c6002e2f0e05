/// Writes nodes as JSON text, in the layouts that kubectl and the API server use.
///
/// Source: Go `encoding/json/encode.go`: object keys sorted by bytes, `<`, `>` and `&` escaped.
struct JSONText {
  /// How deep one level is indented; nil writes everything on one line without spaces.
  let indentation: Int?
  private(set) var bytes: [UInt8] = []

  init(indentation: Int?) { self.indentation = indentation }

  mutating func write(_ node: Node, depth: Int = 0) {
    switch node.content {
    case .null: write("null")
    case .bool(let value): write(value ? "true" : "false")
    case .integer(let value): write(String(value))
    case .float(let value): write(GoFloat.json(value))
    case .string(let text): write(quoted: text)
    case .list(let items):
      writeAll(items, between: ("[", "]"), depth: depth) { text, item in
        text.write(item, depth: depth + 1)
      }
    case .map(let entries):
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      writeAll(sorted, between: ("{", "}"), depth: depth) { text, entry in
        text.write(quoted: entry.key)
        text.write(text.indentation == nil ? ":" : ": ")
        text.write(entry.value, depth: depth + 1)
      }
    }
  }

  private mutating func writeAll<Item>(
    _ items: [Item], between brackets: (String, String), depth: Int,
    _ writeItem: (inout JSONText, Item) -> Void
  ) {
    write(brackets.0)
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(depth: depth + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { breakLine(depth: depth) }
    write(brackets.1)
  }

  private mutating func breakLine(depth: Int) {
    guard let indentation else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indentation))
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func write(quoted text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(Self.isPlain) {
      bytes.append(contentsOf: text.utf8)
      bytes.append(UInt8(ascii: "\""))
      return
    }
    for byte in text.utf8 {
      if let escape = Self.escape(byte) {
        write(escape)
      } else {
        bytes.append(byte)
        escapeLineSeparator()
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a byte stands for itself, whatever is beside it.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "&"):
      false
    case 0x20...0x7F: true
    case _: false
    }
  }

  /// U+2028 and U+2029 end a line in JavaScript, so Go escapes them.
  private mutating func escapeLineSeparator() {
    guard let last = bytes.last, last == 0xA8 || last == 0xA9 else { return }
    guard bytes.suffix(3).starts(with: [0xE2, 0x80]) else { return }
    bytes.removeLast(3)
    write(last == 0xA8 ? "\\u2028" : "\\u2029")
  }

  private static func escape(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case 0x08: "\\b"
    case 0x0C: "\\f"
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\r"): "\\r"
    case UInt8(ascii: "\t"): "\\t"
    case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
      "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    default: nil
    }
  }
}
