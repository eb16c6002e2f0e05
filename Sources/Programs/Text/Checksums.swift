import ByteText
import Kernel

extension Applet {
  static let md5sum = checksum("md5sum", "MD5") { bytes, _ in MD5.digest(bytes) }
  static let sha1sum = checksum("sha1sum", "SHA1") { bytes, _ in SHA1.digest(bytes) }
  static let sha256sum = checksum("sha256sum", "SHA256") { bytes, _ in SHA256.digest(bytes) }
  static let sha512sum = checksum("sha512sum", "SHA512") { bytes, _ in SHA512.digest(bytes) }
  static let sha3sum = checksum("sha3sum", "SHA3", letter: "a:") { bytes, width in
    SHA3.digest(bytes, bits: width)
  }

  /// A tool that prints digests; `digest` gets the bits that `-a` asks for, 224 without it.
  ///
  /// Source: busybox 1.35.0 `coreutils/md5_sha1_sum.c`.
  private static func checksum(
    _ name: String, _ algorithm: String, letter: String = "",
    _ digest: @escaping @Sendable ([UInt8], Int) -> [UInt8]
  ) -> Applet {
    Applet(
      name,
      usage:
        "[-c[sw]] \(letter.isEmpty ? "" : "[-a BITS] ")[FILE]...\n\nPrint or check \(algorithm) checksums\n\n\t-c\tCheck sums against list in FILEs\n\t-s\tDon't output anything, status code shows success\n\t-w\tWarn about improperly formatted checksum lines"
        + (letter.isEmpty ? "" : "\n\t-a BITS\t224 (default), 256, 384, 512")
    ) { process in
      let options = try await process.options("scwb" + letter)
      let width = try await process.number(options.value("a") ?? "224")
      guard [224, 256, 384, 512].contains(width) else {
        try await process.die("bad -a '\(options.value("a") ?? "")'")
      }
      let digest = { (bytes: [UInt8]) in digest(bytes, width) }
      if options.has("c") { return try await verify(options, digest, process) }
      let message = { (path: String) in Dialect.isGNU ? path : "can't open '\(path)'" }
      let isGood = try await process.forEachInput(
        options.operands, message: message,
        directory: { "can't read '\($0)': \(Errno.isDirectory)" }
      ) { path, reader in
        let sum = digest(try await reader.readAll()).map(HexText.byte).joined()
        try await process.output.writeLine("\(sum)  \(path)")
      }
      return isGood ? 0 : 1
    }
  }

  private static func verify(
    _ options: Options, _ digest: ([UInt8]) -> [UInt8], _ process: Process
  ) async throws -> Int {
    var (failures, total) = (0, 0)
    var empty: [String] = []
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { name, reader in
      let before = total
      defer { if total == before { empty.append(name) } }
      while let line = try await reader.readLine() {
        let parts = line.withoutNewline.text.split(at: " ", maxSplits: 1)
        total += 1
        // Two blanks, or a blank and an asterisk, stand between sum and name.
        guard parts.count == 2, let mark = parts[1].first, mark == " " || mark == "*" else {
          if options.has("w") { try await process.warn("invalid format") }
          failures += 1
          continue
        }
        let path = String(parts[1].drop { $0 == " " || $0 == "*" })
        let bytes = try? await process.contents(of: path)
        let isSame = bytes.map { digest($0).map(HexText.byte).joined() == parts[0].lowercased() }
        if isSame != true { failures += 1 }
        if !options.has("s") {
          try await process.output.writeLine("\(path): \(isSame == true ? "OK" : "FAILED")")
        }
      }
    }
    for name in empty { try await process.warn("\(name): no checksum lines found") }
    if failures > 0, !options.has("s") {
      try await process.warn("WARNING: \(failures) of \(total) computed checksums did NOT match")
    }
    return isGood && failures == 0 && empty.isEmpty ? 0 : 1
  }
}

/// The padding that these digests share.
private func padded(_ bytes: [UInt8], lengthIsBigEndian: Bool) -> [UInt8] {
  var message = bytes + [0x80]
  while message.count % 64 != 56 { message.append(0) }
  let bits = UInt64(bytes.count) &* 8
  let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
  return message + (lengthIsBigEndian ? length.reversed() : length)
}

private func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
  value << count | value >> (32 - count)
}

/// Source: RFC 1321.
enum MD5 {
  private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  private static let table: [UInt32] = (0..<64).map {
    UInt32(4_294_967_296 * abs(Mathematics.function("sin", Double($0 + 1), nil)))
  }

  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
    let message = padded(bytes, lengthIsBigEndian: false)
    for start in stride(from: 0, to: message.count, by: 64) {
      let words = (0..<16).map { index in
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(message[start + index * 4 + $1]) << UInt32($1 * 8) }
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for index in 0..<64 {
        let (mixed, word): (UInt32, Int)
        switch index / 16 {
        case 0: (mixed, word) = (b & c | ~b & d, index)
        case 1: (mixed, word) = (d & b | ~d & c, (5 * index + 1) % 16)
        case 2: (mixed, word) = (b ^ c ^ d, (3 * index + 5) % 16)
        default: (mixed, word) = (c ^ (b | ~d), 7 * index % 16)
        }
        let sum = a &+ mixed &+ table[index] &+ words[word]
        (a, d, c) = (d, c, b)
        b = b &+ rotate(sum, shifts[index / 16 * 4 + index % 4])
      }
      state[0] &+= a
      state[1] &+= b
      state[2] &+= c
      state[3] &+= d
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32($0 * 8)) }
    }
  }
}

/// Source: FIPS 180-4.
enum SHA1 {
  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    let message = padded(bytes, lengthIsBigEndian: true)
    for start in stride(from: 0, to: message.count, by: 64) {
      var words = bigEndianWords(message, start)
      for index in 16..<80 {
        words.append(
          rotate(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
      }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for index in 0..<80 {
        let (mixed, constant): (UInt32, UInt32)
        switch index / 20 {
        case 0: (mixed, constant) = (b & c | ~b & d, 0x5A82_7999)
        case 1: (mixed, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
        case 2: (mixed, constant) = (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (mixed, constant) = (b ^ c ^ d, 0xCA62_C1D6)
        }
        let sum = rotate(a, 5) &+ mixed &+ e &+ constant &+ words[index]
        (e, d, c, b, a) = (d, c, rotate(b, 30), a, sum)
      }
      for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }
    return bigEndianBytes(state)
  }
}

private func bigEndianWords(_ message: [UInt8], _ start: Int) -> [UInt32] {
  (0..<16).map { index in
    (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(message[start + index * 4 + $1]) }
  }
}

private func bigEndianBytes(_ state: [UInt32]) -> [UInt8] {
  state.flatMap { word in
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
  }
}

/// Checksums for those who make images.
package enum Checksum {
  /// The 32 bytes of SHA-256.
  package static func sha256(of bytes: [UInt8]) -> [UInt8] { SHA256.digest(bytes) }
}

/// Source: FIPS 180-4.
enum SHA256 {
  private static let primes: [Double] = {
    var primes: [Double] = []
    var candidate = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % Int($0) != 0 }) { primes.append(Double(candidate)) }
      candidate += 1
    }
    return primes
  }()

  /// The first 32 bits of the fraction of a root.
  private static func fraction(_ root: Double) -> UInt32 {
    UInt32(truncatingIfNeeded: Int64((root - root.rounded(.down)) * 4_294_967_296))
  }

  private static let constants = primes.map { fraction(Mathematics.cubeRoot($0)) }
  private static let initial = primes.prefix(8).map { fraction($0.squareRoot()) }

  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var state = initial
    let message = padded(bytes, lengthIsBigEndian: true)
    for start in stride(from: 0, to: message.count, by: 64) {
      var words = bigEndianWords(message, start)
      for index in 16..<64 {
        let (early, late) = (words[index - 15], words[index - 2])
        let first = rotate(early, 25) ^ rotate(early, 14) ^ early >> 3
        let second = rotate(late, 15) ^ rotate(late, 13) ^ late >> 10
        words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
      }
      var v = state
      for index in 0..<64 {
        let high = rotate(v[4], 26) ^ rotate(v[4], 21) ^ rotate(v[4], 7)
        let choice = v[4] & v[5] ^ ~v[4] & v[6]
        let first = v[7] &+ high &+ choice &+ constants[index] &+ words[index]
        let low = rotate(v[0], 30) ^ rotate(v[0], 19) ^ rotate(v[0], 10)
        let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
        v = [first &+ low &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
      }
      for index in 0..<8 { state[index] &+= v[index] }
    }
    return bigEndianBytes(state)
  }
}
