import Kernel

extension Applet {
  static let compressionApplets = [gzip, gunzip, zcat]

  /// Source: busybox 1.35.0 `archival/gzip.c`.
  private static let gzip = Applet(
    "gzip",
    usage: """
      [-cfk123456789dt] [FILE]...

      Compress FILEs (or stdin)

      	-1..9	Compression level
      	-d	Decompress
      	-c	Write to stdout
      	-f	Force
      	-k	Keep input files
      	-t	Test integrity
      """
  ) { process in
    let options = try await process.options("cfkdtvqn123456789")
    let isUnpacking = options.has("d") || options.has("t")
    return try await GzipRun(process, options, isUnpacking: isUnpacking).run(options.operands)
  }

  /// Source: busybox 1.35.0 `archival/bbunzip.c`.
  private static let gunzip = Applet(
    "gunzip",
    usage: """
      [-cfkt] [FILE]...

      Decompress FILEs (or stdin)

      	-c	Write to stdout
      	-f	Force
      	-k	Keep input files
      	-t	Test integrity
      """
  ) { process in
    let options = try await process.options("cfkvqdtn")
    return try await GzipRun(process, options, isUnpacking: true).run(options.operands)
  }

  private static let zcat = Applet(
    "zcat", usage: "[FILE]...\n\nDecompress to stdout"
  ) { process in
    let options = try await process.options("cfkvqdtn")
    return try await GzipRun(process, options, isUnpacking: true, writesOut: true)
      .run(options.operands)
  }
}

/// Packs or unpacks files one after the other.
private struct GzipRun {
  private let process: Process
  private let options: Options
  private let isUnpacking: Bool
  private let writesOut: Bool

  init(_ process: Process, _ options: Options, isUnpacking: Bool, writesOut: Bool = false) {
    self.process = process
    self.options = options
    self.isUnpacking = isUnpacking
    self.writesOut = writesOut || options.has("c")
  }

  func run(_ paths: [String]) async throws -> Int {
    var status = 0
    for path in paths.isEmpty ? ["-"] : paths where try await !convert(path) { status = 1 }
    return status
  }

  private func convert(_ path: String) async throws -> Bool {
    let isTest = options.has("t")
    if path == "-" || writesOut || isTest {
      guard let reader = try await process.openInput(path, message: { $0 }) else { return false }
      do {
        let (bytes, isGood) = try await converted(try await reader.readAll(), toOutput: true)
        if !isTest { try await process.output.write(bytes) }
        return isGood
      } catch Errno.isDirectory {
        try await process.warn("read error: \(Errno.isDirectory)")
        return false
      }
    }
    guard try await process.attempt(path, { _ = try process.linkStatus(path) }) else {
      return false
    }
    guard let target = targetName(path) else {
      try await process.warn("\(path): unknown suffix - ignored")
      return false
    }
    return try await replace(path, by: target)
  }

  /// Writes the new file and takes the old one away.
  private func replace(_ path: String, by target: String) async throws -> Bool {
    var status: FileStatus?
    var bytes: [UInt8] = []
    let isRead = try await process.attempt(path) {
      let found = try process.status(path)
      if found.kind == .directory { throw Errno.isDirectory }
      status = found
      bytes = try await process.contents(of: path)
    }
    guard isRead, let status else { return false }
    if !options.has("f"), (try? process.linkStatus(target)) != nil {
      try await process.warn("can't open '\(target)'", .exists)
      return false
    }
    let (result, isGood) = try await converted(bytes, toOutput: false)
    guard isGood else { return false }
    return try await process.attempt("can't open '\(target)'") {
      let file = try await process.open(target, .rewrite, permissions: status.mode & 0o777)
      try await process.write(result, to: file)
      try process.close(file)
      try? process.setOwner(status.owner, group: status.group, of: target)
      try? process.setTimes(accessed: status.accessed, modified: status.modified, of: target)
      if !options.has("k") { try process.unlink(path) }
    }
  }

  private func targetName(_ path: String) -> String? {
    if !isUnpacking { return path + ".gz" }
    if path.hasSuffix(".tgz") { return String(path.dropLast(3)) + "tar" }
    return path.hasSuffix(".gz") ? String(path.dropLast(3)) : nil
  }

  private func converted(
    _ bytes: [UInt8], toOutput: Bool
  ) async throws -> (bytes: [UInt8], isGood: Bool) {
    guard isUnpacking else {
      try await process.work(on: bytes.count * 8)
      return (Gzip.compress(bytes), true)
    }
    let (result, error) = Gzip.decompress(bytes, limit: process.kernel.limits.processMemory)
    try await process.makeRoom(for: result.count)
    try await process.work(on: result.count * 8)
    guard let error else { return (result, true) }
    let isUnknown = error == .magic && process.name == "zcat"
    try await process.warn(isUnknown ? "no gzip/bzip2/xz magic" : error.rawValue)
    // What could be read of a file that is cut off counts, where it is only shown.
    return (result, error == .end && toOutput)
  }
}
