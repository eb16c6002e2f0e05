/// Short help in podlab's own words, laid out as kubectl's.
enum Help {
  static func text(of command: Command, path: String) -> String {
    var text = command.summary + "\n"
    if !command.subcommands.isEmpty {
      text += "\nAvailable Commands:\n"
      let width = command.subcommands.map(\.name.count).max() ?? 0
      for subcommand in command.subcommands {
        let name = subcommand.name
        let gap = String(repeating: " ", count: width - name.count + 3)
        text += "  \(name)\(gap)\(subcommand.summary)\n"
      }
    }
    text += options(command.flags)
    text += "\nUsage:\n  \(path)\(command.usage.isEmpty ? "" : " ")\(command.usage)\n"
    if !command.subcommands.isEmpty {
      text += "\nUse \"\(path) <command> --help\" for more information about a given command.\n"
    }
    text += "Use \"kubectl options\" for a list of global command-line options"
    return text + " (applies to all commands).\n"
  }

  /// The flags as kubectl lists them, sorted by name.
  static func options(_ flags: [Flag]) -> String {
    let shown = flags.filter { !$0.isHidden }.sorted { $0.name < $1.name }
    guard !shown.isEmpty else { return "" }
    var text = "\nOptions:\n"
    for flag in shown {
      let letter = flag.letter.map { "-\($0), " } ?? "    "
      let value: String =
        switch flag.kind {
        case .string: "'\(flag.initial)'"
        case .stringArray, .stringSlice: "[]"
        case .bool, .int, .duration: flag.initial
        }
      text += "    \(letter)--\(flag.name)=\(value):\n"
      if !flag.summary.isEmpty { text += "\t\(flag.summary)\n" }
      text += "\n"
    }
    return String(text.dropLast())
  }
}
