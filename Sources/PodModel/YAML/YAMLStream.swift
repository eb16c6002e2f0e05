/// Splits a text into YAML documents and reads them one by one.
///
/// A line that begins with three hyphens ends a document; only the first YAML document between two
/// such lines is read. Source: apimachinery `pkg/util/yaml/decoder.go` (`YAMLReader`).
struct YAMLStream {
  private let text: [UInt8]
  /// The next byte to be read.
  private(set) var index: Int
  /// The line of that byte, counted from 1.
  private var line: Int

  /// Starts at a byte of a text whose line is known.
  init(text: [UInt8], from index: Int = 0, line: Int = 1) {
    self.text = text
    self.index = index
    self.line = line
  }

  /// The next document, null where it is empty; nil behind the last.
  mutating func nextDocument() throws(YAML.ReadError) -> Node? {
    guard let chunk = try nextChunk() else { return nil }
    return try YAMLTree(chunk.bytes, firstLine: chunk.firstLine).decoded()
  }

  private mutating func nextChunk() throws(YAML.ReadError) -> (
    bytes: [UInt8], firstLine: Int
  )? {
    var chunk: [UInt8] = []
    let firstLine = line
    while index < text.count {
      let number = line
      let content = nextLine()
      if content.starts(with: [0x2D, 0x2D, 0x2D]) {
        try checkSeparator(content.dropFirst(3), line: number)
        if !chunk.isEmpty { return (chunk, firstLine) }
      }
      chunk.append(contentsOf: content)
      chunk.append(UInt8(ascii: "\n"))
    }
    return chunk.isEmpty ? nil : (chunk, firstLine)
  }

  /// The next line without its end, be it a line feed alone or behind a carriage return.
  private mutating func nextLine() -> ArraySlice<UInt8> {
    let end = text[index...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
    var content = text[index..<end]
    if content.last == UInt8(ascii: "\r"), end < text.endIndex { content.removeLast() }
    index = min(end + 1, text.endIndex)
    line += 1
    return content
  }

  private func checkSeparator(_ rest: ArraySlice<UInt8>, line: Int) throws(YAML.ReadError) {
    let rest = GoSpace.trimmed(rest)
    guard let first = rest.first, first != UInt8(ascii: "#") else { return }
    throw YAML.ReadError(
      message: "invalid Yaml document separator: \(String(decoding: rest, as: UTF8.self))",
      position: SourcePosition(line: line, column: 1), step: .splitting)
  }
}

/// White space as Go's `unicode.IsSpace` sees it.
enum GoSpace {
  /// The text without white space at both ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = Substring(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    let count = text.count
    while let first = text.first, isSpace(first) { text.removeFirst() }
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text.count == count ? bytes : Array(String(text).utf8)[...]
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }
}
