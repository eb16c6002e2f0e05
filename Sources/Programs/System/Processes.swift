import ByteText
import Kernel
import RegularExpressions

extension Applet {
  /// Source: busybox 1.35.0 `procps/ps.c`, its long form.
  static let ps = Applet(
    "ps",
    usage:
      "[-o COL1,COL2=HEADER] [-T]\n\nShow list of processes\n\n\t-o COL1,COL2=HEADER\tSelect columns for display\n\t-T\t\t\tShow threads"
  ) { process in
    let options = try await process.options("o:TlwefaxuA")
    let accounts = try await Accounts(of: process)
    let columns =
      options.value("o").map { $0.split(at: ",").map(String.init) }
      ?? ["pid", "user", "time", "args"]
    var lines = [columns.map { ProcessColumn.header($0) }]
    for other in process.namespaces.pids.processes {
      lines.append(columns.map { ProcessColumn.value($0, other, accounts) })
    }
    for line in lines {
      var text = ""
      for (index, cell) in line.enumerated() {
        let isLast = index == line.count - 1
        let padded = ProcessColumn.pad(
          cell, columns[index], isLast: isLast, isHeader: line == lines[0])
        text += padded + (isLast ? "" : " ")
      }
      try await process.output.writeLine(String(text.prefix(process.isTerminal(1) ? 80 : 4096)))
    }
    return 0
  }

  /// Source: busybox 1.35.0 `procps/kill.c`.
  static let kill = Applet(
    "kill",
    usage:
      "[-l] [-SIG] PID...\n\nSend a signal (default: TERM) to given PIDs\n\n\t-l\tList all signal names and numbers"
  ) { process in
    var operands = process.operands[...]
    if operands.first == "-l" {
      for signal in Signal.allCases {
        try await process.output.writeLine("\(signal.rawValue.right(2))) \(signal.name)")
      }
      return 0
    }
    let signal = try await takeSignal(&operands, process)
    if operands.isEmpty { try await process.die("you need to specify whom to kill") }
    var status = 0
    for text in operands {
      guard let pid = Int(text) else {
        try await process.warn("invalid number '\(text)'")
        status = 1
        continue
      }
      let isSent = try await process.attempt("can't kill pid \(pid)") {
        try process.sendSignal(signal, to: pid)
      }
      if !isSent { status = 1 }
    }
    return status
  }

  /// Takes "-9", "-TERM" or "-s TERM" off; nil stands for signal 0.
  private static func takeSignal(
    _ operands: inout ArraySlice<String>, _ process: Process
  ) async throws -> Signal? {
    guard let first = operands.first, first.hasPrefix("-"), first.count > 1 else { return .term }
    operands.removeFirst()
    var name = String(first.dropFirst())
    if name == "-" { return .term }
    if name == "s" { name = operands.popFirst() ?? "" }
    if name == "0" { return nil }
    guard let signal = Signal(named: name) else {
      try await process.die("bad signal name '\(name)'")
    }
    return signal
  }

  /// Source: busybox 1.35.0 `procps/kill.c`, `killall`.
  static let killall = Applet(
    "killall",
    usage:
      "[-lq] [-SIG] PROCESS_NAME...\n\nSend a signal (default: TERM) to given processes\n\n\t-l\tList all signal names and numbers\n\t-q\tDon't complain if no processes were killed"
  ) { process in
    var operands = process.operands[...]
    let isQuiet = operands.first == "-q"
    if isQuiet { operands.removeFirst() }
    let signal = try await takeSignal(&operands, process)
    if operands.isEmpty { try await process.die("you need to specify whom to kill") }
    var status = 0
    for name in operands {
      let targets = named(name, process).filter { $0.pid != process.pid }
      if targets.isEmpty {
        status = 1
        if !isQuiet { try await process.warn("\(name): no process killed") }
      }
      for target in targets { try? process.sendSignal(signal, to: target.pid) }
    }
    return status
  }

  private static func named(_ name: String, _ process: Process) -> [Process] {
    process.namespaces.pids.processes.filter { other in
      guard other.ended == nil else { return false }
      let first = other.arguments.first.map(lastComponent) ?? ""
      return other.shownName == name || first == name
    }
  }

  static let pidof = Applet(
    "pidof",
    usage: """
      [-s] [-o PID] [NAME]...

      List PIDs of all processes with names that match NAMEs

      	-s	Show only one PID
      	-o PID	Omit given pid
      		Use %PPID to omit pid of pidof's parent
      """
  ) { process in
    let options = try await process.options("so:")
    let omitted = Set(options.values("o").compactMap { Int($0) })
    var pids = options.operands.flatMap { named($0, process).map(\.pid) }.filter {
      !omitted.contains($0)
    }
    pids.sort(by: >)
    if options.has("s") { pids = Array(pids.prefix(1)) }
    if pids.isEmpty { return 1 }
    try await process.output.writeLine(pids.map(String.init).joined(separator: " "))
    return 0
  }

  static let pgrep = Applet(
    "pgrep",
    usage: """
      [-flanovx] [-s SID|-P PPID|PATTERN]

      Display process(es) selected by regex PATTERN

      	-l	Show command name too
      	-a	Show command line too
      	-f	Match against entire command line
      	-n	Show the newest process only
      	-o	Show the oldest process only
      	-v	Negate the match
      	-x	Match whole name (not substring)
      	-s	Match session ID (0 for current)
      	-P	Match parent process ID
      """
  ) { process in
    try await select(process, kills: false)
  }

  static let pkill = Applet(
    "pkill",
    usage: """
      [-l|-SIGNAL] [-xfvno] [-s SID|-P PPID|PATTERN]

      Send signal to processes selected by regex PATTERN

      	-l	List all signals
      	-x	Match whole name (not substring)
      	-f	Match against entire command line
      	-s SID	Match session ID (0 for current)
      	-P PPID	Match parent process ID
      	-v	Negate the match
      	-n	Signal the newest process only
      	-o	Signal the oldest process only
      """
  ) {
    process in try await select(process, kills: true)
  }

  private static func select(_ process: Process, kills: Bool) async throws -> Int {
    var operands = process.operands[...]
    var signal: Signal? = .term
    if kills, let first = operands.first, first.hasPrefix("-"),
      Signal(named: first.dropFirst()) != nil || first == "-0"
    {
      signal = try await takeSignal(&operands, process)
    }
    let options = try await process.options("vlafxons:P:e", arguments: Array(operands))
    var regex: Regex?
    if let pattern = options.operands.first {
      do {
        regex = try Regex(pattern, .extended)
      } catch {
        try await process.die("bad regex '\(pattern)': \(error)")
      }
    }
    let parent = options.value("P").flatMap { Int($0) }
    var found = process.namespaces.pids.processes.filter { other in
      guard other !== process, other.ended == nil else { return false }
      let text = options.has("f") ? other.shownCommandLine : other.shownName
      var fits = true
      if let regex {
        let match = regex.firstMatch(in: text.rawBytes)?.range
        fits = match != nil && (!options.has("x") || match?.count == text.utf8.count)
      }
      if let parent, other.parent?.pid != parent { fits = false }
      return fits != options.has("v")
    }
    if options.has("o") { found = Array(found.prefix(1)) }
    if options.has("n") { found = Array(found.suffix(1)) }
    for other in found {
      if kills {
        try? process.sendSignal(signal, to: other.pid)
      } else if options.has("l") || options.has("a") {
        let name = options.has("a") ? other.shownCommandLine : other.shownName
        try await process.output.writeLine("\(other.pid) \(name)")
      } else {
        try await process.output.writeLine("\(other.pid)")
      }
    }
    return found.isEmpty ? 1 : 0
  }

  static let free = Applet("free", usage: "[-bkmgh]\n\nDisplay free and used memory") { process in
    let options = try await process.options("bkmgh")
    let divisor = options.has("m") ? 1024 : options.has("g") ? 1 << 20 : 1
    let row = [8_000_000, 1_900_000, 4_000_000, 10_000, 2_100_000, 6_000_000].map {
      ($0 / divisor).right(12)
    }
    let header = "              total        used        free      shared  buff/cache   available"
    try await process.output.writeLine(header)
    try await process.output.writeLine("Mem:    " + row.joined())
    try await process.output.writeLine("Swap:   " + [0, 0, 0].map { $0.right(12) }.joined())
    return 0
  }

  static let uptime = Applet(
    "uptime",
    usage: """


      Display the time since the last boot
      """
  ) { process in
    let seconds = Int((process.now - process.kernel.booted).wholeNanoseconds / 1_000_000_000)
    let clock = CalendarTime(process.now, in: process.timeZone).formatted("%H:%M:%S")
    let up =
      seconds >= 3600
      ? "\((seconds / 3600).right(2)):\((seconds / 60 % 60).zeroes(2))" : "\(seconds / 60) min"
    try await process.output.writeLine(
      " \(clock) up \(up),  0 users,  load average: 0.00, 0.00, 0.00")
    return 0
  }
}

extension Process {
  /// The command line as `ps` shows it.
  var shownCommandLine: String {
    if ended != nil { return "[\(commandName)]" }
    return arguments.isEmpty ? "[\(commandName)]" : arguments.joined(separator: " ")
  }

  /// The name as /proc/PID/comm has it.
  var shownName: String { commandName }
}

/// The columns of `ps -o`.
enum ProcessColumn {
  static func header(_ column: String) -> String {
    if let equals = column.firstIndex(ofASCII: "=") {
      return String(column[column.index(after: equals)...])
    }
    return column == "args" ? "COMMAND" : column == "comm" ? "COMMAND" : column.uppercased()
  }

  static func value(_ column: String, _ process: Process, _ accounts: Accounts) -> String {
    switch column.split(at: "=").first ?? "" {
    case "pid": return process.pid.right(5)
    case "ppid": return (process.parent?.pid ?? 0).right(5)
    case "pgid": return process.processGroup.right(5)
    case "user": return accounts.user(process.user) ?? String(process.user)
    case "group": return accounts.group(process.group) ?? String(process.group)
    case "comm": return process.shownName
    case "time":
      let seconds = Int(process.processorTime.wholeNanoseconds / 1_000_000_000)
      return "\((seconds / 60).right(3)):\((seconds % 60).zeroes(2))"
    case "stat": return String(process.stateLetter)
    case "vsz": return "4336"
    case "rss": return "1000"
    case "tty": return process.controllingTerminalName.map { "136,\($0.dropFirst(9))" } ?? "?"
    case "nice": return "0"
    default: return process.shownCommandLine
    }
  }

  /// Source: busybox 1.35.0 `procps/ps.c`, widths of the columns.
  static func pad(_ text: String, _ column: String, isLast: Bool, isHeader: Bool) -> String {
    if isLast { return text }
    switch column.split(at: "=").first ?? "" {
    case "pid", "ppid", "pgid": return text.left(5)
    case "user", "group": return text.left(8)
    case "time": return isHeader ? text.left(5) : text.right(5)
    case "comm": return text.left(16)
    case "stat": return text.left(4)
    default: return text.left(6)
    }
  }
}
