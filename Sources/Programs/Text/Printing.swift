import Kernel
import RegularExpressions
import Shell

/// Applets that print what their command line says.
extension Applet {
  /// Source: busybox 1.35.0 `coreutils/echo.c`.
  static let echo = Applet("echo") { process in
    var operands = process.operands[...]
    var (ends, escapes) = (true, false)
    while let option = operands.first, option.hasPrefix("-"), option.count > 1,
      option.dropFirst().allSatisfy({ "neE".contains($0) })
    {
      operands.removeFirst()
      for letter in option.dropFirst() {
        switch letter {
        case "n": ends = false
        case "e": escapes = true
        default: escapes = false
        }
      }
    }
    var bytes = operands.joined(separator: " ").rawBytes
    if escapes {
      if let stop = bytes.firstRange(ofBytes: Array("\\c".utf8), from: 0) {
        bytes = Array(bytes[..<stop.lowerBound])
        ends = false
      }
      bytes = Escapes.expand(bytes)
    }
    try await process.output.write(bytes + (ends ? [0x0A] : []))
    return 0
  }

  static let printf = Applet(
    "printf",
    usage: "FORMAT [ARG]...\n\nFormat and print ARG(s) according to FORMAT (a-la C printf)"
  ) { process in
    guard let format = process.operands.first else {
      if Dialect.isGNU { try await process.warn("missing operand") }
      throw UsageError()
    }
    let result = Printf.format(format, Array(process.operands.dropFirst()))
    try await process.makeRoom(for: result.output.count)
    try await process.work(on: Printf.effort(result.output.count))
    try await process.output.write(result.output)
    for error in result.errors { try await process.warn(error) }
    return result.errors.isEmpty ? 0 : 1
  }

  static let yes = Applet("yes", usage: "[STRING]\n\nRepeatedly print a line with STRING, or 'y'") {
    process in
    let line = process.operands.isEmpty ? "y" : process.operands.joined(separator: " ")
    let block = Array(repeatElement((line + "\n").rawBytes, count: 64).joined())
    while true { try await process.write(block, to: 1) }
  }
}
