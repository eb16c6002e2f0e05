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
    return NumberText.prefix(Array(bytes.prefix(400))).value
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
    let (value, length) = NumberText.prefix(bytes)
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
    if value == value.rounded(.towardZero), abs(value) < 1e16 {
      return String(Int64(value))
    }
    return Formatting.format(format, [.number(value)])
  }
}
