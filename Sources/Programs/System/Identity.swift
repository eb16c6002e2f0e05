import ByteText
import Kernel

/// Applets that tell where a process runs and as whom.
extension Applet {
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
    // Source: busybox `networking/hostname.c`: these ask the resolver for the whole name.
    let asksResolver = options.has("f") || options.has("d")
    let name = asksResolver ? await process.canonicalHostname : process.hostname
    let short = name.split(at: ".").first.map(String.init) ?? name
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

  static let tty = Applet(
    "tty",
    usage: """
      [-s]

      Print file name of stdin's terminal

      	-s	Print nothing, only return exit status
      """
  ) { process in
    let name = process.terminalName(0)
    if !process.operands.contains("-s") {
      try await process.output.writeLine(name ?? "not a tty")
    }
    return name == nil ? 1 : 0
  }
}
