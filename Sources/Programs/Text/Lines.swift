import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/wc.c`.
  static let wc = Applet(
    "wc",
    usage: """
      [-cmlwL] [FILE]...

      Count lines, words, and bytes for FILEs (or stdin)

      	-c	Count bytes
      	-m	Count characters
      	-l	Count newlines
      	-w	Count words
      	-L	Print longest line length
      """
  ) { process in
    let options = try await process.options("lwcmL")
    var counter = WordCount(options)
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { path, reader in
      var counts = WordCount.Counts()
      do {
        while let block = try await reader.readBlock() {
          counts.add(block)
          try await process.work(on: block.count * 4)
        }
      } catch Errno.isDirectory {
        // What cannot be read is counted all the same.
        try await process.output.write(counter.line(counts, name: path))
        throw Errno.isDirectory
      }
      counts.finish()
      counter.total.add(counts)
      let name = options.operands.isEmpty ? "" : path
      try await process.output.write(counter.line(counts, name: name))
    }
    if options.operands.count > 1 {
      try await process.output.write(counter.line(counter.total, name: "total"))
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/uniq.c`.
  static let uniq = Applet(
    "uniq",
    usage: """
      [-cduiz] [-f,s,w N] [FILE [OUTFILE]]

      Discard duplicate lines

      	-c	Prefix lines by the number of occurrences
      	-d	Only print duplicate lines
      	-u	Only print unique lines
      	-i	Ignore case
      	-z	NUL terminated output
      	-f N	Skip first N fields
      	-s N	Skip first N chars (after any skipped fields)
      	-w N	Compare N characters in line
      """
  ) { process in
    let options = try await process.options("cduf:s:w:iz", operands: 0...2)
    let fields = try await process.number(options.value("f") ?? "0")
    let skipped = try await process.number(options.value("s") ?? "0")
    let width = try await options.value("w").asyncMap { try await process.number($0) }
    let path = options.operands.first ?? "-"
    guard let reader = try await process.openInput(path) else { return 1 }
    if options.operands.count > 1, options.operands[1] != "-" {
      let output = try await process.open(options.operands[1], .rewrite)
      try process.duplicate(output, to: 1)
    }
    let key = { (line: [UInt8]) -> [UInt8] in
      var rest = line[...]
      for _ in 0..<fields {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }.drop { $0 != 0x20 && $0 != 0x09 }
      }
      rest = rest.dropFirst(skipped)
      if let width { rest = rest.prefix(width) }
      return options.has("i") ? rest.map(lowercase) : Array(rest)
    }
    let end: UInt8 = options.has("z") ? 0 : 0x0A
    var current: (line: [UInt8], key: [UInt8], count: Int)?
    let show = { (group: (line: [UInt8], key: [UInt8], count: Int)) async throws in
      if options.has("d"), group.count < 2 { return }
      if options.has("u"), group.count > 1 { return }
      if options.has("c") { try await process.output.write("\(group.count.right(7)) ") }
      try await process.output.write(group.line + [end])
    }
    if let path = options.operands.first, (try? process.status(path).kind) == .directory {
      try await process.die(
        Dialect.isGNU ? "error reading '\(path)'" : "\(path): I/O error")
    }
    while let raw = try await reader.readLine(endingWith: end) {
      let line = raw.last == end ? Array(raw.dropLast()) : raw
      let lineKey = key(line)
      if let group = current, group.key == lineKey {
        current?.count += 1
      } else {
        if let current { try await show(current) }
        current = (line, lineKey, 1)
      }
    }
    if let current { try await show(current) }
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/tee.c`.
  static let tee = Applet(
    "tee",
    usage: """
      [-ai] [FILE]...

      Copy stdin to each FILE, and also to stdout

      	-a	Append to the given FILEs, don't overwrite
      	-i	Ignore interrupt signals (SIGINT)
      """
  ) { process in
    let options = try await process.options("ia")
    var status = 0
    var outputs = [1]
    for path in options.operands {
      let isOpen = try await process.attempt(path) {
        outputs.append(try await process.open(path, options.has("a") ? .extend : .rewrite))
      }
      if !isOpen { status = 1 }
    }
    while let block = try await process.input.readBlock() {
      for output in outputs { try await process.write(block, to: output) }
    }
    return status
  }

  /// Source: busybox 1.35.0 `coreutils/expand.c`.
  static let expand = Applet(
    "expand",
    usage: """
      [-i] [-t N] [FILE]...

      Convert tabs to spaces, writing to stdout

      	-i	Don't convert tabs after non blanks
      	-t	Tabstops every N chars
      """
  ) { process in
    let options = try await process.options("it:")
    let stop = max(1, try await process.number(options.value("t") ?? "8"))
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      while let line = try await reader.readLine() {
        var column = 0
        var result: [UInt8] = []
        var isInitial = true
        for byte in line {
          if byte == 0x09, isInitial || !options.has("i") {
            let spaces = stop - column % stop
            result += Array(repeating: 0x20, count: spaces)
            column += spaces
          } else {
            if byte != 0x20 { isInitial = false }
            result.append(byte)
            column += 1
          }
        }
        try await process.output.write(result)
      }
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/expand.c`, `unexpand`.
  static let unexpand = Applet(
    "unexpand",
    usage: """
      [-fa][-t N] [FILE]...

      Convert spaces to tabs, writing to stdout

      	-a	Convert all blanks
      	-f	Convert only leading blanks
      	-t N	Tabstops every N chars
      """
  ) { process in
    let options = try await process.options(
      "ft:a",
      long: [
        LongOption(name: "first-only", option: "f"), LongOption(name: "all", option: "a"),
        LongOption(name: "tabs", option: "t", takesValue: true),
      ])
    let stop = max(1, try await process.number(options.value("t") ?? "8"))
    let all = (options.has("a") || options.has("t")) && !options.has("f")
    let isGood = try await process.forEachInput(options.operands, message: { $0 }) { _, reader in
      while let line = try await reader.readLine() {
        try await process.output.write(unexpanded(line, stop: stop, all: all))
      }
    }
    return isGood ? 0 : 1
  }

  /// `line` with the blanks before each word, or before the first, as tabs where they reach a stop.
  private static func unexpanded(_ line: [UInt8], stop: Int, all: Bool) -> [UInt8] {
    var result: [UInt8] = []
    var column = 0
    var position = 0
    while position < line.count {
      var blanks = 0
      while position < line.count, line[position] == 0x20 || line[position] == 0x09 {
        blanks += line[position] == 0x20 ? 1 : stop - (column + blanks) % stop
        position += 1
      }
      column += blanks
      if column >= stop {
        result += Array(repeating: 0x09, count: column / stop)
        blanks = column % stop
        column = blanks
      }
      result += Array(repeating: 0x20, count: blanks)
      if !all, position > 0 { return result + line[position...] }
      let word = line[position...].prefix { $0 != 0x20 && $0 != 0x09 }
      result += word
      position += word.count
      // Bytes that go on with a character take no column.
      column = (column + word.count { $0 & 0xC0 != 0x80 }) % stop
    }
    return result
  }

  /// Source: busybox 1.35.0 `coreutils/shuf.c`; the order is the same in each run.
  static let shuf = Applet(
    "shuf",
    usage: """
      [-n NUM] [-o FILE] [-z] [FILE | -e [ARG...] | -i L-H]

      Randomly permute lines

      	-n NUM	Output at most NUM lines
      	-o FILE	Write to FILE, not standard output
      	-z	NUL terminated output
      	-e	Treat ARGs as lines
      	-i L-H	Treat numbers L-H as lines
      """
  ) {
    process in
    let options = try await process.options("ei:n:o:z")
    var lines: [[UInt8]]
    if options.has("e") {
      lines = options.operands.map(\.rawBytes)
    } else if let range = options.value("i") {
      let ends = range.split(at: "-").compactMap { Int($0) }
      guard ends.count == 2, ends[0] <= ends[1], ends[1] - ends[0] < 10_000_000 else {
        try await process.die("bad range '\(range)'")
      }
      lines = (ends[0]...ends[1]).map { String($0).rawBytes }
    } else {
      guard let reader = try await process.openInput(options.operands.first ?? "-") else {
        return 1
      }
      lines = try await process.lines(of: reader)
    }
    for index in lines.indices.dropFirst() {
      lines.swapAt(index, Int(process.kernel.randomNumber() % UInt64(index + 1)))
    }
    let count = try await process.number(options.value("n") ?? "\(lines.count)")
    for line in lines.prefix(count) { try await process.output.write(line + [0x0A]) }
    return 0
  }
}

extension Optional {
  /// `map` for a body that may wait.
  func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async throws -> Result? {
    guard let self else { return nil }
    return try await body(self)
  }
}

/// The small letter of an ASCII capital; other bytes stay.
func lowercase(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte }

/// The capital of a small ASCII letter; other bytes stay.
func uppercase(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte - 32 : byte }

/// What `wc` counts and how it prints that.
private struct WordCount {
  struct Counts {
    var lines = 0
    var words = 0
    var bytes = 0
    var characters = 0
    var longest = 0
    private var isInWord = false
    private var column = 0

    mutating func add(_ block: [UInt8]) {
      bytes += block.count
      for byte in block {
        if byte & 0xC0 != 0x80 { characters += 1 }
        // Source: busybox 1.35.0 `coreutils/wc.c`: only printable ASCII makes words and width.
        let isPrintable = (0x21...0x7E).contains(byte) || Dialect.isGNU && byte > 0x7E
        switch byte {
        case 0x0A, 0x0C, 0x0D:
          if byte == 0x0A { lines += 1 }
          longest = max(longest, column)
          column = 0
        case 0x09: column = (column | 7) + 1
        default: if isPrintable || byte == 0x20 { column += 1 }
        }
        let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
        if isPrintable, !isInWord { words += 1 }
        isInWord = isPrintable || isInWord && !isSpace
      }
    }

    mutating func finish() { longest = max(longest, column) }

    mutating func add(_ other: Counts) {
      lines += other.lines
      words += other.words
      bytes += other.bytes
      characters += other.characters
      longest = max(longest, other.longest)
    }
  }

  var total = Counts()
  private let columns: String
  private let isAlone: Bool

  init(_ options: Options) {
    let chosen = options.found.isEmpty ? "lwc" : "lwmcL".filter { options.has($0) }
    columns = chosen
    isAlone = chosen.count == 1 && options.operands.count <= 1
  }

  /// Source: busybox 1.35.0 `coreutils/wc.c`: one number of one file stands alone, else columns of
  /// nine.
  func line(_ counts: Counts, name: String) -> String {
    let numbers = columns.map { column -> Int in
      switch column {
      case "l": counts.lines
      case "w": counts.words
      case "L": counts.longest
      case "m": counts.characters
      default: counts.bytes
      }
    }
    let text = numbers.enumerated().map { index, number in
      isAlone ? String(number) : (index == 0 ? "" : " ") + number.right(9)
    }.joined()
    return text + (name.isEmpty ? "" : " \(name)") + "\n"
  }
}
