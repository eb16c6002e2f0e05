import Kernel

/// Formats as C's printf, for awk and others.
enum Formatting {
  /// One conversion such as "%-5.2f".
  struct Specification {
    var flags = ""
    var width = 0
    var precision: Int?
    var conversion: Character = "s"

    func has(_ flag: Character) -> Bool { flags.contains(flag) }
  }

  /// Formats values; missing ones count as unset.
  static func format(_ format: String, _ values: [AwkValue], numberFormat: String = "%.6g")
    -> String
  {
    var result = ""
    var rest = format[...]
    var values = values[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        result += "%"
        continue
      }
      guard let specification = specification(&rest, &values) else {
        result += "%"
        continue
      }
      result += convert(values.popFirst() ?? .unset, specification, numberFormat)
    }
    return result
  }

  private static func specification(
    _ rest: inout Substring, _ values: inout ArraySlice<AwkValue>
  ) -> Specification? {
    let start = rest
    var result = Specification()
    while let flag = rest.first, "-+ #0".contains(flag) {
      result.flags.append(flag)
      rest.removeFirst()
    }
    func number() -> Int? {
      if rest.first == "*" {
        rest.removeFirst()
        return Int(max(-100_000, min(values.popFirst()?.number ?? 0, 100_000)))
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return digits.isEmpty ? nil : min(Int(digits) ?? 0, 100_000)
    }
    if let width = number() {
      result.width = abs(width)
      if width < 0 { result.flags.append("-") }
    }
    if rest.first == "." {
      rest.removeFirst()
      result.precision = number() ?? 0
    }
    while let modifier = rest.first, "hlLqjzt".contains(modifier) { rest.removeFirst() }
    guard let conversion = rest.popFirst(), "diouxXcsfFeEgGaA".contains(conversion) else {
      rest = start
      return nil
    }
    result.conversion = conversion
    return result
  }

  private static func convert(
    _ value: AwkValue, _ specification: Specification, _ numberFormat: String
  ) -> String {
    switch specification.conversion {
    case "d", "i", "o", "u", "x", "X": integer(value.number, specification)
    case "c": padded(character(value), specification)
    case "s":
      padded(
        String(
          rawBytes: value.text(format: numberFormat).rawBytes.prefix(
            specification.precision ?? Int.max)), specification)
    default: floating(value.number, specification)
    }
  }

  private static func character(_ value: AwkValue) -> String {
    if case .number(let code) = value {
      let byte = UInt8(truncatingIfNeeded: Int(max(-1e9, min(code.isNaN ? 0 : code, 1e9))))
      return String(rawBytes: [byte])
    }
    let bytes = value.text(format: "%.6g").rawBytes
    return String(rawBytes: bytes.isEmpty && !Dialect.isGNU ? [0] : bytes.prefix(1))
  }

  private static func padded(_ text: String, _ specification: Specification) -> String {
    let width = specification.width
    return specification.has("-") ? text.left(width) : text.right(width)
  }

  static func integer(_ value: Double, _ specification: Specification) -> String {
    let clamped = value.isNaN ? 0 : max(-9.2e18, min(value, 9.2e18))
    let whole = Int64(clamped)
    var digits: String
    var prefix = ""
    switch specification.conversion {
    case "d", "i":
      digits = String(whole.magnitude)
      prefix = whole < 0 ? "-" : specification.has("+") ? "+" : specification.has(" ") ? " " : ""
    case "o": digits = String(UInt64(bitPattern: whole), radix: 8)
    case "x", "X":
      digits = String(UInt64(bitPattern: whole), radix: 16)
      if specification.conversion == "X" { digits = digits.uppercased() }
      if specification.has("#"), whole != 0 {
        prefix = specification.conversion == "X" ? "0X" : "0x"
      }
    default: digits = String(UInt64(bitPattern: whole))
    }
    if let precision = specification.precision { digits = digits.zeroes(precision) }
    return padNumber(prefix, digits, specification, allowsZeros: specification.precision == nil)
  }

  static func floating(_ value: Double, _ specification: Specification) -> String {
    let decimal = DecimalText(value.magnitude)
    let precision = min(specification.precision ?? 6, 1000)
    var digits: String
    switch specification.conversion {
    case "e", "E": digits = decimal.exponential(precision)
    case "g", "G": digits = decimal.general(precision, keepsZeros: specification.has("#"))
    default: digits = decimal.fixed(precision)
    }
    if specification.conversion.isUppercase { digits = digits.uppercased() }
    let isNegative = value.sign == .minus && !value.isNaN
    let prefix = isNegative ? "-" : specification.has("+") ? "+" : specification.has(" ") ? " " : ""
    return padNumber(prefix, digits, specification, allowsZeros: value.isFinite)
  }

  private static func padNumber(
    _ prefix: String, _ digits: String, _ specification: Specification, allowsZeros: Bool
  ) -> String {
    if specification.has("0"), !specification.has("-"), allowsZeros {
      return prefix + digits.zeroes(specification.width - prefix.utf8.count)
    }
    return padded(prefix + digits, specification)
  }
}
