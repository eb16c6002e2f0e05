import ArgumentParser

@main
struct Podlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "podlab", abstract: "Learn Kubernetes multi-container Pods in the terminal.")
}
