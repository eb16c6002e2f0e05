import ByteText
import Kernel
import Shell

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/df.c`.
  static let df = Applet(
    "df",
    usage: """
      [-PkmhTai] [-B SIZE] [-t TYPE] [FILESYSTEM]...

      Print filesystem usage statistics

      	-P	POSIX output format
      	-k	1024-byte blocks (default)
      	-m	1M-byte blocks
      	-h	Human readable (e.g. 1K 243M 2G)
      	-T	Print filesystem type
      	-t TYPE	Print only mounts of this type
      	-a	Show all filesystems
      	-i	Inodes
      	-B SIZE	Blocksize
      """
  ) { process in
    let options = try await process.options("kPTB:hmait:")
    let isHuman = options.has("h")
    let unit = options.has("m") ? 1 << 20 : 1024
    let type = options.has("T") ? "Type       " : ""
    var title = isHuman ? "     Size" : options.has("m") ? "1M-blocks" : "1K-blocks"
    title += "      Used Available Use%"
    if options.has("P"), !isHuman {
      title = options.has("m") ? "1048576-blocks  " : "1024-blocks  "
      title += "  Used Available Capacity"
    }
    if options.has("i") { title = "   Inodes      Used Available Use%" }
    try await process.output.writeLine("Filesystem           \(type)\(title) Mounted on")
    var status = 0
    var mounts: [Process.MountStatus] = []
    if options.operands.isEmpty {
      mounts = process.mounts.filter { $0.type != "proc" && $0.type != "sysfs" }
    }
    for path in options.operands {
      if let mount = try? process.mount(of: path) {
        mounts.append(mount)
      } else {
        status = 1
        try await process.warn("\(path): can't find mount point")
      }
    }
    for mount in mounts {
      let total = mount.capacity ?? 50_000_000 * 1024
      let available = max(0, total - mount.used)
      let size = { (bytes: Int) in isHuman ? HumanSize.short(bytes) : String(bytes / unit) }
      let percent = total == 0 ? 0 : (mount.used * 100 + total - 1) / total
      var line = mount.source.left(20)
      if options.has("T") { line += " " + mount.type.left(10) }
      line += " \(size(total).right(9)) \(size(mount.used).right(9)) \(size(available).right(9))"
      try await process.output.writeLine(line + " \(percent.right(3))% \(mount.path)")
    }
    return status
  }

  /// Source: busybox 1.35.0 `coreutils/du.c`.
  static let du = Applet(
    "du",
    usage: """
      [-aHLdclsxhmk] [FILE]...

      Summarize disk space used for FILEs (or directories)

      	-a	Show file sizes too
      	-b	Apparent size (including holes)
      	-L	Follow all symlinks
      	-H	Follow symlinks on command line
      	-d N	Limit output to directories (and files with -a) of depth < N
      	-c	Show grand total
      	-l	Count sizes many times if hard linked
      	-s	Display only a total for each argument
      	-x	Skip directories on different filesystems
      	-h	Sizes in human readable format (e.g., 1K 243M 2G)
      	-m	Sizes in megabytes
      	-k	Sizes in kilobytes (default)
      """
  ) { process in
    let options = try await process.options(
      "aHkLsxd:lchm", long: [LongOption(name: "max-depth", option: "d", takesValue: true)])
    var usage = DiskUsage(process: process, options: options)
    return try await usage.run(options.operands)
  }

  /// Source: busybox 1.35.0 `util-linux/mount.c`: without operands it lists.
  static let mount = Applet(
    "mount",
    usage: """
      [OPTIONS] [-o OPT] DEVICE NODE

      Mount a filesystem. Filesystem autodetection requires /proc.

      	-a		Mount all filesystems in fstab
      	-f		Dry run
      	-v		Verbose
      	-r		Read-only mount
      	-t FSTYPE[,...]	Filesystem type(s)
      	-T FILE		Read FILE instead of /etc/fstab
      	-O OPT		Mount only filesystems with option OPT (-a only)
      -o OPT:
      	loop		Ignored (loop devices are autodetected)
      	[a]sync		Writes are [a]synchronous
      	[no]atime	Disable/enable updates to inode access times
      	[no]diratime	Disable/enable atime updates to directories
      	[no]relatime	Disable/enable atime updates relative to modification time
      	[no]dev		(Dis)allow use of special device files
      	[no]exec	(Dis)allow use of executable files
      	[no]suid	(Dis)allow set-user-id-root programs
      	[r]shared	Convert [recursively] to a shared subtree
      	[r]slave	Convert [recursively] to a slave subtree
      	[r]private	Convert [recursively] to a private subtree
      	[un]bindable	Make mount point [un]able to be bind mounted
      	[r]bind		Bind a file or directory [recursively] to another location
      	move		Relocate an existing mount point
      	remount		Remount a mounted filesystem, changing flags
      	ro		Same as -r

      There are filesystem-specific -o flags.
      """
  ) { process in
    let options = try await process.options("arwnflvsFiUO:t:o:")
    if !options.operands.isEmpty {
      try await process.die("permission denied (are you root?)")
    }
    for mount in process.mounts {
      let options = mount.options.joined(separator: ",")
      try await process.output.writeLine(
        "\(mount.source) on \(mount.path) type \(mount.type) (\(options))")
    }
    return 0
  }

  /// Source: busybox 1.35.0 `miscutils/less.c`: without a terminal it copies.
  static let less = pager(
    "less", usage: "[-EFIMmNSRh~] [FILE]...\n\nView FILE (or stdin) one screenful at a time")
  static let more = pager(
    "more", usage: "[FILE]...\n\nView FILE (or stdin) one screenful at a time")

  private static func pager(_ name: String, usage: String) -> Applet {
    Applet(name, usage: usage) { process in
      let options = try await process.options("EMmN~I?FSRh")
      let isGood = try await process.forEachInput(options.operands) { _, reader in
        while let block = try await reader.readBlock() { try await process.output.write(block) }
      }
      return isGood ? 0 : 1
    }
  }

  /// Source: busybox 1.35.0 `coreutils/dd.c`.
  static let dd = Applet(
    "dd",
    usage: """
      [if=FILE] [of=FILE] [ibs=N obs=N/bs=N] [count=N] [skip=N] [seek=N]
      	[conv=notrunc|noerror|sync|fsync]
      	[iflag=skip_bytes|count_bytes|fullblock|direct] [oflag=seek_bytes|append|direct]

      Copy a file with converting and formatting

      	if=FILE		Read from FILE instead of stdin
      	of=FILE		Write to FILE instead of stdout
      	bs=N		Read and write N bytes at a time
      	ibs=N		Read N bytes at a time
      	obs=N		Write N bytes at a time
      	count=N		Copy only N input blocks
      	skip=N		Skip N input blocks
      	seek=N		Skip N output blocks
      	conv=notrunc	Don't truncate output file
      	conv=noerror	Continue after read errors
      	conv=sync	Pad blocks with zeros
      	conv=fsync	Physically write data out before finishing
      	conv=swab	Swap every pair of bytes
      	iflag=skip_bytes	skip=N is in bytes
      	iflag=count_bytes	count=N is in bytes
      	oflag=seek_bytes	seek=N is in bytes
      	iflag=direct	O_DIRECT input
      	oflag=direct	O_DIRECT output
      	iflag=fullblock	Read full blocks
      	oflag=append	Open output in append mode
      	status=noxfer	Suppress rate output
      	status=none	Suppress all output

      N may be suffixed by c (1), w (2), b (512), kB (1000), k (1024), MB, M, GB, G
      """
  ) { process in
    var settings: [String: String] = [:]
    for operand in process.operands {
      let parts = operand.split(at: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw UsageError() }
      guard ddOperands.contains(parts[0]) else { throw UsageError() }
      settings[parts[0]] = parts[1]
    }
    let conversions = (settings["conv"] ?? "").split(at: ",").map(String.init)
    for word in conversions
    where !["notrunc", "sync", "noerror", "fsync", "swab"].contains(word) {
      try await process.die("invalid argument '\(word)' to 'conv'")
    }
    let block = max(1, try await process.number(settings["bs"] ?? settings["ibs"] ?? "512"))
    let flags = [settings["iflag"], settings["oflag"]].map {
      ($0 ?? "").split(separator: ",").map(String.init)
    }
    let countsBytes = flags[0].contains("count_bytes")
    let limit = try await settings["count"].asyncMap { try await process.number($0) } ?? Int.max
    let input = try await openFile(settings["if"], 0, .read, process)
    let keeps = conversions.contains("notrunc") || settings["seek"] != nil
    let output = try await openFile(
      settings["of"], 1, keeps ? [.write, .create] : .rewrite, process)
    let outputBlock = max(1, try await process.number(settings["bs"] ?? settings["obs"] ?? "512"))
    if let skip = settings["skip"] {
      let place = try await process.number(skip)
        .multipliedReportingOverflow(by: flags[0].contains("skip_bytes") ? 1 : block)
      if place.overflow { try await process.die("invalid number '\(skip)'") }
      _ = try process.seek(input, to: place.partialValue)
    }
    if let seek = settings["seek"] {
      let place = try await process.number(seek)
        .multipliedReportingOverflow(by: flags[1].contains("seek_bytes") ? 1 : outputBlock)
      if place.overflow { try await process.die("invalid number '\(seek)'") }
      if !conversions.contains("notrunc"), let path = settings["of"] {
        try process.truncate(path, to: place.partialValue)
      }
      _ = try process.seek(output, to: place.partialValue)
    }
    var pending: [UInt8] = []
    let isBuffered = outputBlock != block && settings["bs"] == nil
    let start = process.now
    var (full, partial, wholeOut, partialOut, bytes) = (0, 0, 0, 0, 0)
    var failed = false
    while countsBytes ? bytes < limit : full + partial < limit {
      let wanted = min(block, 1 << 24, countsBytes ? limit - bytes : block)
      var part = try await process.read(input, atMost: wanted)
      if part.isEmpty { break }
      if part.count == block { full += 1 } else { partial += 1 }
      if conversions.contains("swab") {
        for index in stride(from: 1, to: part.count, by: 2) { part.swapAt(index - 1, index) }
      }
      if conversions.contains("sync"), part.count < min(block, 1 << 24) {
        part += [UInt8](repeating: 0, count: min(block, 1 << 24) - part.count)
      }
      do {
        if isBuffered {
          pending += part
          bytes += part.count
          while pending.count >= outputBlock {
            try await process.write(Array(pending.prefix(outputBlock)), to: output)
            pending.removeFirst(outputBlock)
            wholeOut += 1
          }
          continue
        }
        try await process.write(part, to: output)
      } catch let reason as Errno {
        failed = true
        try await process.warn("error writing '\(settings["of"] ?? "standard output")'", reason)
        break
      }
      bytes += part.count
      if part.count == block { wholeOut += 1 } else { partialOut += 1 }
    }
    if !pending.isEmpty, !failed {
      try await process.write(pending, to: output)
      partialOut += 1
    }
    var text = "\(full)+\(partial) records in\n\(wholeOut)+\(partialOut) records out\n"
    if settings["status"] != "noxfer" {
      let seconds = max(1e-6, Double((process.now - start).wholeNanoseconds) / 1e9)
      let speed = HumanSize.short(Int(Double(bytes) / seconds))
      text += "\(bytes) bytes (\(HumanSize.short(bytes))B) copied, "
      text += "\(FloatingText.fixed(seconds, decimals: 6)) seconds, \(speed)B/s\n"
    }
    if settings["status"] != "none" { try await process.errors.write(text) }
    return failed ? 1 : 0
  }

  private static let ddOperands: Set<String> = [
    "if", "of", "bs", "ibs", "obs", "count", "skip", "seek", "conv", "iflag", "oflag", "status",
  ]

  private static func openFile(
    _ path: String?, _ standard: Int, _ mode: OpenMode, _ process: Process
  ) async throws -> Int {
    guard let path else { return standard }
    do {
      return try await process.open(path, mode)
    } catch let reason as Errno {
      try await process.die("can't open '\(path)': \(reason)")
    }
  }
}

/// Adds up the blocks of trees.
private struct DiskUsage {
  let process: Process
  let options: Options
  private var failed = false

  init(process: Process, options: Options) {
    self.process = process
    self.options = options
  }

  mutating func run(_ paths: [String]) async throws -> Int {
    var total = 0
    for path in paths.isEmpty ? ["."] : paths { total += try await add(path, depth: 0) }
    if options.has("c") { try await show(total, "total") }
    return failed ? 1 : 0
  }

  private func show(_ blocks: Int, _ path: String) async throws {
    let size =
      options.has("h")
      ? HumanSize.short(blocks * 512) : String(options.has("m") ? blocks / 2048 : blocks / 2)
    try await process.output.writeLine("\(size)\t\(path)")
  }

  private mutating func add(_ path: String, depth: Int) async throws -> Int {
    let status: FileStatus
    do {
      status = try process.linkStatus(path)
    } catch {
      failed = true
      try await process.warn(path, error)
      return 0
    }
    var blocks = status.kind == .directory ? 8 : status.blocks
    if status.kind == .directory, depth < 100 {
      for name in (try? process.names(in: path)) ?? [] {
        blocks += try await add(joinPath(path, name), depth: depth + 1)
      }
    }
    let most = options.has("s") ? 0 : options.value("d").flatMap { Int($0) } ?? Int.max
    if depth == 0 || (depth <= most && (status.kind == .directory || options.has("a"))) {
      try await show(blocks, path)
    }
    return blocks
  }
}
