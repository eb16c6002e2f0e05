import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/split.c`.
  static let split = Applet(
    "split",
    usage: """
      [OPTIONS] [INPUT [PREFIX]]

      	-b N[k|m]	Split by N (kilo|mega)bytes
      	-l N		Split by N lines
      	-a N		Use N letters as suffix
      """
  ) { process in
    let options = try await process.options("l:b:a:", operands: 0...2)
    let path = options.operands.first ?? "-"
    guard let reader = try await process.openInput(path, message: { $0 }) else { return 1 }
    let prefix = options.operands.count > 1 ? options.operands[1] : "x"
    let width = max(1, min(10, try await process.number(options.value("a") ?? "2")))
    var held = Holding(process)
    let parts =
      if let text = options.value("b") {
        try await pieces(of: reader, bytes: max(1, try await process.number(text)), &held)
      } else {
        try await pieces(
          of: reader, lines: max(1, try await process.number(options.value("l") ?? "1000")), &held)
      }
    for (index, part) in parts.enumerated() {
      var suffix = ""
      var rest = index
      for _ in 0..<width {
        suffix = String(UnicodeScalar(UInt8(97 + rest % 26))) + suffix
        rest /= 26
      }
      if rest > 0 { try await process.die("suffixes exhausted") }
      let file = try await process.open(prefix + suffix, .rewrite)
      try await process.write(part, to: file)
      try process.close(file)
    }
    return 0
  }

  private static func pieces(
    of reader: InputReader, bytes size: Int, _ held: inout Holding
  ) async throws -> [[UInt8]] {
    let text = try await reader.readAll()
    return stride(from: 0, to: text.count, by: size).map { start in
      let piece = Array(text[start..<min(start + size, text.count)])
      held.add(64 + piece.count)
      return piece
    }
  }

  private static func pieces(
    of reader: InputReader, lines count: Int, _ held: inout Holding
  ) async throws -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var lines = 0
    while let line = try await reader.readLine() {
      if lines % count == 0 {
        pieces.append([])
        held.add(64)
      }
      pieces[pieces.count - 1] += line
      held.add(line.count)
      lines += 1
    }
    return pieces
  }
}
