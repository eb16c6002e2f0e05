/// Floating point numbers in decimal, rounded exactly as C's printf does.
struct DecimalText {
  /// All digits, without leading zeros; empty for zero.
  private var digits: [UInt8]
  /// Where the decimal point is: after so many digits.
  private var point: Int
  private let isNegative: Bool
  private let special: String?

  init(_ value: Double) {
    isNegative = value.sign == .minus
    if value.isNaN || value.isInfinite {
      special = value.isNaN ? "nan" : "inf"
      (digits, point) = ([], 0)
      return
    }
    special = nil
    if value == 0 {
      (digits, point) = ([], 0)
      return
    }
    let significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    let exponent = Int(max(1, value.exponentBitPattern)) - 1075
    var number = BigDecimal(significand)
    for _ in 0..<abs(exponent) { number.multiply(by: exponent < 0 ? 5 : 2) }
    digits = number.digits
    point = digits.count + min(0, exponent)
  }

  /// Rounds half to even to the first `count` digits.
  private mutating func round(to count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      return
    }
    let rest = digits[count...]
    let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isOdd = count > 0 && digits[count - 1] % 2 == 1
    let roundsUp = isHalf ? isOdd : (rest.first ?? 0) >= 5
    digits.removeLast(digits.count - count)
    guard roundsUp else { return }
    var index = count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
      if digits.count > count, count > 0 { digits.removeLast() }
    }
  }

  private func signed(_ text: String) -> String { (isNegative ? "-" : "") + text }

  private func digit(_ index: Int) -> Character {
    index >= 0 && index < digits.count ? Character(String(digits[index])) : "0"
  }

  /// As `%.Nf`.
  func fixed(_ precision: Int) -> String {
    if let special { return signed(special) }
    var copy = self
    if !digits.isEmpty { copy.round(to: point + precision) }
    var text = copy.point > 0 ? String((0..<copy.point).map { copy.digit($0) }) : "0"
    if copy.digits.isEmpty { text = "0" }
    if precision > 0 {
      text += "." + String((0..<precision).map { copy.digit(copy.point + $0) })
    }
    return signed(text)
  }

  /// As `%.Ne`.
  func exponential(_ precision: Int) -> String {
    if let special { return signed(special) }
    var copy = self
    copy.round(to: precision + 1)
    var text = String(copy.digit(0))
    if precision > 0 { text += "." + String((1...precision).map { copy.digit($0) }) }
    return signed(text + copy.exponentText)
  }

  private var exponentText: String {
    let exponent = digits.isEmpty ? 0 : point - 1
    return "e\(exponent < 0 ? "-" : "+")\(abs(exponent).zeroes(2))"
  }

  /// As `%.Ng`.
  func general(_ precision: Int, keepsZeros: Bool = false) -> String {
    if let special { return signed(special) }
    let precision = max(1, precision)
    var copy = self
    copy.round(to: precision)
    let exponent = copy.digits.isEmpty ? 0 : copy.point - 1
    guard exponent < -4 || exponent >= precision else {
      let text = fixed(precision - 1 - exponent)
      return keepsZeros ? text : DecimalText.trimmed(text)
    }
    let text = exponential(precision - 1)
    if keepsZeros { return text }
    let parts = text.split(separator: "e", maxSplits: 1)
    return DecimalText.trimmed(String(parts[0])) + "e" + (parts.count > 1 ? parts[1] : "")
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

/// A large natural number in base 10⁹.
private struct BigDecimal {
  private var parts: [UInt32] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      parts.append(UInt32(rest % 1_000_000_000))
      rest /= 1_000_000_000
    }
  }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in parts.indices {
      let product = UInt64(parts[index]) * factor + carry
      parts[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    if carry > 0 { parts.append(UInt32(carry)) }
  }

  /// The decimal digits, most significant first.
  var digits: [UInt8] {
    var result: [UInt8] = []
    for (index, part) in parts.reversed().enumerated() {
      let text = index == 0 ? String(part) : Int(part).zeroes(9)
      result += text.utf8.map { $0 - 0x30 }
    }
    return result
  }
}
