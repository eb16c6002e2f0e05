import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/uudecode.c`, `base32`; RFC 4648.
  static let base32 = Applet(
    "base32",
    usage:
      "[-d] [-w COL] [FILE]\n\nBase32 encode or decode FILE to standard output\n\n\t-d\tDecode data\n\t-w COL\tWrap lines at COL (default 76, 0 disables)"
  ) { process in
    let options = try await process.options("dw:", operands: 0...1)
    guard let reader = try await process.openInput(options.operands.first ?? "-", message: { $0 })
    else { return 1 }
    let bytes = try await reader.readAll()
    if options.has("d") {
      let (decoded, isComplete) = Base32Text.decode(bytes)
      try await process.output.write(decoded)
      if !isComplete { try await process.die("truncated input") }
      return 0
    }
    let width = try await process.number(options.value("w") ?? "76")
    var rest = Base32Text.encode(bytes)[...]
    while width > 0, rest.count > width {
      try await process.output.write(Array(rest.prefix(width)) + [0x0A])
      rest = rest.dropFirst(width)
    }
    try await process.output.write(Array(rest) + (width > 0 && !bytes.isEmpty ? [0x0A] : []))
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/uuencode.c`; POSIX `uuencode`.
  static let uuencode = Applet(
    "uuencode",
    usage:
      "[-m] [FILE] OUTFILE\n\nUuencode FILE (or stdin) to stdout\n\n\t-m\tUse base64 encoding per RFC1521"
  ) { process in
    let options = try await process.options("m", operands: 1...2)
    let path = options.operands.count > 1 ? options.operands[0] : "-"
    guard let reader = try await process.openInput(path) else { return 1 }
    let mode = path == "-" ? 0o666 & ~process.fileModeMask : try process.status(path).mode & 0o777
    let bytes = try await reader.readAll()
    let isBase64 = options.has("m")
    try await process.output.writeLine(
      "begin\(isBase64 ? "-base64" : "") \(mode.octal) \(options.operands.last ?? "")")
    for start in stride(from: 0, to: bytes.count, by: 45) {
      let part = Array(bytes[start..<min(start + 45, bytes.count)])
      try await process.output.writeLine(
        isBase64 ? Base64Text.encode(part) : UuencodedText.encode(part).text)
    }
    try await process.output.write(isBase64 ? "====\n" : "`\nend\n")
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/uudecode.c`.
  static let uudecode = Applet(
    "uudecode",
    usage:
      "[-o OUTFILE] [INFILE]\n\nUudecode a file\nFinds OUTFILE in uuencoded source unless -o is given"
  ) { process in
    let options = try await process.options("o:", operands: 0...1)
    guard let reader = try await process.openInput(options.operands.first ?? "-") else { return 1 }
    let lines = try await process.lines(of: reader).map(\.text)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("begin") }),
      case let words = lines[first].split(separator: " ", maxSplits: 2), words.count == 3
    else { try await process.die("no 'begin' line") }
    let isBase64 = words[0] == "begin-base64"
    var decoded: [UInt8] = []
    var isComplete = false
    for line in lines[(first + 1)...] {
      if isBase64 ? line == "====" : line == "end" {
        isComplete = true
        break
      }
      decoded += isBase64 ? Base64Text.decode(line.rawBytes).bytes : UuencodedText.decode(line)
    }
    if !isComplete { try await process.die("short file") }
    let path = options.value("o") ?? String(words[2])
    if path == "-" {
      try await process.output.write(decoded)
      return 0
    }
    let mode = Int(words[1], radix: 8) ?? 0o644
    let file = try await process.open(path, .rewrite, permissions: mode & 0o777)
    try await process.write(decoded, to: file)
    try process.close(file)
    return 0
  }
}

/// Base32 as RFC 4648 defines it.
enum Base32Text {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 5) {
      let part = bytes[start..<min(start + 5, bytes.count)]
      let word = part.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(8 * (5 - part.count))
      let digits = (part.count * 8 + 4) / 5
      for index in 0..<8 {
        result.append(
          index < digits ? alphabet[Int(word >> UInt64(35 - 5 * index)) & 31] : UInt8(ascii: "="))
      }
    }
    return result
  }

  /// Decodes, passing over what is not of the alphabet.
  static func decode(_ text: [UInt8]) -> (bytes: [UInt8], isComplete: Bool) {
    var result: [UInt8] = []
    var (word, bits, digits) = (0, 0, 0)
    for byte in text {
      if byte == UInt8(ascii: "=") { digits = 0 }
      guard let value = alphabet.firstIndex(of: byte) else { continue }
      (word, bits, digits) = (word << 5 & 0xFFFF | value, bits + 5, (digits + 1) % 8)
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: word >> bits))
      }
    }
    return (result, digits == 0)
  }
}

/// Lines of `uuencode`: their length, then groups of four characters for three bytes.
enum UuencodedText {
  private static func character(_ value: Int) -> UInt8 {
    value & 63 == 0 ? UInt8(ascii: "`") : UInt8(value & 63) + 0x20
  }

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result = [character(bytes.count)]
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let word = (0..<3).reduce(0) {
        $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0)
      }
      result += [18, 12, 6, 0].map { character(word >> $0) }
    }
    return result
  }

  static func decode(_ line: String) -> [UInt8] {
    let values = line.rawBytes.map { (Int($0) - 0x20) & 63 }
    guard let count = values.first else { return [] }
    var result: [UInt8] = []
    for start in stride(from: 1, to: values.count, by: 4) {
      let word = (0..<4).reduce(0) {
        $0 << 6 | (start + $1 < values.count ? values[start + $1] : 0)
      }
      result += [16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
    return Array(result.prefix(count))
  }
}
