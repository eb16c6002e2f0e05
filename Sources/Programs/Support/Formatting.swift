import Kernel
import Shell

/// Formats awk's values as C's printf.
enum Formatting {
  /// A text ends when it is longer: nobody could hold it.
  private static let longest = 1 << 23

  /// Formats values; missing ones count as unset.
  static func format(_ format: String, _ values: [AwkValue], numberFormat: String = "%.6g")
    -> String
  {
    var result = ""
    var rest = format.utf8[...]
    var values = values[...]
    while result.utf8.count < longest, let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      result += Substring(rest[..<percent])
      rest = rest[percent...].dropFirst()
      if rest.first == UInt8(ascii: "%") {
        rest.removeFirst()
        result += "%"
        continue
      }
      guard let directive = directive(&rest, &values) else {
        result += "%"
        continue
      }
      let value = values.popFirst() ?? .unset
      result += String(rawBytes: convert(value, directive, numberFormat))
    }
    if result.utf8.count < longest { result += Substring(rest) }
    return result
  }

  /// One conversion such as "%-5.2f".
  private struct Directive {
    var layout = FieldLayout()
    var conversion: UInt8
  }

  /// Reads what follows "%"; nil, with nothing read, where no conversion does.
  private static func directive(
    _ rest: inout Substring.UTF8View, _ values: inout ArraySlice<AwkValue>
  ) -> Directive? {
    let start = rest
    var layout = FieldLayout()
    while let flag = rest.first, layout.take(flag: flag) { rest.removeFirst() }
    func number() -> Int? {
      if rest.first == UInt8(ascii: "*") {
        rest.removeFirst()
        return Int(max(-100_000, min(values.popFirst()?.number ?? 0, 100_000)))
      }
      let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
      rest = rest[digits.endIndex...]
      return digits.isEmpty ? nil : min(Int(Substring(digits)) ?? 0, 100_000)
    }
    if let width = number() {
      layout.width = abs(width)
      if width < 0 { layout.isLeft = true }
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      layout.precision = max(0, number() ?? 0)
    }
    while let modifier = rest.first, "hlLqjzt".utf8.contains(modifier) { rest.removeFirst() }
    guard let conversion = rest.popFirst(), "diouxXcsfFeEgGaA".utf8.contains(conversion) else {
      rest = start
      return nil
    }
    return Directive(layout: layout, conversion: conversion)
  }

  private static func convert(
    _ value: AwkValue, _ directive: Directive, _ numberFormat: String
  ) -> [UInt8] {
    let layout = directive.layout
    switch directive.conversion {
    case UInt8(ascii: "d"), UInt8(ascii: "i"):
      return layout.integer(integer(value))
    case UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "X"):
      return layout.unsigned(UInt64(bitPattern: integer(value)), directive.conversion)
    case UInt8(ascii: "c"):
      return layout.pad(character(value))
    case UInt8(ascii: "s"):
      return layout.pad(layout.cut(value.text(format: numberFormat).rawBytes))
    default:
      // The sign of what is no number is not shown.
      let number = value.number.isNaN ? .nan : value.number
      return layout.floating(number, directive.conversion)
    }
  }

  private static func integer(_ value: AwkValue) -> Int64 {
    value.number.isNaN ? 0 : Int64(max(-9.2e18, min(value.number, 9.2e18)))
  }

  private static func character(_ value: AwkValue) -> [UInt8] {
    if case .number(let code) = value {
      return [UInt8(truncatingIfNeeded: Int(max(-1e9, min(code.isNaN ? 0 : code, 1e9))))]
    }
    let bytes = value.text(format: "%.6g").rawBytes
    return bytes.isEmpty && !Dialect.isGNU ? [0] : Array(bytes.prefix(1))
  }
}
