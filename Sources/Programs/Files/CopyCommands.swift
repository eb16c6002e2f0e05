import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/cp.c`.
  static let cp = Applet(
    "cp",
    usage: """
      [-arPLHpfinlsTu] SOURCE DEST
      or: cp [-arPLHpfinlsu] SOURCE... { -t DIRECTORY | DIRECTORY }

      Copy SOURCEs to DEST

      	-a	Same as -dpR
      	-R,-r	Recurse
      	-d,-P	Preserve symlinks (default if -R)
      	-L	Follow all symlinks
      	-H	Follow symlinks on command line
      	-p	Preserve file attributes if possible
      	-f	Overwrite
      	-i	Prompt before overwrite
      	-n	Don't overwrite
      	-l,-s	Create (sym)links
      	-T	Refuse to copy if DEST is a directory
      	-t DIR	Copy all SOURCEs into DIR
      	-u	Copy only newer files
      """
  ) { process in
    let options = try await process.options(
      "pdRfilsLHarPvuTt:n",
      long: [
        LongOption(name: "recursive", option: "r"), LongOption(name: "parents", option: "\u{1}"),
      ])
    var copier = Copier(process, options)
    return try await copier.run(options.operands)
  }

  /// What is moved or installed, and where: the last word, or what `-t` names.
  private static func sources(
    _ options: Options
  ) throws -> (sources: [String], destination: String) {
    if let directory = options.value("t") { return (options.operands, directory) }
    guard options.operands.count >= 2, let last = options.operands.last else { throw UsageError() }
    return (options.operands.dropLast(), last)
  }

  /// Source: busybox 1.35.0 `coreutils/mv.c`.
  static let mv = Applet(
    "mv",
    usage: """
      [-finT] SOURCE DEST
      or: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }

      Rename SOURCE to DEST, or move SOURCEs to DIRECTORY

      	-f	Don't prompt before overwriting
      	-i	Interactive, prompt before overwrite
      	-n	Don't overwrite an existing file
      	-T	Refuse to move if DEST is a directory
      	-t DIR	Move all SOURCEs into DIR
      """
  ) { process in
    let options = try await process.options("finvTt:u")
    let (operands, destination) = try sources(options)
    let isDirectory = (try? process.status(destination).kind) == .directory && !options.has("T")
    if operands.count > 1, !isDirectory, Dialect.isGNU { throw UsageError() }
    var status = 0
    for source in operands {
      let target =
        isDirectory || operands.count > 1
        ? joinPath(destination, lastComponent(source)) : destination
      guard try await canHold(target, process) else {
        status = 1
        continue
      }
      let exists = (try? process.linkStatus(target)) != nil
      if options.has("n"), exists { continue }
      if options.last(of: "if") == "i", exists,
        try await !process.agrees(to: "overwrite '\(target)'")
      {
        continue
      }
      if try await !move(source, target, isVerbose: options.has("v"), process) {
        status = 1
      }
    }
    return status
  }

  /// Whether a target's parents are directories; if not, that has been told.
  private static func canHold(_ target: String, _ process: Process) async throws -> Bool {
    guard !Dialect.isGNU else { return true }
    do {
      _ = try process.linkStatus(target)
    } catch Errno.notDirectory {
      try await process.warn("can't stat '\(target)': Path has non-directory component")
      return false
    } catch {
      return true
    }
    return true
  }

  private static func move(
    _ source: String, _ target: String, isVerbose: Bool, _ process: Process
  ) async throws -> Bool {
    do {
      try process.rename(source, to: target)
      if isVerbose { try await process.output.writeLine("'\(source)' -> '\(target)'") }
      return true
    } catch Errno.crossDevice {
      guard let options = try? OptionParser("ra").parse(["-ra"]) else { return false }
      var copier = Copier(process, options)
      guard try await copier.copy(source, to: target, depth: 0) else { return false }
      guard let removal = try? OptionParser("rf").parse(["-rf"]) else { return false }
      return try await Applet.removeTree(source, removal, process)
    } catch let reason as Errno {
      let message =
        Dialect.isGNU
        ? (reason == .noEntry
          ? "cannot stat '\(source)'" : "cannot move '\(source)' to '\(target)'")
        : "can't rename '\(source)'"
      try await process.warn(message, reason)
      return false
    }
  }

  /// Source: busybox 1.35.0 `coreutils/install.c`.
  static let install = Applet(
    "install",
    usage: """
      [-cdDsp] [-o USER] [-g GRP] [-m MODE] [-t DIR] [SOURCE]... DEST

      Copy files and set attributes

      	-c	Just copy (default)
      	-d	Create directories
      	-D	Create leading target directories
      	-s	Strip symbol table
      	-p	Preserve date
      	-o USER	Set ownership
      	-g GRP	Set group ownership
      	-m MODE	Set permissions
      	-t DIR	Install to DIR
      """
  ) { process in
    let options = try await process.options("cvb:Ddpsg:m:o:t:")
    let mode = Int(options.value("m") ?? "755", radix: 8) ?? 0o755
    if options.has("d") {
      for path in options.operands {
        try process.makeDirectories(path)
        try process.setMode(mode, of: path)
      }
      return 0
    }
    let (operands, destination) = try sources(options)
    var copier = Copier(process, options)
    for source in operands {
      let isDirectory = (try? process.status(destination).kind) == .directory
      let target = isDirectory ? joinPath(destination, lastComponent(source)) : destination
      guard try await copier.copy(source, to: target, depth: 0) else { return 1 }
      try process.setMode(mode, of: target)
    }
    return 0
  }
}

/// Copies files and trees.
struct Copier {
  let process: Process
  let options: Options
  /// Where files with several names have been copied to, by device and inode.
  private var copies: [[Int]: String] = [:]

  init(_ process: Process, _ options: Options) {
    self.process = process
    self.options = options
  }

  private var isRecursive: Bool { "rRa".contains { options.has($0) } }
  private var preserves: Bool { options.has("p") || options.has("a") }

  mutating func run(_ operands: [String]) async throws -> Int {
    var operands = operands
    let destination: String
    if let directory = options.value("t") {
      destination = directory
    } else {
      guard operands.count >= 2 else {
        if Dialect.isGNU {
          let text =
            operands.first.map { "missing destination file operand after '\($0)'" }
            ?? "missing file operand"
          try await process.warn(text)
        }
        throw UsageError()
      }
      destination = operands.removeLast()
    }
    let isDirectory = (try? process.status(destination).kind) == .directory && !options.has("T")
    if operands.count > 1, !isDirectory, Dialect.isGNU {
      try await process.die("target '\(destination)': Not a directory")
    }
    if options.has("T"), (try? process.status(destination).kind) == .directory,
      !operands.allSatisfy({ (try? process.status($0).kind) == .directory })
    {
      try await process.die(
        Dialect.isGNU
          ? "cannot overwrite directory '\(destination)' with non-directory"
          : "'\(destination)' is a directory")
    }
    var status = 0
    for source in operands {
      var target =
        isDirectory || operands.count > 1
        ? joinPath(destination, lastComponent(source)) : destination
      if options.has("\u{1}") {
        target = joinPath(destination, source)
        if let slash = target.lastIndex(of: "/") {
          try process.makeDirectories(String(target[..<slash]))
        }
      }
      if try await !copy(source, to: target, depth: 0) { status = 1 }
    }
    return status
  }

  /// Copies one file or tree; false if something failed.
  mutating func copy(_ source: String, to target: String, depth: Int) async throws -> Bool {
    let keepsLinks = "dPa".contains { options.has($0) } || (isRecursive && !options.has("L"))
    let found: FileStatus
    do {
      found =
        try keepsLinks && !(depth == 0 && options.has("H"))
        ? process.linkStatus(source) : process.status(source)
    } catch {
      let reason = error
      try await process.warn(
        Dialect.isGNU ? "cannot stat '\(source)'" : "can't stat '\(source)'", reason)
      return false
    }
    if let existing = try? process.status(target), existing.inode == found.inode,
      existing.device == found.device, found.kind != .symbolicLink
    {
      try await process.warn("'\(source)' and '\(target)' are the same file")
      return false
    }
    if keepsLinks, found.links > 1, found.kind != .directory {
      if let earlier = copies[[found.device, found.inode]] {
        return try await process.attempt("can't create link '\(target)'") {
          try? process.unlink(target)
          try process.makeLink(to: earlier, at: target)
        }
      }
      copies[[found.device, found.inode]] = target
    }
    switch found.kind {
    case .directory: return try await copyDirectory(source, target, found, depth)
    case .symbolicLink:
      return try await process.attempt("can't create symlink '\(target)'") {
        if options.has("f") || depth > 0 { try? process.unlink(target) }
        try process.makeSymbolicLink(to: try process.linkTarget(source), at: target)
      }
    case .fifo where isRecursive:
      return try await process.attempt("can't create '\(target)'") {
        try process.makeFIFO(target, mode: found.mode)
      }
    case .file, .characterDevice, .fifo, .socket: return try await copyFile(source, target, found)
    }
  }

  private mutating func copyDirectory(
    _ source: String, _ target: String, _ found: FileStatus, _ depth: Int
  ) async throws -> Bool {
    guard isRecursive else {
      try await process.warn(
        Dialect.isGNU
          ? "-r not specified; omitting directory '\(source)'"
          : "omitting directory '\(source)'")
      return false
    }
    guard depth < 100 else { return false }
    let existing = try? process.status(target)
    if let existing, existing.kind != .directory {
      try await process.warn("target '\(target)' is not a directory")
      return false
    }
    let names: [String]
    do {
      names = try process.names(in: source)
    } catch {
      let reason = error
      try await process.warn("can't open '\(source)'", reason)
      return false
    }
    if existing == nil {
      let isMade = try await process.attempt("can't create directory '\(target)'") {
        try process.makeDirectory(target, mode: found.mode)
      }
      if !isMade { return false }
    }
    var isGood = true
    for name in names
    where try await !copy(joinPath(source, name), to: joinPath(target, name), depth: depth + 1) {
      isGood = false
    }
    if preserves { preserve(found, target) }
    return isGood
  }

  private func copyFile(
    _ source: String, _ target: String, _ found: FileStatus
  ) async throws -> Bool {
    let existing = try? process.status(target)
    if existing != nil, options.has("n") { return true }
    if existing != nil, options.has("i"),
      try await !process.agrees(to: "overwrite '\(target)'")
    {
      return true
    }
    if options.has("u"), let existing, existing.modified >= found.modified { return true }
    if options.has("l") || options.has("s") {
      return try await process.attempt("can't create link '\(target)'") {
        if options.has("s") {
          try process.makeSymbolicLink(to: source, at: target)
        } else {
          try process.makeLink(to: source, at: target)
        }
      }
    }
    let input: Int
    do {
      input = try await process.open(source, .read)
    } catch let reason as Errno {
      try await process.warn(
        Dialect.isGNU ? "cannot open '\(source)' for reading" : "can't open '\(source)'", reason)
      return false
    }
    defer { try? process.close(input) }
    if existing?.kind == .directory {
      try await process.warn("can't create '\(target)': Is a directory")
      return false
    }
    if options.has("f"), existing != nil, !process.mayAccess(target, 2) {
      try? process.unlink(target)
    }
    let isWritten = try await writeFile(from: input, (source, target), mode: found.mode & 0o777)
    if isWritten, preserves { preserve(found, target) }
    return isWritten
  }

  private func writeFile(
    from input: Int, _ names: (source: String, target: String), mode: Int
  ) async throws -> Bool {
    let target = names.target
    let output: Int
    do {
      output = try await process.open(target, .rewrite, permissions: mode)
    } catch let reason as Errno {
      try await process.warn(
        Dialect.isGNU ? "cannot create regular file '\(target)'" : "can't create '\(target)'",
        reason)
      return false
    }
    defer { try? process.close(output) }
    if options.has("v") { try await process.output.writeLine("'\(names.source)' -> '\(target)'") }
    do {
      while case let block = try await process.read(input), !block.isEmpty {
        try await process.write(block, to: output)
      }
    } catch let reason as Errno {
      try await process.warn(
        Dialect.isGNU ? "error writing '\(target)'" : "write error", reason)
      return false
    }
    return true
  }

  private func preserve(_ found: FileStatus, _ target: String) {
    try? process.setOwner(found.owner, group: found.group, of: target)
    try? process.setMode(found.mode, of: target)
    try? process.setTimes(accessed: found.accessed, modified: found.modified, of: target)
  }
}
