import ByteText
import Kernel
import Shell

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/seq.c`.
  static let seq = Applet(
    "seq",
    usage: """
      [-w] [-s SEP] [FIRST [INC]] LAST

      Print numbers from FIRST to LAST, in steps of INC.
      FIRST, INC default to 1.

      	-w	Pad to last with leading zeros
      	-s SEP	String separator
      """
  ) { process in
    let options = try await process.options(
      "+ws:", arguments: Dialect.isGNU ? Applet.keepNegative(process.operands) : nil,
      operands: 1...3)
    let numbers = try await NumberSequence(options.operands, process)
    let width = options.has("w") ? numbers.width(of: options.operands) : 0
    let separator = options.value("s") ?? "\n"
    var index = 0.0
    while let value = numbers.value(at: index) {
      if Int(index) & 7 == 0 { try await process.step() }
      let number = numbers.text(value)
      let padded =
        number.hasPrefix("-") ? "-" + number.dropFirst().zeroes(width - 1) : number.zeroes(width)
      try await process.output.write((index == 0 ? "" : separator) + padded)
      index += 1
    }
    if index > 0 { try await process.output.write("\n") }
    return 0
  }

  /// Negative numbers are no options: "--" goes before the first.
  private static func keepNegative(_ arguments: [String]) -> [String] {
    guard let first = arguments.firstIndex(where: { !$0.hasPrefix("-") || isNegative($0) }),
      isNegative(arguments[first])
    else { return arguments }
    return arguments[..<first] + ["--"] + arguments[first...]
  }

  private static func isNegative(_ text: String) -> Bool {
    text.hasPrefix("-") && text.dropFirst().first.map { $0.isNumber || $0 == "." } == true
  }
}

/// Numbers in equal steps, with as many decimals as the first number and the step have.
private struct NumberSequence {
  let first: Double
  let increment: Double
  let last: Double
  private let decimals: Int

  /// Reads `[FIRST [INC]] LAST`; what is no number ends the applet.
  init(_ operands: [String], _ process: Process) async throws {
    var numbers: [Double] = []
    var decimals = 0
    for text in operands {
      let (value, length) = NumberText.prefix(text.rawBytes)
      guard length == text.utf8.count, length > 0 else {
        if !Dialect.isGNU { throw UsageError() }
        try await process.die("invalid floating point argument: ‘\(text)’")
      }
      numbers.append(value)
      if numbers.count != operands.count || operands.count == 1,
        let dot = text.firstIndex(ofASCII: ".")
      {
        decimals = max(decimals, text.distance(from: dot, to: text.endIndex) - 1)
      }
    }
    first = numbers.count > 1 ? numbers[0] : 1
    increment = numbers.count > 2 ? numbers[1] : 1
    last = numbers[numbers.count - 1]
    self.decimals = min(decimals, 20)
    if increment == 0, Dialect.isGNU {
      try await process.die("invalid Zero increment value: ‘0’")
    }
  }

  /// The number after `index` steps; nil past the end.
  func value(at index: Double) -> Double? {
    let value = first + index * increment
    return (increment >= 0 ? value > last : value < last) ? nil : value
  }

  /// How wide the widest operand is, with all decimals.
  func width(of operands: [String]) -> Int {
    let whole = operands.map { $0.prefix { $0 != "." }.utf8.count }.max() ?? 0
    return decimals > 0 ? whole + 1 + decimals : whole
  }

  func text(_ value: Double) -> String {
    // Whole numbers are what nearly everybody counts with, and digits of others take their time.
    if decimals == 0, value == value.rounded(), value != 0, abs(value) < 1e15 {
      return "\(Int(value))"
    }
    return FloatingText.fixed(value, decimals: decimals)
  }
}
