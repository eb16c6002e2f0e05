import Kernel

extension Applet {
  /// Source: busybox 1.35.0 `editors/awk.c`.
  static let awk = Applet(
    "awk",
    usage: """
      [OPTIONS] [AWK_PROGRAM] [FILE]...

      	-v VAR=VAL	Set variable
      	-F SEP		Use SEP as field separator
      	-f FILE		Read program from FILE
      	-e AWK_PROGRAM
      """
  ) { process in
    let options = try await process.options("+F:v:f:e:W:")
    var operands = options.operands
    let isInteractive = try await settings(options.values("W"), process)
    var sources: [[UInt8]] = []
    for (option, value) in options.found {
      guard let value else { continue }
      if option == "e" { sources.append(value.rawBytes) }
      if option == "f" {
        guard let reader = try await process.openInput(value) else { return 1 }
        sources.append(try await reader.readAll())
      }
    }
    if sources.isEmpty {
      guard !operands.isEmpty else { throw UsageError() }
      sources = [operands.removeFirst().rawBytes]
    }
    var parser = AwkParser(Array(sources.joined(separator: [0x0A])))
    let program: AwkProgram
    do {
      program = try parser.parse()
    } catch let mistake as AwkSyntaxError {
      if Dialect.isGNU {
        let text = "\(process.name): line \(mistake.line): syntax error at or near end of file"
        try await process.errors.write(text + "\n")
        return 2
      }
      try await process.die("cmd. line:\(mistake.line): \(mistake.message)")
    }
    let machine = AwkMachine(process, program, operands: operands)
    machine.streams.isInteractive = isInteractive
    if let separator = options.value("F") {
      let expanded = separator == "t" ? "\t" : Escapes.expand(separator.rawBytes).text
      machine.setVariable("FS", .string(expanded))
    }
    for text in options.values("v") {
      guard let (name, value) = AwkMachine.assignment(text) else {
        throw UsageError()
      }
      machine.setVariable(name, .input(value))
    }
    return try await machine.run()
  }

  /// Follows the settings of mawk; true for `-W interactive`, which reads and writes at once.
  ///
  /// Source: mawk 1.3.4-20200120 `init.c`: a setting may be cut short, and several are separated
  /// by commas; busybox 1.35.0 `editors/awk.c`.
  private static func settings(_ values: [String], _ process: Process) async throws -> Bool {
    if values.isEmpty { return false }
    guard Dialect.isGNU else {
      try await process.warn("warning: option -W is ignored")
      return false
    }
    let names = values.flatMap { $0.split(separator: ",") }
    guard names.contains(where: { "interactive".hasPrefix($0.lowercased()) }) else { return false }
    process.output.mode = .unbuffered
    return true
  }
}
