import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `debianutils/run_parts.c`.
  static let runParts = Applet(
    "run-parts",
    usage: """
      [-a ARG]... [-u UMASK] [--reverse] [--test] [--exit-on-error] [--list] DIRECTORY

      Run a bunch of scripts in DIRECTORY

      	-a ARG		Pass ARG as argument to scripts
      	-u UMASK	Set UMASK before running scripts
      	--reverse	Reverse execution order
      	--test		Dry run
      	--exit-on-error	Exit if a script exits with non-zero
      	--list		Print names of matching files even if they are not executable
      """
  ) { process in
    let options = try await process.options(
      "a:u:",
      long: [
        LongOption(name: "arg", option: "a", takesValue: true),
        LongOption(name: "umask", option: "u", takesValue: true),
        LongOption(name: "test", option: "t"), LongOption(name: "exit-on-error", option: "e"),
        LongOption(name: "reverse", option: "r"), LongOption(name: "list", option: "l"),
      ], operands: 1...1)
    if let mask = options.value("u").flatMap({ Int($0, radix: 8) }) { process.fileModeMask = mask }
    let directory = options.operands[0]
    var paths: [String] = []
    let isRead = try await process.attempt(directory) {
      paths = try process.names(in: directory).sorted().map { joinPath(directory, $0) }
    }
    if !isRead { return 0 }
    // Names of backups and packages' leftovers are passed over.
    paths = paths.filter { path in
      lastComponent(path).utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
          || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      } && (try? process.status(path).kind) == .file
        && (options.has("l") || process.isExecutable(path))
    }
    var status = 0
    for path in options.has("r") ? paths.reversed() : paths {
      if options.has("t") || options.has("l") {
        try await process.output.writeLine(path)
        continue
      }
      try await process.output.flush()
      guard let child = try await start([path] + options.values("a"), process) else {
        status = 1
        continue
      }
      let code = try await process.waitForChild(.pid(child.pid)).status.code
      if code == 0 { continue }
      try await process.warn("\(path): exit status \(code)")
      status = 1
      if options.has("e") { return 1 }
    }
    return status
  }

  /// Source: busybox 1.35.0 `coreutils/hostid.c`, and glibc's `gethostid`: the address, turned.
  static let hostid = Applet(
    "hostid", usage: "\n\nPrint out a unique 32-bit identifier for the machine"
  ) { process in
    let address = process.namespaces.network.address.map { "\($0)" } ?? "127.0.0.1"
    let parts = address.split(separator: ".").compactMap { UInt32($0) }
    guard parts.count == 4 else { return 1 }
    let word = parts[1] << 24 | parts[0] << 16 | parts[3] << 8 | parts[2]
    let digits = String(word, radix: 16)
    try await process.output.writeLine(
      String(repeating: "0", count: 8 - digits.utf8.count) + digits)
    return 0
  }

  /// Source: busybox 1.35.0 `util-linux/nologin.c`.
  static let nologin = Applet("nologin", usage: "\n\nPolitely refuse a login") { process in
    try await process.output.write("This account is not available\n")
    return 1
  }

  /// Source: busybox 1.35.0 `sysklogd/logger.c`: no one listens in a container.
  static let logger = Applet(
    "logger",
    usage: """
      [-s] [-t TAG] [-p PRIO] [MESSAGE]

      Write MESSAGE (or stdin) to syslog

      	-s	Log to stderr as well as the system log
      	-t TAG	Log using the specified tag (defaults to user name)
      	-p PRIO	Priority (number or FACILITY.LEVEL pair)
      """
  ) { process in
    let options = try await process.options("t:p:s")
    var lines = [options.operands.joined(separator: " ")]
    if options.operands.isEmpty { lines = try await process.lines(of: process.input).map(\.text) }
    guard options.has("s") else { return 0 }
    let user = try await Accounts(of: process).user(process.user)
    let tag = options.value("t") ?? user ?? String(process.user)
    for line in lines { try await process.errors.write("\(tag): \(line)\n") }
    return 0
  }

  /// Source: busybox 1.35.0 `procps/pwdx.c`.
  static let pwdx = Applet("pwdx", usage: "PID...\n\nShow current directory for PIDs") { process in
    let options = try await process.options("", operands: 1...Int.max)
    for text in options.operands {
      let name = text.hasPrefix("/proc/") ? String(text.dropFirst(6)) : text
      guard let pid = Int(name) else { try await process.die("invalid process id: '\(text)'") }
      guard let target = try? process.linkTarget("/proc/\(pid)/cwd") else {
        try await process.output.writeLine("\(text): \(Errno.noProcess)")
        continue
      }
      try await process.output.writeLine("\(text): \(target)")
    }
    return 0
  }
}
