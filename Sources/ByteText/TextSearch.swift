// Each search is written for `Substring`, `String` hands itself on to it, and any other text a copy:
// what is called for every line of every output must not look up how to read a byte.

extension Substring {
  /// Where `text` stands first, compared byte by byte; nil where it does not.
  ///
  /// The standard library's search compares characters, which costs more than all else that is done
  /// with the lines of an output. Equal texts in different normal forms are different here.
  package func firstRange(ofText text: String) -> Range<Index>? {
    var wanted = text
    let found = wanted.withUTF8 { wanted in
      utf8.withContiguousStorageIfAvailable { TextSearch.offset(of: wanted, in: $0) }
        ?? Array(utf8).withUnsafeBufferPointer { TextSearch.offset(of: wanted, in: $0) }
    }
    guard let found else { return nil }
    let lower = utf8.index(startIndex, offsetBy: found)
    return lower..<utf8.index(lower, offsetBy: text.utf8.count)
  }

  /// Whether it starts with `text`, compared byte by byte.
  package func begins(with text: String) -> Bool {
    var wanted = text
    return wanted.withUTF8 { wanted in
      utf8.withContiguousStorageIfAvailable { TextSearch.begins(with: wanted, $0) }
        ?? utf8.starts(with: wanted)
    }
  }

  /// Whether `text` stands anywhere in it, compared byte by byte.
  package func holds(_ text: String) -> Bool { firstRange(ofText: text) != nil }
}

extension String {
  /// Where `text` stands first, compared byte by byte; nil where it does not.
  package func firstRange(ofText text: String) -> Range<Index>? {
    self[...].firstRange(ofText: text)
  }

  /// Whether it starts with `text`, compared byte by byte.
  package func begins(with text: String) -> Bool { self[...].begins(with: text) }

  /// Whether `text` stands anywhere in it, compared byte by byte.
  package func holds(_ text: String) -> Bool { self[...].holds(text) }
}

extension StringProtocol {
  /// Whether a copy holds `text`, compared byte by byte.
  package func holds(_ text: String) -> Bool { String(self).holds(text) }
}

private enum TextSearch {
  static func begins(
    with wanted: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    for place in wanted.indices where bytes[place] != wanted[place] { return false }
    return true
  }

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
