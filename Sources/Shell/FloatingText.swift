import ByteText

/// Writes floating-point numbers exactly as C's `printf` does.
package enum FloatingText {
  /// A number that is not negative, as `e`, `f` or `g` (given in lower case).
  package static func format(
    _ value: Double, style: UInt8, precision: Int, keepsZeros: Bool = false
  ) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return "inf" }
    let precision = min(max(precision, 0), 1000)
    switch style {
    case UInt8(ascii: "f"): return fixed(value, precision, keepsZeros)
    case UInt8(ascii: "e"): return scientific(value, precision, keepsZeros)
    default:
      let significant = max(precision, 1)
      let exponent = rounded(value, digits: significant).exponent
      let text =
        exponent < -4 || exponent >= significant
        ? scientific(value, significant - 1, keepsZeros)
        : fixed(value, significant - 1 - exponent, keepsZeros)
      return keepsZeros ? text : withoutTrailingZeros(text)
    }
  }

  /// A number of either sign as `%.Nf`.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    (value.sign == .minus ? "-" : "")
      + format(value.magnitude, style: UInt8(ascii: "f"), precision: decimals)
  }

  private static func withoutTrailingZeros(_ text: String) -> String {
    let mantissa = text.prefix { $0 != "e" }
    guard mantissa.holds(".") else { return text }
    var kept = mantissa
    while kept.last == "0" { kept.removeLast() }
    if kept.last == "." { kept.removeLast() }
    return String(kept + text[mantissa.endIndex...])
  }

  private static func fixed(_ value: Double, _ precision: Int, _ keepsPoint: Bool) -> String {
    let (digits, exponent) = decimal(value)
    let rounded = round(digits, keeping: exponent + 1 + precision)
    let shift = rounded.carried ? 1 : 0
    let whole = exponent + 1 + shift
    var all = rounded.digits
    if whole <= 0 { all = Array(repeating: 0, count: 1 - whole) + all }
    let split = max(whole, 1)
    while all.count < split + precision { all.append(0) }
    let text = all.prefix(split + precision).map { Character(UnicodeScalar(0x30 + $0)) }
    let fraction = precision > 0 || keepsPoint ? "." + String(text[split...]) : ""
    return String(text[..<split]) + fraction
  }

  private static func scientific(
    _ value: Double, _ precision: Int, _ keepsPoint: Bool
  ) -> String {
    let (digits, exponent) = rounded(value, digits: precision + 1)
    let text = digits.map { Character(UnicodeScalar(0x30 + $0)) }
    let fraction = precision > 0 || keepsPoint ? "." + String(text[1...]) : ""
    let magnitude = String(exponent.magnitude)
    let sign = exponent < 0 ? "-" : "+"
    return "\(text[0])\(fraction)e\(sign)\(magnitude.utf8.count < 2 ? "0" : "")\(magnitude)"
  }

  /// So many significant digits, and the power of ten of the first.
  private static func rounded(_ value: Double, digits count: Int) -> (
    digits: [UInt8], exponent: Int
  ) {
    let (digits, exponent) = decimal(value)
    var (kept, carried) = round(digits, keeping: count)
    while kept.count < count { kept.append(0) }
    return (Array(kept.prefix(count)), exponent + (carried ? 1 : 0))
  }

  /// Rounds half to even at a digit; `carried`: there is one digit more in front.
  private static func round(
    _ digits: [UInt8], keeping count: Int
  ) -> (digits: [UInt8], carried: Bool) {
    if count >= digits.count { return (digits, false) }
    if count < 0 { return ([], false) }
    var kept = Array(digits[..<count])
    let rest = digits[count...]
    let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let roundsUp = isHalf ? (kept.last ?? 0) % 2 == 1 : (rest.first ?? 0) >= 5
    guard roundsUp else { return (kept, false) }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index < 0 { return ([1] + kept, true) }
    kept[index] += 1
    return (kept, false)
  }

  /// All decimal digits of a number, exactly, and the power of ten of the first.
  private static func decimal(_ value: Double) -> (digits: [UInt8], exponent: Int) {
    if value == 0 { return ([0], 0) }
    var mantissa = value.significandBitPattern
    var power = Int(value.exponentBitPattern) - 1075
    if value.exponentBitPattern == 0 {
      power += 1
    } else {
      mantissa |= 1 << 52
    }
    // value = mantissa * 2^power; a negative power is 5^-power / 10^-power.
    var limbs = [UInt32(truncatingIfNeeded: mantissa % 1_000_000_000)]
    limbs.append(UInt32(truncatingIfNeeded: mantissa / 1_000_000_000 % 1_000_000_000))
    let factor: UInt64 = power < 0 ? 5 : 2
    for _ in 0..<power.magnitude { multiply(&limbs, by: factor) }
    while limbs.count > 1, limbs.last == 0 { limbs.removeLast() }
    var text = String(limbs.last ?? 0)
    for limb in limbs.dropLast().reversed() {
      let digits = String(limb)
      text += String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }
    let digits = text.utf8.map { $0 - 0x30 }
    return (digits, digits.count - 1 + min(power, 0))
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * factor + carry
      limbs[index] = UInt32(truncatingIfNeeded: product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    if carry > 0 { limbs.append(UInt32(truncatingIfNeeded: carry)) }
  }
}
