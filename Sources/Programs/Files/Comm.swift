import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/comm.c`.
  static let comm = Applet(
    "comm",
    usage: """
      [-123] FILE1 FILE2

      Compare FILE1 with FILE2

      	-1	Suppress lines unique to FILE1
      	-2	Suppress lines unique to FILE2
      	-3	Suppress lines common to both files
      """
  ) { process in
    let options = try await process.options("123", operands: 2...2)
    var sides: [[[UInt8]]] = []
    for path in options.operands {
      guard let reader = try await process.openInput(path, message: { $0 }) else { return 1 }
      sides.append(try await process.lines(of: reader))
    }
    var (left, right) = (sides[0][...], sides[1][...])
    let show = { (line: [UInt8], column: Character) async throws in
      if options.has(column) { return }
      var tabs = column == "1" || options.has("1") ? "" : "\t"
      if column == "3", !options.has("2") { tabs += "\t" }
      try await process.output.write(tabs.rawBytes + line + [0x0A])
    }
    while !left.isEmpty || !right.isEmpty {
      guard let first = left.first else {
        try await show(right.removeFirst(), "2")
        continue
      }
      guard let second = right.first else {
        try await show(left.removeFirst(), "1")
        continue
      }
      if first == second {
        try await show(first, "3")
        left.removeFirst()
        right.removeFirst()
      } else if first.lexicographicallyPrecedes(second) {
        try await show(left.removeFirst(), "1")
      } else {
        try await show(right.removeFirst(), "2")
      }
    }
    return 0
  }
}
