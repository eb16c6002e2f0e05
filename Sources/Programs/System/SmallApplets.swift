import Kernel

/// Applets of a line or two.
extension Applet {
  static let smallApplets: [Applet] = [
    arch, cksum, clear, factor, groups, logname, mesg, ttysize, users, w, who,
  ]

  /// Source: busybox 1.35.0 `coreutils/uname.c`, `arch`.
  private static let arch = Applet("arch", usage: "\n\nPrint system architecture") { process in
    try await process.output.write("x86_64\n")
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/cksum.c`; POSIX `cksum`: a CRC of the bytes and their count.
  private static let cksum = Applet(
    "cksum", usage: "FILE...\n\nCalculate CRC32 checksum of FILEs"
  ) { process in
    let isGood = try await process.forEachInput(process.operands, message: { $0 }) { path, reader in
      let bytes = try await reader.readAll()
      var length = bytes.count
      var rest: [UInt8] = []
      while length > 0 {
        rest.append(UInt8(truncatingIfNeeded: length))
        length >>= 8
      }
      var crc: UInt32 = 0
      for byte in bytes + rest {
        crc ^= UInt32(byte) << 24
        for _ in 0..<8 {
          let shifted = crc << 1
          crc = crc & 0x8000_0000 == 0 ? shifted : shifted ^ 0x04C1_1DB7
        }
      }
      try await process.output.writeLine("\(~crc) \(bytes.count)\(path == "-" ? "" : " \(path)")")
    }
    return isGood ? 0 : 1
  }

  private static let clear = Applet(
    "clear",
    usage: """


      Clear screen
      """
  ) { process in
    try await process.output.write("\u{1B}[H\u{1B}[J")
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/factor.c`.
  private static let factor = Applet("factor", usage: "[NUMBER]...\n\nPrint prime factors") {
    process in
    for text in process.operands {
      guard let number = UInt64(text) else { throw UsageError() }
      var line = "\(number):"
      var rest = number
      var divisor: UInt64 = 2
      while rest > 1, divisor <= rest / divisor {
        if rest % divisor == 0 {
          line += " \(divisor)"
          rest /= divisor
        } else {
          divisor += divisor == 2 ? 1 : 2
          if divisor & 0xFFF == 1 { try await process.step() }
        }
      }
      try await process.output.writeLine(rest > 1 ? "\(line) \(rest)" : line)
    }
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/id.c`, `groups`.
  private static let groups = Applet(
    "groups", usage: "[USER]\n\nPrint the groups USER is in"
  ) { process in
    let accounts = try await Accounts(of: process)
    var ids = [process.group]
    if let name = process.operands.first {
      guard let user = accounts.user(named: name) else {
        try await process.die("unknown user \(name)")
      }
      ids = [user.group] + accounts.groups.filter { $0.members.contains(name) }.map(\.id)
    }
    let names = ids.map { accounts.group($0) ?? String($0) }
    try await process.output.writeLine(names.joined(separator: " "))
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/logname.c`: no one has logged in to a container.
  private static let logname = Applet(
    "logname", usage: "\n\nPrint the name of the current user"
  ) { process in
    try await process.die("getlogin: No such device or address")
  }

  /// Source: busybox 1.35.0 `util-linux/mesg.c`.
  private static let mesg = Applet(
    "mesg", usage: "[y|n]\n\nControl write access to your terminal"
  ) { process in
    try await process.die("not a tty")
  }

  /// Source: busybox 1.35.0 `miscutils/ttysize.c`.
  private static let ttysize = Applet(
    "ttysize", usage: "[w] [h]\n\nPrint dimensions of stdin tty, or 80x24"
  ) { process in
    let names = process.operands.isEmpty ? ["w", "h"] : process.operands
    try await process.output.writeLine(
      names.map { $0.hasPrefix("w") ? "80" : "24" }.joined(separator: " "))
    return 0
  }

  /// Source: busybox 1.35.0 `miscutils/users.c`, `who.c`: a container has no record of logins.
  private static let users = Applet("users", usage: "\n\nPrint the users currently logged on") {
    process in
    try await process.output.write("\n")
    return 0
  }

  private static let w = Applet("w", usage: "\n\nShow who is logged on") { process in
    try await process.output.write("USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n")
    return 0
  }

  private static let who = Applet(
    "who", usage: "[-aH]\n\nShow who is logged on\n\n\t-a\tShow all\n\t-H\tPrint column headers"
  ) { process in
    let options = try await process.options("aH")
    if options.has("H") {
      try await process.output.write("USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n")
    }
    return 0
  }
}
