extension Quantity {
  /// Why a text is no quantity, in the API server's words.
  package enum ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    case wrongFormat
    case unknownSuffix

    package var description: String {
      switch self {
      case .wrongFormat:
        "quantities must match the regular expression "
          + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
      case .unknownSuffix: "unable to parse quantity's suffix"
      }
    }
  }

  /// Reads `1.5Gi`, `500m`, `1e3`.
  ///
  /// What is finer than a billionth is rounded away from zero; what exceeds 2⁶³−1 is cut to it.
  package init(_ text: some StringProtocol) throws(ParseError) {
    var parts = Parts()
    try parts.read(Array(text.utf8))
    let (base, exponent, format) = try Self.suffix(parts.suffix)
    let nanos = Self.nanos(parts, base: base, exponent: exponent)
    let isFraction = nanos > 0 && nanos < Self.one
    self.init(
      nanos: parts.isNegative ? -nanos : nanos,
      format: format == .binarySI && isFraction ? .decimalSI : format,
      text: parts.looksCanonical(exponent, format) ? String(text) : nil)
  }

  /// The pieces of the text: sign, digits before and after the point, suffix.
  private struct Parts {
    var isNegative = false
    var whole: ArraySlice<UInt8> = []
    var fraction: ArraySlice<UInt8> = []
    var suffix = ""

    mutating func read(_ bytes: [UInt8]) throws(ParseError) {
      guard !bytes.isEmpty else { throw .wrongFormat }
      var rest = bytes[...]
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
        isNegative = rest.removeFirst() == UInt8(ascii: "-")
      }
      whole = Self.digits(&rest)
      if rest.first == UInt8(ascii: ".") {
        rest.removeFirst()
        fraction = Self.digits(&rest)
      }
      let suffixBytes = rest
      while let byte = rest.first, "eEinumkKMGTP".utf8.contains(byte) { rest.removeFirst() }
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      _ = Self.digits(&rest)
      guard rest.isEmpty else { throw .wrongFormat }
      suffix = String(decoding: suffixBytes, as: UTF8.self)
    }

    /// Whether the server keeps the text as it is: it looks for a number without a thousand to
    /// take out, not for a leading `+` or zeros behind the point.
    func looksCanonical(_ exponent: Int, _ format: Format) -> Bool {
      let whole = whole.drop { $0 == UInt8(ascii: "0") }
      guard !whole.isEmpty else { return false }
      let all = Array(whole) + fraction
      switch format {
      case .binarySI:
        let last = all.suffix(3).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return fraction.isEmpty && all.count + exponent * 3 / 10 < 15 && last % 8 != 0
      case .decimalSI, .decimalExponent:
        let scale = exponent - fraction.count
        return all.count <= 18 && scale >= -9 && scale % 3 == 0
          && all.suffix(3) != [48, 48, 48][...]
      }
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      rest = rest.dropFirst(digits.count)
      return digits
    }
  }

  private static func suffix(
    _ text: String
  ) throws(ParseError) -> (base: Int128, exponent: Int, format: Format) {
    switch text {
    case "": return (10, 0, .decimalSI)
    case "n": return (10, -9, .decimalSI)
    case "u": return (10, -6, .decimalSI)
    case "m": return (10, -3, .decimalSI)
    case "k": return (10, 3, .decimalSI)
    case "M": return (10, 6, .decimalSI)
    case "G": return (10, 9, .decimalSI)
    case "T": return (10, 12, .decimalSI)
    case "P": return (10, 15, .decimalSI)
    case "E": return (10, 18, .decimalSI)
    case "Ki": return (2, 10, .binarySI)
    case "Mi": return (2, 20, .binarySI)
    case "Gi": return (2, 30, .binarySI)
    case "Ti": return (2, 40, .binarySI)
    case "Pi": return (2, 50, .binarySI)
    case "Ei": return (2, 60, .binarySI)
    default: break
    }
    guard text.hasPrefix("e") || text.hasPrefix("E"), let exponent = Int(text.dropFirst()) else {
      throw .unknownSuffix
    }
    return (10, max(-1000, min(1000, exponent)), .decimalExponent)
  }

  /// The largest amount Kubernetes keeps: 2⁶³−1.
  private static let ceiling = Int128(Int64.max) * one

  private static func nanos(_ parts: Parts, base: Int128, exponent: Int) -> Int128 {
    var mantissa: Int128 = 0
    var shift = exponent + 9
    if base == 2 { shift = 9 }
    var hasRest = false
    for (place, digit) in (Array(parts.whole) + Array(parts.fraction)).enumerated() {
      let isFraction = place >= parts.whole.count
      if mantissa > Int128.max / 10_000_000_000_000_000_000 / 10 {
        // Too many digits: before the point they only make it larger than the ceiling.
        if !isFraction { shift += 1 }
        hasRest = hasRest || digit != UInt8(ascii: "0")
        continue
      }
      mantissa = mantissa * 10 + Int128(digit - UInt8(ascii: "0"))
      if isFraction { shift -= 1 }
    }
    if mantissa == 0 { return hasRest ? 1 : 0 }
    if base == 2 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(1) << exponent)
      if overflow { return ceiling }
      mantissa = product
    }
    return scaled(mantissa, byTenTo: shift, hasRest: hasRest)
  }

  private static func scaled(
    _ mantissa: Int128, byTenTo shift: Int, hasRest: Bool
  ) -> Int128 {
    var amount = mantissa
    var hasRest = hasRest
    for _ in 0..<abs(shift) {
      if shift > 0 {
        let (product, overflow) = amount.multipliedReportingOverflow(by: 10)
        if overflow || product > ceiling { return ceiling }
        amount = product
      } else {
        hasRest = hasRest || amount % 10 != 0
        amount /= 10
        if amount == 0 { break }
      }
    }
    return min(ceiling, hasRest ? amount + 1 : amount)
  }
}
