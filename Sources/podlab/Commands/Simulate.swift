import ArgumentParser
import Cells
import Diagrams
import PodModel

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run Pods on a simulated cluster and show what they do over time.",
    discussion: """
      Nothing waits for a real clock: minutes pass in a moment, and the same files give the same \
      output. Times are written as 30s, 2m, 1m30s or 500ms.

        podlab simulate pod.yaml --until 3m
        podlab simulate pod.yaml --exec '20s sidecar wget -O- localhost' --logs
        podlab simulate pod.yaml --delete-at 30s -o svg > life.svg

      JSON has `start`, `duration`, `states`, `events` and `logs` with times in seconds, `exec` with \
      what commands printed, and `notModelled` with what the simulation lacks.

      The exit status is 1 when the API server refuses a file, and 2 when something is not modelled.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, svg }

  @Argument(help: "Manifest files; '-' reads standard input.")
  var files: [String]

  @Option(help: "How long to run.")
  var until = DurationOption(.seconds(60))

  @Option(help: "When to delete the Pods.")
  var deleteAt: DurationOption?

  @Option(help: "A command to run: when, in which container, and the command line.")
  var exec: [ExecOption] = []

  @Flag(help: "Show what the containers wrote, too.")
  var logs = false

  @Option(name: [.short, .customLong("output")], help: "How to show it.")
  var output: Format = .text

  @Option(help: "Width of a text drawing in columns.")
  var width: Int?

  @OptionGroup var place: LessonsOption

  func validate() throws {
    if let width, !(20...1000).contains(width) {
      throw ValidationError("'--width' must be between 20 and 1000.")
    }
    if files.isEmpty { throw ValidationError("'simulate' needs a manifest file.") }
  }

  func run() throws {
    let manifests = try files.enumerated().map { index, file in
      (name: Self.name(of: file, number: index + 1), text: try text(of: file))
    }
    let pods = manifests.flatMap { manifest in
      ((try? YAML.documents(in: manifest.text.utf8)) ?? []).compactMap { Pod($0) }
    }
    let recording = SimulationRun(
      files: manifests, actions: try actions(for: pods), until: until.duration,
      registry: try place.registry()
    ).record()
    let refused = recording.created.filter { $0.status != 0 }
    for outcome in refused { OutputBuffer.complain(outcome.errors) }
    let report = SimulationText(recording: recording, columns: columns, showsLogs: logs)
    switch output {
    case .text: OutputBuffer.say(report.text)
    case .json: OutputBuffer.say(report.json)
    case .svg: OutputBuffer.say(report.svg)
    }
    for note in recording.notModelled {
      OutputBuffer.complain("podlab simulate: not modelled: \(note)")
    }
    if !refused.isEmpty { throw ExitCode(1) }
    if !recording.notModelled.isEmpty { throw ExitCode(2) }
  }

  private var columns: Int { width ?? TerminalSize.columns ?? 80 }

  private func text(of file: String) throws -> String {
    switch InputFile.read(file) {
    case .success(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .failure(let error):
      OutputBuffer.complain("podlab simulate: \(error)")
      throw ExitCode(2)
    }
  }

  /// The file's own name where a shell takes it as one word.
  private static func name(of file: String, number: Int) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? ""
    let isPlain = name.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
    }
    return isPlain && !name.hasPrefix("-") && !name.isEmpty ? name : "manifest-\(number).yaml"
  }

  private func actions(for pods: [Pod]) throws -> [SimulationRun.Action] {
    var actions = try exec.map { option in
      let pod = pods.first { pod in
        (pod.spec.containers + pod.spec.initContainers).contains { $0.name == option.container }
      }
      guard let pod else {
        OutputBuffer.complain(
          "podlab simulate: no Pod has a container '\(option.container)', which '--exec' names")
        throw ExitCode(2)
      }
      return SimulationRun.Action(
        time: option.time,
        command: "kubectl exec \(pod.metadata.name) -c \(option.container) -- \(option.command)")
    }
    if let deleteAt {
      actions.append(
        SimulationRun.Action(
          time: deleteAt.duration, command: "kubectl delete pods --all --wait=false"))
    }
    return actions
  }
}
