extension YAMLScalar {
  /// Whether a text must be quoted so that it is read back as text.
  ///
  /// Besides everything that means something else, base-60 numbers are quoted for other parsers.
  /// Source: go-yaml v2 `encode.go` (`stringv`, `isBase60Float`).
  static func needsQuotes(_ text: String) -> Bool {
    interpreted(text, timestamps: true) != nil || isBase60(Array(text.utf8))
  }

  /// Whether the bytes are `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`.
  private static func isBase60(_ bytes: [UInt8]) -> Bool {
    guard bytes.contains(UInt8(ascii: ":")) else { return false }
    var rest = bytes[...]
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
      rest = rest.dropFirst()
    }
    let whole = rest.prefix { $0 != UInt8(ascii: ":") }
    guard let first = whole.first, isDigit(first),
      whole.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") })
    else { return false }
    rest = rest.dropFirst(whole.count)
    while rest.first == UInt8(ascii: ":") {
      let part = rest.dropFirst().prefix(while: isDigit)
      guard let first = part.first, part.count == 1 || (part.count == 2 && first <= 0x35) else {
        return false
      }
      rest = rest.dropFirst(1 + part.count)
    }
    guard rest.first == UInt8(ascii: ".") else { return rest.isEmpty }
    return rest.dropFirst().allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
