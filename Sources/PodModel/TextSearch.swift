extension StringProtocol {
  /// Where `text` stands first, compared byte by byte; nil where it does not.
  ///
  /// The standard library's search compares characters, which costs more than all else that is done
  /// with the lines of an output. Equal texts in different normal forms are different here.
  package func firstRange(ofText text: String) -> Range<Index>? {
    var wanted = text
    let start = wanted.withUTF8 { wanted in
      utf8.withContiguousStorageIfAvailable { Self.offset(of: wanted, in: $0) }
    }
    guard let found = start ?? Self.offset(of: Array(text.utf8), in: Array(utf8)) else {
      return nil
    }
    let lower = utf8.index(startIndex, offsetBy: found)
    return lower..<utf8.index(lower, offsetBy: text.utf8.count)
  }

  /// Whether `text` stands anywhere in it, compared byte by byte.
  package func holds(_ text: String) -> Bool { firstRange(ofText: text) != nil }

  private static func offset<Bytes>(of wanted: Bytes, in bytes: Bytes) -> Int?
  where Bytes: RandomAccessCollection<UInt8>, Bytes.Index == Int {
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
