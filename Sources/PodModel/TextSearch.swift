extension StringProtocol {
  /// Where `text` stands first, compared byte by byte; nil where it does not.
  ///
  /// The standard library's search compares characters, which costs more than all else that is done
  /// with the lines of an output. Equal texts in different normal forms are different here.
  package func firstRange(ofText text: String) -> Range<Index>? {
    var wanted = text
    let start = wanted.withUTF8 { wanted in
      utf8.withContiguousStorageIfAvailable { TextSearch.offset(of: wanted, in: $0) }
    }
    guard
      let found = start
        ?? Array(utf8).withUnsafeBufferPointer({ bytes in
          wanted.withUTF8 { TextSearch.offset(of: $0, in: bytes) }
        })
    else { return nil }
    let lower = utf8.index(startIndex, offsetBy: found)
    return lower..<utf8.index(lower, offsetBy: text.utf8.count)
  }

  /// Whether `text` stands anywhere in it, compared byte by byte.
  package func holds(_ text: String) -> Bool { firstRange(ofText: text) != nil }
}

/// Not generic: what is called for every line of every output must not look up how to read a byte.
private enum TextSearch {
  static func offset(
    of wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard let first = wanted.first else { return 0 }
    let last = bytes.count - wanted.count
    var start = 0
    while start <= last {
      if bytes[start] == first {
        var length = 1
        while length < wanted.count, bytes[start + length] == wanted[length] { length += 1 }
        if length == wanted.count { return start }
      }
      start += 1
    }
    return nil
  }
}

extension StringProtocol where SubSequence == Substring {
  /// The lines of a text, parted where `Character.isNewline` is true.
  package func textLines(omittingEmpty: Bool = true) -> [Substring] {
    var lines: [Substring] = []
    let bytes = utf8
    var start = startIndex
    var index = start
    while index < endIndex {
      let after = bytes.index(after: index)
      guard let end = endOfBreak(bytes[index], after) else {
        index = after
        continue
      }
      if !omittingEmpty || start < index { lines.append(self[start..<index]) }
      start = end
      index = end
    }
    if !omittingEmpty || start < endIndex { lines.append(self[start..<endIndex]) }
    return lines
  }

  /// Where a line break ends that begins with a byte; nil where none begins.
  private func endOfBreak(_ byte: UInt8, _ next: Index) -> Index? {
    func follows(_ wanted: UInt8...) -> Index? {
      var place = next
      for byte in wanted {
        guard place < endIndex, utf8[place] == byte else { return nil }
        place = utf8.index(after: place)
      }
      return place
    }
    switch byte {
    case 0x0A...0x0C: return next
    case 0x0D: return follows(0x0A) ?? next
    case 0xC2: return follows(0x85)
    case 0xE2: return follows(0x80, 0xA8) ?? follows(0x80, 0xA9)
    case _: return nil
    }
  }
}
