import ByteText
import Kernel

/// Applets that run a program with something changed, and what there is to change.
extension Applet {
  static let env = Applet(
    "env",
    usage: """
      [-i0] [-u NAME]... [-] [NAME=VALUE]... [PROG ARGS]

      Print current environment or run PROG after setting up environment

      	-, -i	Start with empty environment
      	-0	NUL terminated output
      	-u NAME	Remove variable from environment
      """
  ) { process in
    let options = try await process.options(
      "+iu:0",
      long: [
        LongOption(name: "ignore-environment", option: "i"),
        LongOption(name: "unset", option: "u", takesValue: true),
      ])
    var operands = options.operands[...]
    var environment = process.environment
    if operands.first == "-" || options.has("i") {
      environment = Environment()
      if operands.first == "-" { operands.removeFirst() }
    }
    for name in options.values("u") { environment[name] = nil }
    while let first = operands.first, let equals = first.firstIndex(ofASCII: "=") {
      environment[String(first[..<equals])] = String(first[first.index(after: equals)...])
      operands.removeFirst()
    }
    if operands.isEmpty {
      for variable in environment.variables {
        try await process.output.write(
          "\(variable.name)=\(variable.value)\(options.has("0") ? "\0" : "\n")")
      }
      return 0
    }
    process.environment = environment
    return try await Applet.become(Array(operands), process)
  }

  static let printenv = Applet(
    "printenv",
    usage: """
      [VARIABLE]...

      Print environment VARIABLEs.
      If no VARIABLE specified, print all.
      """
  ) { process in
    if process.operands.isEmpty {
      for variable in process.environment.variables {
        try await process.output.writeLine("\(variable.name)=\(variable.value)")
      }
      return 0
    }
    var status = 0
    for name in process.operands {
      if let value = process.environment[name] {
        try await process.output.writeLine(value)
      } else {
        status = 1
      }
    }
    return status
  }

  static let nohup = Applet(
    "nohup", usage: "PROG ARGS\n\nRun PROG immune to hangups, with output to a non-tty"
  ) { process in
    if process.operands.isEmpty { throw UsageError() }
    process.setDisposition(.ignore, of: .hup)
    return try await Applet.become(process.operands, process)
  }

  static let setsid = Applet(
    "setsid",
    usage: """
      [-c] PROG ARGS

      Run PROG in a new session. PROG will have no controlling terminal
      and will not be affected by keyboard signals (^C etc).

      	-c	Set controlling terminal to stdin
      """
  ) { process in
    let options = try await process.options("+c", operands: 1...Int.max)
    // The leader of a group cannot; the real one forks, whose child is a process like this one.
    try? process.beginSession()
    return try await Applet.become(options.operands, process)
  }

  static let nice = Applet(
    "nice",
    usage: """
      [-n ADJUST] [PROG ARGS]

      Change scheduling priority, run PROG

      	-n ADJUST	Adjust priority by ADJUST
      """
  ) { process in
    let options = try await process.options("+n:")
    if options.operands.isEmpty {
      try await process.output.writeLine("0")
      return 0
    }
    return try await Applet.become(options.operands, process)
  }
}
