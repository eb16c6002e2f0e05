import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/cmp.c`.
  static let cmp = Applet(
    "cmp",
    usage: """
      [-ls] [-n NUM] FILE1 [FILE2 [SKIP1 [SKIP2]]]

      Compare FILE1 with FILE2 (or stdin)

      	-l	Write the byte numbers (decimal) and values (octal)
      		for all differing bytes
      	-s	Quiet
      	-n NUM	Compare at most NUM bytes
      """
  ) { process in
    let options = try await process.options("lsn:", operands: 1...4)
    let operands = options.operands
    let names = [operands[0], operands.count > 1 ? operands[1] : "-"]
    var texts: [[UInt8]] = []
    for name in names {
      guard let reader = try await process.openInput(name, message: { $0 }) else { return 2 }
      texts.append(try await reader.readAll())
    }
    for (index, skip) in operands.dropFirst(2).enumerated() {
      texts[index].removeFirst(min(try await process.number(skip), texts[index].count))
    }
    if let limit = options.value("n") {
      let count = try await process.number(limit)
      texts = texts.map { Array($0.prefix(count)) }
    }
    let differs = try await tellDifferences(texts[0], texts[1], names, options, process)
    // Only with -l is there more to tell after the first one.
    if differs, !options.has("l") || options.has("s") { return 1 }
    guard texts[0].count == texts[1].count else {
      let shorter = texts[0].count < texts[1].count ? names[0] : names[1]
      if !options.has("s") { try await process.warn("EOF on \(shorter)") }
      return 1
    }
    return differs ? 1 : 0
  }

  /// Prints the first byte that differs, with -l each; whether there is one.
  private static func tellDifferences(
    _ left: [UInt8], _ right: [UInt8], _ names: [String], _ options: Options, _ process: Process
  ) async throws -> Bool {
    var line = 1
    var differs = false
    for (index, (old, new)) in zip(left, right).enumerated() {
      if old != new {
        differs = true
        if options.has("s") { return true }
        guard options.has("l") else {
          let unit = Dialect.isGNU ? "byte" : "char"
          try await process.output.writeLine(
            "\(names[0]) \(names[1]) differ: \(unit) \(index + 1), line \(line)")
          return true
        }
        let place = (index + 1).right(Dialect.isGNU ? 4 : 1)
        try await process.output.writeLine(
          "\(place) \(Int(old).octal.right(3)) \(Int(new).octal.right(3))")
      }
      if old == 0x0A { line += 1 }
    }
    return differs
  }
}
