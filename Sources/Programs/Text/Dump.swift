import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/od.c`; the formats -c, -x, -d, -o, -b, -t x1 and so on.
  static let od = Applet(
    "od",
    usage:
      "[-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [-S MINSTR] [-w WIDTH] [FILE]..."
  ) { process in
    let options = try await process.options("A:N:abcdfhij:lot:vxsS:w::LOXBHDeIF")
    var bytes: [UInt8] = []
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      bytes += try await reader.readAll()
    }
    if let skip = options.value("j") {
      bytes = Array(bytes.dropFirst(try await process.number(skip)))
    }
    if let limit = options.value("N") {
      bytes = Array(bytes.prefix(try await process.number(limit)))
    }
    let format = OctalDump.Format(options)
    let radix = options.value("A") ?? "o"
    for line in OctalDump.lines(bytes, format, radix: radix) {
      try await process.output.writeLine(line)
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `util-linux/hexdump.c`.
  static let hexdump = Applet(
    "hexdump", usage: "[-bcdoxCv] [-e FMT] [-f FMT_FILE] [-n LEN] [-s OFS] [FILE]..."
  ) { process in try await dumpHexadecimal(process, canonical: false) }

  static let hd = Applet("hd", usage: "FILE...\n\nhd is an alias for hexdump -C") { process in
    try await dumpHexadecimal(process, canonical: true)
  }

  private static func dumpHexadecimal(_ process: Process, canonical: Bool) async throws -> Int {
    let options = try await process.options("bcdoxCe:f:n:s:v")
    if options.has("e") { try process.notModelled("hexdump: -e") }
    var bytes: [UInt8] = []
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      bytes += try await reader.readAll()
    }
    if let limit = options.value("n") {
      bytes = Array(bytes.prefix(try await process.number(limit)))
    }
    let isCanonical = canonical || options.has("C")
    let width = isCanonical ? 8 : 7
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let part = Array(bytes[start..<min(start + 16, bytes.count)])
      var line = String(start, radix: 16).zeroes(width)
      if isCanonical {
        for index in 0..<16 {
          line += index == 8 ? "  " : " "
          line += index < part.count ? HexText.byte(part[index]) : "  "
        }
        line = line.replacingFirstSpace() + "  |" + part.map(HexText.printable).joined() + "|"
      } else {
        for index in stride(from: 0, to: part.count, by: 2) {
          let high = index + 1 < part.count ? part[index + 1] : 0
          line += " " + HexText.byte(high) + HexText.byte(part[index])
        }
      }
      try await process.output.writeLine(line)
    }
    if !bytes.isEmpty {
      try await process.output.writeLine(String(bytes.count, radix: 16).zeroes(width))
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `util-linux/hexdump_xxd.c`.
  static let xxd = Applet("xxd", usage: "[-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]") {
    process in
    let options = try await process.options("l:s:aio:prg:c:", operands: 0...2)
    guard let reader = try await process.openInput(options.operands.first ?? "-") else { return 1 }
    var bytes = try await reader.readAll()
    if options.has("r") { try process.notModelled("xxd: -r") }
    if let limit = options.value("l") {
      bytes = Array(bytes.prefix(try await process.number(limit)))
    }
    let isPlain = options.has("p")
    let columns = max(
      1, min(256, try await process.number(options.value("c") ?? (isPlain ? "30" : "16"))))
    let group = max(0, try await process.number(options.value("g") ?? "2"))
    for start in stride(from: 0, to: bytes.count, by: columns) {
      let part = Array(bytes[start..<min(start + columns, bytes.count)])
      if isPlain {
        try await process.output.writeLine(part.map(HexText.byte).joined())
        continue
      }
      var line = String(start, radix: 16).zeroes(8) + ": "
      for index in 0..<columns {
        line += index < part.count ? HexText.byte(part[index]) : "  "
        if group > 0, (index + 1) % group == 0 { line += " " }
      }
      try await process.output.writeLine(line + " " + part.map(HexText.printable).joined())
    }
    return 0
  }

  /// Source: busybox 1.35.0 `miscutils/strings.c`.
  static let strings = Applet("strings", usage: "[-fo] [-t o|d|x] [-n LEN] [FILE]...") { process in
    let options = try await process.options("an:fot:")
    let least = max(1, try await process.number(options.value("n") ?? "4"))
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      let bytes = try await reader.readAll()
      for run in bytes.split(whereSeparator: { !(0x20...0x7E).contains($0) && $0 != 0x09 })
      where run.count >= least {
        try await process.output.write(run + [0x0A])
      }
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/uudecode.c`, `base64`.
  static let base64 = Applet(
    "base64",
    usage:
      "[-d] [-w COL] [FILE]\n\nBase64 encode or decode FILE to standard output\n\n\t-d\tDecode data\n\t-w COL\tWrap lines at COL (default 76, 0 disables)"
  ) { process in
    let options = try await process.options(
      "dw:i",
      long: [
        LongOption(name: "decode", option: "d"),
        LongOption(name: "wrap", option: "w", takesValue: true),
      ], operands: 0...1)
    let message = { (path: String) in Dialect.isGNU ? path : "can't open '\(path)'" }
    guard let reader = try await process.openInput(options.operands.first ?? "-", message: message)
    else { return 1 }
    let bytes = try await reader.readAll()
    if options.has("d") {
      guard let decoded = Base64Text.decode(bytes) else {
        try await process.die(Dialect.isGNU ? "invalid input" : "truncated input")
      }
      try await process.output.write(decoded)
      return 0
    }
    let width = try await process.number(options.value("w") ?? "76")
    var rest = Base64Text.encode(bytes).utf8[...]
    while width > 0, rest.count > width {
      try await process.output.write(Array(rest.prefix(width)) + [0x0A])
      rest = rest.dropFirst(width)
    }
    try await process.output.write(Array(rest) + (width > 0 && !bytes.isEmpty ? [0x0A] : []))
    return 0
  }
}

/// Bytes in hexadecimal.
enum HexText {
  static func byte(_ value: UInt8) -> String { String(value, radix: 16).zeroes(2) }

  static func printable(_ value: UInt8) -> String {
    (0x20...0x7E).contains(value) ? String(UnicodeScalar(value)) : "."
  }
}

extension String {
  /// `hexdump -C` has two spaces after the address.
  fileprivate func replacingFirstSpace() -> String {
    guard let space = firstIndex(of: " ") else { return self }
    return self[..<space] + "  " + self[index(after: space)...]
  }
}

/// The lines of `od`.
private enum OctalDump {
  enum Format {
    case characters, named
    case numbers(size: Int, radix: Int, width: Int, isSigned: Bool)

    init(_ options: Options) {
      switch options.last(of: "abcdoxhilst") {
      case "c": self = .characters
      case "a": self = .named
      case "b": self = .numbers(size: 1, radix: 8, width: 3, isSigned: false)
      case "d": self = .numbers(size: 2, radix: 10, width: 5, isSigned: false)
      case "s": self = .numbers(size: 2, radix: 10, width: 6, isSigned: true)
      case "x", "h": self = .numbers(size: 2, radix: 16, width: 4, isSigned: false)
      case "i": self = .numbers(size: 4, radix: 10, width: 11, isSigned: true)
      case "l": self = .numbers(size: 8, radix: 10, width: 20, isSigned: true)
      case "t": self = Format(type: options.value("t") ?? "o2")
      default: self = .numbers(size: 2, radix: 8, width: 6, isSigned: false)
      }
    }

    private init(type: String) {
      let size = Int(type.dropFirst().prefix { $0.isNumber }) ?? 4
      let bounded = [1, 2, 4, 8].contains(size) ? size : 4
      switch type.first {
      case "c": self = .characters
      case "a": self = .named
      case "x": self = .numbers(size: bounded, radix: 16, width: bounded * 2, isSigned: false)
      case "u", "d":
        let width = [1: 3, 2: 5, 4: 10, 8: 20][bounded] ?? 10
        let isSigned = type.first == "d"
        self = .numbers(
          size: bounded, radix: 10, width: width + (isSigned && bounded < 8 ? 1 : 0),
          isSigned: isSigned)
      default:
        self = .numbers(
          size: bounded, radix: 8, width: [1: 3, 2: 6, 4: 11, 8: 22][bounded] ?? 11, isSigned: false
        )
      }
    }
  }

  static func lines(_ bytes: [UInt8], _ format: Format, radix: String) -> [String] {
    var lines: [String] = []
    var previous: ArraySlice<UInt8>?
    var hasStar = false
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let part = bytes[start..<min(start + 16, bytes.count)]
      if part.count == 16, let previous, previous.elementsEqual(part) {
        if !hasStar { lines.append("*") }
        hasStar = true
        continue
      }
      hasStar = false
      previous = part
      lines.append(address(start, radix) + cells(Array(part), format).joined())
    }
    if radix != "n" { lines.append(address(bytes.count, radix)) }
    return lines
  }

  private static func address(_ value: Int, _ radix: String) -> String {
    switch radix {
    case "n": ""
    case "d": value.zeroes(7)
    case "x": String(value, radix: 16).zeroes(6)
    default: value.octal.zeroes(7)
    }
  }

  private static func cells(_ part: [UInt8], _ format: Format) -> [String] {
    switch format {
    case .characters: return part.map { character($0).right(4) }
    case .named: return part.map { (named[$0] ?? HexText.printable($0 & 127)).right(4) }
    case .numbers(let size, let radix, let width, let isSigned):
      return stride(from: 0, to: part.count, by: size).map { start in
        let value = part[start..<min(start + size, part.count)].reversed().reduce(UInt64(0)) {
          $0 << 8 | UInt64($1)
        }
        if isSigned {
          let shift = UInt64(64 - size * 8)
          return " " + String(Int64(bitPattern: value << shift) >> Int64(shift)).right(width)
        }
        let text = String(value, radix: radix)
        return " " + (radix == 10 ? text.right(width) : text.zeroes(width))
      }
    }
  }

  private static func character(_ byte: UInt8) -> String {
    let names: [UInt8: String] = [
      0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r",
    ]
    if let name = names[byte] { return name }
    return (0x20...0x7E).contains(byte) ? HexText.printable(byte) : Int(byte).octal.zeroes(3)
  }

  private static let named: [UInt8: String] = [
    0: "nul", 1: "soh", 2: "stx", 3: "etx", 4: "eot", 5: "enq", 6: "ack", 7: "bel", 8: "bs",
    9: "ht", 10: "nl", 11: "vt", 12: "ff", 13: "cr", 27: "esc", 32: "sp", 127: "del",
  ]
}
