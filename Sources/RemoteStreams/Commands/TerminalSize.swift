/// How large a client's terminal is.
package struct TerminalSize: Sendable, Hashable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// Reads the documents on a resize stream: `{"Width":80,"Height":24}`, one after the other.
///
/// Source: client-go `remotecommand.TerminalSize`, two unsigned numbers of 16 bits.
struct TerminalSizeReader {
  /// More than one such document can be long.
  private static let limit = 1024

  private var buffer: [UInt8] = []

  /// The sizes that are complete with these bytes; what is no size is passed over.
  mutating func receive(_ bytes: [UInt8]) -> [TerminalSize] {
    buffer += bytes
    var sizes: [TerminalSize] = []
    while let end = buffer.firstIndex(of: UInt8(ascii: "}")) {
      let document = String(decoding: buffer[..<end], as: UTF8.self).lowercased()
      buffer.removeFirst(end + 1)
      if let columns = TerminalSizeReader.number("\"width\"", in: document),
        let rows = TerminalSizeReader.number("\"height\"", in: document)
      {
        sizes.append(TerminalSize(columns: columns, rows: rows))
      }
    }
    if buffer.count > TerminalSizeReader.limit { buffer = [] }
    return sizes
  }

  /// The number behind a key and its colon.
  private static func number(_ key: String, in document: String) -> Int? {
    let parts = document.split(separator: ",")
    for part in parts {
      let halves = part.split(separator: ":", maxSplits: 1)
      guard halves.count == 2, halves[0].contains(key) else { continue }
      let digits = halves[1].filter { !$0.isWhitespace }
      return UInt16(digits).map(Int.init)
    }
    return nil
  }
}
