import Kernel
import Shell

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/date.c`.
  static let date = Applet(
    "date",
    usage: """
      [OPTIONS] [+FMT] [[-s] TIME]

      Display time (using +FMT), or set time

      	-u		Work in UTC (don't convert to local time)
      	[-s] TIME	Set time to TIME
      	-d TIME		Display TIME, not 'now'
      	-D FMT		FMT (strptime format) for -s/-d TIME conversion
      	-r FILE		Display last modification time of FILE
      	-R		Output RFC-2822 date
      	-I[SPEC]	Output ISO-8601 date
      			SPEC=date (default), hours, minutes, seconds or ns

      Recognized TIME formats:
      	@seconds_since_1970
      	hh:mm[:ss]
      	[YYYY.]MM.DD-hh:mm[:ss]
      	YYYY-MM-DD hh:mm[:ss]
      	[[[[[YY]YY]MM]DD]hh]mm[.ss]
      	'date TIME' form accepts MMDDhhmm[[YY]YY][.ss] instead
      """
  ) { process in
    let options = try await process.options(
      "Rs:ud:r:I::D:",
      long: [
        LongOption(name: "rfc-822", option: "R"), LongOption(name: "rfc-2822", option: "R"),
        LongOption(name: "set", option: "s", takesValue: true),
        LongOption(name: "utc", option: "u"),
        LongOption(name: "date", option: "d", takesValue: true),
        LongOption(name: "reference", option: "r", takesValue: true),
        LongOption(name: "iso-8601", option: "I"),
      ])
    var format = options.operands.first.flatMap { $0.hasPrefix("+") ? String($0.dropFirst()) : nil }
    var seconds = Int(process.now.unixSeconds)
    var nanoseconds = Int(process.now.nanoseconds % 1_000_000_000)
    let zone = options.has("u") ? TimeZone.utc : process.timeZone
    if let text = options.value("d") ?? options.value("s")
      ?? (format == nil ? options.operands.first : nil)
    {
      let parsed =
        if let format = options.value("D") {
          DateByFormat.parse(text, format: format, now: process.now, in: zone)
        } else {
          DateText.parse(text, now: process.now, in: zone)
        }
      guard let parsed else { try await process.die("invalid date '\(text)'") }
      (seconds, nanoseconds) = (parsed, 0)
      if !options.has("d") { try await process.die("can't set date: Operation not permitted") }
    }
    if let path = options.value("r") {
      let isFound = try await process.attempt(Dialect.isGNU ? path : "can't stat '\(path)'") {
        seconds = Int(try process.status(path).modified.unixSeconds)
      }
      if !isFound { return 1 }
    }
    if options.has("R") { format = "%a, %d %b %Y %H:%M:%S %z" }
    let calendar = CalendarTime(unixSeconds: seconds, in: zone)
    if options.has("I") {
      let formats = [
        "hours": "%Y-%m-%dT%H", "minutes": "%Y-%m-%dT%H:%M", "seconds": "%Y-%m-%dT%H:%M:%S",
        "ns": "%Y-%m-%dT%H:%M:%S,%N",
      ]
      let long = formats[options.value("I") ?? "date"]
      format = long.map { $0 + calendar.zoneText(separator: ":") } ?? "%Y-%m-%d"
    }
    let text = calendar.formatted(
      format ?? "%a %b %e %H:%M:%S %Z %Y",
      // Source: busybox 1.35.0, where FEATURE_DATE_NANO is off by default.
      nanoseconds: Dialect.isGNU ? nanoseconds : nil)
    try await process.output.writeLine(text)
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/sleep.c`.
  static let sleep = Applet(
    "sleep",
    usage: """
      [N]...

      Pause for a time equal to the total of the args given, where each arg can
      have an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays
      """
  ) { process in
    let operands = process.operands
    if operands.isEmpty {
      if Dialect.isGNU { try await process.warn("missing operand") }
      throw UsageError()
    }
    var total = Duration.zero
    for text in operands {
      guard let duration = Numbers.seconds(text) else {
        if Dialect.isGNU {
          try await process.warn("invalid time interval ‘\(text)’")
          throw UsageError()
        }
        try await process.die("invalid number '\(text)'")
      }
      if duration >= .seconds(1 << 39) { try await process.sleepForever() }
      total += duration
    }
    try await process.sleep(for: total)
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/usleep.c`.
  static let usleep = Applet("usleep", usage: "N\n\nPause for N microseconds") { process in
    guard let text = process.operands.first else { throw UsageError() }
    try await process.sleep(for: .microseconds(try await process.number(text)))
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/timeout.c`.
  static let timeout = Applet(
    "timeout",
    usage: """
      [-s SIG] [-k KILL_SECS] SECS PROG ARGS

      Run PROG. Send SIG to it if it is not gone in SECS seconds.
      Default SIG: TERM.If it still exists in KILL_SECS seconds, send KILL.
      """
  ) { process in
    let options = try await process.options("+s:k:p:i", operands: 2...Int.max)
    guard let signal = Signal(named: options.value("s") ?? "TERM") else {
      try await process.die("bad signal name '\(options.value("s") ?? "")'")
    }
    guard let limit = Numbers.seconds(options.operands[0]) else {
      try await process.die("invalid number '\(options.operands[0])'")
    }
    let command = Array(options.operands.dropFirst())
    guard let child = try await start(command, process) else { return 127 }
    let pid = child.pid
    let deadline = process.now + limit
    process.kernel.schedule(at: deadline) { [weak child] in
      guard let child, child.ended == nil, child.pid == pid else { return }
      try? process.sendSignal(signal, to: pid)
    }
    let ended = try await process.waitForChild(.pid(pid))
    if case .signalled(let signal) = ended.status {
      if Dialect.isGNU { return process.now >= deadline ? 124 : ended.status.code }
      // busybox runs the program itself and watches from a child, so the shell sees the signal.
      process.setDisposition(.standard, of: signal)
      try process.sendSignal(signal, to: process.pid)
      try await process.yield()
    }
    return ended.status.code
  }

  /// Starts a command for an applet such as `timeout`; prints why it cannot.
  static func start(_ command: [String], _ process: Process) async throws -> Process? {
    do {
      return try process.spawn(command)
    } catch {
      try await process.warn(
        Dialect.isGNU ? "failed to run command '\(command[0])'" : "can't execute '\(command[0])'",
        error)
      return nil
    }
  }

  /// Becomes another program, as `execvp` does; prints why it cannot.
  static func become(
    _ command: [String], _ process: Process, environment: Environment? = nil
  ) async throws -> Int {
    try await process.output.flush()
    do {
      let path = try process.find(command[0])
      try process.execute(path, arguments: command, environment: environment)
    } catch let reason as Errno {
      try await process.warn(
        Dialect.isGNU ? "'\(command[0])'" : "can't execute '\(command[0])'", reason)
      return reason == .noEntry ? 127 : 126
    }
  }

  /// Source: busybox 1.35.0 `miscutils/time.c`.
  static let time = Applet(
    "time",
    usage: """
      [-vpa] [-o FILE] PROG ARGS

      Run PROG, display resource usage when it exits

      	-v	Verbose
      	-p	POSIX output format
      	-f FMT	Custom format
      	-o FILE	Write result to FILE
      	-a	Append (else overwrite)
      """
  ) { process in
    let options = try await process.options("+vpao:f:")
    guard !options.operands.isEmpty else { throw UsageError() }
    let start = process.now
    guard let child = try await Applet.start(options.operands, process) else { return 127 }
    let status = try await process.waitForChild(.pid(child.pid)).status
    let hundredths = Int((process.now - start).wholeNanoseconds / 10_000_000)
    let elapsed = "\(hundredths / 6000)m \(hundredths / 100 % 60).\((hundredths % 100).zeroes(2))s"
    let text =
      options.has("p")
      ? "real \(hundredths / 100).\((hundredths % 100).zeroes(2))\nuser 0.00\nsys 0.00\n"
      : "real\t\(elapsed)\nuser\t0m 0.00s\nsys\t0m 0.00s\n"
    try await process.errors.write(text)
    return status.code
  }

  /// Source: busybox 1.35.0 `procps/watch.c`.
  static let watch = Applet(
    "watch",
    usage:
      "[-n SEC] [-t] PROG ARGS\n\nRun PROG periodically\n\n\t-n SEC\tPeriod (default 2)\n\t-t\tDon't print header"
  ) { process in
    let options = try await process.options("+dtn:x", operands: 1...Int.max)
    let text = options.value("n") ?? "2"
    guard let pause = Numbers.seconds(text) else {
      try await process.die("invalid number '\(text)'")
    }
    let command = options.operands.joined(separator: " ")
    while true {
      var header = "\u{1B}[H\u{1B}[J"
      if !options.has("t") {
        let seconds = Double(pause.wholeNanoseconds) / 1e9
        let title = "Every \(FloatingText.fixed(seconds, decimals: 1))s: \(command)"
        let date = CalendarTime(process.now, in: process.timeZone)
          .formatted("%Y-%m-%d %H:%M:%S")
        header += String(title.left(60).prefix(60)) + date + "\n\n"
      }
      try await process.output.write(header)
      try await process.output.flush()
      let child = try process.spawn(["/bin/sh", "-c", command])
      _ = try await process.waitForChild(.pid(child.pid))
      try await process.sleep(for: pause)
    }
  }
}
