import ArgumentParser
import Lessons
import PodModel

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a Kubernetes v1.36 API server would say to a manifest.",
    discussion: """
      Prints what `kubectl create --dry-run=server -f FILE` would print, with the line and column of \
      each problem. Exits with 0 when every file is accepted, 1 when one is refused, 2 when one cannot \
      be read.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "Manifest files, YAML or JSON; '-' reads standard input.")
  var files: [String]

  @Option(
    name: [.short, .customLong("output")], help: "How to print: text, or one JSON object a file.")
  var output: Format = .text

  func run() throws {
    var output = OutputBuffer(.standardOutput)
    var refused = false
    var unreadable = false
    for file in files {
      switch InputFile.read(file) {
      case .success(let bytes):
        let admission = KubectlCreate.dryRun(bytes, file: file)
        refused = refused || !admission.accepted
        output.write(
          self.output == .json
            ? ValidationText.json(admission, file: file)
            : ValidationText.text(admission, file: file, source: bytes))
      case .failure(let error):
        unreadable = true
        OutputBuffer.complain("podlab validate: \(error)")
      }
    }
    output.flush()
    if unreadable { throw ExitCode(2) }
    if refused { throw ExitCode(1) }
  }
}
