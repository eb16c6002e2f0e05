import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/stty.c`.
  static let stty = Applet(
    "stty",
    usage:
      "[-a|g] [-F DEVICE] [SETTING]...\n\nWithout arguments, prints baud rate, line discipline,\nand deviations from stty sane\n\n\t-F DEVICE\tOpen device instead of stdin\n\t-a\t\tPrint all current settings in human-readable form\n\t-g\t\tPrint in stty-readable form\n\t[SETTING]\tSee manpage"
  ) { process in
    do {
      let settings = try process.terminalSettings(0)
      let size = try process.terminalSize(0)
      var change = TerminalChange(settings: settings, size: size)
      var words = process.operands[...]
      switch words.first {
      case nil:
        try await process.output.write(TerminalReport(settings: settings, size: size).deviations)
      case "-a": try await process.output.write(TerminalReport(settings: settings, size: size).all)
      case "size": try await process.output.writeLine("\(size.rows) \(size.columns)")
      case "speed": try await process.output.writeLine("38400")
      case _?:
        while let word = words.popFirst() {
          guard try change.apply(word, &words) else {
            try await process.die("invalid argument '\(word)'")
          }
        }
        try process.setTerminalSettings(change.settings, 0)
        if change.size != size { try process.setTerminalSize(change.size, 0) }
      }
      return 0
    } catch let error as Errno where error != .interrupted {
      try await process.die("standard input: \(error)")
    }
  }
}

private typealias Switch = any WritableKeyPath<TerminalSettings, Bool> & Sendable

/// The names that `stty` has for settings.
private let switches: [(name: String, path: Switch)] = [
  ("icrnl", \.mapsReturn), ("ixon", \.hasFlowControl), ("opost", \.mapsNewline),
  ("onlcr", \.mapsNewline), ("isig", \.sendsSignals), ("icanon", \.isCanonical),
  ("iexten", \.isExtended), ("echo", \.echoes), ("echoe", \.echoesErasing),
  ("crterase", \.echoesErasing), ("echoctl", \.echoesControls), ("ctlecho", \.echoesControls),
  ("tostop", \.stopsBackgroundOutput),
]

private let characters: [(name: String, character: TerminalSettings.Character)] = [
  ("intr", .interrupt), ("quit", .quit), ("erase", .erase), ("kill", .kill), ("eof", .endOfFile),
  ("start", .start), ("stop", .stop), ("susp", .suspend), ("rprnt", .reprint),
  ("werase", .wordErase), ("lnext", .literalNext),
]

/// Settings that are being changed word by word.
private struct TerminalChange {
  var settings: TerminalSettings
  var size: Terminal.Size

  /// Applies a word, and the value behind it where it has one; false: there is no such setting.
  mutating func apply(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(Errno) -> Bool {
    switch word {
    case "sane": settings = TerminalSettings()
    case "raw", "-cooked": makeRaw()
    case "-raw", "cooked":
      settings.isCanonical = true
      settings.sendsSignals = true
      settings.mapsReturn = true
      settings.mapsNewline = true
      settings.hasFlowControl = true
    case "cbreak": settings.isCanonical = false
    case "-cbreak": settings.isCanonical = true
    case "rows", "columns", "cols", "min", "time", "ospeed", "ispeed":
      guard let value = rest.popFirst().flatMap({ UInt16($0) }) else { return false }
      set(word, Int(value))
    default: return applyNamed(word, &rest)
    }
    return true
  }

  private mutating func makeRaw() {
    settings.isCanonical = false
    settings.sendsSignals = false
    settings.mapsReturn = false
    settings.mapsNewline = false
    settings.hasFlowControl = false
    settings.minimum = 1
    settings.time = 0
  }

  private mutating func set(_ word: String, _ value: Int) {
    switch word {
    case "rows": size.rows = value
    case "columns", "cols": size.columns = value
    case "min": settings.minimum = min(value, 255)
    case "time": settings.time = min(value, 255)
    default: break
    }
  }

  private mutating func applyNamed(
    _ word: String, _ rest: inout ArraySlice<String>
  ) -> Bool {
    let isOff = word.hasPrefix("-")
    let name = isOff ? String(word.dropFirst()) : word
    if let found = switches.first(where: { $0.name == name }) {
      settings[keyPath: found.path] = !isOff
      return true
    }
    if !isOff, let found = characters.first(where: { $0.name == name }) {
      guard let text = rest.popFirst(), let value = TerminalChange.byte(text) else { return false }
      settings.characters[found.character] = value == 0 ? nil : value
      return true
    }
    // What the simulation does not have makes no difference either way.
    return TerminalReport.others.contains(name)
  }

  /// A character such as `^C`, `x` or `undef`; 0: none.
  private static func byte(_ text: String) -> UInt8? {
    let bytes = Array(text.utf8)
    if text == "undef" || text == "^-" { return 0 }
    if bytes.count == 2, bytes[0] == 0x5E {
      return bytes[1] == 0x3F ? 0x7F : bytes[1] & 0x1F
    }
    return bytes.count == 1 ? bytes[0] : nil
  }
}

/// Settings as `stty` prints them.
private struct TerminalReport {
  var settings: TerminalSettings
  var size: Terminal.Size

  /// Settings that are always as here.
  static let others: Set<String> = [
    "parenb", "parodd", "hupcl", "cstopb", "cread", "clocal", "crtscts", "ignbrk", "brkint",
    "ignpar", "parmrk", "inpck", "istrip", "inlcr", "igncr", "ixoff", "iuclc", "ixany", "imaxbel",
    "iutf8", "olcuc", "ocrnl", "onocr", "onlret", "ofill", "ofdel", "echok", "echonl", "noflsh",
    "xcase", "echoprt", "echoke", "flusho", "cs8", "nl",
  ]

  private func word(_ name: String) -> String {
    guard let found = switches.first(where: { $0.name == name }) else { return name }
    return (settings[keyPath: found.path] ? "" : "-") + name
  }

  private func value(_ name: String) -> String {
    guard let found = characters.first(where: { $0.name == name }) else { return "" }
    let shown =
      switch settings.characters[found.character] {
      case nil: "<undef>"
      case 0x7F?: "^?"
      case let byte? where byte < 0x20: "^" + String(UnicodeScalar(byte + 0x40))
      case let byte?: String(UnicodeScalar(byte))
      }
    return "\(name) = \(shown);"
  }

  var all: String {
    let values = [
      ["intr", "quit", "erase", "kill", "eof"].map(value) + ["eol = <undef>;"],
      ["eol2 = <undef>;", "swtch = <undef>;"] + ["start", "stop", "susp", "rprnt"].map(value),
      ["werase", "lnext"].map(value)
        + ["flush = ^O;", "min = \(settings.minimum);", "time = \(settings.time);"],
    ]
    let flags = [
      "-parenb -parodd cs8 hupcl -cstopb cread -clocal -crtscts",
      "-ignbrk -brkint -ignpar -parmrk -inpck -istrip -inlcr -igncr \(word("icrnl")) "
        + "\(word("ixon")) -ixoff",
      "-iuclc -ixany -imaxbel -iutf8",
      "\(word("opost")) -olcuc -ocrnl \(word("onlcr")) -onocr -onlret -ofill -ofdel nl0 cr0 tab0 "
        + "bs0 vt0 ff0",
      "\(word("isig")) \(word("icanon")) \(word("iexten")) \(word("echo")) \(word("echoe")) echok "
        + "-echonl -noflsh -xcase \(word("tostop")) -echoprt \(word("echoctl")) echoke -flusho "
        + "-extproc",
    ]
    let head = "speed 38400 baud; rows \(size.rows); columns \(size.columns); line = 0;"
    return ([head] + values.map { $0.joined(separator: " ") } + flags).map { $0 + "\n" }.joined()
  }

  var deviations: String {
    let names = ["icrnl", "ixon", "opost", "onlcr", "isig", "icanon", "iexten", "echo", "echoe"]
    let changed = ["-brkint", "-imaxbel"] + names.map(word).filter { $0.hasPrefix("-") }
    return "speed 38400 baud; line = 0;\n" + changed.joined(separator: " ") + "\n"
  }
}
