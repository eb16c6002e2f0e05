/// What `diff` compares of a line when -i, -b or -w make lines alike.
enum DiffKey {
  static func of(_ line: [UInt8], _ options: Options) -> [UInt8] {
    guard "ibw".contains(where: options.has) else { return line }
    var result: [UInt8] = []
    for byte in line {
      let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
      if isBlank, options.has("w") { continue }
      if isBlank, options.has("b") {
        if result.last != 0x20 { result.append(0x20) }
      } else {
        result.append(options.has("i") ? lowercase(byte) : byte)
      }
    }
    if options.has("b"), result.last == 0x20 { result.removeLast() }
    return result
  }

  static func withoutBlank(_ lines: [[UInt8]]) -> [[UInt8]] {
    lines.filter { !$0.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
  }
}
