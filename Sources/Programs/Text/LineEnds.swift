import Kernel

extension Applet {
  static let dos2unix = lineEnds("dos2unix", from: "DOS", to: "Unix")
  static let unix2dos = lineEnds("unix2dos", from: "Unix", to: "DOS")

  /// Source: busybox 1.35.0 `coreutils/dos2unix.c`: each carriage return goes, and, for DOS, one
  /// comes before each newline.
  private static func lineEnds(_ name: String, from old: String, to new: String) -> Applet {
    Applet(
      name,
      usage:
        "[-ud] [FILE]\n\nConvert FILE in-place from \(old) to \(new) format.\nWhen no file is given, use stdin/stdout.\n\n\t-u\tdos2unix\n\t-d\tunix2dos"
    ) { process in
      let options = try await process.options("du", operands: 0...Int.max)
      let isForDOS = (options.last(of: "du") ?? (name == "unix2dos" ? "d" : "u")) == "d"
      let convert = { (bytes: [UInt8]) -> [UInt8] in
        bytes.flatMap { byte -> [UInt8] in
          byte == 0x0D ? [] : byte == 0x0A && isForDOS ? [0x0D, 0x0A] : [byte]
        }
      }
      if options.operands.isEmpty {
        try await process.output.write(convert(try await process.input.readAll()))
      }
      for path in options.operands {
        guard let reader = try await process.openInput(path) else { return 1 }
        let bytes = convert(try await reader.readAll())
        let file = try await process.open(path, .rewrite)
        try await process.write(bytes, to: file)
        try process.close(file)
      }
      return 0
    }
  }

  /// Source: busybox 1.35.0 `miscutils/ts.c`.
  static let ts = Applet(
    "ts",
    usage:
      "[-is] [STRFTIME]\n\nPipe stdin to stdout, add timestamp to each line\n\n\t-s\tTime since start\n\t-i\tTime since previous line"
  ) { process in
    let options = try await process.options("is", operands: 0...1)
    let counts = options.has("i") || options.has("s")
    let format = options.operands.first ?? (counts ? "%H:%M:%S" : "%b %d %H:%M:%S")
    process.output.mode = .lines
    var base = process.now
    while let line = try await process.input.readLine() {
      let now = process.now
      let text: String
      if counts {
        let seconds = Int((now - base).wholeNanoseconds / 1_000_000_000)
        text = CalendarTime(unixSeconds: seconds).formatted(format)
        if options.has("i") { base = now }
      } else {
        text = CalendarTime(now, in: process.timeZone).formatted(format)
      }
      try await process.output.write((text + " ").rawBytes + line)
    }
    return 0
  }
}
