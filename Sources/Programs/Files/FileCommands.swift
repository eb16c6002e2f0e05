import ByteText
import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/mkdir.c`.
  static let mkdir = Applet(
    "mkdir",
    usage: """
      [-m MODE] [-p] DIRECTORY...

      Create DIRECTORY

      	-m MODE	Mode
      	-p	No error if exists; make parent directories as needed
      """
  ) { process in
    let options = try await process.options(
      "m:pvZ:",
      long: [
        LongOption(name: "mode", option: "m", takesValue: true),
        LongOption(name: "parents", option: "p"), LongOption(name: "verbose", option: "v"),
      ])
    guard !options.operands.isEmpty else {
      if Dialect.isGNU { try await process.warn("missing operand") }
      throw UsageError()
    }
    var mode = 0o777 & ~process.fileModeMask
    if let text = options.value("m") {
      guard let parsed = FileModes.parse(text, from: 0o777, mask: 0, isDirectory: true) else {
        try await process.die("invalid mode '\(text)'")
      }
      mode = parsed
    }
    var status = 0
    for path in options.operands {
      let made: Bool
      if options.has("p") {
        made = try await makeAll(path, process, verbose: options.has("v"))
      } else {
        made = try await make(path, process)
        if made, options.has("v") {
          try await process.output.write(
            Dialect.isGNU
              ? "mkdir: created directory '\(path)'\n" : "created directory: '\(path)'\n")
        }
      }
      if !made { status = 1 }
      if made, options.has("m") { try? process.setMode(mode, of: path) }
    }
    return status
  }

  private static func make(_ path: String, _ process: Process) async throws -> Bool {
    try await process.attempt(
      Dialect.isGNU ? "cannot create directory ‘\(path)’" : "can't create directory '\(path)'"
    ) { try process.makeDirectory(path) }
  }

  private static func makeAll(
    _ path: String, _ process: Process, verbose: Bool
  ) async throws -> Bool {
    var prefix = path.hasPrefix("/") ? "/" : ""
    let parts = path.split(at: "/")
    for (index, part) in parts.enumerated() {
      prefix += (prefix.isEmpty || prefix == "/" ? "" : "/") + part
      if let status = try? process.status(prefix) {
        if status.kind == .directory { continue }
        let reason: Errno = index == parts.count - 1 ? .exists : .notDirectory
        let shown = index == parts.count - 1 ? path : Dialect.isGNU ? prefix : prefix + "/"
        try await process.warn(
          Dialect.isGNU
            ? "cannot create directory ‘\(shown)’" : "can't create directory '\(shown)'",
          reason)
        return false
      }
      guard try await make(prefix, process) else { return false }
      // busybox names parents up to their slash.
      let end = index == parts.count - 1 || Dialect.isGNU ? "" : "/"
      if verbose { try await process.output.write("created directory: '\(prefix)\(end)'\n") }
    }
    return true
  }

  /// Source: busybox 1.35.0 `coreutils/rmdir.c`.
  static let rmdir = Applet(
    "rmdir",
    usage: """
      [-p] DIRECTORY...

      Remove DIRECTORY if it is empty

      	-p	Include parents
      	--ignore-fail-on-non-empty
      """
  ) { process in
    let options = try await process.options(
      "pv",
      long: [
        LongOption(name: "parents", option: "p"), LongOption(name: "verbose", option: "v"),
        LongOption(name: "ignore-fail-on-non-empty", option: "\u{1}"),
      ], operands: 1...Int.max)
    var status = 0
    for operand in options.operands {
      var path = operand
      while true {
        if options.has("v") {
          try await process.output.writeLine("rmdir: removing directory, '\(path)'")
        }
        if options.has("\u{1}"), (try? process.names(in: path).isEmpty) == false { break }
        let isGone = try await process.attempt(
          Dialect.isGNU ? "failed to remove '\(path)'" : "'\(path)'"
        ) { try process.removeDirectory(path) }
        if !isGone {
          status = 1
          break
        }
        guard options.has("p"), let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
          break
        }
        path = String(path[..<slash])
      }
    }
    return status
  }

  /// Source: busybox 1.35.0 `coreutils/rm.c`.
  static let rm = Applet(
    "rm",
    usage: """
      [-irf] FILE...

      Remove (unlink) FILEs

      	-i	Always prompt before removing
      	-f	Never prompt
      	-R,-r	Recurse
      """
  ) { process in
    let options = try await process.options("firRv" + (Dialect.isGNU ? "d" : ""))
    if options.operands.isEmpty {
      if options.has("f") { return 0 }
      if Dialect.isGNU { try await process.warn("missing operand") }
      throw UsageError()
    }
    var status = 0
    for path in options.operands {
      let last = path.split(at: "/").last.map(String.init) ?? "/"
      if last == "." || last == ".." {
        try await process.warn(
          Dialect.isGNU
            ? "refusing to remove '.' or '..' directory: skipping '\(path)'"
            : "can't remove '.' or '..'")
        status = 1
      } else if try await !remove(path, options, process, depth: 0) {
        status = 1
      }
    }
    return status
  }

  /// Removes a file or, with -r, a whole tree.
  static func removeTree(
    _ path: String, _ options: Options, _ process: Process
  ) async throws -> Bool {
    try await remove(path, options, process, depth: 0)
  }

  private static func remove(
    _ path: String, _ options: Options, _ process: Process, depth: Int
  ) async throws -> Bool {
    let isForced = options.has("f")
    let prefix = Dialect.isGNU ? "cannot remove '\(path)'" : "can't remove '\(path)'"
    let found: FileStatus
    do {
      found = try process.linkStatus(path)
    } catch {
      let reason = error
      if isForced, reason == .noEntry || reason == .notDirectory { return true }
      try await process.warn(prefix, reason)
      return false
    }
    func agrees(_ verb: String) async throws -> Bool {
      if !options.has("i") || isForced { return true }
      return try await process.agrees(to: "\(verb) '\(path)'")
    }
    if found.kind == .directory {
      guard options.has("r") || options.has("R") else {
        try await process.warn(
          Dialect.isGNU ? "cannot remove '\(path)': Is a directory" : "'\(path)' is a directory")
        return false
      }
      guard depth < 200 else { return false }
      guard try await agrees("descend into directory") else { return true }
      var isGood = true
      let names = (try? process.names(in: path)) ?? []
      for name in names
      where try await !remove(joinPath(path, name), options, process, depth: depth + 1) {
        isGood = false
      }
      guard isGood else { return false }
      guard try await agrees("remove directory") else { return true }
      return try await process.attempt(prefix) { try process.removeDirectory(path) }
    }
    guard try await agrees("remove") else { return true }
    let isGone = try await process.attempt(prefix) { try process.unlink(path) }
    if isGone, options.has("v") { try await process.output.write("removed '\(path)'\n") }
    return isGone
  }

  /// Source: busybox 1.35.0 `coreutils/touch.c`.
  static let touch = Applet(
    "touch",
    usage: """
      [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...

      Update mtime of FILEs

      	-c	Don't create files
      	-h	Don't follow links
      	-a	Change only atime
      	-m	Change only mtime
      	-d DT	Date/time to use
      	-t DT	Date/time to use
      	-r FILE	Use FILE's date/time
      """
  ) { process in
    let options = try await process.options(
      "cfhamd:t:r:",
      long: [
        LongOption(name: "no-create", option: "c"),
        LongOption(name: "date", option: "d", takesValue: true),
        LongOption(name: "reference", option: "r", takesValue: true),
      ])
    guard !options.operands.isEmpty else {
      if Dialect.isGNU { try await process.warn("missing file operand") }
      throw UsageError()
    }
    var time = process.now
    if let path = options.value("r") {
      do {
        time = try process.status(path).modified
      } catch let reason as Errno {
        try await process.die("\(path): \(reason)")
      }
    }
    if let text = options.value("d") ?? options.value("t") {
      guard let seconds = DateText.parse(text, now: process.now, in: process.timeZone) else {
        try await process.die("invalid date '\(text)'")
      }
      time = VirtualTime(unixSeconds: Int64(seconds))
    }
    let (accessed, modified) = (
      options.has("m") && !options.has("a") ? nil : time,
      options.has("a") && !options.has("m") ? nil : time
    )
    var status = 0
    for path in options.operands {
      let isGood = try await process.attempt(Dialect.isGNU ? "cannot touch '\(path)'" : path) {
        do {
          try process.setTimes(accessed: accessed, modified: modified, of: path)
        } catch Errno.noEntry {
          if options.has("c") { return }
          try process.close(try await process.open(path, [.write, .create]))
          try process.setTimes(accessed: accessed, modified: modified, of: path)
        }
      }
      if !isGood { status = 1 }
    }
    return status
  }

  /// Source: busybox 1.35.0 `coreutils/ln.c`.
  static let ln = Applet(
    "ln",
    usage: """
      [-sfnbtv] [-S SUF] TARGET... LINK|DIR

      Create a link LINK or DIR/TARGET to the specified TARGET(s)

      	-s	Make symlinks instead of hardlinks
      	-f	Remove existing destinations
      	-n	Don't dereference symlinks - treat like normal file
      	-b	Make a backup of the target (if exists) before link operation
      	-S SUF	Use suffix instead of ~ when making backup files
      	-T	Treat LINK as a file, not DIR
      	-v	Verbose
      """
  ) { process in
    let options = try await process.options("sfnbS:vT", operands: 1...Int.max)
    var operands = options.operands
    let last = operands.count > 1 ? operands.removeLast() : lastComponent(operands[0])
    var status = 0
    for target in operands {
      var link = last
      let found = options.has("n") ? try? process.linkStatus(last) : try? process.status(last)
      if found?.kind == .directory, !options.has("T") {
        link = joinPath(last, lastComponent(target))
      } else if operands.count > 1, Dialect.isGNU {
        throw UsageError()
      }
      let message =
        Dialect.isGNU
        ? "failed to create \(options.has("s") ? "symbolic" : "hard") link '\(link)'" : link
      if !options.has("s"), (try? process.linkStatus(target)) == nil {
        try await process.warn(target, .noEntry)
        status = 1
        continue
      }
      if options.has("v") { try await process.output.writeLine("'\(link)' -> '\(target)'") }
      let isGood = try await process.attempt(message) {
        if options.has("f") { try? process.unlink(link) }
        if options.has("s") {
          try process.makeSymbolicLink(to: target, at: link)
        } else {
          try process.makeLink(to: target, at: link)
        }
      }
      if !isGood { status = 1 }
    }
    return status
  }
}
