import ArgumentParser
import Lessons
import PodModel

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
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

  /// The command line without most of its files, and those files.
  ///
  /// ArgumentParser takes quadratic time for the values of one argument, seconds for ten thousand. Of
  /// words in a row the first two stay: one may be the value of an option before it.
  static func settingFilesAside(_ arguments: [String]) -> (parsed: [String], files: [String]) {
    guard arguments.first == "validate", arguments.count > 100,
      let start = arguments.dropFirst().firstIndex(where: { !$0.hasPrefix("-") })
    else { return (arguments, []) }
    let files = arguments[start...].prefix { !$0.hasPrefix("-") }.dropFirst(2)
    return (Array(arguments[..<files.startIndex] + arguments[files.endIndex...]), Array(files))
  }

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
