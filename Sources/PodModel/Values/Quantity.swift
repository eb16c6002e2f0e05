/// An amount of a resource: `500m`, `1Gi`, `2`.
///
/// Source: apimachinery `api/resource/quantity.go`.
package struct Quantity: Sendable, Hashable {
  /// The family of suffixes that the amount is written with.
  package enum Format: Sendable, Hashable {
    /// `m`, none, `k`, `M`, `G`, …: powers of 1000.
    case decimalSI
    /// `Ki`, `Mi`, `Gi`, …: powers of 1024.
    case binarySI
    /// `e3`, `e6`, …
    case decimalExponent
  }

  /// The amount in billionths, the smallest step Kubernetes knows.
  package let nanos: Int128
  package let format: Format
  /// The text it was read from, where the server takes that for canonical.
  let text: String?

  package init(nanos: Int128, format: Format = .decimalSI) {
    self.init(nanos: nanos, format: format, text: nil)
  }

  init(nanos: Int128, format: Format, text: String?) {
    self.nanos = nanos
    self.format = format
    self.text = text
  }

  /// Nothing at all.
  package static let zero = Quantity(nanos: 0)

  /// The amount rounded up to a whole number.
  package var value: Int128 { Self.roundedUp(nanos, by: 1_000_000_000) }
  /// The amount in thousandths, rounded up.
  package var milliValue: Int128 { Self.roundedUp(nanos, by: 1_000_000) }

  private static func roundedUp(_ amount: Int128, by unit: Int128) -> Int128 {
    let (quotient, rest) = amount.quotientAndRemainder(dividingBy: unit)
    if rest == 0 { return quotient }
    return amount > 0 ? quotient + 1 : quotient - 1
  }

  package static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }
  package func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
}

extension Quantity: Comparable {
  package static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }
}

extension Quantity: CustomStringConvertible {
  /// The canonical form: no fraction, the largest suffix that keeps the number whole.
  package var description: String {
    if let text { return text }
    if nanos == 0 { return "0" }
    switch format {
    case .binarySI:
      let isWhole = nanos % Self.one == 0
      if isWhole, abs(nanos) >= 1024 * Self.one { return binary(nanos / Self.one) }
      return decimal { Self.decimalSuffixes[$0] ?? "" }
    case .decimalSI: return decimal { Self.decimalSuffixes[$0] ?? "" }
    case .decimalExponent: return decimal { $0 == 0 ? "" : "e\($0)" }
    }
  }

  static let one: Int128 = 1_000_000_000
  private static let decimalSuffixes = [
    -9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E",
  ]

  private func decimal(suffix: (Int) -> String) -> String {
    var mantissa = nanos
    var exponent = -9
    while mantissa % 1000 == 0, exponent < 18 {
      mantissa /= 1000
      exponent += 3
    }
    return "\(mantissa)\(suffix(exponent))"
  }

  private func binary(_ whole: Int128) -> String {
    var mantissa = whole
    var power = 0
    while mantissa % 1024 == 0, power < 6 {
      mantissa /= 1024
      power += 1
    }
    return "\(mantissa)\(["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power])"
  }
}
