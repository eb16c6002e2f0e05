import Kernel

/// Applets that make, name and cut single files.
extension Applet {
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
    // busybox 1.35.0 knows no relative sizes.
    let sign = text.first.flatMap { Dialect.isGNU && "+-".contains($0) ? $0 : nil }
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
        let (sum, overflows) =
          sign == "-" ? (max(0, old - size), false) : old.addingReportingOverflow(size)
        if overflows { throw Errno.fileTooLarge }
        try process.truncate(path, to: sign == nil ? size : sum)
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
    var mode: Int?
    if let text = options.value("m") {
      mode = FileModes.parse(text, from: 0o666, mask: 0, isDirectory: false)
      if mode == nil { try await process.die("invalid mode '\(text)'") }
    }
    var status = 0
    for path in options.operands {
      let isGood = try await process.attempt(
        Dialect.isGNU ? "cannot create fifo '\(path)'" : path
      ) {
        try process.makeFIFO(path)
        if let mode { try process.setMode(mode, of: path) }
      }
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
    for _ in 0..<100 {
      let path = String(template.dropLast(6)) + sixLetters(process.kernel.randomNumber())
      do {
        if options.has("u") {
          // Only the name is asked for.
        } else if options.has("d") {
          try process.makeDirectory(path, mode: 0o700)
        } else {
          let mode: OpenMode = [.write, .create, .exclusive]
          try process.close(try await process.open(path, mode, permissions: 0o600))
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

  /// What takes the place of XXXXXX.
  private static func sixLetters(_ number: UInt64) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var rest = number
    var name = ""
    for _ in 0..<6 {
      name.append(letters[Int(rest % UInt64(letters.count))])
      rest /= UInt64(letters.count)
    }
    return name
  }
}
