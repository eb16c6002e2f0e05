import ByteText

/// Short help in podlab's own words, laid out as kubectl's.
enum Help {
  /// Commands that stand together.
  private struct Group {
    let title: String
    let names: [String]
    var first: String { names.first ?? "" }

    /// - Parameter names: with spaces between them; none for all that are left.
    init(_ title: String, _ names: String) {
      self.title = title
      self.names = names.split(at: " ").map(String.init)
    }
  }

  /// Source: kubectl `cmd/cmd.go`, `NewKubectlCommand`.
  private static let groups = [
    Group("Basic Commands (Beginner)", "create expose run set"),
    Group("Basic Commands (Intermediate)", "explain get edit delete"),
    Group("Deploy Commands", "rollout scale autoscale"),
    Group(
      "Cluster Management Commands", "certificate cluster-info top cordon uncordon drain taint"),
    Group(
      "Troubleshooting and Debugging Commands",
      "describe logs attach exec port-forward proxy cp auth debug events"),
    Group("Advanced Commands", "diff apply patch replace wait kustomize"),
    Group("Settings Commands", "label annotate completion"),
    Group("Other Commands", ""),
  ]

  static func text(of command: Command, path: String) -> String {
    var text = command.summary + "\n"
    let groups = command.name == "kubectl" ? groups : [Group("Available Commands", "")]
    var rest = command.subcommands.filter { !$0.isHidden }
    let width = rest.map(\.name.count).max() ?? 0
    for group in groups where !rest.isEmpty {
      let shown = rest.filter { group.first.isEmpty || group.names.contains($0.name) }
      rest.removeAll { subcommand in shown.contains { $0.name == subcommand.name } }
      guard !shown.isEmpty else { continue }
      text += "\n\(group.title):\n"
      for subcommand in shown {
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
