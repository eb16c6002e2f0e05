import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `findutils/xargs.c`.
  static let xargs = Applet(
    "xargs",
    usage: """
      [OPTIONS] [PROG ARGS]

      Run PROG on every item given by stdin

      	-0	NUL terminated input
      	-a FILE	Read from FILE instead of stdin
      	-o	Reopen stdin as /dev/tty
      	-r	Don't run command if input is empty
      	-t	Print the command on stderr before execution
      	-p	Ask user whether to run each command
      	-E STR,-e[STR]	STR stops input processing
      	-I STR	Replace STR within PROG ARGS with input line
      	-P N	Run up to N PROGs in parallel
      	-n N	Pass no more than N args to PROG
      	-s N	Pass command line of no more than N bytes
      	-x	Exit if size is exceeded
      """
  ) { process in
    let options = try await process.options(
      "+trn:s:e::E:pxI:0aoP:d:",
      long: [
        LongOption(name: "no-run-if-empty", option: "r"), LongOption(name: "null", option: "0"),
        LongOption(name: "max-args", option: "n", takesValue: true),
      ])
    let command = options.operands.isEmpty ? ["echo"] : options.operands
    var limit = Int.max
    if let text = options.value("n") { limit = max(1, try await process.number(text)) }
    let bytes = try await process.input.readAll()
    let items = Items.split(bytes, options)
    if let marker = options.value("I") {
      return try await runAll(
        items.map { item in command.map { $0.replacingAll(marker, with: item) } }, options, process)
    }
    if items.isEmpty {
      return options.has("r") ? 0 : try await runAll([command], options, process)
    }
    let groups = stride(from: 0, to: items.count, by: min(limit, 5000)).map { start in
      command + items[start..<min(items.count, start + min(limit, 5000))]
    }
    return try await runAll(groups, options, process)
  }

  private static func runAll(
    _ commands: [[String]], _ options: Options, _ process: Process
  ) async throws -> Int {
    var result = 0
    let parallel = max(1, options.value("P").flatMap { Int($0) } ?? 1)
    var running = 0
    for command in commands {
      if options.has("t") {
        try await process.errors.write(command.joined(separator: " ") + "\n")
      }
      do {
        _ = try process.spawn(command) { child in
          child.install(.null(), at: 0)
        }
      } catch {
        let reason = error
        try await process.warn(
          Dialect.isGNU ? "\(command[0])" : "can't execute '\(command[0])'", reason)
        return reason == .noEntry ? 127 : 126
      }
      running += 1
      if running >= parallel {
        running -= 1
        let code = try await process.waitForChild().status.code
        if code == 255 {
          try await process.warn("\(command[0]): exited with status 255; aborting")
          return 124
        }
        if code != 0 { result = 123 }
      }
    }
    while running > 0 {
      running -= 1
      if try await process.waitForChild().status.code != 0 { result = 123 }
    }
    return result
  }
}

/// The items of xargs' input.
private enum Items {
  static func split(_ bytes: [UInt8], _ options: Options) -> [String] {
    if options.has("0") { return bytes.split(separator: 0).map(\.asText) }
    if let delimiter = options.value("d") {
      let byte = Escapes.expand(delimiter.rawBytes).first ?? 0x0A
      return bytes.split(separator: byte).map(\.asText)
    }
    if options.has("I") {
      return bytes.split(separator: 0x0A).map { line in
        line.drop { $0 == 0x20 || $0 == 0x09 }.asText
      }.filter { !$0.isEmpty }
    }
    return words(bytes, end: options.value("E") ?? options.value("e"))
  }

  /// Words between white space; quotes and backslashes protect it.
  private static func words(_ bytes: [UInt8], end: String?) -> [String] {
    var result: [String] = []
    var word: [UInt8]?
    var quote: UInt8?
    var isEscaped = false
    for byte in bytes + [0x0A] {
      if isEscaped {
        word = (word ?? []) + [byte]
        isEscaped = false
      } else if let open = quote {
        if byte == open { quote = nil } else { word = (word ?? []) + [byte] }
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
        word = word ?? []
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if let done = word {
          if done.text == end { return result }
          result.append(done.text)
        }
        word = nil
      } else {
        word = (word ?? []) + [byte]
      }
    }
    return result
  }
}
