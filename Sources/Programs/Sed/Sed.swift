import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `editors/sed.c`.
  static let sed = Applet(
    "sed",
    usage: """
      [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...
      or: sed [-i[SFX]] [-nrE] CMD [FILE]...

      	-e CMD	Add CMD to sed commands to be executed
      	-f FILE	Add FILE contents to sed commands to be executed
      	-i[SFX]	Edit files in-place (otherwise write to stdout)
      		Optionally back files up, appending SFX
      	-n	Suppress automatic printing of pattern space
      	-r,-E	Use extended regex syntax

      If no -e or -f, the first non-option argument is the sed command string.
      Remaining arguments are input files (stdin if none).
      """
  ) { process in
    let ofGNU = [
      LongOption(name: "unbuffered", option: "u"), LongOption(name: "separate", option: "s"),
      LongOption(name: "null-data", option: "z"),
    ]
    if process.operands.first == "--version", !Dialect.isGNU {
      try await process.output.write("This is not GNU sed version 4.0\n")
      return 0
    }
    let options = try await process.options(
      "i::rEne:f:" + (Dialect.isGNU ? "suz" : ""),
      long: [
        LongOption(name: "regexp-extended", option: "E"), LongOption(name: "quiet", option: "n"),
        LongOption(name: "silent", option: "n"), LongOption(name: "in-place", option: "i"),
        LongOption(name: "expression", option: "e", takesValue: true),
        LongOption(name: "file", option: "f", takesValue: true),
      ] + (Dialect.isGNU ? ofGNU : []))
    var operands = options.operands
    var pieces: [[UInt8]] = []
    for (option, value) in options.found {
      if option == "e", let value { pieces.append(value.rawBytes) }
      if option == "f", let value {
        guard let reader = try await process.openInput(value, message: { $0 }) else { return 1 }
        pieces.append(try await reader.readAll())
      }
    }
    if pieces.isEmpty {
      guard !operands.isEmpty else { throw UsageError() }
      pieces = [operands.removeFirst().rawBytes]
    }
    let source = Array(pieces.joined(separator: [0x0A]))
    var parser = SedParser(source, isExtended: options.has("r") || options.has("E"))
    let script: SedScript
    do {
      script = try parser.parse()
    } catch let mistake as SedError {
      try await process.die(mistake.message)
    }
    let quiet = options.has("n") || source.starts(with: "#n\n".utf8)
    if options.has("i") {
      if operands.isEmpty {
        try await process.die(Dialect.isGNU ? "no input files" : "-i requires an argument")
      }
      return try await editInPlace(
        operands, script, quiet: quiet, suffix: options.value("i") ?? "", process)
    }
    var machine = SedMachine(
      process, script, quiet: quiet, unbuffered: options.has("u"),
      inputs: SedInput(operands.isEmpty ? ["-"] : operands))
    return try await machine.run()
  }

  private static func editInPlace(
    _ paths: [String], _ script: SedScript, quiet: Bool, suffix: String, _ process: Process
  ) async throws -> Int {
    var status = 0
    for path in paths {
      do {
        let original = try process.status(path)
        let copy = "\(path).sedtmp"
        let descriptor = try await process.open(copy, .rewrite, permissions: original.mode)
        var machine = SedMachine(
          process, script, quiet: quiet, unbuffered: false, inputs: SedInput([path]))
        machine.output = OutputBuffer(process, descriptor: descriptor, mode: .blocks)
        status = max(status, try await machine.run())
        try process.close(descriptor)
        if !suffix.isEmpty { try process.rename(path, to: path + suffix) }
        try process.rename(copy, to: path)
      } catch let reason as Errno {
        try await process.warn(path, reason)
        status = 1
      }
    }
    return status
  }
}

/// The lines of several files, one after the other, looking one line ahead.
struct SedInput {
  private var paths: ArraySlice<String>
  private var reader: InputReader?
  private var descriptor: Int?
  private var ahead: [UInt8]?
  private(set) var lineNumber = 0
  private(set) var failed = false
  private(set) var name = "-"

  init(_ paths: [String]) { self.paths = paths[...] }

  /// The next line with its newline; nil at the end.
  mutating func next(_ process: Process) async throws -> [UInt8]? {
    let line: [UInt8]?
    if let ahead {
      line = ahead
    } else {
      line = try await read(process)
    }
    ahead = nil
    guard var line else { return nil }
    lineNumber += 1
    // A last line without a newline gets one if another file follows.
    // busybox always knows whether another line follows before it works on one.
    if !Dialect.isGNU || line.last != 0x0A, try await !isLast(process), line.last != 0x0A {
      line.append(0x0A)
    }
    return line
  }

  /// Whether no line follows.
  mutating func isLast(_ process: Process) async throws -> Bool {
    if ahead == nil { ahead = try await read(process) }
    return ahead == nil
  }

  private mutating func read(_ process: Process) async throws -> [UInt8]? {
    while true {
      if let reader {
        do {
          if let line = try await reader.readLine() { return line }
        } catch let reason as Errno {
          // busybox takes a directory for an empty file.
          if Dialect.isGNU {
            try await process.warn("couldn't edit \(name): not a regular file")
          } else if reason != .isDirectory {
            try await process.warn("read error: \(reason)")
          }
          failed = failed || Dialect.isGNU || reason != .isDirectory
        }
        self.reader = nil
        if let descriptor { try? process.close(descriptor) }
        descriptor = nil
      }
      guard let path = paths.popFirst() else { return nil }
      name = path
      if path == "-" {
        reader = process.input
        continue
      }
      do {
        let opened = try await process.open(path, .read)
        descriptor = opened
        reader = InputReader(process, descriptor: opened)
      } catch let reason as Errno {
        failed = true
        try await process.warn(Dialect.isGNU ? "can't read \(path)" : path, reason)
      }
    }
  }
}
