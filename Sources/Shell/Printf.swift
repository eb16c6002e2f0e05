import Kernel

/// Formats as the `printf` command does.
///
/// Source: POSIX `printf`; the error texts are those of busybox `coreutils/printf.c`.
package struct Printf {
  /// Output and what was wrong with the arguments.
  package struct Result {
    package var output: [UInt8] = []
    /// Messages without the name of the command; the status is 1 if there are any.
    package var errors: [String] = []
  }

  private var result = Result()
  private var arguments: ArraySlice<String>
  private var isStopped = false

  /// Output ends when it is longer: nobody could hold it.
  private static let longest = 1 << 23

  /// What making so many bytes costs, for `Process.work(on:)`; digits are slow.
  package static func effort(_ count: Int) -> Int { count * 8 }

  /// Uses the format as often as there are arguments.
  package static func format(_ format: String, _ arguments: [String]) -> Result {
    var printer = Printf(arguments: arguments[...])
    let bytes = format.rawBytes
    repeat {
      let before = printer.arguments.count
      printer.run(bytes)
      if printer.isStopped || printer.arguments.count == before { break }
    } while !printer.arguments.isEmpty && printer.result.output.count < longest
    return printer.result
  }

  private init(arguments: ArraySlice<String>) { self.arguments = arguments }

  private mutating func run(_ format: [UInt8]) {
    var rest = format[...]
    while !isStopped, result.output.count < Printf.longest, let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        if rest.first == UInt8(ascii: "c") {
          isStopped = true
          return
        }
        result.output += Escapes.decode(&rest, style: .printf)
      case UInt8(ascii: "%"): directive(&rest)
      default: result.output.append(byte)
      }
    }
  }

  private mutating func directive(_ rest: inout ArraySlice<UInt8>) {
    if rest.first == UInt8(ascii: "%") {
      rest.removeFirst()
      result.output.append(UInt8(ascii: "%"))
      return
    }
    let start = rest
    var layout = FieldLayout()
    while let flag = rest.first, layout.take(flag: flag) { rest.removeFirst() }
    if let width = number(&rest) {
      layout.width = abs(width)
      if width < 0 { layout.isLeft = true }
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let precision = number(&rest) ?? 0
      // A negative one counts as none.
      if precision >= 0 { layout.precision = precision }
    }
    while let byte = rest.first, "hlLz".utf8.contains(byte) { rest.removeFirst() }
    guard let letter = rest.popFirst() else {
      return invalid(start)
    }
    switch letter {
    case UInt8(ascii: "c"):
      result.output += layout.pad(Array(((arguments.popFirst() ?? "").rawBytes + [0]).prefix(1)))
    case UInt8(ascii: "s"):
      result.output += layout.pad(layout.cut((arguments.popFirst() ?? "").rawBytes))
    case UInt8(ascii: "b"): escaped(layout)
    case UInt8(ascii: "d"), UInt8(ascii: "i"):
      result.output += layout.integer(Int64(truncatingIfNeeded: integer()))
    case UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "X"):
      result.output += layout.unsigned(UInt64(bitPattern: integer()), letter)
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "g"), UInt8(ascii: "G"):
      result.output += layout.floating(double(), letter)
    default: invalid(start)
    }
  }

  private mutating func invalid(_ rest: ArraySlice<UInt8>) {
    // Size modifiers have been taken out by then.
    var rest = rest
    while let byte = rest.first, "hlLz".utf8.contains(byte) { rest.removeFirst() }
    result.errors.append("%\(String(rawBytes: rest)): invalid format")
    isStopped = true
  }

  private mutating func escaped(_ layout: FieldLayout) {
    var output: [UInt8] = []
    var bytes = (arguments.popFirst() ?? "").rawBytes[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        output.append(byte)
        continue
      }
      if bytes.first == UInt8(ascii: "c") {
        isStopped = true
        break
      }
      output += Escapes.decode(
        &bytes, style: bytes.first == UInt8(ascii: "0") ? .echo : .printf)
    }
    result.output += layout.pad(layout.cut(output))
  }

  /// A width or precision: digits, or `*` for the next argument.
  private mutating func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if rest.first == UInt8(ascii: "*") {
      rest.removeFirst()
      return Int(clamping: min(max(integer(), -65_536), 65_536))
    }
    let digits = rest.prefix(while: isDigit)
    if digits.isEmpty { return nil }
    rest = rest.dropFirst(digits.count)
    return min(Int(String(decoding: digits, as: UTF8.self)) ?? 65_536, 65_536)
  }

  private mutating func integer() -> Int64 {
    let text = String((arguments.popFirst() ?? "").drop { $0 == " " || $0 == "\t" })
    if let quote = text.first, quote == "\"" || quote == "'" {
      return Int64(text.rawBytes.dropFirst().first ?? 0)
    }
    if let value = Printf.integer(text) { return value }
    result.errors.append("invalid number '\(text)'")
    return 0
  }

  /// Decimal, 0x… or 0…, with a sign.
  private static func integer(_ text: String) -> Int64? {
    var body = text.drop { $0 == " " || $0 == "\t" }
    let isNegative = body.hasPrefix("-")
    if isNegative || body.hasPrefix("+") { body.removeFirst() }
    guard let first = body.utf8.first, isDigit(first) else { return nil }
    var radix = 10
    if body.hasPrefix("0x") || body.hasPrefix("0X") {
      body.removeFirst(2)
      radix = 16
    } else if first == 0x30, body.utf8.count > 1 {
      radix = 8
    }
    guard let magnitude = UInt64(body, radix: radix) else { return nil }
    if isNegative {
      return magnitude <= UInt64(Int64.max) + 1 ? 0 &- Int64(bitPattern: magnitude) : nil
    }
    return Int64(bitPattern: magnitude)
  }

  private mutating func double() -> Double {
    let text = String((arguments.popFirst() ?? "").drop { $0 == " " || $0 == "\t" })
    if let quote = text.first, quote == "\"" || quote == "'" {
      return Double(text.rawBytes.dropFirst().first ?? 0)
    }
    if let value = Double(text) { return value }
    result.errors.append("invalid number '\(text)'")
    return 0
  }
}
