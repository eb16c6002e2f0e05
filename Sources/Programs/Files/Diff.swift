import Kernel

extension Applet {
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
    let paths = given.map { path in
      options.has("N") && path != "-" && (try? process.status(path)) == nil ? "/dev/null" : path
    }
    // One input is not compared with itself, nor read.
    if paths == ["-", "-"] { return 0 }
    var held = Holding(process)
    guard let sides = try await lines(of: paths, process, &held) else { return 2 }
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
    let labels = options.values("L")
    try await process.output.write(
      "--- \(labels.first ?? paths[0])\n+++ \(labels.count > 1 ? labels[1] : paths[1])\n")
    try await process.output.write(text)
    return 1
  }

  /// The lines of each file; nil where one cannot be opened, which is told.
  private static func lines(
    of paths: [String], _ process: Process, _ held: inout Holding
  ) async throws -> [[[UInt8]]]? {
    var sides: [[[UInt8]]] = []
    for path in paths {
      guard
        let reader = try await process.openInput(
          path, message: { Dialect.isGNU ? $0 : "can't stat '\($0)'" })
      else { return nil }
      var lines: [[UInt8]] = []
      while let line = try await reader.readLine() {
        lines.append(line)
        held.add(line.count + 64)
      }
      sides.append(lines)
    }
    return sides
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
      let kinds = paths.map { try? process.status($0).kind }
      if let odd = kinds.firstIndex(where: { ![.file, .directory, nil].contains($0) }) {
        try await process.output.writeLine(
          "File \(paths[odd]) is not a regular file or directory and was skipped")
        continue
      }
      if kinds == [.directory, .directory] {
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
