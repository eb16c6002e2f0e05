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
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    let suffix = String(text.dropFirst(digits.count))
    if suffix.isEmpty { return number }
    guard let factor = suffixes.first(where: { $0.0 == suffix })?.1 else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  /// A duration in seconds: a decimal fraction with an optional s, m, h or d, or "infinity".
  static func seconds(_ text: some StringProtocol) -> Duration? {
    if text == "inf" || text == "infinity" { return .seconds(1 << 40) }
    var digits = text[...]
    var factor = 1.0
    if let last = text.last, let unit = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400][last] {
      digits = text.dropLast()
      factor = unit
    }
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }),
      let number = Double(digits)
    else { return nil }
    let seconds = min(number * factor, 1e12)
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
    String(repeating: " ", count: Swift.max(0, width - utf8.count)) + self
  }

  /// The text with spaces after it, at least `width` bytes wide.
  func left(_ width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - utf8.count))
  }

  /// The text with zeros before it.
  func zeroes(_ width: Int) -> String {
    String(repeating: "0", count: Swift.max(0, width - utf8.count)) + self
  }
}

extension Int {
  func right(_ width: Int) -> String { String(self).right(width) }
  func zeroes(_ width: Int) -> String { String(self).zeroes(width) }
  var octal: String { String(self, radix: 8) }
}
