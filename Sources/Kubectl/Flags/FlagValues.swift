import PodModel

/// The flags of a call with their values.
struct FlagValues {
  private var values: [String: [String]] = [:]
  private var initial: [String: String] = [:]

  init(_ flags: [Flag]) {
    for flag in flags { initial[flag.name] = flag.initial }
  }

  /// Whether the call names the flag.
  func isSet(_ name: String) -> Bool { values[name] != nil }

  /// The flag's last value, or its initial one.
  func string(_ name: String) -> String { values[name]?.last ?? initial[name] ?? "" }

  func bool(_ name: String) -> Bool { GoValue.bool(string(name)) ?? false }

  func int(_ name: String) -> Int { GoValue.int(string(name)) ?? 0 }

  func duration(_ name: String) -> Duration { GoValue.duration(string(name)) ?? .zero }

  /// The values of a flag that may be used several times.
  func strings(_ name: String) -> [String] { values[name] ?? [] }

  mutating func set(_ flag: Flag, to value: String) throws(KubectlError) {
    switch flag.kind {
    case .bool:
      guard GoValue.bool(value) != nil else {
        throw invalid(
          value, flag, "strconv.ParseBool: parsing \(GoQuote.quoted(value)): invalid syntax")
      }
    case .int:
      guard GoValue.int(value) != nil else {
        let isNumber = value.utf8.count > 18 && Double(value) != nil
        let reason = isNumber ? "value out of range" : "invalid syntax"
        throw invalid(value, flag, "strconv.ParseInt: parsing \(GoQuote.quoted(value)): \(reason)")
      }
    case .duration:
      if let problem = GoValue.durationProblem(value) { throw invalid(value, flag, problem) }
    case .string, .stringArray: break
    case .stringSlice:
      values[flag.name, default: []] +=
        value.isEmpty
        ? []
        : value.split(
          separator: ",", omittingEmptySubsequences: false
        ).map(String.init)
      return
    }
    switch flag.kind {
    case .stringArray: values[flag.name, default: []].append(value)
    case .bool, .string, .int, .duration, .stringSlice: values[flag.name] = [value]
    }
  }

  private func invalid(_ value: String, _ flag: Flag, _ problem: String) -> KubectlError {
    .text(
      "invalid argument \(GoQuote.quoted(value)) for \(GoQuote.quoted(flag.title)) flag: \(problem)"
    )
  }
}

/// Reads values as Go's standard library does.
enum GoValue {
  /// Source: Go `strconv.ParseBool`.
  static func bool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
  }

  /// Source: Go `strconv.ParseInt` with base 0.
  static func int(_ text: String) -> Int? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text
    let lower = digits.lowercased()
    let magnitude: Int? =
      if lower.hasPrefix("0x") {
        Int(lower.dropFirst(2), radix: 16)
      } else if lower.hasPrefix("0b") {
        Int(lower.dropFirst(2), radix: 2)
      } else if lower.hasPrefix("0o") {
        Int(lower.dropFirst(2), radix: 8)
      } else if lower.count > 1, lower.hasPrefix("0") {
        Int(lower.dropFirst(), radix: 8)
      } else {
        lower.first?.isNumber == true ? Int(lower) : nil
      }
    return magnitude.map { isNegative ? -$0 : $0 }
  }

  /// `1h30m`, `2.5s`, `0`; nil for anything else.
  ///
  /// Source: Go `time.ParseDuration`.
  static func duration(_ text: String) -> Duration? {
    guard durationProblem(text) == nil else { return nil }
    var rest = Substring(text)
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
    if rest == "0" { return .zero }
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !$0.isNumber && $0 != "." }
      rest = rest.dropFirst(unit.count)
      total +=
        (Double(number.hasPrefix(".") ? "0" + number : String(number)) ?? 0)
        * (units[String(unit)] ?? 0)
    }
    guard total < 9_000_000_000 else { return nil }
    return .seconds(isNegative ? -total : total)
  }

  private static let units: [String: Double] = [
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
  ]

  /// What Go says of a text that is no duration; nil for one that is.
  static func durationProblem(_ text: String) -> String? {
    let invalid = "time: invalid duration \(GoQuote.quoted(text))"
    var rest = Substring(text)
    if rest.hasPrefix("-") || rest.hasPrefix("+") { rest.removeFirst() }
    if rest == "0" { return nil }
    if rest.isEmpty { return invalid }
    while !rest.isEmpty {
      let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      let points = number.count { $0 == "." }
      guard !number.isEmpty, points < 2, number != "." else { return invalid }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !("0"..."9").contains($0) && $0 != "." }
      if unit.isEmpty { return "time: missing unit in duration \(GoQuote.quoted(text))" }
      guard units[String(unit)] != nil else {
        return
          "time: unknown unit \(GoQuote.quoted(String(unit))) in duration \(GoQuote.quoted(text))"
      }
      rest = rest.dropFirst(unit.count)
    }
    return nil
  }
}
