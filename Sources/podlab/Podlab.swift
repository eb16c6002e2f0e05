import ArgumentParser

@main
struct Podlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "podlab",
    abstract: "Learn Kubernetes multi-container Pods in the terminal, and grade what was learnt.",
    discussion: """
      Without a command, podlab opens the tutorial. Your files are kept in a workspace folder; every \
      time you save one, it is graded.

      Try next:
        podlab                          open the tutorial
        podlab list                     see all tasks and your points
        podlab validate pod.yaml        hear what an API server would say
        podlab grade --task nginx-pod . grade the files of this folder
        podlab diagram pod.yaml         draw a Pod
      """,
    version: "podlab 0.1.0, for Kubernetes v1.36",
    subcommands: [
      Tutorial.self, Grade.self, Validate.self, List.self, Show.self, Hint.self, Diagram.self,
      LessonsCommand.self,
    ],
    defaultSubcommand: Tutorial.self)
}
