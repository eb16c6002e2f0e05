import Kernel

/// A value of awk: a number, a text, or a text from outside that may be a number.
enum AwkValue {
  case number(Double)
  case string(String)
  /// A field or other input: it compares as a number if it looks like one.
  case input(String)
  case unset

  var number: Double {
    switch self {
    case .number(let value): value
    case .string(let text), .input(let text): AwkValue.number(in: text)
    case .unset: 0
    }
  }

  /// The number at the beginning of a text.
  static func number(in text: String) -> Double {
    let bytes = text.utf8.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return prefix(Array(bytes.prefix(400))).value
  }

  /// The number that `bytes` begin with and its length.
  ///
  /// Source: busybox 1.35.0 `editors/awk.c`, `my_strtod`: hexadecimal and octal count, too.
  static func prefix(_ bytes: [UInt8]) -> (value: Double, length: Int) {
    let sign = bytes.first == 0x2D || bytes.first == 0x2B ? 1 : 0
    let body = bytes.dropFirst(sign)
    guard !Dialect.isGNU, sign == 0, body.first == 0x30, let next = body.dropFirst().first else {
      return NumberText.prefix(bytes)
    }
    if next | 0x20 == UInt8(ascii: "x") {
      let digits = body.dropFirst(2).prefix { Escapes.hexadecimal($0) != nil }
      if digits.isEmpty { return (0, 1) }
      let value = digits.reduce(0.0) { $0 * 16 + Double(Escapes.hexadecimal($1) ?? 0) }
      return (value, digits.count + 2)
    }
    let digits = body.prefix { (0x30...0x37).contains($0) }
    let end = body.dropFirst(digits.count).first
    let isDecimal = end.map { $0 == 0x2E || (0x30...0x39).contains($0) } ?? false
    guard (0x30...0x39).contains(next), !isDecimal else { return NumberText.prefix(bytes) }
    return (digits.reduce(0.0) { $0 * 8 + Double($1 - 0x30) }, digits.count)
  }

  /// The bytes of its text.
  var size: Int {
    switch self {
    case .string(let text), .input(let text): text.utf8.count
    case .number, .unset: 0
    }
  }

  var isTrue: Bool {
    switch self {
    case .number(let value): value != 0
    case .string(let text): !text.isEmpty
    case .input(let text): looksNumeric(text).map { $0 != 0 } ?? !text.isEmpty
    case .unset: false
    }
  }

  /// The number this is when compared; nil if it compares as text.
  var comparableNumber: Double? {
    switch self {
    case .number(let value): value
    case .unset: 0
    case .input(let text): looksNumeric(text)
    case .string: nil
    }
  }

  private func looksNumeric(_ text: String) -> Double? {
    var bytes = Array(text.utf8.drop { $0 == 0x20 || (0x09...0x0D).contains($0) })
    while let last = bytes.last, last == 0x20 || (0x09...0x0D).contains(last) { bytes.removeLast() }
    if bytes.isEmpty { return nil }
    let (value, length) = AwkValue.prefix(bytes)
    return length == bytes.count ? value : nil
  }

  /// The text of the value; numbers that are whole print as integers, others in `format`.
  func text(format: String) -> String {
    switch self {
    case .string(let text), .input(let text): text
    case .unset: ""
    case .number(let value): AwkValue.text(of: value, format: format)
    }
  }

  static func text(of value: Double, format: String) -> String {
    if value == value.rounded(.towardZero), abs(value) < (Dialect.isGNU ? 1e16 : 9.2e18) {
      return String(Int64(value))
    }
    return Formatting.format(format, [.number(value)])
  }
}
