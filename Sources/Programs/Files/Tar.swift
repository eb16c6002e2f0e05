import ByteText
import Kernel
import Shell

extension Applet {
  /// Source: busybox 1.35.0 `archival/tar.c`; the format is POSIX ustar.
  static let tar = Applet(
    "tar",
    usage: """
      c|x|t [-zJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]...

      Create, extract, or list files from a tar file

      	c	Create
      	x	Extract
      	t	List
      	-f FILE	Name of TARFILE ('-' for stdin/out)
      	-C DIR	Change to DIR before operation
      	-v	Verbose
      	-O	Extract to stdout
      	-m	Don't restore mtime
      	-o	Don't restore user:group
      	-k	Don't replace existing files
      	-z	(De)compress using gzip
      	-J	(De)compress using xz
      	-j	(De)compress using bzip2
      	--lzma	(De)compress using lzma
      	-a	(De)compress based on extension
      	-h	Follow symlinks
      	-T FILE	File with names to include
      	-X FILE	File with glob patterns to exclude
      	--exclude PATTERN	Glob pattern to exclude
      	--overwrite		Replace existing files
      	--strip-components NUM	NUM of leading components to strip
      	--no-recursion		Don't descend in directories
      	--numeric-owner		Use numeric user:group
      	--no-same-permissions	Don't restore access permissions
      	--to-command COMMAND	Pipe files to COMMAND
      """
  ) { process in
    var arguments = process.operands
    guard !arguments.isEmpty else { throw UsageError() }
    if !arguments[0].hasPrefix("-") { arguments = separated(arguments) }
    let options = try await process.options(
      "tcxvOf:C:mopkzjJZahT:X:",
      long: [
        LongOption(name: "no-same-owner", option: "o"),
        LongOption(name: "no-same-permissions", option: "p"),
        LongOption(name: "touch", option: "m"), LongOption(name: "extract", option: "x"),
        LongOption(name: "create", option: "c"), LongOption(name: "list", option: "t"),
        LongOption(name: "file", option: "f", takesValue: true),
        LongOption(name: "verbose", option: "v"),
        LongOption(name: "directory", option: "C", takesValue: true),
        LongOption(name: "gzip", option: "z"), LongOption(name: "keep-old", option: "k"),
        LongOption(name: "exclude", option: "\u{1}", takesValue: true),
        LongOption(name: "strip-components", option: "\u{2}", takesValue: true),
        LongOption(name: "overwrite", option: "\u{3}"),
        LongOption(name: "numeric-owner", option: "\u{4}"),
        LongOption(name: "no-recursion", option: "\u{5}"),
      ], arguments: arguments)
    if "jJZ".contains(where: options.has) { try process.notModelled("tar: compression") }
    let actions = "cxt".filter(options.has)
    guard let action = actions.first, actions.count == 1 else { throw UsageError() }
    var archive = TarArchive(process: process, options: options, isListing: action == "t")
    guard try await archive.readLists() else { return 1 }
    return action == "c" ? try await archive.create() : try await archive.extract()
  }
}

/// The arguments with a first word of letters, as in `tar cfz FILE`, taken apart: the words that
/// its letters want follow in their order.
private func separated(_ arguments: [String]) -> [String] {
  var rest = arguments.dropFirst()
  var result: [String] = []
  for letter in arguments[0] {
    result.append("-\(letter)")
    if "fCTX".contains(letter), let value = rest.popFirst() { result.append(value) }
  }
  return result + rest
}

/// Reads and writes tar files.
private struct TarArchive {
  let process: Process
  let options: Options
  let isListing: Bool
  /// The members that are wanted, and the patterns of those that are not.
  private var names: [String]
  private var excluded: [String]
  /// Where files with several names are in the archive, by device and inode.
  private var members: [[Int]: String] = [:]

  init(process: Process, options: Options, isListing: Bool) {
    self.process = process
    self.options = options
    self.isListing = isListing
    names = options.operands
    excluded = options.values("\u{1}")
  }

  /// Reads the files of `-T` and `-X`; false if one cannot be opened, which is told.
  mutating func readLists() async throws -> Bool {
    for (option, path) in options.found {
      guard let path, option == "T" || option == "X" else { continue }
      guard let reader = try await process.openInput(path) else { return false }
      while let line = try await reader.readLine() {
        let name = line.withoutNewline.text
        if option == "T" { names.append(name) } else { excluded.append(name) }
      }
    }
    return true
  }

  private func enterDirectory() async throws {
    guard let directory = options.value("C") else { return }
    do {
      try process.changeDirectory(directory)
    } catch {
      try await process.die("can't change directory to '\(directory)': \(error)")
    }
  }

  /// Whether the archive is, or is to be, packed with gzip.
  private var isCompressed: Bool {
    guard options.has("a"), !options.has("z") else { return options.has("z") }
    let path = options.value("f") ?? ""
    return path.hasSuffix(".gz") || path.hasSuffix(".tgz")
  }

  private func isExcluded(_ path: String) -> Bool {
    excluded.contains { text in
      let pattern = Pattern(text)
      let names = path.split(at: "/")
      return pattern.matches(path)
        || names.indices.contains { pattern.matches(names[$0...].joined(separator: "/")) }
    }
  }

  // MARK: Creating

  mutating func create() async throws -> Int {
    if names.isEmpty { try await process.die("empty archive") }
    var output = 1
    if let path = options.value("f"), path != "-" {
      do {
        output = try await process.open(path, .rewrite)
      } catch let reason as Errno {
        try await process.die("can't open '\(path)': \(reason)")
      }
    }
    try await enterDirectory()
    let sink = TarSink(
      OutputBuffer(process, descriptor: output, mode: .blocks), isCompressed: isCompressed, process)
    var isGood = true
    var hasRoot = false
    for path in names {
      if !hasRoot, path.hasPrefix("/"), Dialect.isGNU || (try? process.linkStatus(path)) != nil {
        hasRoot = true
        try await process.warn(
          Dialect.isGNU
            ? "Removing leading `/' from member names" : "removing leading '/' from member names")
      }
      if try await !add(path, to: sink, depth: 0) { isGood = false }
    }
    try await sink.write([UInt8](repeating: 0, count: 1024))
    try await sink.finish()
    if isGood { return 0 }
    try await process.warn(
      Dialect.isGNU
        ? "Exiting with failure status due to previous errors"
        : "error exit delayed from previous errors")
    return Dialect.isGNU ? 2 : 1
  }

  private mutating func add(_ path: String, to sink: TarSink, depth: Int) async throws -> Bool {
    let status: FileStatus
    do {
      status = try process.linkStatus(path)
    } catch {
      try await process.warn(Dialect.isGNU ? "\(path): Cannot stat" : path, error)
      return false
    }
    var name = path
    while name.hasPrefix("/") { name.removeFirst() }
    if status.kind == .directory, !name.hasSuffix("/") { name += "/" }
    if isExcluded(path) { return true }
    if options.has("v") {
      // The list goes where the archive does not.
      let listsOut = options.value("f") ?? "-" != "-"
      try await (listsOut ? process.output : process.errors).write(name + "\n")
    }
    let earlier = earlierName(of: status, name)
    let size = status.kind == .file && earlier == nil ? status.size : 0
    let target = try earlier ?? (status.kind == .symbolicLink ? process.linkTarget(path) : "")
    if !name.isEmpty, name != "/" {
      let header = TarHeader(
        name: name, mode: status.mode, owner: status.owner, group: status.group, size: size,
        modified: Int(status.modified.unixSeconds),
        kind: earlier == nil ? TarHeader.letter(status.kind) : TarHeader.link, target: target)
      try await sink.write(header.bytes)
      if size > 0 { try await addContents(of: path, size, to: sink) }
    }
    guard status.kind == .directory, depth < 100, !options.has("\u{5}") else { return true }
    var isGood = true
    for child in try process.names(in: path)
    where try await !add(joinPath(path, child), to: sink, depth: depth + 1) {
      isGood = false
    }
    return isGood
  }

  /// The member that is the same file; nil if there is none yet.
  private mutating func earlierName(of status: FileStatus, _ name: String) -> String? {
    guard status.links > 1, status.kind != .directory else { return nil }
    if let earlier = members[[status.device, status.inode]] { return earlier }
    members[[status.device, status.inode]] = name
    return nil
  }

  /// Copies a file of which its header has told the size, whatever happens to it meanwhile.
  private func addContents(of path: String, _ size: Int, to sink: TarSink) async throws {
    let descriptor = try await process.open(path, .read)
    defer { try? process.close(descriptor) }
    var left = size
    while left > 0 {
      let part = try await process.read(descriptor, atMost: min(left, 65_536))
      if part.isEmpty { break }
      try await sink.write(part)
      left -= part.count
    }
    for count in [left, (512 - size % 512) % 512] where count > 0 {
      try await sink.write([UInt8](repeating: 0, count: count))
    }
  }

  // MARK: Extracting

  func extract() async throws -> Int {
    let path = options.value("f") ?? "-"
    guard let reader = try await process.openInput(path) else { return 1 }
    try await enterDirectory()
    var source = TarSource(reader: reader)
    if let reason = try await source.unpack(required: isCompressed, process) {
      // The process that unpacks and the one that reads each say what is wrong.
      try await process.warn(reason)
      try await process.die("short read")
    }
    var isEmpty = true
    var isStripped = false
    var missing = names
    while let block = try await source.read(512) {
      if block.allSatisfy({ $0 == 0 }) { return try await finish(missing) }
      guard block.count == 512, var header = TarHeader(block) else {
        try await process.die(isEmpty ? "invalid tar magic" : "short read")
      }
      isEmpty = false
      let safe = withoutUnsafePrefix(header.name)
      if safe.utf8.count < header.name.utf8.count {
        let prefix = header.name.dropLast(safe.count)
        if !isStripped {
          try await process.warn("removing leading '\(prefix)' from member names")
        }
        (header.name, isStripped) = (safe, true)
      }
      let padded = (header.size + 511) / 512 * 512
      guard let content = try await source.read(padded), content.count == padded else {
        try await process.die("short read")
      }
      let wanted = names.filter {
        header.name == $0 || header.name.hasPrefix($0 + "/")
      }
      missing.removeAll(where: wanted.contains)
      if !names.isEmpty, wanted.isEmpty { continue }
      let name = header.name.hasSuffix("/") ? String(header.name.dropLast()) : header.name
      if isExcluded(name) || isExcluded(header.name) { continue }
      if isListing, options.has("v") {
        try await process.output.writeLine(try await description(of: header))
      } else if isListing || options.has("v") {
        try await process.output.writeLine(header.name)
      }
      if !isListing { try await unpack(header, Array(content.prefix(header.size))) }
    }
    if isEmpty { try await process.die("short read") }
    return try await finish(missing)
  }

  /// Ends with the first name that the archive does not have.
  private func finish(_ missing: [String]) async throws -> Int {
    guard let name = missing.first else { return 0 }
    try await process.die(
      Dialect.isGNU ? "\(name): Not found in archive" : "\(name): not found in archive")
  }

  /// One line of `tar tv`.
  ///
  /// Source: busybox 1.35.0 `archival/libarchive/header_verbose_list.c`.
  private func description(of header: TarHeader) async throws -> String {
    let accounts = try await Accounts(of: process)
    let kinds: [Character: FileStatus.Kind] = [
      "2": .symbolicLink, "3": .characterDevice, "5": .directory, "6": .fifo,
    ]
    let mode = FileModes.text(kind: kinds[header.kind] ?? .file, mode: header.mode)
    let owner = accounts.user(header.owner) ?? String(header.owner)
    let group = accounts.group(header.group) ?? String(header.group)
    let date = CalendarTime(unixSeconds: header.modified, in: process.timeZone)
      .formatted("%Y-%m-%d %H:%M:%S")
    let isLink = header.kind == "2" || header.kind == TarHeader.link
    let target = isLink ? " -> \(header.target)" : ""
    let size = header.size.right(9)
    return "\(mode) \(owner)/\(group) \(size) \(date) \(header.name)\(target)"
  }

  /// A name without what leads out of the directory: slashes at its start, and all up to `..`.
  ///
  /// Source: busybox 1.35.0 `archival/libarchive/unsafe_prefix.c`.
  private func withoutUnsafePrefix(_ name: String) -> String {
    var parts = name.split(separator: "/", omittingEmptySubsequences: false)[...]
    if let dots = parts.lastIndex(of: "..") { parts = parts[(dots + 1)...] }
    return parts.drop { $0.isEmpty }.joined(separator: "/")
  }

  private func unpack(_ header: TarHeader, _ content: [UInt8]) async throws {
    var name = header.name
    if let text = options.value("\u{2}") {
      let count = try await process.number(text)
      name = name.split(at: "/").dropFirst(count).joined(separator: "/")
      if name.isEmpty { return }
    }
    if options.has("O") {
      try await process.output.write(content)
      return
    }
    do {
      if let slash = name.dropLast().lastIndex(of: "/") {
        try process.makeDirectories(String(name[..<slash]))
      }
      switch header.kind {
      case "5":
        if (try? process.status(name).kind) != .directory { try process.makeDirectory(name) }
      case "2":
        try? process.unlink(name)
        try process.makeSymbolicLink(to: header.target, at: name)
        return
      case TarHeader.link:
        let target = withoutUnsafePrefix(header.target)
        if target == name { return }
        try? process.unlink(name)
        try process.makeLink(to: target, at: name)
        return
      default:
        if !options.has("\u{3}") { try? process.unlink(name) }
        let file = try await process.open(name, .rewrite, permissions: header.mode & 0o777)
        try await process.write(content, to: file)
        try process.close(file)
      }
      if process.user == 0, !options.has("o") {
        try process.setOwner(header.owner, group: header.group, of: name)
      }
      try process.setMode(header.mode, of: name)
      if !options.has("m") {
        let time = VirtualTime(unixSeconds: Int64(header.modified))
        try process.setTimes(accessed: nil, modified: time, of: name)
      }
    } catch let reason as Errno {
      try await process.die("can't create '\(name)': \(reason)")
    }
  }
}
