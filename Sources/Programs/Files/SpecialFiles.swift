import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/mknod.c`.
  static let mknod = Applet(
    "mknod",
    usage: """
      [-m MODE] NAME TYPE [MAJOR MINOR]

      Create a special file (block, character, or pipe)

      	-m MODE	Creation mode (default a=rw)
      TYPE:
      	b	Block device
      	c or u	Character device
      	p	Named pipe (MAJOR MINOR must be omitted)
      """
  ) { process in
    let options = try await process.options("m:", operands: 2...4)
    let (path, type) = (options.operands[0], options.operands[1])
    guard options.operands.count == (type == "p" ? 2 : 4), ["b", "c", "u", "p"].contains(type)
    else { throw UsageError() }
    if type != "p" { try process.notModelled("mknod: devices") }
    let mode = options.value("m").flatMap { Int($0, radix: 8) }
    let isMade = try await process.attempt(path) {
      try process.makeFIFO(path)
      if let mode { try process.setMode(mode, of: path) }
    }
    return isMade ? 0 : 1
  }

  /// Source: busybox 1.35.0 `miscutils/mountpoint.c`.
  static let mountpoint = Applet(
    "mountpoint",
    usage: """
      [-q] { [-dn] DIR | -x DEVICE }

      Check if DIR is a mountpoint

      	-q	Quiet
      	-d	Print major:minor of the filesystem
      	-n	Print device name of the filesystem
      	-x	Print major:minor of DEVICE
      """
  ) { process in
    let options = try await process.options("qdxn", operands: 1...1)
    let path = options.operands[0]
    if options.has("x") { try await process.die("\(path): not a block device") }
    let found: FileStatus
    do throws(Errno) {
      found = try process.linkStatus(path)
    } catch {
      if !options.has("q") { try await process.warn(path, error) }
      return 1
    }
    guard found.kind == .directory else {
      if !options.has("q") { try await process.warn(path, .notDirectory) }
      return 1
    }
    let real = try process.realPath(path)
    let mount = process.namespaces.mounts.mounts.last { $0.path == real }
    if options.has("d") {
      try await process.output.writeLine("0:\(found.device)")
    } else if options.has("n") {
      try await process.output.writeLine("\(mount == nil ? "UNKNOWN" : "none") \(path)")
    } else if !options.has("q") {
      try await process.output.writeLine("\(path) is \(mount == nil ? "not " : "")a mountpoint")
    }
    return mount == nil ? 1 : 0
  }

  /// Source: busybox 1.35.0 `coreutils/sync.c`: there is no disk that files could be late on.
  static let fsync = Applet(
    "fsync",
    usage:
      "[-d] FILE...\n\nWrite all buffered blocks in FILEs to disk\n\n\t-d\tAvoid syncing metadata"
  ) { process in
    let options = try await process.options("d", operands: 1...Int.max)
    var status = 0
    for path in options.operands where try await process.openInput(path) == nil { status = 1 }
    return status
  }

  /// Source: busybox 1.35.0 `util-linux/fallocate.c`.
  static let fallocate = Applet(
    "fallocate",
    usage:
      "[-o OFS] -l LEN FILE\n\nPreallocate space for FILE\n\n\t-o OFS\tOffset of range\n\t-l LEN\tLength of range"
  ) { process in
    let options = try await process.options("l:o:", operands: 1...1)
    guard let length = options.value("l") else { throw UsageError() }
    let path = options.operands[0]
    let (end, overflow) = try await process.number(length)
      .addingReportingOverflow(try await process.number(options.value("o") ?? "0"))
    if overflow { try await process.die("fallocate '\(path)': \(Errno.invalidArgument)") }
    return try await process.attempt("fallocate '\(path)'") {
      try process.close(try await process.open(path, [.read, .write, .create]))
      if try process.status(path).size < end { try process.truncate(path, to: end) }
    } ? 0 : 1
  }
}
