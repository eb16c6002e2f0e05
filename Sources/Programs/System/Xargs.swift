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
      	-r	Don't run command if input is empty
      	-t	Print the command on stderr before execution
      	-p	Ask user whether to run each command
      	-E STR,-e[STR]	STR stops input processing
      	-I STR	Replace STR within PROG ARGS with input line
      	-n N	Pass no more than N args to PROG
      	-s N	Pass command line of no more than N bytes
      	-P N	Run up to N PROGs in parallel
      	-x	Exit if size is exceeded
      """
  ) { process in
    let options = try await process.options(
      "+trn:s:e::E:pxI:i::0a:oP:" + (Dialect.isGNU ? "d:L:" : ""),
      long: [
        LongOption(name: "no-run-if-empty", option: "r"), LongOption(name: "null", option: "0"),
        LongOption(name: "max-args", option: "n", takesValue: true),
      ])
    let command = options.operands.isEmpty ? ["echo"] : options.operands
    var limit = Int.max
    if let text = options.value("n") { limit = max(1, try await process.number(text)) }
    var input = process.input
    if let path = options.value("a") {
      guard let reader = try await process.openInput(path) else { return 1 }
      input = reader
    }
    let bytes = try await input.readAll()
    let items: [String]
    do throws(Items.Mistake) {
      items = try Items.split(bytes, options)
    } catch {
      try await process.die(error.message)
    }
    if let marker = options.value("I") ?? (options.has("i") ? options.value("i") ?? "{}" : nil) {
      return try await runAll(
        items.map { item in command.map { $0.replacingAll(marker, with: item) } }, options, process)
    }
    if items.isEmpty {
      return options.has("r") ? 0 : try await runAll([command], options, process)
    }
    var size = 130_000
    if let text = options.value("s") { size = min(size, max(1, try await process.number(text))) }
    guard let groups = group(items, command, limit: limit, size: size) else {
      try await process.die("argument line too long")
    }
    return try await runAll(groups, options, process)
  }

  /// Command lines of so many items and bytes at most; nil if one item is too long.
  ///
  /// Source: busybox 1.35.0 `findutils/xargs.c`: each word counts with the zero at its end.
  private static func group(
    _ items: [String], _ command: [String], limit: Int, size: Int
  ) -> [[String]]? {
    let start = command.reduce(0) { $0 + $1.utf8.count + 1 }
    var groups: [[String]] = []
    var current: [String] = []
    var used = start
    for item in items {
      let length = item.utf8.count + 1
      if current.count == limit || used + length > size, !current.isEmpty {
        groups.append(command + current)
        (current, used) = ([], start)
      }
      if used + length > size { return nil }
      current.append(item)
      used += length
    }
    if !current.isEmpty { groups.append(command + current) }
    return groups
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
          command[0], reason)
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
  /// Input that makes no items.
  struct Mistake: Error {
    var message: String
  }

  static func split(_ bytes: [UInt8], _ options: Options) throws(Mistake) -> [String] {
    if options.has("0") { return bytes.split(separator: 0).map(\.asText) }
    if let delimiter = options.value("d") {
      let byte = Escapes.expand(delimiter.rawBytes).first ?? 0x0A
      return bytes.split(separator: byte).map(\.asText)
    }
    if options.has("I") || options.has("i") {
      return bytes.split(separator: 0x0A).map { line in
        line.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }.asText
      }.filter { !$0.isEmpty }
    }
    return try words(bytes, end: options.value("E") ?? options.value("e"))
  }

  /// Words between white space; quotes and backslashes protect it.
  private static func words(_ bytes: [UInt8], end: String?) throws(Mistake) -> [String] {
    var result: [String] = []
    var word: [UInt8]?
    var quote: UInt8?
    var isEscaped = false
    for byte in bytes + [0x0A] {
      if isEscaped {
        word = (word ?? []) + [byte]
        isEscaped = false
      } else if let open = quote {
        if byte == 0x0A {
          let kind = open == UInt8(ascii: "'") ? "single" : "double"
          throw Mistake(message: "unmatched \(kind) quote")
        }
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
