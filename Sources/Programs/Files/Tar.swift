import Kernel

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
    if !arguments[0].hasPrefix("-") { arguments[0] = "-" + arguments[0] }
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
      ], arguments: arguments)
    if "zjJZa".contains(where: options.has) { try process.notModelled("tar: compression") }
    guard let action = "cxt".first(where: options.has) else { throw UsageError() }
    let archive = TarArchive(process: process, options: options, isListing: action == "t")
    return action == "c" ? try await archive.create() : try await archive.extract()
  }
}

/// Reads and writes tar files.
private struct TarArchive {
  let process: Process
  let options: Options
  let isListing: Bool

  private func enterDirectory() async throws {
    guard let directory = options.value("C") else { return }
    do {
      try process.changeDirectory(directory)
    } catch {
      try await process.die("can't change directory to '\(directory)': \(error)")
    }
  }

  // MARK: Creating

  func create() async throws -> Int {
    if options.operands.isEmpty { try await process.die("empty archive") }
    var output = 1
    if let path = options.value("f"), path != "-" {
      do {
        output = try await process.open(path, .rewrite)
      } catch let reason as Errno {
        try await process.die("can't open '\(path)': \(reason)")
      }
    }
    try await enterDirectory()
    let buffer = OutputBuffer(process, descriptor: output, mode: .blocks)
    var isGood = true
    var hasRoot = false
    for path in options.operands {
      if !hasRoot, path.hasPrefix("/"), Dialect.isGNU || (try? process.linkStatus(path)) != nil {
        hasRoot = true
        try await process.warn(
          Dialect.isGNU
            ? "Removing leading `/' from member names" : "removing leading '/' from member names")
      }
      if try await !add(path, to: buffer, depth: 0) { isGood = false }
    }
    try await buffer.write([UInt8](repeating: 0, count: 1024))
    try await buffer.flush()
    if isGood { return 0 }
    try await process.warn(
      Dialect.isGNU
        ? "Exiting with failure status due to previous errors"
        : "error exit delayed from previous errors")
    return Dialect.isGNU ? 2 : 1
  }

  private func add(_ path: String, to buffer: OutputBuffer, depth: Int) async throws -> Bool {
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
    if options.has("v") { try await process.errors.write(name + "\n") }
    let size = status.kind == .file ? status.size : 0
    let target = status.kind == .symbolicLink ? try process.linkTarget(path) : ""
    if !name.isEmpty, name != "/" {
      let header = TarHeader(
        name: name, mode: status.mode, owner: status.owner, group: status.group, size: size,
        modified: Int(status.modified.unixSeconds), kind: TarHeader.letter(status.kind),
        target: target)
      try await buffer.write(header.bytes)
      if size > 0 { try await addContents(of: path, size, to: buffer) }
    }
    guard status.kind == .directory, depth < 100 else { return true }
    var isGood = true
    for child in try process.names(in: path)
    where try await !add(joinPath(path, child), to: buffer, depth: depth + 1) {
      isGood = false
    }
    return isGood
  }

  /// Copies a file of which its header has told the size, whatever happens to it meanwhile.
  private func addContents(of path: String, _ size: Int, to buffer: OutputBuffer) async throws {
    let descriptor = try await process.open(path, .read)
    defer { try? process.close(descriptor) }
    var left = size
    while left > 0 {
      let part = try await process.read(descriptor, atMost: min(left, 65_536))
      if part.isEmpty { break }
      try await buffer.write(part)
      left -= part.count
    }
    for count in [left, (512 - size % 512) % 512] where count > 0 {
      try await buffer.write([UInt8](repeating: 0, count: count))
    }
  }

  // MARK: Extracting

  func extract() async throws -> Int {
    let path = options.value("f") ?? "-"
    guard let reader = try await process.openInput(path) else { return 1 }
    try await enterDirectory()
    var isEmpty = true
    while let block = try await read(512, reader) {
      if block.allSatisfy({ $0 == 0 }) { return 0 }
      guard block.count == 512, let header = TarHeader(block) else {
        try await process.die(isEmpty ? "invalid tar magic" : "short read")
      }
      isEmpty = false
      let padded = (header.size + 511) / 512 * 512
      guard let content = try await read(padded, reader), content.count == padded else {
        try await process.die("short read")
      }
      let wanted = options.operands
      if !wanted.isEmpty,
        !wanted.contains(where: { header.name == $0 || header.name.hasPrefix($0 + "/") })
      {
        continue
      }
      if isListing || options.has("v") {
        try await process.output.writeLine(header.name)
      }
      if !isListing { try await unpack(header, Array(content.prefix(header.size))) }
    }
    if isEmpty { try await process.die("short read") }
    return 0
  }

  private func read(_ count: Int, _ reader: InputReader) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count, let byte = try await reader.readByte() { bytes.append(byte) }
    return bytes.isEmpty && count > 0 ? nil : bytes
  }

  private func unpack(_ header: TarHeader, _ content: [UInt8]) async throws {
    var name = header.name
    while name.hasPrefix("/") { name.removeFirst() }
    if name.split(separator: "/").contains("..") {
      try await process.die("name with '..': '\(name)'")
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
      default:
        try? process.unlink(name)
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

/// One header block of a tar file.
private struct TarHeader {
  var name: String
  var mode: Int
  var owner: Int
  var group: Int
  var size: Int
  var modified: Int
  var kind: Character
  var target: String

  init(
    name: String, mode: Int, owner: Int, group: Int, size: Int, modified: Int, kind: Character,
    target: String
  ) {
    self.name = name
    self.mode = mode
    self.owner = owner
    self.group = group
    self.size = size
    self.modified = modified
    self.kind = kind
    self.target = target
  }

  static func letter(_ kind: FileStatus.Kind) -> Character {
    switch kind {
    case .directory: "5"
    case .symbolicLink: "2"
    case .fifo: "6"
    case .characterDevice: "3"
    case .file, .socket: "0"
    }
  }

  /// Source: POSIX `pax`, "ustar Interchange Format".
  var bytes: [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int, _ width: Int) {
      for (index, byte) in text.rawBytes.prefix(width).enumerated() { block[offset + index] = byte }
    }
    var short = name.rawBytes
    var prefix: [UInt8] = []
    if short.count > 100, let slash = short.prefix(155).lastIndex(of: UInt8(ascii: "/")) {
      prefix = Array(short[..<slash])
      short = Array(short[(slash + 1)...])
    }
    put(short.text, at: 0, 100)
    put(mode.octal.zeroes(7), at: 100, 8)
    put(owner.octal.zeroes(7), at: 108, 8)
    put(group.octal.zeroes(7), at: 116, 8)
    put(size.octal.zeroes(11), at: 124, 12)
    put(max(0, modified).octal.zeroes(11), at: 136, 12)
    put("        ", at: 148, 8)
    put(String(kind), at: 156, 1)
    put(target, at: 157, 100)
    put("ustar  ", at: 257, 8)
    put(prefix.text, at: 345, 155)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(sum.octal.zeroes(6) + "\0 ", at: 148, 8)
    return block
  }

  init?(_ block: [UInt8]) {
    guard block.count == 512, block[257..<262].elementsEqual("ustar".utf8) else { return nil }
    func text(_ offset: Int, _ width: Int) -> String {
      block[offset..<(offset + width)].prefix { $0 != 0 }.asText
    }
    func number(_ offset: Int, _ width: Int) -> Int {
      let digits = text(offset, width).drop { $0 == " " }.prefix { $0 >= "0" && $0 <= "7" }
      return Int(digits, radix: 8) ?? 0
    }
    let isPOSIX = block[262] == 0x00 || block[263] == 0x30
    let prefix = isPOSIX || block[345] != 0 ? text(345, 155) : ""
    name = prefix.isEmpty ? text(0, 100) : "\(prefix)/\(text(0, 100))"
    mode = number(100, 8) & 0o7777
    owner = number(108, 8)
    group = number(116, 8)
    size = number(124, 12)
    modified = number(136, 12)
    kind = Character(UnicodeScalar(block[156] == 0 ? 0x30 : block[156]))
    target = text(157, 100)
    guard !name.isEmpty, size < 1 << 32 else { return nil }
  }
}
