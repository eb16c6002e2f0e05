import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/od.c`; the formats -c, -x, -d, -o, -b, -t x1 and so on.
  static let od = Applet(
    "od",
    usage: """
      [-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [-S MINSTR] [-w WIDTH] [FILE]...

      Print FILEs (or stdin) unambiguously, as octal bytes by default
      """
  ) { process in
    let options = try await process.options("A:N:abcdfhij:lot:vxsS:w::LOXBHDeIF")
    var bytes: [UInt8] = []
    let isGood = try await process.forEachInput(
      options.operands, message: { $0 }, directory: { "\($0): read error" }
    ) { _, reader in
      bytes += try await reader.readAll()
    }
    // With nothing to read there is no end to tell.
    if !isGood, bytes.isEmpty { return 1 }
    let skip = try await options.value("j").asyncMap { try await process.number($0) } ?? 0
    bytes = Array(bytes.dropFirst(skip))
    if let limit = options.value("N") {
      bytes = Array(bytes.prefix(try await process.number(limit)))
    }
    if let type = options.value("t"), !Dialect.isGNU, let extra = OctalDump.excess(of: type) {
      try await process.die(
        "invalid type string '\(extra)'; 4294967295-byte integral type is not supported")
    }
    let format = OctalDump.Format(options)
    let radix = options.value("A") ?? "o"
    for line in OctalDump.lines(bytes, from: skip, format, radix: radix) {
      try await process.output.writeLine(line)
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `util-linux/hexdump.c`.
  static let hexdump = Applet(
    "hexdump",
    usage: """
      [-bcdoxCv] [-e FMT] [-f FMT_FILE] [-n LEN] [-s OFS] [FILE]...

      Display FILEs (or stdin) in a user specified format

      	-b		1-byte octal display
      	-c		1-byte character display
      	-d		2-byte decimal display
      	-o		2-byte octal display
      	-x		2-byte hex display
      	-C		hex+ASCII 16 bytes per line
      	-v		Show all (no dup folding)
      	-e FORMAT_STR	Example: '16/1 "%02x|""\\n"'
      	-f FORMAT_FILE
      	-n LENGTH	Show only first LENGTH bytes
      	-s OFFSET	Skip OFFSET bytes
      """
  ) { process in try await dumpHexadecimal(process, canonical: false) }

  static let hd = Applet("hd", usage: "FILE...\n\nhd is an alias for hexdump -C") { process in
    try await dumpHexadecimal(process, canonical: true)
  }

  private static func dumpHexadecimal(_ process: Process, canonical: Bool) async throws -> Int {
    let options = try await process.options("bcdoxCe:f:n:s:v")
    if options.has("e") || options.has("f") { try process.notModelled("hexdump: -e") }
    var bytes: [UInt8] = []
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      bytes += try await reader.readAll()
    }
    if let limit = options.value("n") {
      let skipped = try await options.value("s").asyncMap { try await process.number($0) } ?? 0
      bytes = Array(bytes.prefix(skipped + (try await process.number(limit))))
    }
    let skip = try await options.value("s").asyncMap { try await process.number($0) } ?? 0
    let dump = HexDump(
      format: canonical ? "C" : options.last(of: "bcdoxC"), offset: skip,
      foldsRepeats: !options.has("v"))
    for line in dump.lines(Array(bytes.dropFirst(skip))) {
      try await process.output.writeLine(line)
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `util-linux/hexdump_xxd.c`.
  static let xxd = Applet(
    "xxd",
    usage: """
      [-pri] [-g N] [-c N] [-n LEN] [-s OFS] [-o OFS] [FILE]

      Hex dump FILE (or stdin)

      	-g N		Bytes per group
      	-c N		Bytes per line
      	-p		Show only hex bytes, assumes -c30
      	-i		C include file style
      	-l LENGTH	Show only first LENGTH bytes
      	-s OFFSET	Skip OFFSET bytes
      	-o OFFSET	Add OFFSET to displayed offset
      	-r		Reverse (with -p, assumes no offsets in input)
      """
  ) {
    process in
    let options = try await process.options("l:s:aio:prg:c:", operands: 0...2)
    guard let reader = try await process.openInput(options.operands.first ?? "-") else { return 1 }
    var bytes = try await reader.readAll()
    if options.has("r") {
      guard options.has("p") else { try process.notModelled("xxd: -r without -p") }
      try await process.output.write(HexText.bytes(in: bytes))
      return 0
    }
    if let skip = options.value("s") {
      bytes = Array(bytes.dropFirst(try await process.number(skip)))
    }
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
  static let strings = Applet(
    "strings",
    usage: """
      [-fo] [-t o|d|x] [-n LEN] [FILE]...

      Display printable strings in a binary file

      	-f		Precede strings with filenames
      	-o		Precede strings with octal offsets
      	-t o|d|x	Precede strings with offsets in base 8/10/16
      	-n LEN		At least LEN characters form a string (default 4)
      """
  ) { process in
    let options = try await process.options("an:fot:")
    let least = max(1, try await process.number(options.value("n") ?? "4"))
    let radixes = ["o": 8, "d": 10, "x": 16]
    let radix = options.value("t").flatMap { radixes[$0] } ?? (options.has("o") ? 8 : nil)
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { path, reader in
      let bytes = try await reader.readAll()
      for run in bytes.split(whereSeparator: { !(0x20...0x7E).contains($0) && $0 != 0x09 })
      where run.count >= least {
        if options.has("f") { try await process.output.write("\(path): ") }
        if let radix {
          let offset = String(run.startIndex, radix: radix)
          try await process.output.write(offset.right(7) + " ")
        }
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
    guard let reader = try await process.openInput(options.operands.first ?? "-", message: { $0 })
    else { return 1 }
    let bytes = try await reader.readAll()
    if options.has("d") {
      let (decoded, isComplete) = Base64Text.decode(bytes)
      try await process.output.write(decoded)
      if !isComplete { try await process.die(Dialect.isGNU ? "invalid input" : "truncated input") }
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
  /// The bytes that pairs of hexadecimal digits stand for; anything else is passed over.
  static func bytes(in text: [UInt8]) -> [UInt8] {
    let digits = text.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(truncatingIfNeeded: digits[$0] << 4 | digits[$0 + 1])
    }
  }

  static func byte(_ value: UInt8) -> String { String(value, radix: 16).zeroes(2) }

  static func printable(_ value: UInt8) -> String {
    (0x20...0x7E).contains(value) ? String(UnicodeScalar(value)) : "."
  }
}

/// The lines of `hexdump`.
///
/// Source: busybox 1.35.0 `util-linux/hexdump.c` and `libbb/dump.c`: lines that repeat the one
/// before become a star, also a last one that is a beginning of it.
private struct HexDump {
  /// The option that chose the format; nil: pairs of bytes in hexadecimal.
  let format: Character?
  let offset: Int
  let foldsRepeats: Bool

  func lines(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var previous: ArraySlice<UInt8> = []
    var hasStar = false
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let part = bytes[start..<min(start + 16, bytes.count)]
      if foldsRepeats, part.count == 16, previous.elementsEqual(part) {
        if !hasStar { lines.append("*") }
        hasStar = true
        continue
      }
      (previous, hasStar) = (part, false)
      lines.append(address(start) + (format == "C" ? canonical(Array(part)) : cells(Array(part))))
    }
    return bytes.isEmpty ? [] : lines + [address(bytes.count)]
  }

  private func address(_ place: Int) -> String {
    String(offset + place, radix: 16).zeroes(format == "C" ? 8 : 7)
  }

  private func canonical(_ part: [UInt8]) -> String {
    let cells = (0..<16).map { index in
      (index == 8 ? "  " : " ") + (index < part.count ? HexText.byte(part[index]) : "  ")
    }
    return " " + cells.joined() + "  |" + part.map(HexText.printable).joined() + "|"
  }

  private func cells(_ part: [UInt8]) -> String {
    let size = format == "b" || format == "c" ? 1 : 2
    let blank = String(repeating: " ", count: size == 1 ? 4 : format == nil ? 5 : 8)
    let cells = stride(from: 0, to: 16, by: size).map { index -> String in
      guard index < part.count else { return blank }
      if format == "c" { return OctalDump.character(part[index]).right(4) }
      let high = size == 2 && index + 1 < part.count ? Int(part[index + 1]) << 8 : 0
      let value = high | Int(part[index])
      return switch format {
      case "b": " " + value.octal.zeroes(3)
      case "d": "   " + value.zeroes(5)
      case "o": "  " + value.octal.zeroes(6)
      case "x": "    " + String(value, radix: 16).zeroes(4)
      default: " " + String(value, radix: 16).zeroes(4)
      }
    }
    return cells.joined()
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

  /// A type that ends in what no type has.
  static func excess(of type: String) -> String? {
    let rest = type.drop { "acdfoux".contains($0) || $0.isNumber || "CSIL".contains($0) }
    return rest.isEmpty ? nil : type
  }

  static func lines(
    _ bytes: [UInt8], from offset: Int, _ format: Format, radix: String
  ) -> [String] {
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
      lines.append(address(offset + start, radix) + cells(Array(part), format).joined())
    }
    if radix != "n" { lines.append(address(offset + bytes.count, radix)) }
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

  static func character(_ byte: UInt8) -> String {
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
