extension String {
  /// The lines of a text, parted where `Character.isNewline` is true.
  package func textLines(omittingEmpty: Bool = true) -> [Substring] {
    self[...].textLines(omittingEmpty: omittingEmpty)
  }
}

extension Substring {
  /// The lines of a text, parted where `Character.isNewline` is true.
  package func textLines(omittingEmpty: Bool = true) -> [Substring] {
    let text = self
    let breaks =
      text.utf8.withContiguousStorageIfAvailable(LineBreak.all)
      ?? Array(text.utf8).withUnsafeBufferPointer(LineBreak.all)
    var lines: [Substring] = []
    lines.reserveCapacity(breaks.count + 1)
    var start = text.startIndex
    var offset = 0
    for lineBreak in breaks {
      let end = text.utf8.index(start, offsetBy: lineBreak.start - offset)
      if !omittingEmpty || start < end { lines.append(text[start..<end]) }
      start = text.utf8.index(end, offsetBy: lineBreak.length)
      offset = lineBreak.start + lineBreak.length
    }
    if !omittingEmpty || start < text.endIndex { lines.append(text[start...]) }
    return lines
  }
}

/// Where a line ends: offsets of bytes.
private struct LineBreak {
  var start: Int
  var length: Int

  static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [LineBreak] {
    var breaks: [LineBreak] = []
    var place = 0
    while place < bytes.count {
      let length = length(at: place, in: bytes)
      if length > 0 { breaks.append(LineBreak(start: place, length: length)) }
      place += max(length, 1)
    }
    return breaks
  }

  /// How many bytes a line break takes; 0 where none begins.
  private static func length(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    func holds(_ byte: UInt8, _ offset: Int) -> Bool {
      place + offset < bytes.count && bytes[place + offset] == byte
    }
    switch bytes[place] {
    case 0x0A...0x0C: return 1
    case 0x0D: return holds(0x0A, 1) ? 2 : 1
    case 0xC2: return holds(0x85, 1) ? 2 : 0
    case 0xE2: return holds(0x80, 1) && (holds(0xA8, 2) || holds(0xA9, 2)) ? 3 : 0
    case _: return 0
    }
  }
}
