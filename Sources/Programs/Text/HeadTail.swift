import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/head.c`.
  static let head = Applet(
    "head",
    usage: """
      [OPTIONS] [FILE]...

      Print first 10 lines of FILEs (or stdin).
      With more than one FILE, precede each with a filename header.

      	-n N[bkm]	Print first N lines
      	-n -N[bkm]	Print all except N last lines
      	-c [-]N[bkm]	Print first N bytes
      			(b:*512 k:*1024 m:*1024^2)
      	-q		Never print headers
      	-v		Always print headers
      """
  ) { process in
    let arguments = expandOldNumber(process.operands)
    let options = try await process.options("n:c:qv", arguments: arguments)
    let unit = options.last(of: "nc")
    let text = (unit.flatMap { options.value($0) }) ?? "10"
    let isFromEnd = text.hasPrefix("-")
    let count = try await process.number(isFromEnd ? String(text.dropFirst()) : text)
    let hasHeaders = (options.operands.count > 1 && !options.has("q")) || options.has("v")
    // Source: busybox 1.35.0 `coreutils/head.c`: a file that cannot be opened counts as one.
    var isFirst = true
    let firstPath = options.operands.first ?? "-"
    let isGood = try await process.forEachInput(
      options.operands, message: cannotRead, directory: { "\($0): Input/output error" }
    ) { path, reader in
      if hasHeaders {
        let name = path == "-" ? "standard input" : path
        let isTop = isFirst && (Dialect.isGNU || path == firstPath)
        try await process.output.write("\(isTop ? "" : "\n")==> \(name) <==\n")
      }
      isFirst = false
      if isFromEnd {
        try await printAllBut(count, isBytes: unit == "c", reader, process)
      } else if unit == "c" {
        try await copyBytes(count, reader, process)
      } else {
        try await copyLines(count, reader, process)
      }
    }
    return isGood ? 0 : 1
  }

  /// Rewrites the old form "-5" as "-n5".
  fileprivate static func expandOldNumber(_ arguments: [String]) -> [String] {
    guard let first = arguments.first, first.count > 1, first.hasPrefix("-"),
      let digit = first.dropFirst().first, digit.isASCII, digit.isNumber
    else { return arguments }
    return ["-n" + first.dropFirst()] + arguments.dropFirst()
  }

  private static func cannotRead(_ path: String) -> String {
    Dialect.isGNU ? "cannot open '\(path)' for reading" : path
  }

  private static func copyLines(
    _ count: Int, _ reader: InputReader, _ process: Process
  ) async throws {
    var left = count
    while left > 0, let line = try await reader.readLine() {
      try await process.output.write(line)
      left -= 1
    }
  }

  private static func copyBytes(
    _ count: Int, _ reader: InputReader, _ process: Process
  ) async throws {
    var left = count
    while left > 0, let block = try await reader.readBlock() {
      try await process.output.write(block.prefix(left))
      left -= block.count
    }
  }

  private static func printAllBut(
    _ count: Int, isBytes: Bool, _ reader: InputReader, _ process: Process
  ) async throws {
    if isBytes {
      let bytes = try await reader.readAll()
      try await process.output.write(bytes.dropLast(count))
      return
    }
    var kept: [[UInt8]] = []
    while let line = try await reader.readLine() { kept.append(line) }
    for line in kept.dropLast(count) { try await process.output.write(line) }
  }

  /// Source: busybox 1.35.0 `coreutils/tail.c`.
  static let tail = Applet(
    "tail",
    usage: """
      [OPTIONS] [FILE]...

      Print last 10 lines of FILEs (or stdin) to.
      With more than one FILE, precede each with a filename header.

      	-c [+]N[bkm]	Print last N bytes
      	-n N[bkm]	Print last N lines
      	-n +N[bkm]	Start on Nth line and print the rest
      			(b:*512 k:*1024 m:*1024^2)
      	-q		Never print headers
      	-v		Always print headers
      	-f		Print data as file grows
      	-F		Same as -f, but keep retrying
      	-s SECONDS	Wait SECONDS between reads with -f
      """
  ) { process in
    let arguments = expandOldNumberOfTail(process.operands)
    let options = try await process.options("fc:n:qs:vF", arguments: arguments)
    let unit = options.last(of: "nc")
    let text = unit.flatMap { options.value($0) } ?? "10"
    let isFromStart = text.hasPrefix("+")
    let digits = text.hasPrefix("+") || text.hasPrefix("-") ? String(text.dropFirst()) : text
    let part = TailPart(
      count: try await process.number(digits), isBytes: unit == "c", isFromStart: isFromStart)
    let pause = Numbers.seconds(options.value("s") ?? "1") ?? .seconds(1)
    var tail = Tail(
      process: process, part: part, keepsTrying: options.has("F"),
      hasHeaders: (options.operands.count > 1 && !options.has("q")) || options.has("v"),
      isVerbose: options.has("v"))
    return try await tail.run(
      options.operands, follows: options.has("f") || options.has("F"), pause: pause)
  }

  /// Rewrites "-5" and "+5" as "-n5" and "-n+5".
  private static func expandOldNumberOfTail(_ arguments: [String]) -> [String] {
    guard let first = arguments.first, let sign = first.first, sign == "+" || sign == "-",
      let digit = first.dropFirst().first, digit.isASCII, digit.isNumber
    else { return arguments }
    return ["-n" + (sign == "+" ? first[...] : first.dropFirst())] + arguments.dropFirst()
  }
}

/// Which part of a file `tail` shows first.
struct TailPart {
  var count: Int
  var isBytes: Bool
  var isFromStart: Bool

  /// What may be shown of a file that begins with some bytes and goes on.
  func rest(of bytes: [UInt8]) -> [UInt8] { isFromStart ? bytes : Array(select(bytes)) }

  func select(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    if isBytes { return isFromStart ? bytes.dropFirst(max(0, count - 1)) : bytes.suffix(count) }
    if isFromStart {
      var rest = bytes[...]
      for _ in 1..<max(1, count) {
        guard let end = rest.firstIndex(of: 0x0A) else { return [] }
        rest = rest[(end + 1)...]
      }
      return rest
    }
    if count == 0 { return [] }
    var found = 0
    var index = bytes.count - (bytes.last == 0x0A ? 1 : 0)
    while index > 0 {
      index -= 1
      if bytes[index] == 0x0A {
        found += 1
        if found == count { return bytes[(index + 1)...] }
      }
    }
    return bytes[...]
  }
}

/// Shows the ends of files and what is added to them.
struct Tail {
  private struct Source {
    var path: String
    var descriptor: Int?
    var inode = 0
    var offset = 0
  }

  let process: Process
  let part: TailPart
  let keepsTrying: Bool
  private var hasHeaders: Bool
  private let isVerbose: Bool
  private var sources: [Source] = []
  private var shown: Int?

  init(
    process: Process, part: TailPart, keepsTrying: Bool, hasHeaders: Bool, isVerbose: Bool
  ) {
    self.process = process
    self.part = part
    self.keepsTrying = keepsTrying
    self.hasHeaders = hasHeaders
    self.isVerbose = isVerbose
  }

  mutating func run(_ paths: [String], follows: Bool, pause: Duration) async throws -> Int {
    var isGood = true
    for path in paths.isEmpty ? ["-"] : paths {
      let descriptor = try await open(path)
      if descriptor == nil { isGood = false }
      if descriptor != nil || keepsTrying {
        sources.append(Source(path: path, descriptor: descriptor))
      }
    }
    // Source: busybox 1.35.0 `coreutils/tail.c`: one file that can be read needs no header.
    if sources.count == 1, !Dialect.isGNU, !isVerbose { hasHeaders = false }
    if sources.isEmpty {
      let isStillFollowing = Dialect.isGNU && follows
      if !Dialect.isGNU || isStillFollowing {
        try await process.warn(Dialect.isGNU ? "no files remaining" : "no files")
      }
      return 1
    }
    for index in sources.indices {
      if sources[index].descriptor != nil { try await showEnd(of: index) }
    }
    try await process.output.flush()
    guard follows, sources.contains(where: { $0.path != "-" || isFile($0) }) else {
      return isGood ? 0 : 1
    }
    while true {
      try await process.sleep(for: pause)
      for index in sources.indices { try await look(at: index) }
      try await process.output.flush()
    }
  }

  private func isFile(_ source: Source) -> Bool {
    guard let descriptor = source.descriptor else { return true }
    return (try? process.status(of: descriptor).kind) == .file
  }

  private func open(_ path: String) async throws -> Int? {
    if path == "-" { return 0 }
    do {
      return try await process.open(path, .read)
    } catch let reason as Errno {
      try await process.warn(
        Dialect.isGNU ? "cannot open '\(path)' for reading" : "can't open '\(path)'", reason)
      return nil
    }
  }

  private mutating func header(_ index: Int) async throws {
    guard hasHeaders, shown != index else { return }
    let name = sources[index].path == "-" ? "standard input" : sources[index].path
    try await process.output.write("\(shown == nil ? "" : "\n")==> \(name) <==\n")
    shown = index
  }

  private mutating func showEnd(of index: Int) async throws {
    guard let descriptor = sources[index].descriptor else { return }
    try await header(index)
    sources[index].inode = (try? process.status(of: descriptor).inode) ?? 0
    do {
      var kept: [UInt8] = []
      var holding = Holding(process)
      var most = Self.leastKept
      while true {
        let more = try await process.read(descriptor, atMost: Self.leastKept)
        if more.isEmpty { break }
        sources[index].offset += more.count
        kept += more
        if kept.count > most {
          kept = part.rest(of: kept)
          most = max(Self.leastKept, 2 * kept.count)
        }
        holding.bytes = kept.count
      }
      try await process.output.write(part.select(kept))
    } catch let reason as Errno {
      try await process.warn("read error: \(reason)")
    }
  }

  /// Bytes that are kept of what was read before those that cannot be shown are dropped.
  private static let leastKept = 1 << 16

  private mutating func look(at index: Int) async throws {
    if keepsTrying { try await reopen(index) }
    guard let descriptor = sources[index].descriptor else { return }
    if let size = try? process.status(of: descriptor), size.kind == .file,
      size.size < sources[index].offset
    {
      // Truncated: begin anew.
      _ = try? process.seek(descriptor, to: 0)
      sources[index].offset = 0
    }
    let bytes = try await process.readAll(descriptor)
    guard !bytes.isEmpty else { return }
    sources[index].offset += bytes.count
    try await header(index)
    try await process.output.write(bytes)
  }

  /// With -F: looks whether the name stands for another file now.
  private mutating func reopen(_ index: Int) async throws {
    let path = sources[index].path
    guard path != "-" else { return }
    guard let status = try? process.status(path) else {
      if let descriptor = sources[index].descriptor {
        try await process.warn("\(path) has been renamed or deleted")
        try? process.close(descriptor)
        sources[index].descriptor = nil
      }
      return
    }
    let old = sources[index].descriptor
    if old != nil, status.inode == sources[index].inode { return }
    if let old {
      try await process.warn("\(path) has been replaced")
      try? process.close(old)
    }
    guard let descriptor = try? await process.open(path, .read) else {
      sources[index].descriptor = nil
      return
    }
    if old == nil { try await process.warn("\(path) has appeared; following end of new file") }
    sources[index].descriptor = descriptor
    sources[index].inode = status.inode
    sources[index].offset = 0
  }
}
