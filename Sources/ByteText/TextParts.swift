/// Texts taken apart at bytes of ASCII.
///
/// What the standard library does character by character costs thirty times as much, and takes the
/// two bytes of "\r\n" for one character, which no tool of POSIX does.
extension Substring {
  /// The parts between separators, compared byte by byte.
  ///
  /// - Parameter separator: a scalar of ASCII; nothing is parted at any other.
  package func split(
    at separator: Unicode.Scalar, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
  ) -> [Substring] {
    guard separator.isASCII else { return [self] }
    let wanted = UInt8(truncatingIfNeeded: separator.value)
    func parts(_ bytes: UnsafeBufferPointer<UInt8>) -> [Substring] {
      var parts: [Substring] = []
      var start = startIndex
      var offset = 0
      for place in bytes.indices where bytes[place] == wanted {
        if parts.count >= maxSplits { break }
        let end = utf8.index(start, offsetBy: place - offset)
        if !omittingEmptySubsequences || start < end { parts.append(self[start..<end]) }
        start = utf8.index(after: end)
        offset = place + 1
      }
      if !omittingEmptySubsequences || start < endIndex { parts.append(self[start...]) }
      return parts
    }
    return utf8.withContiguousStorageIfAvailable(parts)
      ?? Array(utf8).withUnsafeBufferPointer(parts)
  }

  /// Where the first byte of that value stands; nil where none does or it is not ASCII.
  package func firstIndex(ofASCII wanted: Unicode.Scalar) -> Index? {
    guard wanted.isASCII else { return nil }
    return utf8.firstIndex(of: UInt8(truncatingIfNeeded: wanted.value))
  }
}

// `String` hands itself on, any other text a copy.

extension String {
  /// The parts between separators of ASCII, compared byte by byte.
  package func split(
    at separator: Unicode.Scalar, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
  ) -> [Substring] {
    self[...].split(
      at: separator, maxSplits: maxSplits, omittingEmptySubsequences: omittingEmptySubsequences)
  }

  /// Where the first byte of that value stands; nil where none does or it is not ASCII.
  package func firstIndex(ofASCII wanted: Unicode.Scalar) -> Index? {
    self[...].firstIndex(ofASCII: wanted)
  }
}

extension StringProtocol {
  /// The parts of a copy between separators of ASCII, compared byte by byte.
  package func split(
    at separator: Unicode.Scalar, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
  ) -> [Substring] {
    String(self).split(
      at: separator, maxSplits: maxSplits, omittingEmptySubsequences: omittingEmptySubsequences)
  }
}
