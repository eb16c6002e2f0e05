import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/ls.c`; GNU coreutils 9.1 where that is the dialect.
  static let ls = Applet(
    "ls",
    usage: """
      [-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...

      List directory contents

      	-1	One column output
      	-a	Include names starting with .
      	-A	Like -a, but exclude . and ..
      	-x	List by lines
      	-d	List directory names, not contents
      	-L	Follow symlinks
      	-H	Follow symlinks on command line
      	-R	Recurse
      	-p	Append / to directory names
      	-F	Append indicator (one of */=@|) to names
      	-l	Long format
      	-i	List inode numbers
      	-n	List numeric UIDs and GIDs instead of names
      	-s	List allocated blocks
      	-lc	List ctime
      	-lu	List atime
      	--full-time	List full date/time
      	-h	Human readable sizes (1K 243M 2G)
      	--group-directories-first
      	-S	Sort by size
      	-X	Sort by extension
      	-v	Sort by version
      	-t	Sort by mtime
      	-tc	Sort by ctime
      	-tu	Sort by atime
      	-r	Reverse sort order
      	-w N	Format N columns wide
      	--color[={always,never,auto}]
      """
  ) { process in
    let options = try await process.options(
      "AaCxdlinsHLRkcutSXrvFphw:T:1gQbN" + (Dialect.isGNU ? "m" : ""),
      long: [
        LongOption(name: "full-time", option: "\u{1}"),
        LongOption(name: "group-directories-first", option: "\u{2}"),
        LongOption(name: "color", option: "\u{3}", mayTakeValue: true),
        LongOption(name: "all", option: "a"),
        LongOption(name: "almost-all", option: "A"), LongOption(name: "recursive", option: "R"),
        LongOption(name: "human-readable", option: "h"),
      ])
    var listing = try await Listing(process, options)
    return try await listing.run(options.operands)
  }
}

/// Lists files and directories.
struct Listing {
  struct Entry {
    var name: String
    var path: String
    var status: FileStatus
  }

  let process: Process
  let options: Options
  private let accounts: Accounts
  private let isLong: Bool
  private let isNumeric: Bool
  private let isGNU = Dialect.isGNU
  private var failed = false

  init(_ process: Process, _ options: Options) async throws {
    self.process = process
    self.options = options
    isNumeric = options.has("n")
    isLong = "lng\u{1}".contains { options.has($0) }
    accounts = isLong ? try await Accounts(of: process) : try await Accounts(empty: ())
  }

  mutating func run(_ operands: [String]) async throws -> Int {
    var files: [Entry] = []
    var directories: [Entry] = []
    for path in operands.isEmpty ? ["."] : operands {
      guard
        let entry = try await entry(
          path, named: path, follow: !isLong || options.has("H") || options.has("L"))
      else {
        continue
      }
      if entry.status.kind == .directory, !options.has("d") {
        directories.append(entry)
      } else {
        files.append(entry)
      }
    }
    try await show(sorted(files))
    let needsTitle = operands.count > 1 || options.has("R")
    var isFirst = files.isEmpty
    for directory in sorted(directories) {
      try await list(directory, needsTitle: needsTitle, isFirst: &isFirst, depth: 0)
    }
    return failed ? (isGNU ? 2 : 1) : 0
  }

  private mutating func entry(_ path: String, named name: String, follow: Bool) async throws
    -> Entry?
  {
    do {
      if follow, let status = try? process.status(path) {
        return Entry(name: name, path: path, status: status)
      }
      return Entry(name: name, path: path, status: try process.linkStatus(path))
    } catch {
      let reason = error
      failed = true
      try await process.warn(isGNU ? "cannot access '\(path)'" : path, reason)
      return nil
    }
  }

  private mutating func list(
    _ directory: Entry, needsTitle: Bool, isFirst: inout Bool, depth: Int
  ) async throws {
    var names: [String]
    do {
      names = try process.names(in: directory.path)
    } catch {
      let reason = error
      failed = true
      try await process.warn(
        isGNU ? "cannot open directory '\(directory.path)'" : "can't open '\(directory.path)'",
        reason)
      return
    }
    if needsTitle {
      try await process.output.write("\(isFirst ? "" : "\n")\(directory.name):\n")
    }
    isFirst = false
    if options.has("a") {
      names += [".", ".."]
    } else if !options.has("A") {
      names.removeAll { $0.hasPrefix(".") }
    }
    var entries: [Entry] = []
    for name in names {
      let path = joinPath(directory.path, name)
      if let entry = try await entry(path, named: name, follow: options.has("L")) {
        entries.append(entry)
      }
    }
    entries = sorted(entries)
    if isLong || options.has("s") {
      let blocks = entries.reduce(0) { $0 + $1.status.blocks }
      let total = options.has("h") ? HumanSize.short(blocks * 512) : String(blocks / 2)
      try await process.output.write("total \(total)\n")
    }
    try await show(entries)
    guard options.has("R"), depth < 200 else { return }
    for entry in entries where entry.status.kind == .directory {
      if entry.name == "." || entry.name == ".." { continue }
      let child = Entry(
        name: joinPath(directory.name, entry.name), path: entry.path, status: entry.status)
      try await list(child, needsTitle: true, isFirst: &isFirst, depth: depth + 1)
    }
  }

  // MARK: Order

  private func sorted(_ entries: [Entry]) -> [Entry] {
    var result = entries.sorted { left, right in
      if options.has("\u{2}"), (left.status.kind == .directory) != (right.status.kind == .directory)
      {
        return left.status.kind == .directory
      }
      let order = compare(left, right)
      if order != 0 { return options.has("r") ? order > 0 : order < 0 }
      let byName = left.name.rawBytes.lexicographicallyPrecedes(right.name.rawBytes)
      return options.has("r") ? !byName && left.name != right.name : byName
    }
    if options.has("\u{2}"), options.has("r") {
      result =
        result.filter { $0.status.kind == .directory }
        + result.filter { $0.status.kind != .directory }
    }
    return result
  }

  private func compare(_ left: Entry, _ right: Entry) -> Int {
    switch options.last(of: "tSXv") {
    case "t":
      let (first, second) = (time(left.status), time(right.status))
      return first == second ? 0 : first > second ? -1 : 1
    case "S": return right.status.size - left.status.size
    case "X":
      return fileExtension(left.name) < fileExtension(right.name)
        ? -1 : fileExtension(left.name) == fileExtension(right.name) ? 0 : 1
    default: return 0
    }
  }

  private func fileExtension(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
  }

  private func time(_ status: FileStatus) -> VirtualTime {
    if options.has("c") { return status.changed }
    return options.has("u") ? status.accessed : status.modified
  }

  // MARK: Layout

  private func show(_ entries: [Entry]) async throws {
    if entries.isEmpty { return }
    if isLong {
      try await showLong(entries)
      return
    }
    let names = entries.map { prefix($0) + $0.name + suffix($0.status) }
    let oneColumn =
      options.has("1") || !(process.isTerminal(1) || options.has("C") || options.has("x"))
    guard !oneColumn else {
      for name in names { try await process.output.writeLine(name) }
      return
    }
    let width = min(options.value("w").flatMap { Int($0) } ?? 80, 10_000)
    let longest = (names.map(\.utf8.count).max() ?? 0) + 2
    let columns = max(1, width / longest)
    let rows = (names.count + columns - 1) / columns
    for row in 0..<rows {
      var line = ""
      for column in 0..<columns {
        let index = options.has("x") ? row * columns + column : column * rows + row
        guard index < names.count else { break }
        let next = options.has("x") ? index + 1 : index + rows
        let isLast = column == columns - 1 || next >= names.count
        line += isLast ? names[index] : names[index].left(longest)
      }
      try await process.output.writeLine(line)
    }
  }

  private func prefix(_ entry: Entry) -> String {
    var text = ""
    if options.has("i") {
      text += isGNU ? "\(entry.status.inode) " : entry.status.inode.right(7) + " "
    }
    if options.has("s") {
      text += isGNU ? "\(entry.status.blocks / 2) " : (entry.status.blocks / 2).right(6) + " "
    }
    return text
  }

  private func suffix(_ status: FileStatus) -> String {
    if options.has("p"), status.kind == .directory { return "/" }
    guard options.has("F") else { return "" }
    switch status.kind {
    case .directory: return "/"
    case .symbolicLink: return isLong ? "" : "@"
    case .fifo: return "|"
    case .socket: return "="
    case .file: return status.mode & 0o111 != 0 ? "*" : ""
    case .characterDevice: return ""
    }
  }

  private func showLong(_ entries: [Entry]) async throws {
    let rows = entries.map { entry -> [String] in
      let status = entry.status
      return [
        FileModes.text(status), String(status.links), owner(status.owner), group(status.group),
        size(status),
      ]
    }
    func width(_ column: Int) -> Int { rows.map { $0[column].utf8.count }.max() ?? 0 }
    for (entry, row) in zip(entries, rows) {
      var line = prefix(entry)
      if isGNU {
        line += "\(row[0]) \(row[1].right(width(1)))"
        if !options.has("g") { line += " \(row[2].left(width(2)))" }
        line += " \(row[3].left(width(3))) \(row[4].right(width(4)))"
      } else {
        line += "\(row[0]) \(row[1].right(4))"
        line += " \(row[2].left(8))"
        // busybox leaves the group out where others leave out the owner.
        if !options.has("g") { line += " \(row[3].left(8))" }
        line += " \(row[4].right(9))"
      }
      line += " \(date(time(entry.status))) \(entry.name)"
      if entry.status.kind == .symbolicLink, let target = try? process.linkTarget(entry.path) {
        line += " -> \(target)"
      }
      try await process.output.writeLine(line + suffix(entry.status))
    }
  }

  private func owner(_ id: Int) -> String {
    isNumeric ? String(id) : accounts.user(id) ?? String(id)
  }

  private func group(_ id: Int) -> String {
    isNumeric ? String(id) : accounts.group(id) ?? String(id)
  }

  private func size(_ status: FileStatus) -> String {
    if let numbers = status.deviceNumbers {
      return isGNU
        ? "\(numbers.major), \(numbers.minor.right(3))"
        : "\(numbers.major.right(4)), \(numbers.minor.right(3))"
    }
    return options.has("h") ? HumanSize.short(status.size) : String(status.size)
  }

  /// Source: POSIX `ls`: the year instead of the time for files older than six months or from the
  /// future.
  private func date(_ time: VirtualTime) -> String {
    let fields = CalendarTime(time, in: process.timeZone)
    if options.has("\u{1}") {
      let nanoseconds = Int(time.nanoseconds - time.unixSeconds * 1_000_000_000)
      return fields.formatted(
        isGNU ? "%Y-%m-%d %H:%M:%S.%N %z" : "%Y-%m-%d %H:%M:%S %z", nanoseconds: nanoseconds)
    }
    let age = Int(process.now.unixSeconds) - Int(time.unixSeconds)
    let isRecent = age > -900 && age < 15_768_000
    return fields.formatted(isRecent ? "%b %e %H:%M" : "%b %e  %Y")
  }
}

extension Accounts {
  /// No accounts, where none are to be shown.
  init(empty: Void) async throws { self.init(users: [], groups: []) }

  private init(users: [User], groups: [Group]) {
    self.users = users
    self.groups = groups
  }
}
