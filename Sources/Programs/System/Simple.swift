import Kernel
import RegularExpressions
import Shell

extension Applet {
  static let trueApplet = Applet("true") { _ in 0 }
  static let falseApplet = Applet("false") { _ in 1 }

  /// Source: busybox 1.35.0 `coreutils/echo.c`.
  static let echo = Applet("echo") { process in
    var operands = process.operands[...]
    var (ends, escapes) = (true, false)
    while let option = operands.first, option.hasPrefix("-"), option.count > 1,
      option.dropFirst().allSatisfy({ "neE".contains($0) })
    {
      operands.removeFirst()
      for letter in option.dropFirst() {
        switch letter {
        case "n": ends = false
        case "e": escapes = true
        default: escapes = false
        }
      }
    }
    var bytes = operands.joined(separator: " ").rawBytes
    if escapes {
      if let stop = bytes.firstRange(ofBytes: Array("\\c".utf8), from: 0) {
        bytes = Array(bytes[..<stop.lowerBound])
        ends = false
      }
      bytes = Escapes.expand(bytes)
    }
    try await process.output.write(bytes + (ends ? [0x0A] : []))
    return 0
  }

  static let printf = Applet(
    "printf",
    usage: "FORMAT [ARG]...\n\nFormat and print ARG(s) according to FORMAT (a-la C printf)"
  ) { process in
    guard let format = process.operands.first else {
      if Dialect.isGNU { try await process.warn("missing operand") }
      throw UsageError()
    }
    let result = Printf.format(format, Array(process.operands.dropFirst()))
    try await process.output.write(result.output)
    for error in result.errors { try await process.warn(error) }
    return result.errors.isEmpty ? 0 : 1
  }

  static let test = Applet("test") { process in
    do {
      var arguments = process.arguments
      arguments[0] = process.name
      return try TestExpression.evaluate(arguments, in: process) ? 0 : 1
    } catch let failure as TestExpression.Failure {
      try await process.warn(failure.message)
      return 2
    }
  }

  static let yes = Applet("yes", usage: "[STRING]\n\nRepeatedly print a line with STRING, or 'y'") {
    process in
    let line = process.operands.isEmpty ? "y" : process.operands.joined(separator: " ")
    let block = Array(repeatElement((line + "\n").rawBytes, count: 64).joined())
    while true { try await process.write(block, to: 1) }
  }

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

  static let hostname = Applet(
    "hostname",
    usage: """
      [-sidf] [HOSTNAME | -F FILE]

      Show or set hostname or DNS domain name

      	-s	Short
      	-i	Addresses for the hostname
      	-d	DNS domain name
      	-f	Fully qualified domain name
      	-F FILE	Use FILE's content as hostname
      """
  ) { process in
    let options = try await process.options("dfisF:v", operands: 0...1)
    if !options.operands.isEmpty { try await process.die("sethostname: Operation not permitted") }
    if options.has("i") {
      let address = process.namespaces.network.address ?? .loopback
      try await process.output.writeLine("\(address)")
      return 0
    }
    let name = process.hostname
    let short = name.split(separator: ".").first.map(String.init) ?? name
    if options.has("d") {
      try await process.output.writeLine(String(name.dropFirst(short.count + 1)))
    } else {
      try await process.output.writeLine(options.has("s") ? short : name)
    }
    return 0
  }

  static let uname = Applet(
    "uname",
    usage: """
      [-amnrspvio]

      Print system information

      	-a	Print all
      	-m	Machine (hardware) type
      	-n	Hostname
      	-r	Kernel release
      	-s	Kernel name (default)
      	-p	Processor type
      	-v	Kernel version
      	-i	Hardware platform
      	-o	OS name
      """
  ) { process in
    let options = try await process.options(
      "snrvmpioa", long: [LongOption(name: "all", option: "a")], operands: 0...0)
    let fields: [(Character, String)] = [
      ("s", "Linux"), ("n", process.hostname), ("r", "6.1.0"), ("v", "#1 SMP PREEMPT_DYNAMIC"),
      ("m", "x86_64"), ("p", "unknown"), ("i", "unknown"), ("o", "GNU/Linux"),
    ]
    let all = options.has("a")
    let chosen = fields.filter { field in
      if options.found.isEmpty { return field.0 == "s" }
      return all ? field.1 != "unknown" : options.has(field.0)
    }
    try await process.output.writeLine(chosen.map(\.1).joined(separator: " "))
    return 0
  }

  static let nproc = Applet(
    "nproc",
    usage: """
      [--all] [--ignore=N]

      Print number of available CPUs

      	--all		Number of installed CPUs
      	--ignore=N	Exclude N CPUs
      """
  ) { process in
    try await process.output.writeLine("2")
    return 0
  }

  static let whoami = Applet(
    "whoami",
    usage: """


      Print the user name associated with the current effective user id
      """
  ) { process in
    if !process.operands.isEmpty { throw UsageError() }
    let accounts = try await Accounts(of: process)
    guard let name = accounts.user(process.user) else {
      if Dialect.isGNU { try await process.die("cannot find name for user ID \(process.user)") }
      try await process.die("unknown uid \(process.user)")
    }
    try await process.output.writeLine(name)
    return 0
  }

  /// Source: busybox 1.35.0 `coreutils/id.c`.
  static let id = Applet(
    "id",
    usage:
      "[-ugGnr] [USER]\n\nPrint information about USER or the current user\n\n\t-u\tUser ID\n\t-g\tGroup ID\n\t-G\tSupplementary group IDs\n\t-n\tPrint names instead of numbers\n\t-r\tPrint real ID instead of effective ID"
  ) { process in
    let options = try await process.options("ugGnr", operands: 0...1)
    let accounts = try await Accounts(of: process)
    var (user, group, groups) = (process.user, process.group, process.groups)
    if let name = options.operands.first {
      guard let account = accounts.user(named: name) else {
        try await process.die(Dialect.isGNU ? "'\(name)': no such user" : "unknown user \(name)")
      }
      (user, group) = (account.id, account.group)
      groups = accounts.groups.filter { $0.members.contains(name) }.map(\.id)
    }
    groups = [group] + groups.filter { $0 != group }
    let named = { (id: Int, name: String?) -> String in
      options.has("n") ? name ?? String(id) : String(id)
    }
    let described = { (id: Int, name: String?) -> String in "\(id)" + (name.map { "(\($0))" } ?? "")
    }
    let text: String
    switch options.last(of: "ugG") {
    case "u": text = named(user, accounts.user(user))
    case "g": text = named(group, accounts.group(group))
    case "G": text = groups.map { named($0, accounts.group($0)) }.joined(separator: " ")
    default:
      text =
        "uid=\(described(user, accounts.user(user))) gid=\(described(group, accounts.group(group)))"
        + (groups.count > 1 || !process.groups.isEmpty || Dialect.isGNU
          ? " groups=\(groups.map { described($0, accounts.group($0)) }.joined(separator: ","))"
          : "")
    }
    try await process.output.writeLine(text)
    return 0
  }

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
    while let first = operands.first, let equals = first.firstIndex(of: "=") {
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
      if command.contains("/") {
        if process.isExecutable(command) {
          found = true
          try await process.output.writeLine(command)
        }
      } else {
        let path = process.environment["PATH"] ?? "/sbin:/usr/sbin:/bin:/usr/bin"
        for directory in path.split(separator: ":") {
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

  static let tty = Applet(
    "tty",
    usage: """
      [-s]

      Print file name of stdin's terminal

      	-s	Print nothing, only return exit status
      """
  ) { process in
    let name = process.terminalName(0)
    try await process.output.writeLine(name ?? "not a tty")
    return name == nil ? 1 : 0
  }

  static let clear = Applet(
    "clear",
    usage: """


      Clear screen
      """
  ) { process in
    try await process.output.write("\u{1B}[H\u{1B}[J")
    return 0
  }

  static let sync = Applet(
    "sync",
    usage: """
      [-df] [FILE]...

      Write all buffered blocks (in FILEs) to disk
      	-d	Avoid syncing metadata
      	-f	Sync filesystems underlying FILEs
      """
  ) { _ in 0 }

  /// Source: busybox 1.35.0 `coreutils/seq.c`.
  static let seq = Applet(
    "seq",
    usage: """
      [-w] [-s SEP] [FIRST [INC]] LAST

      Print numbers from FIRST to LAST, in steps of INC.
      FIRST, INC default to 1.

      	-w	Pad to last with leading zeros
      	-s SEP	String separator
      """
  ) { process in
    let options = try await process.options(
      "+ws:", arguments: Dialect.isGNU ? Applet.keepNegative(process.operands) : nil,
      operands: 1...3)
    var numbers: [Double] = []
    var decimals = 0
    for text in options.operands {
      let (value, length) = NumberText.prefix(text.rawBytes)
      guard length == text.utf8.count, length > 0 else {
        if !Dialect.isGNU { throw UsageError() }
        try await process.die("invalid floating point argument: ‘\(text)’")
      }
      numbers.append(value)
      if numbers.count != options.operands.count || options.operands.count == 1,
        let dot = text.firstIndex(of: ".")
      {
        decimals = max(decimals, text.distance(from: dot, to: text.endIndex) - 1)
      }
    }
    let first = numbers.count > 1 ? numbers[0] : 1
    let increment = numbers.count > 2 ? numbers[1] : 1
    let last = numbers[numbers.count - 1]
    if increment == 0, Dialect.isGNU {
      try await process.die("invalid Zero increment value: ‘0’")
    }
    let text = { (value: Double) in DecimalText(value).fixed(min(decimals, 20)) }
    let width = options.has("w") ? max(text(first).utf8.count, text(last).utf8.count) : 0
    let separator = options.value("s") ?? "\n"
    var index = 0.0
    var isFirst = true
    while true {
      let value = first + index * increment
      if increment >= 0 ? value > last : value < last { break }
      if Int(index) & 7 == 0 { try await process.step() }
      let number = text(value)
      let padded =
        number.hasPrefix("-") ? "-" + number.dropFirst().zeroes(width - 1) : number.zeroes(width)
      try await process.output.write((isFirst ? "" : separator) + padded)
      isFirst = false
      index += 1
    }
    if !isFirst { try await process.output.write("\n") }
    return 0
  }

  /// Negative numbers are no options: "--" goes before the first.
  private static func keepNegative(_ arguments: [String]) -> [String] {
    guard let first = arguments.firstIndex(where: { !$0.hasPrefix("-") || isNegative($0) }),
      isNegative(arguments[first])
    else { return arguments }
    return arguments[..<first] + ["--"] + arguments[first...]
  }

  private static func isNegative(_ text: String) -> Bool {
    text.hasPrefix("-") && text.dropFirst().first.map { $0.isNumber || $0 == "." } == true
  }
}
