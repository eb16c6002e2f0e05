import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/cat.c`.
  static let cat = Applet(
    "cat",
    usage: """
      [-nbvteA] [FILE]...

      Print FILEs to stdout

      	-n	Number output lines
      	-b	Number nonempty lines
      	-v	Show nonprinting characters as ^x or M-x
      	-t	...and tabs as ^I
      	-e	...and end lines with $
      	-A	Same as -vte
      """
  ) { process in
    let options = try await process.options("nbvteAu")
    let isPlain = options.found.allSatisfy { $0.option == "u" }
    if isPlain { return try await concatenate(options.operands, process) }
    var numbering = LineNumbering(nonEmptyOnly: options.has("b"))
    let numbers = options.has("n") || options.has("b")
    let showsAll = options.has("A")
    let visible = VisibleText(
      showsTabs: showsAll || options.has("t"), showsEnds: showsAll || options.has("e"),
      showsControls: showsAll || options.has("v") || options.has("t") || options.has("e"))
    let isGood = try await process.forEachInput(
      options.operands, message: { numbers ? $0 : cannotOpen($0) },
      directory: { _ in "read error: \(Errno.isDirectory)" }
    ) { _, reader in
      while let line = try await reader.readLine() {
        let text = visible.render(line)
        // Numbered lines are complete lines.
        let end: [UInt8] = numbers && line.last != 0x0A ? [0x0A] : []
        try await process.output.write((numbers ? numbering.number(text, of: line) : text) + end)
      }
    }
    return isGood ? 0 : 1
  }

  private static func concatenate(_ paths: [String], _ process: Process) async throws -> Int {
    let isGood = try await process.forEachInput(
      paths, directory: { _ in "read error: \(Errno.isDirectory)" }
    ) { _, reader in
      while let block = try await reader.readBlock() { try await process.write(block, to: 1) }
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/tac.c`.
  static let tac = Applet("tac", usage: "[FILE]...\n\nConcatenate FILEs and print them in reverse")
  { process in
    let options = try await process.options("")
    var lines: [[UInt8]] = []
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      while let line = try await reader.readLine() { lines.append(line) }
    }
    for line in lines.reversed() { try await process.output.write(line) }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `util-linux/rev.c`.
  static let rev = Applet("rev", usage: "[FILE]...\n\nReverse lines of FILE") { process in
    let options = try await process.options("")
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      while let line = try await reader.readLine() {
        let end: [UInt8] = line.last == 0x0A ? [0x0A] : []
        // A zero byte ends the text of a line.
        guard let zero = line.firstIndex(of: 0) else {
          try await process.output.write(line.withoutNewline.reversed() + end)
          continue
        }
        try await process.output.write(line[..<zero].reversed())
      }
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/nl.c`.
  static let nl = Applet(
    "nl",
    usage: """
      [OPTIONS] [FILE]...

      Write FILEs to standard output with line numbers added

      	-b STYLE	Which lines to number - a: all, t: nonempty, n: none
      	-i N		Line number increment
      	-s STRING	Use STRING as line number separator
      	-v N		Start from N
      	-w N		Width of line numbers
      """
  ) { process in
    let options = try await process.options("b:w:s:v:i:p" + (Dialect.isGNU ? "n:" : ""))
    let style = options.value("b") ?? "t"
    let width = try await process.number(options.value("w") ?? "6")
    var next = try await process.number(options.value("v") ?? "1")
    let increment = try await process.number(options.value("i") ?? "1")
    let separator = options.value("s") ?? "\t"
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      while let line = try await reader.readLine() {
        let text = line.withoutNewline
        if style != "a" && (style != "t" || text.isEmpty) {
          let blank = String(repeating: " ", count: min(width + separator.utf8.count, 4096))
          try await process.output.write(blank.rawBytes + text + [0x0A])
        } else {
          try await process.output.write((next.right(width) + separator).rawBytes + text + [0x0A])
          next &+= increment
        }
      }
    }
    return isGood ? 0 : 1
  }
}

/// Numbers lines as `cat -n`: six columns, a tab.
private struct LineNumbering {
  let nonEmptyOnly: Bool
  private var last = 0

  init(nonEmptyOnly: Bool) { self.nonEmptyOnly = nonEmptyOnly }

  mutating func number(_ text: [UInt8], of line: [UInt8]) -> [UInt8] {
    if nonEmptyOnly, line.first == 0x0A { return text }
    last += 1
    return "\(last.right(6))\t".rawBytes + text
  }
}

/// Shows what a terminal would not: `^x`, `M-x`, `$` at the end.
struct VisibleText {
  let showsTabs: Bool
  let showsEnds: Bool
  let showsControls: Bool

  func render(_ line: [UInt8]) -> [UInt8] {
    guard showsControls || showsTabs || showsEnds else { return line }
    var result: [UInt8] = []
    for byte in line {
      switch byte {
      case 0x0A:
        if showsEnds { result.append(UInt8(ascii: "$")) }
        result.append(byte)
      case 0x09: result += showsTabs ? [0x5E, 0x49] : [byte]
      default: result += showsControls ? VisibleText.visible(byte) : [byte]
      }
    }
    return result
  }

  static func visible(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 0..<0x20: [0x5E, byte + 64]
    case 0x20..<0x7F: [byte]
    case 0x7F: [0x5E, 0x3F]
    default: [0x4D, 0x2D] + visible(byte - 128)
    }
  }
}
