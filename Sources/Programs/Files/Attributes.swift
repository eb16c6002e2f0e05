import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `coreutils/chmod.c`.
  static let chmod = Applet(
    "chmod",
    usage: """
      [-Rcvf] MODE[,MODE]... FILE...

      MODE is octal number (bit pattern sstrwxrwxrwx) or [ugoa]{+|-|=}[rwxXst]

      	-R	Recurse
      	-c	List changed files
      	-v	Verbose
      	-f	Hide errors
      """
  ) { process in
    // A mode such as "-x" looks like an option.
    var arguments = process.operands
    if let index = arguments.firstIndex(where: { word in
      word.count > 1 && word.hasPrefix("-") && word.dropFirst().allSatisfy { "rwxXst".contains($0) }
    }) {
      arguments.insert("--", at: index)
    }
    let options = try await process.options("Rvcf", arguments: arguments)
    guard options.operands.count >= 2 else {
      if Dialect.isGNU { try await process.warn("missing operand") }
      throw UsageError()
    }
    let text = options.operands[0]
    let isGood = try await forEach(options.operands.dropFirst(), options, process) {
      path, status in
      guard status.kind != .symbolicLink else { return }
      guard
        let mode = FileModes.parse(
          text, from: status.mode, mask: process.fileModeMask,
          isDirectory: status.kind == .directory)
      else { try await process.die("invalid mode '\(text)'") }
      try process.setMode(mode, of: path)
      if options.has("v") || options.has("c") && mode != status.mode & 0o7777 {
        var changed = status
        changed.mode = mode
        let letters = FileModes.text(changed).dropFirst()
        try await process.output.writeLine(
          "mode of '\(path)' changed to \(mode.octal.zeroes(4)) (\(letters))")
      }
    }
    return isGood ? 0 : 1
  }

  /// Walks files, with -R whole trees; false if one could not be changed.
  private static func forEach(
    _ paths: some Sequence<String>, _ options: Options, _ process: Process, depth: Int = 0,
    _ body: (String, FileStatus) async throws -> Void
  ) async throws -> Bool {
    var isGood = true
    for path in paths {
      do {
        let status = try depth == 0 ? process.status(path) : process.linkStatus(path)
        try await body(path, status)
        if options.has("R"), status.kind == .directory, depth < 100 {
          let names = try process.names(in: path).map { joinPath(path, $0) }
          if try await !forEach(names, options, process, depth: depth + 1, body) { isGood = false }
        }
      } catch let reason as Errno {
        isGood = false
        if options.has("f") { continue }
        try await process.warn(Dialect.isGNU ? "cannot access '\(path)'" : path, reason)
      }
    }
    return isGood
  }

  /// Source: busybox 1.35.0 `coreutils/chown.c`.
  static let chown = Applet(
    "chown",
    usage: """
      [-RhLHPcvf]... USER[:[GRP]] FILE...

      Change the owner and/or group of FILEs to USER and/or GRP

      	-h	Affect symlinks instead of symlink targets
      	-L	Traverse all symlinks to directories
      	-H	Traverse symlinks on command line only
      	-P	Don't traverse symlinks (default)
      	-R	Recurse
      	-c	List changed files
      	-v	Verbose
      	-f	Hide errors
      """
  ) { process in
    try await changeOwner(process, isGroup: false)
  }

  static let chgrp = Applet(
    "chgrp",
    usage: """
      [-RhLHPcvf]... GROUP FILE...

      Change the group membership of FILEs to GROUP

      	-h	Affect symlinks instead of symlink targets
      	-L	Traverse all symlinks to directories
      	-H	Traverse symlinks on command line only
      	-P	Don't traverse symlinks (default)
      	-R	Recurse
      	-c	List changed files
      	-v	Verbose
      	-f	Hide errors
      """
  ) { process in
    try await changeOwner(process, isGroup: true)
  }

  private static func changeOwner(_ process: Process, isGroup: Bool) async throws -> Int {
    let options = try await process.options(
      "Rhvcf", long: [LongOption(name: "recursive", option: "R")], operands: 2...Int.max)
    let accounts = try await Accounts(of: process)
    let text = isGroup ? ":" + options.operands[0] : options.operands[0]
    let separator = text.firstIndex { $0 == ":" || $0 == "." }
    let userText = separator.map { String(text[..<$0]) } ?? text
    let groupText = separator.map { String(text[text.index(after: $0)...]) } ?? ""
    var owner: Int?
    var group: Int?
    if !userText.isEmpty {
      guard let id = accounts.user(named: userText)?.id ?? Int(userText) else {
        try await process.die(
          Dialect.isGNU ? "invalid user: '\(text)'" : "unknown user \(userText)")
      }
      owner = id
    }
    if !groupText.isEmpty {
      guard let id = accounts.group(named: groupText)?.id ?? Int(groupText) else {
        try await process.die(
          Dialect.isGNU ? "invalid group: '\(groupText)'" : "unknown group \(groupText)")
      }
      group = id
    }
    let isGood = try await forEach(options.operands.dropFirst(), options, process) { path, _ in
      try process.setOwner(owner, group: group, of: path, follow: !options.has("h"))
    }
    return isGood ? 0 : 1
  }

  /// Source: busybox 1.35.0 `coreutils/stat.c`.
  static let stat = Applet(
    "stat",
    usage: """
      [-ltf] [-c FMT] FILE...

      Display file (default) or filesystem status

      	-c FMT	Use the specified format
      	-f	Display filesystem status
      	-L	Follow links
      	-t	Terse display

      FMT sequences for files:
       %a	Access rights in octal
       %A	Access rights in human readable form
       %b	Number of blocks allocated (see %B)
       %B	Size in bytes of each block reported by %b
       %d	Device number in decimal
       %D	Device number in hex
       %f	Raw mode in hex
       %F	File type
       %g	Group ID
       %G	Group name
       %h	Number of hard links
       %i	Inode number
       %n	File name
       %N	File name, with -> TARGET if symlink
       %o	I/O block size
       %s	Total size in bytes
       %t	Major device type in hex
       %T	Minor device type in hex
       %u	User ID
       %U	User name
       %x	Time of last access
       %X	Time of last access as seconds since Epoch
       %y	Time of last modification
       %Y	Time of last modification as seconds since Epoch
       %z	Time of last change
       %Z	Time of last change as seconds since Epoch

      FMT sequences for file systems:
       %a	Free blocks available to non-superuser
       %b	Total data blocks
       %c	Total file nodes
       %d	Free file nodes
       %f	Free blocks
       %i	File System ID in hex
       %l	Maximum length of filenames
       %n	File name
       %s	Block size (for faster transfer)
       %S	Fundamental block size (for block counts)
       %t	Type in hex
       %T	Type in human readable form
      """
  ) { process in
    let options = try await process.options(
      "ltfLc:", long: [LongOption(name: "format", option: "c", takesValue: true)],
      operands: 1...Int.max)
    let accounts = try await Accounts(of: process)
    var result = 0
    for path in options.operands {
      do {
        let status = try options.has("L") ? process.status(path) : process.linkStatus(path)
        let target = try? process.linkTarget(path)
        let text = StatText(path: path, status: status, target: target, accounts: accounts)
        if let format = options.value("c") {
          try await process.output.writeLine(text.formatted(format))
        } else {
          try await process.output.write(text.long)
        }
      } catch let reason as Errno {
        result = 1
        try await process.warn(
          Dialect.isGNU ? "cannot statx '\(path)'" : "can't stat '\(path)'", reason)
      }
    }
    return result
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
    let options = try await process.options("fnvsqem", operands: 1...Int.max)
    let path = options.operands[0]
    let end = options.has("n") ? "" : "\n"
    if options.has("f") || options.has("e") || options.has("m") {
      guard let real = RealPath.find(path, process) else { return 1 }
      try await process.output.write(real + end)
      return 0
    }
    guard let target = try? process.linkTarget(path) else { return 1 }
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

  static let truncate = Applet(
    "truncate",
    usage: """
      [-c] -s SIZE FILE...

      Truncate FILEs to SIZE

      	-c	Do not create files
      	-s SIZE
      """
  ) { process in
    let options = try await process.options("cs:", operands: 1...Int.max)
    guard var text = options.value("s")?[...] else { throw UsageError() }
    let sign = text.first.flatMap { "+-".contains($0) ? $0 : nil }
    if sign != nil { text.removeFirst() }
    let size = try await process.number(String(text))
    var status = 0
    for path in options.operands {
      let isGood = try await process.attempt("\(path): open") {
        if (try? process.status(path)) == nil {
          if options.has("c") { return }
          try process.close(try await process.open(path, [.write, .create]))
        }
        let old = try process.status(path).size
        let length = sign == "+" ? old + size : sign == "-" ? max(0, old - size) : size
        try process.truncate(path, to: length)
      }
      if !isGood { status = 1 }
    }
    return status
  }

  static let mkfifo = Applet(
    "mkfifo",
    usage: """
      [-m MODE] NAME

      Create named pipe

      	-m MODE	Mode (default a=rw)
      """
  ) { process in
    let options = try await process.options("m:", operands: 1...Int.max)
    var status = 0
    for path in options.operands {
      let isGood = try await process.attempt(
        Dialect.isGNU ? "cannot create fifo '\(path)'" : path
      ) { try process.makeFIFO(path) }
      if !isGood { status = 1 }
    }
    return status
  }

  static let unlink = Applet("unlink", usage: "FILE\n\nDelete FILE by calling unlink()") {
    process in
    let options = try await process.options("", operands: 1...1)
    let path = options.operands[0]
    let isGone = try await process.attempt("can't remove file '\(path)'") {
      try process.unlink(path)
    }
    return isGone ? 0 : 1
  }

  static let link = Applet("link", usage: "FILE LINK\n\nCreate hard LINK to FILE") { process in
    let options = try await process.options("", operands: 2...2)
    let (path, name) = (options.operands[0], options.operands[1])
    let isMade = try await process.attempt("can't create link '\(name)' to '\(path)'") {
      try process.makeLink(to: path, at: name)
    }
    return isMade ? 0 : 1
  }

  static let mktemp = Applet(
    "mktemp",
    usage: """
      [-dt] [-p DIR] [TEMPLATE]

      Create a temporary file with name based on TEMPLATE and print its name.
      TEMPLATE must end with XXXXXX (e.g. [/dir/]nameXXXXXX).
      Without TEMPLATE, -t tmp.XXXXXX is assumed.

      	-d	Make directory, not file
      	-q	Fail silently on errors
      	-t	Prepend base directory name to TEMPLATE
      	-p DIR	Use DIR as a base directory (implies -t)
      	-u	Do not create anything; print a name

      Base directory is: -p DIR, else $TMPDIR, else /tmp
      """
  ) { process in
    let options = try await process.options("dqtp:u", operands: 0...1)
    var template = options.operands.first ?? "tmp.XXXXXX"
    guard template.hasSuffix("XXXXXX") else {
      try await process.die(
        Dialect.isGNU ? "too few X's in template ‘\(template)’" : "(null): Invalid argument")
    }
    if options.operands.isEmpty || options.has("t") || options.has("p") {
      let directory = process.environment["TMPDIR"] ?? options.value("p") ?? "/tmp"
      template = joinPath(directory, template)
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    for _ in 0..<100 {
      var number = process.kernel.randomNumber()
      var name = template.dropLast(6)
      for _ in 0..<6 {
        name.append(letters[Int(number % UInt64(letters.count))])
        number /= UInt64(letters.count)
      }
      let path = String(name)
      do {
        if !options.has("u") {
          if options.has("d") {
            try process.makeDirectory(path, mode: 0o700)
          } else {
            let mode: OpenMode = [.write, .create, .exclusive]
            try process.close(try await process.open(path, mode, permissions: 0o600))
          }
        }
        try await process.output.writeLine(path)
        return 0
      } catch Errno.exists {
        continue
      } catch let reason as Errno {
        try await process.die("(null): \(reason)")
      }
    }
    return 1
  }
}

/// Absolute paths without links; the last part need not exist.
enum RealPath {
  static func find(_ path: String, _ process: Process) -> String? {
    if let real = try? process.realPath(path) { return real }
    let name = lastComponent(path)
    guard let slash = path.lastIndex(of: "/") else {
      return joinPath(process.currentDirectory, name)
    }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (try? process.realPath(directory)).map { joinPath($0, name) }
  }
}

/// What `stat` prints.
private struct StatText {
  let path: String
  let status: FileStatus
  let target: String?
  let accounts: Accounts

  private var kind: String {
    switch status.kind {
    case .file: status.size == 0 ? "regular empty file" : "regular file"
    case .directory: "directory"
    case .symbolicLink: "symbolic link"
    case .characterDevice: "character special file"
    case .fifo: "fifo"
    case .socket: "socket"
    }
  }

  private func date(_ time: VirtualTime) -> String {
    let nanoseconds = Int(time.nanoseconds - time.unixSeconds * 1_000_000_000)
    return CalendarTime(time).formatted("%Y-%m-%d %H:%M:%S.%N +0000", nanoseconds: nanoseconds)
  }

  func formatted(_ format: String) -> String {
    var result = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%", let directive = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch directive {
      case "n": result += path
      case "N": result += target.map { "'\(path)' -> '\($0)'" } ?? "'\(path)'"
      case "s": result += String(status.size)
      case "a": result += (status.mode & 0o7777).octal
      case "A": result += FileModes.text(status)
      case "u": result += String(status.owner)
      case "U": result += accounts.user(status.owner) ?? "UNKNOWN"
      case "g": result += String(status.group)
      case "G": result += accounts.group(status.group) ?? "UNKNOWN"
      case "F": result += kind
      case "h": result += String(status.links)
      case "i": result += String(status.inode)
      case "d": result += String(status.device)
      case "b": result += String(status.blocks)
      case "B": result += "512"
      case "o": result += "4096"
      case "f": result += String(status.mode | 0o100000, radix: 16)
      case "x": result += date(status.accessed)
      case "X": result += String(status.accessed.unixSeconds)
      case "y": result += date(status.modified)
      case "Y": result += String(status.modified.unixSeconds)
      case "z": result += date(status.changed)
      case "Z": result += String(status.changed.unixSeconds)
      case "%": result += "%"
      default: result += "?"
      }
    }
    return result
  }

  var long: String {
    let name = target.map { "\(path) -> \($0)" } ?? path
    let owner = accounts.user(status.owner) ?? "UNKNOWN"
    let group = accounts.group(status.group) ?? "UNKNOWN"
    return """
        File: \(name)
        Size: \(String(status.size).left(10))\tBlocks: \(String(status.blocks).left(10)) IO Block: 4096   \(kind)
      Device: \(String(status.device, radix: 16))h/\(status.device)d\tInode: \(String(status.inode).left(10))  Links: \(status.links)
      Access: (\(status.mode.octal.zeroes(4))/\(FileModes.text(status)))  Uid: (\(status.owner.right(5))/\(owner.right(8)))   Gid: (\(status.group.right(5))/\(group.right(8)))
      Access: \(date(status.accessed))
      Modify: \(date(status.modified))
      Change: \(date(status.changed))

      """
  }
}
