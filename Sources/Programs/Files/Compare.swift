import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/cmp.c`.
  static let cmp = Applet(
    "cmp",
    usage: """
      [-ls] [-n NUM] FILE1 [FILE2 [SKIP1 [SKIP2]]]

      Compare FILE1 with FILE2 (or stdin)

      	-l	Write the byte numbers (decimal) and values (octal)
      		for all differing bytes
      	-s	Quiet
      	-n NUM	Compare at most NUM bytes
      """
  ) { process in
    let options = try await process.options("lsn:", operands: 1...4)
    let paths = options.operands
    let names = [paths[0], paths.count > 1 ? paths[1] : "-"]
    var texts: [[UInt8]] = []
    for path in names {
      guard
        let reader = try await process.openInput(
          path, message: { $0 })
      else { return 2 }
      texts.append(try await reader.readAll())
    }
    for (index, skip) in paths.dropFirst(2).enumerated() {
      texts[index].removeFirst(min(try await process.number(skip), texts[index].count))
    }
    if let limit = options.value("n") {
      let count = try await process.number(limit)
      texts = texts.map { Array($0.prefix(count)) }
    }
    let shorter = min(texts[0].count, texts[1].count)
    var line = 1
    var differs = false
    for index in 0..<shorter {
      let (left, right) = (texts[0][index], texts[1][index])
      if left != right {
        differs = true
        if options.has("s") { return 1 }
        guard options.has("l") else {
          try await process.output.writeLine(
            "\(names[0]) \(names[1]) differ: \(Dialect.isGNU ? "byte" : "char") \(index + 1), line \(line)"
          )
          return 1
        }
        try await process.output.writeLine(
          "\((index + 1).right(Dialect.isGNU ? 4 : 1)) \(Int(left).octal.right(3)) \(Int(right).octal.right(3))"
        )
      }
      if left == 0x0A { line += 1 }
    }
    if texts[0].count != texts[1].count {
      let short = texts[0].count < texts[1].count ? names[0] : names[1]
      if !options.has("s") { try await process.warn("EOF on \(short)") }
      return 1
    }
    return differs ? 1 : 0
  }

  /// Source: busybox 1.35.0 `coreutils/comm.c`.
  static let comm = Applet(
    "comm",
    usage:
      "[-123] FILE1 FILE2\n\nCompare FILE1 with FILE2\n\n\t-1\tSuppress lines unique to FILE1\n\t-2\tSuppress lines unique to FILE2\n\t-3\tSuppress lines common to both files"
  ) { process in
    let options = try await process.options("123", operands: 2...2)
    var sides: [[[UInt8]]] = []
    for path in options.operands {
      guard let reader = try await process.openInput(path, message: { $0 }) else { return 1 }
      sides.append(try await process.lines(of: reader))
    }
    var (left, right) = (sides[0][...], sides[1][...])
    let show = { (line: [UInt8], column: Character) async throws in
      if options.has(column) { return }
      var tabs = column == "1" || options.has("1") ? "" : "\t"
      if column == "3", !options.has("2") { tabs += "\t" }
      try await process.output.write(tabs.rawBytes + line + [0x0A])
    }
    while !left.isEmpty || !right.isEmpty {
      guard let first = left.first else {
        try await show(right.removeFirst(), "2")
        continue
      }
      guard let second = right.first else {
        try await show(left.removeFirst(), "1")
        continue
      }
      if first == second {
        try await show(first, "3")
        left.removeFirst()
        right.removeFirst()
      } else if first.lexicographicallyPrecedes(second) {
        try await show(left.removeFirst(), "1")
      } else {
        try await show(right.removeFirst(), "2")
      }
    }
    return 0
  }

  /// Source: busybox 1.35.0 `editors/diff.c`: unified output is the only form.
  static let diff = Applet(
    "diff",
    usage: """
      [-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2

      Compare files line by line and output the differences between them.
      This implementation supports unified diffs only.

      	-a	Treat all files as text
      	-b	Ignore changes in the amount of whitespace
      	-B	Ignore changes whose lines are all blank
      	-d	Try hard to find a smaller set of changes
      	-i	Ignore case differences
      	-L	Use LABEL instead of the filename in the unified header
      	-N	Treat absent files as empty
      	-q	Output only whether files differ
      	-r	Recurse
      	-S	Start with FILE when comparing directories
      	-T	Make tabs line up by prefixing a tab when necessary
      	-s	Report when two files are the same
      	-t	Expand tabs to spaces in output
      	-U	Output LINES lines of context
      	-w	Ignore all whitespace
      """
  ) { process in
    let options = try await process.options("abdiL:NqrsS:tTU:wupBE", operands: 2...2)
    var paths = options.operands
    let isDirectory = paths.map { (try? process.status($0).kind) == .directory }
    for path in paths where path != "-" && !options.has("N") {
      let isThere = try await process.attempt(Dialect.isGNU ? path : "can't stat '\(path)'") {
        _ = try process.status(path)
      }
      if !isThere { return 2 }
    }
    if isDirectory[0], isDirectory[1] {
      return try await DirectoryComparison(process: process, options: options, roots: paths).run()
    }
    if isDirectory[0] { paths[0] = joinPath(paths[0], lastComponent(paths[1])) }
    if isDirectory[1] { paths[1] = joinPath(paths[1], lastComponent(paths[0])) }
    return try await compare(paths, options, process)
  }

  /// Compares two files and prints how they differ; the exit status.
  fileprivate static func compare(
    _ given: [String], _ options: Options, _ process: Process
  ) async throws -> Int {
    var paths = given
    var sides: [[[UInt8]]] = []
    var held = Holding(process)
    for (index, path) in paths.enumerated() {
      if options.has("N"), path != "-", (try? process.status(path)) == nil {
        paths[index] = "/dev/null"
      }
      guard
        let reader = try await process.openInput(
          paths[index], message: { Dialect.isGNU ? $0 : "can't stat '\($0)'" })
      else { return 2 }
      var lines: [[UInt8]] = []
      while let line = try await reader.readLine() {
        lines.append(line)
        held.add(line.count + 64)
      }
      sides.append(lines)
    }
    let keys = sides.map { $0.map { DiffKey.of($0, options) } }
    let isSame =
      options.has("B")
      ? DiffKey.withoutBlank(keys[0]) == DiffKey.withoutBlank(keys[1])
      : keys[0] == keys[1]
    if isSame {
      if options.has("s"), Dialect.isGNU {
        try await process.output.writeLine("Files \(paths[0]) and \(paths[1]) are identical")
      }
      return 0
    }
    if options.has("q") {
      try await process.output.writeLine("Files \(paths[0]) and \(paths[1]) differ")
      return 1
    }
    let labels = options.values("L")
    if Dialect.isGNU, !options.has("u"), !options.has("U") {
      try process.notModelled("diff: the normal form")
    }
    let context = try await process.number(options.value("U") ?? "3")
    let cells = UnifiedDiff.cells(sides[0].count, sides[1].count)
    try await process.makeRoom(for: cells * 4)
    try await process.work(on: cells * 4 + (sides[0].count + sides[1].count) * 128)
    let text = UnifiedDiff(
      old: sides[0], new: sides[1], oldKeys: keys[0], newKeys: keys[1], context: context
    ).text
    try await process.output.write(
      "--- \(labels.first ?? paths[0])\n+++ \(labels.count > 1 ? labels[1] : paths[1])\n")
    try await process.output.write(text)
    return 1
  }

  /// Source: busybox 1.35.0 `coreutils/split.c`.
  static let split = Applet(
    "split",
    usage:
      "[OPTIONS] [INPUT [PREFIX]]\n\n\t-b N[k|m]\tSplit by N (kilo|mega)bytes\n\t-l N\t\tSplit by N lines\n\t-a N\t\tUse N letters as suffix"
  ) { process in
    let options = try await process.options("l:b:a:", operands: 0...2)
    let path = options.operands.first ?? "-"
    guard let reader = try await process.openInput(path, message: { $0 }) else { return 1 }
    let prefix = options.operands.count > 1 ? options.operands[1] : "x"
    let width = max(1, min(10, try await process.number(options.value("a") ?? "2")))
    var held = Holding(process)
    var parts: [[UInt8]] = []
    if let text = options.value("b") {
      let size = max(1, try await process.number(text))
      let bytes = try await reader.readAll()
      for start in stride(from: 0, to: bytes.count, by: size) {
        parts.append(Array(bytes[start..<min(start + size, bytes.count)]))
        held.add(64 + parts[parts.count - 1].count)
      }
    } else {
      let count = max(1, try await process.number(options.value("l") ?? "1000"))
      var lines = 0
      while let line = try await reader.readLine() {
        if lines % count == 0 {
          parts.append([])
          held.add(64)
        }
        parts[parts.count - 1] += line
        held.add(line.count)
        lines += 1
      }
    }
    for (index, part) in parts.enumerated() {
      var suffix = ""
      var rest = index
      for _ in 0..<width {
        suffix = String(UnicodeScalar(UInt8(97 + rest % 26))) + suffix
        rest /= 26
      }
      if rest > 0 { try await process.die("suffixes exhausted") }
      let file = try await process.open(prefix + suffix, .rewrite)
      try await process.write(part, to: file)
      try process.close(file)
    }
    return 0
  }
}

/// The hunks of a unified diff.
private struct UnifiedDiff {
  private enum Change {
    case keep(Int, Int), remove(Int), add(Int)
  }

  let old: [[UInt8]]
  let new: [[UInt8]]
  /// What is compared of each line.
  let oldKeys: [[UInt8]]
  let newKeys: [[UInt8]]
  let context: Int

  /// How large the table is for so many lines; 0: too large to be made.
  static func cells(_ old: Int, _ new: Int) -> Int {
    (old + 1) * (new + 1) <= 1_000_000 ? (old + 1) * (new + 1) : 0
  }

  /// The shortest list of changes, by dynamic programming; long files count as wholly changed.
  private var changes: [Change] {
    guard UnifiedDiff.cells(old.count, new.count) > 0 else {
      return old.indices.map { .remove($0) } + new.indices.map { .add($0) }
    }
    let width = new.count + 1
    var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
    for left in old.indices.reversed() {
      for right in new.indices.reversed() {
        lengths[left * width + right] =
          oldKeys[left] == newKeys[right]
          ? lengths[(left + 1) * width + right + 1] + 1
          : max(lengths[(left + 1) * width + right], lengths[left * width + right + 1])
      }
    }
    var result: [Change] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, right < new.count, oldKeys[left] == newKeys[right] {
        result.append(.keep(left, right))
        left += 1
        right += 1
      } else if right >= new.count
        || (left < old.count
          && lengths[(left + 1) * width + right] >= lengths[left * width + right + 1])
      {
        result.append(.remove(left))
        left += 1
      } else {
        result.append(.add(right))
        right += 1
      }
    }
    return result
  }

  var text: [UInt8] {
    let changes = changes
    let places = changes.indices.filter { if case .keep = changes[$0] { false } else { true } }
    var hunks: [Range<Int>] = []
    for place in places {
      let range = max(0, place - context)..<min(changes.count, place + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks.flatMap { hunk(changes, $0) }
  }

  private func hunk(_ changes: [Change], _ range: Range<Int>) -> [UInt8] {
    var (oldStart, newStart) = (0, 0)
    for change in changes[..<range.lowerBound] {
      switch change {
      case .keep:
        oldStart += 1
        newStart += 1
      case .remove: oldStart += 1
      case .add: newStart += 1
      }
    }
    var (oldCount, newCount) = (0, 0)
    var body: [UInt8] = []
    for change in changes[range] {
      switch change {
      case .keep(let index, _):
        oldCount += 1
        newCount += 1
        body += line(" ", old[index])
      case .remove(let index):
        oldCount += 1
        body += line("-", old[index])
      case .add(let index):
        newCount += 1
        body += line("+", new[index])
      }
    }
    let head = "@@ -\(place(oldStart, oldCount)) +\(place(newStart, newCount)) @@\n"
    return head.rawBytes + body
  }

  private func place(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
  }

  private func line(_ sign: String, _ text: [UInt8]) -> [UInt8] {
    sign.rawBytes + text
      + (text.last == 0x0A ? [] : "\n\\ No newline at end of file\n".rawBytes)
  }
}

/// Compares two directories, name by name.
///
/// Source: busybox 1.35.0 `editors/diff.c`, `diffdir`: with -r the files below are compared, and
/// directories are not told.
private struct DirectoryComparison {
  let process: Process
  let options: Options
  let roots: [String]

  func run() async throws -> Int {
    let names = roots.map { self.names(in: $0, below: "", depth: 0) }
    var status = 0
    for name in Set(names[0] + names[1]).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    {
      let sides = names.map { $0.contains(name) }
      if sides != [true, true], !options.has("N") {
        status = 1
        try await process.output.writeLine("Only in \(roots[sides[0] ? 0 : 1]): \(name)")
        continue
      }
      let paths = roots.map { joinPath($0, name) }
      let isDirectory = paths.map { (try? process.status($0).kind) == .directory }
      if isDirectory == [true, true] {
        try await process.output.writeLine(
          "Common subdirectories: \(paths[0]) and \(paths[1])")
        continue
      }
      status = max(status, try await Applet.compare(paths, options, process))
    }
    return status
  }

  private func names(in root: String, below prefix: String, depth: Int) -> [String] {
    let folder = prefix.isEmpty ? root : joinPath(root, prefix)
    guard let names = try? process.names(in: folder) else { return [] }
    let paths = names.map { prefix.isEmpty ? $0 : "\(prefix)/\($0)" }
    guard options.has("r") else { return paths }
    return paths.flatMap { path -> [String] in
      guard (try? process.linkStatus(joinPath(root, path)).kind) == .directory else {
        return [path]
      }
      return depth < 100 ? self.names(in: root, below: path, depth: depth + 1) : []
    }
  }
}
