import Kernel
import RegularExpressions

extension Applet {
  /// Source: busybox 1.35.0 `findutils/grep.c`.
  static let grep = Applet("grep", usage: grepUsage, failure: 2) { process in
    try await runGrep(process, syntax: .basic)
  }

  /// `grep -E`.
  static let egrep = Applet("egrep", failure: 2) { process in
    try await runGrep(process, syntax: .extended)
  }

  /// `grep -F`.
  static let fgrep = Applet("fgrep", failure: 2) { process in
    try await runGrep(process, syntax: nil)
  }

  private static let grepUsage = """
    [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...

    Search for PATTERN in FILEs (or stdin)

    	-H	Add 'filename:' prefix
    	-h	Do not add 'filename:' prefix
    	-n	Add 'line_no:' prefix
    	-l	Show only names of files that match
    	-L	Show only names of files that don't match
    	-c	Show only count of matching lines
    	-o	Show only the matching part of line
    	-q	Quiet. Return 0 if PATTERN is found, 1 otherwise
    	-v	Select non-matching lines
    	-s	Suppress open and read errors
    	-r	Recurse
    	-R	Recurse and dereference symlinks
    	-i	Ignore case
    	-w	Match whole words only
    	-x	Match whole lines only
    	-F	PATTERN is a literal (not regexp)
    	-E	PATTERN is an extended regexp
    	-m N	Match up to N times per file
    	-A N	Print N lines of trailing context
    	-B N	Print N lines of leading context
    	-C N	Same as '-A N -B N'
    	-e PTRN	Pattern to match
    	-f FILE	Read pattern from file
    """

  private static let gnuLongOptions: [LongOption] = [
    LongOption(name: "line-buffered", option: "\u{1}"),
    LongOption(name: "ignore-case", option: "i"),
    LongOption(name: "count", option: "c"), LongOption(name: "invert-match", option: "v"),
    LongOption(name: "line-number", option: "n"), LongOption(name: "quiet", option: "q"),
    LongOption(name: "recursive", option: "r"), LongOption(name: "extended-regexp", option: "E"),
    LongOption(name: "only-matching", option: "o"), LongOption(name: "no-messages", option: "s"),
    LongOption(name: "max-count", option: "m", takesValue: true),
    LongOption(name: "color", option: "\u{2}"), LongOption(name: "word-regexp", option: "w"),
  ]

  private static let busyboxLongOptions = [
    LongOption(name: "color", option: "\u{2}", mayTakeValue: true)
  ]

  private static func runGrep(_ process: Process, syntax: Regex.Syntax?) async throws -> Int {
    let isGNU = Dialect.isGNU
    let options = try await process.options(
      "HhnlLoqvsrRiwFEGxe:f:m:A:B:C:c" + (isGNU ? "UaIPz" : "aI"),
      long: isGNU ? gnuLongOptions : busyboxLongOptions)
    var operands = options.operands
    var patterns = options.values("e").flatMap { $0.rawBytes.lines }
    for path in options.values("f") {
      guard let reader = try await process.openInput(path, message: { $0 }) else { return 2 }
      patterns += try await process.lines(of: reader)
    }
    if !options.has("e"), !options.has("f") {
      guard !operands.isEmpty else {
        if isGNU {
          try await process.errors.write("Usage: \(process.name) [OPTION]... PATTERNS [FILE]...\n")
        }
        throw UsageError()
      }
      patterns = operands.removeFirst().rawBytes.lines
    }
    var syntax = syntax
    if options.has("E") { syntax = .extended }
    if options.has("P") { syntax = .perl }
    if options.has("F") { syntax = nil }
    var matchers: [LineMatcher] = []
    for pattern in patterns {
      do {
        matchers.append(try LineMatcher(pattern, syntax, options))
      } catch {
        try await process.work(ofRefusing: error)
        let text = isGNU ? "\(error)" : "bad regex '\(pattern.text)': \(error)"
        try await process.die(text, status: 2)
      }
    }
    do {
      var search = try await GrepSearch(process, options, matchers)
      return try await search.run(operands)
    } catch is AppletExit {
      throw AppletExit(status: 2)
    }
  }
}

extension [UInt8] {
  /// The lines of a text, without their newlines; one empty line if there is none.
  var lines: [[UInt8]] { split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init) }
}

/// One pattern of grep.
struct LineMatcher {
  let regex: Regex
  private let wholeWords: Bool
  private let wholeLines: Bool
  /// The pattern, if it is no regular expression.
  let literal: [UInt8]?

  init(_ pattern: [UInt8], _ syntax: Regex.Syntax?, _ options: Options) throws(RegexError) {
    literal = syntax == nil ? pattern : nil
    var pattern = pattern
    if syntax == nil { pattern = LineMatcher.quoted(pattern) }
    regex = try Regex(pattern, syntax ?? .basic, ignoringCase: options.has("i"))
    wholeWords = options.has("w")
    wholeLines = options.has("x")
  }

  private static func quoted(_ pattern: [UInt8]) -> [UInt8] {
    pattern.flatMap { byte -> [UInt8] in
      "\\.[]*^$".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
    }
  }

  /// The first match that begins at `start` or later.
  func firstMatch(in line: [UInt8], from start: Int) -> Range<Int>? {
    if !wholeWords, !wholeLines { return regex.firstMatch(in: line, from: start)?.range }
    var from = start
    while from <= line.count, let range = regex.firstMatch(in: line, from: from)?.range {
      if wholeLines ? range == 0..<line.count : isWord(range, line) { return range }
      from = range.lowerBound + 1
    }
    return nil
  }

  func matches(_ line: [UInt8]) -> Bool {
    wholeWords || wholeLines ? firstMatch(in: line, from: 0) != nil : regex.matches(line)
  }

  private func isWord(_ range: Range<Int>, _ line: [UInt8]) -> Bool {
    let isWordByte = { (index: Int) -> Bool in
      guard index >= 0, index < line.count else { return false }
      let byte = lowercase(line[index])
      return (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
    return !isWordByte(range.lowerBound - 1) && !isWordByte(range.upperBound)
  }
}

/// Searches files and prints what is found.
private struct GrepSearch {
  let process: Process
  let options: Options
  let matchers: [LineMatcher]
  private let before: Int
  private let after: Int
  private let limit: Int
  private var showsNames = false
  private var failed = false
  private var found = false
  /// Whether -L has listed a file.
  private var listed = false

  init(_ process: Process, _ options: Options, _ matchers: [LineMatcher]) async throws {
    self.process = process
    self.options = options
    self.matchers = matchers
    let both = options.value("C") ?? "0"
    before = try await process.number(options.value("B") ?? both)
    after = try await process.number(options.value("A") ?? both)
    limit = try await options.value("m").asyncMap { try await process.number($0) } ?? Int.max
  }

  mutating func run(_ operands: [String]) async throws -> Int {
    let isRecursive = options.has("r") || options.has("R")
    showsNames = (operands.count > 1 || options.has("H")) && !options.has("h")
    if options.has("\u{1}") { process.output.mode = .lines }
    for path in operands.isEmpty ? [isRecursive ? "." : "-"] : operands {
      if isRecursive, path != "-", (try? process.status(path).kind) == .directory {
        if !options.has("h") { showsNames = true }
        try await searchDirectory(path, depth: 0)
      } else {
        try await searchFile(path)
      }
      if found, options.has("q") { return 0 }
    }
    let isGood = options.has("L") && !Dialect.isGNU ? listed : found
    return failed ? 2 : isGood ? 0 : 1
  }

  private mutating func searchDirectory(_ path: String, depth: Int) async throws {
    guard depth < 100, let names = try? process.names(in: path) else { return }
    for name in names {
      let child = joinPath(path, name)
      guard let status = try? process.linkStatus(child) else { continue }
      switch status.kind {
      case .directory: try await searchDirectory(child, depth: depth + 1)
      case .symbolicLink where !options.has("R"): continue
      case .symbolicLink, .file, .characterDevice, .fifo, .socket: try await searchFile(child)
      }
      if found, options.has("q") { return }
    }
  }

  private mutating func searchFile(_ path: String) async throws {
    if path == "-" {
      try await search(process.input, name: "(standard input)")
      return
    }
    do {
      let descriptor = try await process.open(path, .read)
      defer { try? process.close(descriptor) }
      do {
        try await search(InputReader(process, descriptor: descriptor), name: path)
      } catch Errno.isDirectory {
        if Dialect.isGNU {
          if !options.has("s") { try await process.warn(path, .isDirectory) }
        } else {
          try await finish(count: 0, name: path)
        }
      }
    } catch let reason as Errno {
      failed = true
      if !options.has("s") { try await process.warn(path, reason) }
    }
  }

  private mutating func search(_ reader: InputReader, name: String) async throws {
    var count = 0
    var number = 0
    var held: [(number: Int, line: [UInt8])] = []
    var trailing = 0
    var lastShown = 0
    let isSilent = "qlLc".contains { options.has($0) }
    // busybox stops at the last match, even where context is asked for.
    while count < limit || trailing > 0 && Dialect.isGNU, let raw = try await reader.readLine() {
      number += 1
      let line = raw.withoutNewline
      let isHit = count < limit && matchers.contains { $0.matches(line) } != options.has("v")
      for matcher in matchers { try await process.work(of: matcher.regex) }
      if isHit {
        count += 1
        found = true
        if options.has("q") || options.has("l") || options.has("L") { break }
        if isSilent { continue }
        let first = held.first?.number ?? number
        if before + after > 0, lastShown > 0, first > lastShown + 1 {
          try await process.output.write("--\n")
        }
        for (number, line) in held { try await show(line, number, name, separator: "-") }
        held = []
        try await showHit(line, number, name)
        lastShown = number
        trailing = after
      } else if trailing > 0, !isSilent {
        trailing -= 1
        try await show(line, number, name, separator: "-")
        lastShown = number
      } else if before > 0 {
        held.append((number, line))
        if held.count > before { held.removeFirst() }
      }
    }
    try await finish(count: count, name: name)
  }

  private mutating func finish(count: Int, name: String) async throws {
    if options.has("q") { return }
    if options.has("l") {
      if count > 0 { try await process.output.writeLine(name) }
    } else if options.has("L") {
      if count == 0 {
        listed = true
        try await process.output.writeLine(name)
      }
    } else if options.has("c") {
      try await process.output.writeLine("\(showsNames ? "\(name):" : "")\(count)")
    }
  }

  private func showHit(_ line: [UInt8], _ number: Int, _ name: String) async throws {
    guard options.has("o") else {
      try await show(line, number, name, separator: ":")
      return
    }
    if options.has("v") { return }
    // Source: busybox 1.35.0 `findutils/grep.c`: a literal is shown once a line.
    if !Dialect.isGNU, let literal = matchers.first(where: { $0.matches(line) })?.literal {
      try await show(literal, number, name, separator: ":")
      return
    }
    var start = 0
    while start <= line.count {
      let ranges = matchers.compactMap { $0.firstMatch(in: line, from: start) }
      let best = ranges.min {
        ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound)
      }
      guard let best else { return }
      if best.isEmpty {
        start = best.lowerBound + 1
        continue
      }
      try await show(Array(line[best]), number, name, separator: ":")
      start = best.upperBound
    }
  }

  private func show(
    _ line: [UInt8], _ number: Int, _ name: String, separator: String
  ) async throws {
    var prefix = showsNames ? name + separator : ""
    if options.has("n") { prefix += "\(number)\(separator)" }
    try await process.output.write(prefix.rawBytes + line + [0x0A])
  }
}
