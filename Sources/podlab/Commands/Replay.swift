import ArgumentParser
import PodModel
import PodSimulator

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay a recorded scenario on the simulated cluster.",
    discussion: """
      A scenario holds manifests and steps: commands, pauses and waits, in the form of \
      GroundTruth/lifecycle. The answer has the same fields, as the simulation has them: what each \
      command printed, every state of the Pods, and the events.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "A scenario as JSON; '-' reads standard input.")
  var file: String

  @Option(
    name: [.short, .customLong("output")], help: "Print the commands, or everything as JSON.")
  var output: Format = .text

  func run() throws {
    let bytes: [UInt8]
    switch InputFile.read(file) {
    case .success(let read): bytes = read
    case .failure(let error):
      OutputBuffer.complain("podlab replay: \(error)")
      throw ExitCode(2)
    }
    guard let scenario = try? JSON.node(in: bytes), scenario["steps"]?.list != nil else {
      OutputBuffer.complain(
        "podlab replay: '\(file)' is no scenario; it must be a JSON object with a list `steps`")
      throw ExitCode(2)
    }
    let replayed = ScenarioReplay.replay(scenario)
    OutputBuffer.say(output == .json ? replayed.json + "\n" : text(of: replayed))
    let notModelled = replayed["notModelled"]?.strings ?? []
    for note in notModelled { OutputBuffer.complain("podlab replay: not modelled: \(note)") }
    if !notModelled.isEmpty { throw ExitCode(2) }
  }

  /// The commands with what they printed, as a terminal would show them.
  private func text(of scenario: Node) -> String {
    (scenario["steps"]?.list ?? []).map { step in
      guard let command = step["cmd"]?.string else { return "" }
      let printed = (step["stdout"]?.string ?? "") + (step["stderr"]?.string ?? "")
      return "$ \(TerminalText.safe(command))\n\(TerminalText.safe(printed))"
    }.joined()
  }
}
