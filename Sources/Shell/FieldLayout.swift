/// Flags, width and precision of one `%` directive.
package struct FieldLayout: Sendable {
  package var isLeft = false
  package var padsWithZeros = false
  package var showsPlus = false
  package var leavesBlankForSign = false
  package var isAlternative = false
  package var width = 0
  package var precision: Int?

  package init() {}

  /// Takes one of `-0+ #`; false for anything else.
  package mutating func take(flag: UInt8) -> Bool {
    switch flag {
    case UInt8(ascii: "-"): isLeft = true
    case UInt8(ascii: "0"): padsWithZeros = true
    case UInt8(ascii: "+"): showsPlus = true
    case UInt8(ascii: " "): leavesBlankForSign = true
    case UInt8(ascii: "#"): isAlternative = true
    default: return false
    }
    return true
  }

  /// Cuts to the precision.
  package func cut(_ bytes: [UInt8]) -> [UInt8] {
    precision.map { Array(bytes.prefix($0)) } ?? bytes
  }

  /// Fills up with blanks.
  package func pad(_ bytes: [UInt8]) -> [UInt8] {
    let blanks = Array(repeating: UInt8(0x20), count: max(0, width - bytes.count))
    return isLeft ? bytes + blanks : blanks + bytes
  }

  /// A signed decimal number.
  package func integer(_ value: Int64) -> [UInt8] {
    number(sign: sign(isNegative: value < 0), digits: String(value.magnitude))
  }

  /// An unsigned number as `o`, `u`, `x` or `X`.
  package func unsigned(_ value: UInt64, _ letter: UInt8) -> [UInt8] {
    switch letter {
    case UInt8(ascii: "o"):
      number(sign: isAlternative && value != 0 ? "0" : "", digits: String(value, radix: 8))
    case UInt8(ascii: "x"):
      number(sign: isAlternative && value != 0 ? "0x" : "", digits: String(value, radix: 16))
    case UInt8(ascii: "X"):
      number(
        sign: isAlternative && value != 0 ? "0X" : "",
        digits: String(value, radix: 16, uppercase: true))
    default: number(sign: "", digits: String(value))
    }
  }

  private func sign(isNegative: Bool) -> String {
    isNegative ? "-" : showsPlus ? "+" : leavesBlankForSign ? " " : ""
  }

  private func number(sign: String, digits: String) -> [UInt8] {
    var digits = digits
    if let precision {
      digits = String(repeating: "0", count: max(0, precision - digits.utf8.count)) + digits
    } else if padsWithZeros, !isLeft {
      let missing = max(0, width - digits.utf8.count - sign.utf8.count)
      digits = String(repeating: "0", count: missing) + digits
    }
    return pad(Array((sign + digits).utf8))
  }

  /// A number as `e`, `f` or `g`, in either case.
  package func floating(_ value: Double, _ letter: UInt8) -> [UInt8] {
    var text = FloatingText.format(
      value.magnitude, style: letter | 0x20, precision: precision ?? 6,
      keepsZeros: isAlternative)
    if letter < 0x60 { text = text.uppercased() }
    let sign = sign(isNegative: value.sign == .minus)
    if padsWithZeros, !isLeft, value.isFinite {
      let missing = max(0, width - text.utf8.count - sign.utf8.count)
      text = String(repeating: "0", count: missing) + text
    }
    return pad(Array((sign + text).utf8))
  }
}
