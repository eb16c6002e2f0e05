/// Backslash escapes of `echo -e`, `printf` and `$'…'`.
package enum Escapes {
  /// Where the escape stands, which decides how octal numbers look and what else is known.
  package enum Style: Sendable {
    /// `\0ooo` and `\ooo`
    case echo
    /// `\ooo`
    case printf
    /// `\ooo` or `\0oo`, and quotes
    case dollarQuotes
  }

  /// Decodes one escape, whose backslash has been read, from the front of `rest`.
  ///
  /// An unknown escape stays as it is. Source: busybox `libbb/process_escape_sequence.c`.
  package static func decode(_ rest: inout ArraySlice<UInt8>, style: Style) -> [UInt8] {
    guard let byte = rest.first else { return [0x5C] }
    if byte == UInt8(ascii: "e"), style != .dollarQuotes {
      rest.removeFirst()
      return [0x1B]
    }
    if let simple = single(byte) {
      rest.removeFirst()
      return [simple]
    }
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      let digits = style == .echo && byte == UInt8(ascii: "0") ? 4 : 3
      let end = rest.prefix(digits).prefix { digit($0, base: 8) != nil }.endIndex
      let value = number(&rest, digits: digits, base: 8)
      // Source: busybox `shell/ash.c`, `decode_dollar_squote`: a digit too much goes away.
      if style == .dollarQuotes { rest = rest[end...] }
      return [value]
    case UInt8(ascii: "x"):
      guard let next = rest.dropFirst().first, digit(next, base: 16) != nil else { return [0x5C] }
      rest.removeFirst()
      return [number(&rest, digits: 2, base: 16)]
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"):
      guard style == .dollarQuotes else { return [0x5C] }
      rest.removeFirst()
      return [byte]
    default: return [0x5C]
    }
  }

  private static func single(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "a"): 7
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "\\"): 0x5C
    default: nil
    }
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int, base: Int) -> UInt8 {
    var value = 0
    var count = 0
    while count < digits, let byte = rest.first, let digit = digit(byte, base: base) {
      if value * base + digit > 255 { break }
      value = value * base + digit
      rest.removeFirst()
      count += 1
    }
    return UInt8(truncatingIfNeeded: value)
  }

  private static func digit(_ byte: UInt8, base: Int) -> Int? {
    let value: Int
    switch byte {
    case 0x30...0x39: value = Int(byte) - 0x30
    case 0x41...0x46: value = Int(byte) - 0x37
    case 0x61...0x66: value = Int(byte) - 0x57
    default: return nil
    }
    return value < base ? value : nil
  }
}
