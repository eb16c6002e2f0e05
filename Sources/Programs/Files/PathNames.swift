import ByteText
import Kernel

/// Applets that take paths apart, follow them or look them up.
extension Applet {
  static let basename = Applet(
    "basename",
    usage:
      "FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...\n\nStrip directory path and SUFFIX from FILE\n\n\t-a\t\tAll arguments are FILEs\n\t-s SUFFIX\tRemove SUFFIX (implies -a)"
  ) { process in
    let options = try await process.options("+as:", operands: 1...Int.max)
    var operands = options.operands
    var suffix = options.value("s") ?? ""
    if !options.has("a"), !options.has("s") {
      guard operands.count <= 2 else { throw UsageError() }
      if operands.count == 2 { suffix = operands.removeLast() }
    }
    for path in operands {
      var name = lastComponent(path)
      if !suffix.isEmpty, name != suffix, name.hasSuffix(suffix) {
        name.removeLast(suffix.count)
      }
      try await process.output.writeLine(name)
    }
    return 0
  }

  static let dirname = Applet(
    "dirname", usage: "FILENAME\n\nStrip non-directory suffix from FILENAME"
  ) { process in
    let options = try await process.options("", operands: 1...(Dialect.isGNU ? Int.max : 1))
    for path in options.operands {
      var rest = path[...]
      while rest.count > 1, rest.hasSuffix("/") { rest.removeLast() }
      guard let slash = rest.lastIndex(of: "/") else {
        try await process.output.writeLine(".")
        continue
      }
      rest = rest[..<slash]
      while rest.hasSuffix("/") { rest.removeLast() }
      try await process.output.writeLine(rest.isEmpty ? "/" : String(rest))
    }
    return 0
  }

  static let pwd = Applet("pwd") { process in
    try await process.output.writeLine(process.currentDirectory)
    return 0
  }

  static let readlink = Applet(
    "readlink",
    usage: """
      [-fnv] FILE

      Display the value of a symlink

      	-f	Canonicalize by following all symlinks
      	-n	Don't add newline
      	-v	Verbose
      """
  ) { process in
    let options = try await process.options(
      Dialect.isGNU ? "fnvsqem" : "fnvsq", operands: 1...(Dialect.isGNU ? Int.max : 1))
    let path = options.operands[0]
    let end = options.has("n") ? "" : "\n"
    if options.has("f") || options.has("e") || options.has("m") {
      guard let real = RealPath.find(path, process) else { return 1 }
      try await process.output.write(real + end)
      return 0
    }
    guard let target = try? process.linkTarget(path) else {
      if options.has("v"), !Dialect.isGNU {
        try await process.warn("\(path): cannot read link: not a symlink")
      }
      return 1
    }
    try await process.output.write(target + end)
    return 0
  }

  static let realpath = Applet(
    "realpath",
    usage: """
      FILE...

      Print absolute pathnames of FILEs
      """
  ) { process in
    let options = try await process.options("emsz", operands: 1...Int.max)
    var status = 0
    for path in options.operands {
      if let real = RealPath.find(path, process) {
        try await process.output.writeLine(real)
      } else {
        status = 1
        try await process.warn(path, .noEntry)
      }
    }
    return status
  }

  /// Source: busybox 1.35.0 `debianutils/which.c`.
  static let which = Applet(
    "which",
    usage: """
      [-a] COMMAND...

      Locate COMMAND

      	-a	Show all matches
      """
  ) { process in
    let options = try await process.options("a", operands: 1...Int.max)
    var status = 0
    for command in options.operands {
      var found = false
      if command.holds("/") {
        if process.isExecutable(command) {
          found = true
          try await process.output.writeLine(command)
        }
      } else {
        let path = process.environment["PATH"] ?? "/sbin:/usr/sbin:/bin:/usr/bin"
        for directory in path.split(at: ":") {
          let candidate = joinPath(String(directory), command)
          guard process.isExecutable(candidate) else { continue }
          found = true
          try await process.output.writeLine(candidate)
          if !options.has("a") { break }
        }
      }
      if !found { status = 1 }
    }
    return status
  }
}

/// The path of a file without links and dots, of which only the last name need not exist.
enum RealPath {
  /// Source: busybox 1.35.0 `libbb/xreadlink.c`, `xmalloc_realpath_coreutils`, with its mistake: a
  /// missing name without a slash is not found.
  static func find(_ path: String, _ process: Process, depth: Int = 0) -> String? {
    do throws(Errno) {
      return try process.realPath(path)
    } catch .noEntry {
      if !Dialect.isGNU, depth < 40, let target = try? process.linkTarget(path) {
        let place = target.hasPrefix("/") ? "" : process.currentDirectory + "/"
        return find(place + target, process, depth: depth + 1)
      }
      var path = path[...]
      while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
      let name = lastComponent(String(path))
      guard let slash = path.lastIndex(of: "/") else {
        return Dialect.isGNU ? joinPath(process.currentDirectory, name) : nil
      }
      let directory = slash == path.startIndex ? "/" : String(path[..<slash])
      return (try? process.realPath(directory)).map { joinPath($0, name) }
    } catch {
      return nil
    }
  }
}
