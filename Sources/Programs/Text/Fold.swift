import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/fold.c`.
  static let fold = Applet(
    "fold",
    usage:
      "[-bs] [-w WIDTH] [FILE]...\n\nWrap input lines in FILEs (or stdin), writing to stdout\n\n\t-b\tCount bytes rather than columns\n\t-s\tBreak at spaces\n\t-w\tUse WIDTH columns instead of 80"
  ) { process in
    var arguments = process.operands
    // The old form: "-20" is "-w 20".
    if let first = arguments.first, first.count > 1, first.first == "-",
      first.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    {
      arguments[0] = "-w\(first.dropFirst())"
    }
    let options = try await process.options("bsw:", arguments: arguments)
    let width = max(1, try await process.number(options.value("w") ?? "80"))
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      while let line = try await reader.readLine() {
        var rest = line.withoutNewline[...]
        while true {
          var length = options.has("b") ? width : FoldedText.length(of: rest, within: width)
          if length >= rest.count { break }
          if options.has("s"), let space = rest.prefix(length).lastIndex(of: 0x20) {
            length = space - rest.startIndex + 1
          }
          try await process.output.write(rest.prefix(length) + [0x0A])
          rest = rest.dropFirst(length)
        }
        try await process.output.write(rest + (line.last == 0x0A ? [0x0A] : []))
      }
    }
    return isGood ? 0 : 1
  }
}

/// Columns of a line that `fold` cuts.
private enum FoldedText {
  /// How many bytes fit into so many columns, at least one; tabs go to the next eighth column.
  ///
  /// Source: POSIX `fold`.
  static func length(of text: ArraySlice<UInt8>, within width: Int) -> Int {
    var column = 0
    for (offset, byte) in text.enumerated() {
      switch byte {
      case 0x09: column += 8 - column % 8
      case 0x08: column = max(0, column - 1)
      case 0x0D: column = 0
      default: column += 1
      }
      if column > width { return max(1, offset) }
    }
    return text.count
  }
}
