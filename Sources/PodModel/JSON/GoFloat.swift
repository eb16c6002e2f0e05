/// Writes floating-point numbers as Go does, so that messages and documents agree with kubectl's.
///
/// Source: Go `strconv/ftoa.go` and `encoding/json/encode.go` (`floatEncoder`).
package enum GoFloat {
  /// The text `encoding/json` writes: plain digits, or an exponent below 1e-6 and from 1e21 on.
  ///
  /// NaN and infinities, which JSON cannot hold, come out as Go prints them elsewhere.
  package static func json(_ value: Double) -> String {
    let size = value.magnitude
    let needsExponent = size != 0 && (size < 1e-6 || size >= 1e21)
    guard let decimal = Decimal(value) else { return notFinite(value) }
    return needsExponent ? decimal.exponential(exponentDigits: 1) : decimal.plain
  }

  /// The text of `strconv.FormatFloat(value, 'g', -1, 64)`: an exponent below 1e-4 and from 1e+06 on.
  package static func general(_ value: Double) -> String {
    guard let decimal = Decimal(value) else { return notFinite(value) }
    return decimal.general
  }

  /// The text of `strconv.FormatFloat(value, 'g', -1, 32)`, which YAML keys go through.
  package static func generalSingle(_ value: Double) -> String {
    let single = Float(value)
    guard let decimal = Decimal(single) else { return notFinite(Double(single)) }
    return decimal.general
  }

  private static func notFinite(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    return value < 0 ? "-Inf" : "+Inf"
  }
}

/// The shortest decimal digits that read back as the same number.
private struct Decimal {
  let isNegative: Bool
  /// The digits without leading and trailing zeros; one zero for zero.
  let digits: [UInt8]
  /// How many digits stand before the decimal point; may be negative or beyond the digits.
  let point: Int

  init?(_ value: some BinaryFloatingPoint & CustomStringConvertible) {
    guard value.isFinite else { return nil }
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    // Swift's description is the shortest text that reads back: '12.5', '1e-07', '1e+16'.
    let parts = value.description.utf8.split(separator: UInt8(ascii: "e"))
    for byte in parts[0] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
      case UInt8(ascii: "."): point = digits.count
      default: continue
      }
    }
    if parts.count > 1 { exponent = Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 }
    var place = (point ?? digits.count) + exponent
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leading)
    place -= leading
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty {
      digits = [UInt8(ascii: "0")]
      place = 1
    }
    isNegative = value.sign == .minus
    self.digits = digits
    self.point = place
  }

  private var sign: String { isNegative ? "-" : "" }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: digits[range.clamped(to: digits.indices)], as: UTF8.self)
  }

  /// Digits with a point where one is needed, and no exponent.
  var plain: String {
    if point <= 0 {
      return sign + "0." + String(repeating: "0", count: -point) + text(0..<digits.count)
    }
    if point >= digits.count {
      return sign + text(0..<digits.count) + String(repeating: "0", count: point - digits.count)
    }
    return sign + text(0..<point) + "." + text(point..<digits.count)
  }

  /// One digit, a point, the others, and the exponent with at least so many digits.
  func exponential(exponentDigits: Int) -> String {
    let exponent = point - 1
    var number = String(exponent.magnitude)
    // `encoding/json` shortens 'e-09' to 'e-9' but leaves 'e+21' alone.
    while number.utf8.count < (exponent < 0 ? exponentDigits : 2) { number = "0" + number }
    let fraction = digits.count > 1 ? "." + text(1..<digits.count) : ""
    return sign + text(0..<1) + fraction + "e" + (exponent < 0 ? "-" : "+") + number
  }

  /// Go's 'g' in shortest form.
  var general: String {
    let exponent = point - 1
    return exponent < -4 || exponent >= 6 ? exponential(exponentDigits: 2) : plain
  }
}
