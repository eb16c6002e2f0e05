import Foundation
import TestSupport

/// A scenario of `GroundTruth/lifecycle`, as far as commands go.
struct RecordedScenario: Decodable, Sendable {
  struct Step: Decodable, Sendable {
    /// How many seconds it lasted.
    var took: Double?
    var cmd: String?
    var exit: Int32?
    var stdout: String?
    var stderr: String?
    var sleep: Double?
    var wait: Wait?
  }

  /// What `kubectl get pod` must show before the scenario goes on.
  struct Wait: Decodable, Sendable {
    var pod: String
    var ready: String?
    var status: String?
    var restarts: Int?
    var gone: Bool?
    var timeout: Double?
  }

  var id: String
  var manifests: [String: String]
  var steps: [Step]

  /// All scenarios, by their ids.
  static func all() throws -> [RecordedScenario] {
    let folder = URL(fileURLWithPath: "\(Tmux.root)/GroundTruth/lifecycle")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
      .map {
        try JSONDecoder().decode(
          RecordedScenario.self, from: Data(contentsOf: folder.appending(path: $0)))
      }
  }

  /// The kubectl nearest to the one of the recording.
  var kubectl: RealKubectl? {
    let recorded = id.hasSuffix("-k132") ? 32 : 36
    return RealKubectl.installed.last { $0.minor <= recorded } ?? RealKubectl.installed.first
  }
}

/// How far commands of a scenario print what they printed on a real cluster.
struct ScenarioFigures: Sendable {
  /// Standard output and exit status.
  var output = (right: 0, all: 0)
  var errors = (right: 0, all: 0)
  var differences: [String] = []

  static func += (left: inout ScenarioFigures, right: ScenarioFigures) {
    left.output = (left.output.right + right.output.right, left.output.all + right.output.all)
    left.errors = (left.errors.right + right.errors.right, left.errors.all + right.errors.all)
    left.differences += right.differences
  }

  /// The share in per cent.
  static func percent(_ share: (right: Int, all: Int)) -> Double {
    share.all == 0 ? 100 : Double(share.right) * 100 / Double(share.all)
  }

  mutating func compare(_ step: RecordedScenario.Step, _ result: Command.Result) {
    let wanted = (Self.words(step.stdout), Self.words(step.stderr))
    let found = (Self.words(result.output), Self.words(result.errors))
    let isRight = wanted.0 == found.0 && step.exit == result.status
    output = (output.right + (isRight ? 1 : 0), output.all + 1)
    errors = (errors.right + (wanted.1 == found.1 ? 1 : 0), errors.all + 1)
    guard !isRight || wanted.1 != found.1 else { return }
    differences.append("$ \(step.cmd ?? "") (status \(result.status), want \(step.exit ?? 0))")
    differences += RecordedText.difference(wanted.0, found.0, title: "output")
    differences += RecordedText.difference(wanted.1, found.1, title: "errors")
  }

  /// The text without what differs from run to run, between nodes, or between builds of kubectl.
  ///
  /// Since v1.34 kubectl names the namespace that it deleted from, since v1.35 the containers of
  /// events and those that a Pod has. The recorded cluster was older than those of the tests, and
  /// where time passes faster kubectl finds that objects come from the future. Its node knew images
  /// by several tags, and which of two workers of nginx gets a request is open.
  private static func words(_ text: String?) -> String {
    let same = (text ?? "")
      .replacing(#/ (force )?deleted from [a-z-]+ namespace/#) { " \($0.output.1 ?? "")deleted" }
      .replacing(#/spec\.(initContainers|containers)\{[a-z0-9-]+\}: /#, with: "")
      .replacing(#/(is not valid for pod [a-z0-9-]+) out of: [^\n]*/#) { $0.output.1 }
      .replacing(#/Error from server \(BadRequest\): (container [a-z0-9-]+ is not valid)/#) {
        "error: \($0.output.1)"
      }
      .replacing(#/(LIVE|MERGED)-\d+/#) { $0.output.1 }
      .replacing(#/(\d\d:\d\d:\d\d)\.\d{9}/#) { $0.output.1 }
      .replacing(#/ \d+[mhd]\b/#, with: " <age>")
      .replacing("<invalid>", with: "<age>")
      .replacing("  creationTimestamp: null\n", with: "")
      .replacing(#/image: docker\.io/library/([a-z]+):\S+/#) { "image: \($0.output.1)" }
      .replacing(#/\[error\] \d+#\d+: /#, with: "[error] <worker>: ")
      .replacing(#/((start )?worker process) \d+/#) { "\($0.output.1) <worker>" }
      .replacing(#/ETag: "[0-9a-f]+-/#, with: "ETag: \"<time>-")
      .replacing(#/All commands and output from this session will be recorded [^\n]*\n/#, with: "")
      .replacing("unrecognized condition: []", with: "unrecognized condition: \"\"")
      .replacing(#/^E\d{4} [0-9:.]+ +\d+ run.go:72\] "command failed" err="(.*)"\n/#) {
        "error: \($0.output.1.replacing(#"\""#, with: "\""))\n"
      }
      .replacing(#/^Error: (unknown|flag needs)/#) { "error: \($0.output.1)" }
    return RecordedText.normalized(same)
  }
}
