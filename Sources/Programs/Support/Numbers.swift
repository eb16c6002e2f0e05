import Kernel

/// Numbers as busybox reads them from the command line.
enum Numbers {
  /// The suffixes b, k, m, g and so on and what they multiply by.
  ///
  /// Source: busybox 1.35.0 `libbb/xatonum.c`, `bkm_suffixes` and `cwbkMG_suffixes`.
  static let suffixes: [(String, Int)] = [
    ("b", 512), ("k", 1024), ("K", 1024), ("m", 1 << 20), ("M", 1 << 20), ("g", 1 << 30),
    ("G", 1 << 30), ("c", 1), ("w", 2), ("kB", 1000), ("kD", 1000), ("MB", 1_000_000),
    ("MD", 1_000_000), ("GB", 1_000_000_000), ("GD", 1_000_000_000), ("T", 1 << 40), ("t", 1 << 40),
    ("KB", 1000), ("kiB", 1024), ("KiB", 1024), ("MiB", 1 << 20), ("GiB", 1 << 30),
  ]

  /// A decimal number with an optional suffix; nil for anything else or when it is too large.
  static func withSuffix(_ text: some StringProtocol) -> Int? {
    let bytes = String(text).utf8
    let digits = bytes.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard let number = Int(Substring(digits)) else { return nil }
    let suffix = String(Substring(bytes[digits.endIndex...]))
    if suffix.isEmpty { return number }
    guard let factor = suffixes.first(where: { $0.0 == suffix })?.1 else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  /// A duration in seconds: a decimal fraction with an optional s, m, h or d, or "infinity".
  static func seconds(_ text: some StringProtocol) -> Duration? {
    if text == "inf" || text == "infinity" { return .seconds(1 << 40) }
    let bytes = String(text).utf8
    let factor: Double? =
      switch bytes.last {
      case UInt8(ascii: "s"): 1
      case UInt8(ascii: "m"): 60
      case UInt8(ascii: "h"): 3600
      case UInt8(ascii: "d"): 86_400
      case _: nil
      }
    let digits = factor == nil ? bytes[...] : bytes.dropLast()
    let isPlain = digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ".") }
    guard isPlain, let number = Double(Substring(digits)) else { return nil }
    let seconds = min(number * (factor ?? 1), 1e12)
    return .nanoseconds(Int64(min(seconds * 1e9, 9e18)))
  }
}

extension Process {
  /// A non-negative number with a suffix; what is none ends the applet.
  func number(_ text: String) async throws -> Int {
    if let number = Numbers.withSuffix(text) { return number }
    try await die("invalid number '\(text)'")
  }
}

extension StringProtocol {
  /// The text with spaces before it, at least `width` bytes wide.
  func right(_ width: Int) -> String {
    utf8.count >= width
      ? String(self) : String(repeating: " ", count: width - utf8.count) + self
  }

  /// The text with spaces after it, at least `width` bytes wide.
  func left(_ width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - utf8.count))
  }

  /// The text with zeros before it.
  func zeroes(_ width: Int) -> String {
    utf8.count >= width
      ? String(self) : String(repeating: "0", count: width - utf8.count) + self
  }
}

extension Int {
  func right(_ width: Int) -> String {
    if width == 2, self >= 0, self < 10 { return " \(self)" }
    return String(self).right(width)
  }

  func zeroes(_ width: Int) -> String {
    // Clocks and dates consist of these.
    if width == 2, self >= 0, self < 100 { return twoDigits }
    return String(self).zeroes(width)
  }

  private var twoDigits: String {
    String(unsafeUninitializedCapacity: 2) { text in
      text[0] = UInt8(truncatingIfNeeded: 0x30 + self / 10)
      text[1] = UInt8(truncatingIfNeeded: 0x30 + self % 10)
      return 2
    }
  }

  var octal: String { String(self, radix: 8) }
}
