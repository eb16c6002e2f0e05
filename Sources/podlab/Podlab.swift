import ArgumentParser
import PodModel

@main
struct Podlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "podlab",
    abstract: "Learn Kubernetes multi-container Pods in the terminal, and grade what was learnt.",
    discussion: """
      Without a command, podlab opens the tutorial. Your files are kept in a workspace folder; every \
      time you save one, it is graded.

      Try next:
        podlab                            open the tutorial
        podlab list                       see all tasks and your points
        podlab validate pod.yaml          hear what an API server would say
        podlab diagram pod.yaml           draw a Pod
        podlab simulate pod.yaml          see what it does over time
        podlab kubectl get nodes          practise on a simulated cluster
        podlab grade --task nginx-pod .   grade the files of this folder
        podlab --generate-completion-script bash   complete commands with Tab
      """,
    version: "podlab 0.1.0, for Kubernetes v1.36",
    subcommands: [
      Tutorial.self, Grade.self, Validate.self, List.self, Show.self, Hint.self, Diagram.self,
      Simulate.self, ClusterCommand.self, ShellCommand.self, KubectlCommand.self,
      LessonsCommand.self, Sh.self, Replay.self,
    ],
    defaultSubcommand: Tutorial.self)

  /// Parses the command line and runs the command; a mistyped one ends with status 2.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    refuseUnknownCommand(arguments.first)
    let (parsed, moreFiles) = Validate.settingFilesAside(arguments)
    do {
      var command = try parseAsRoot(parsed)
      if var validate = command as? Validate {
        validate.files += moreFiles
        command = validate
      }
      try command.run()
    } catch {
      // ArgumentParser's own status for a wrong command line is 64; podlab's is 2.
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      OutputBuffer.complain(fullMessage(for: error))
      exit(withError: ExitCode(2))
    }
  }

  /// Without this a mistyped command would be taken for a wrong argument of the tutorial.
  private static func refuseUnknownCommand(_ word: String?) {
    // Each has a name of its own: one made of its type's name costs as much as parsing the rest.
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    let guess = word.nearest(among: names).map { "; did you mean '\($0)'?" } ?? "."
    OutputBuffer.complain(
      "podlab: there is no command '\(word)'\(guess) `podlab --help` lists all commands.")
    exit(withError: ExitCode(2))
  }
}
