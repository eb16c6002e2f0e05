import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/sum.c`: BSD's sum turns, System V's only adds.
  static let sum = Applet(
    "sum",
    usage: """
      [-rs] [FILE]...

      Checksum and count the blocks in a file

      	-r	Use BSD sum algorithm (1K blocks)
      	-s	Use System V sum algorithm (512byte blocks)
      """
  ) { process in
    let options = try await process.options("rs")
    let addsOnly = options.last(of: "rs") == "s"
    let isGood = try await process.forEachInput(
      options.operands, message: { $0 }
    ) { path, reader in
      let bytes = try await reader.readAll()
      let name = options.operands.count > 1 || addsOnly ? path : ""
      if addsOnly {
        let total = bytes.reduce(UInt32(0)) { $0 &+ UInt32($1) }
        let folded = (total & 0xFFFF) + (total >> 16)
        let sum = (folded & 0xFFFF) + (folded >> 16)
        try await process.output.writeLine("\(sum) \((bytes.count + 511) / 512) \(name)")
      } else {
        let sum = bytes.reduce(UInt32(0)) { ($0 >> 1 + ($0 & 1) << 15 + UInt32($1)) & 0xFFFF }
        let blocks = ((bytes.count + 1023) / 1024).right(5)
        try await process.output.writeLine("\(Int(sum).zeroes(5)) \(blocks) \(name)")
      }
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/cksum.c`, `crc32`: the sum of gzip and Ethernet.
  static let crc32 = Applet("crc32", usage: "FILE...\n\nCalculate CRC32 checksum of FILEs") {
    process in
    let isGood = try await process.forEachInput(
      process.operands, message: { $0 }
    ) { path, reader in
      var sum = ~UInt32(0)
      for byte in try await reader.readAll() {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
      }
      let digits = String(~sum, radix: 16)
      let zeros = String(repeating: "0", count: 8 - digits.count)
      let name = process.operands.isEmpty ? "" : " \(path)"
      try await process.output.writeLine(zeros + digits + name)
    }
    return isGood ? 0 : 1
  }
}
