import Kernel

/// Applets that change who may do what with a file.
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
    let options = try await process.options("Rvcf", arguments: separateMode(process.operands))
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

  /// A mode such as "-x" looks like an option: "--" goes before it.
  private static func separateMode(_ arguments: [String]) -> [String] {
    let mode = arguments.firstIndex { word in
      word.count > 1 && word.hasPrefix("-") && word.dropFirst().allSatisfy { "rwxXst".contains($0) }
    }
    guard let mode else { return arguments }
    return arguments[..<mode] + ["--"] + arguments[mode...]
  }

  private static let ownerOptions =
    """
    	-h	Affect symlinks instead of symlink targets
    	-L	Traverse all symlinks to directories
    	-H	Traverse symlinks on command line only
    	-P	Don't traverse symlinks (default)
    	-R	Recurse
    	-c	List changed files
    	-v	Verbose
    	-f	Hide errors
    """

  /// Source: busybox 1.35.0 `coreutils/chown.c`.
  static let chown = Applet(
    "chown",
    usage: """
      [-RhLHPcvf]... USER[:[GRP]] FILE...

      Change the owner and/or group of FILEs to USER and/or GRP

      \(ownerOptions)
      """
  ) { process in
    try await changeOwner(process, isGroup: false)
  }

  static let chgrp = Applet(
    "chgrp",
    usage: """
      [-RhLHPcvf]... GROUP FILE...

      Change the group membership of FILEs to GROUP

      \(ownerOptions)
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
}
