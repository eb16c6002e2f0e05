import ByteText
import Lessons
package import PodModel

/// What running a learner's scripts has done, as the shell and the cluster tell it.
package struct ScriptOutcome: Sendable {
  /// One run of kubectl.
  package struct Call: Sendable {
    /// The words behind `kubectl`.
    package var words: [String]
    package var exitCode: Int
    /// The beginning of its standard error.
    package var error: String

    package init(words: [String], exitCode: Int, error: String = "") {
      self.words = words
      self.exitCode = exitCode
      self.error = error
    }
  }

  /// The runs of kubectl in their order.
  package var calls: [Call]
  /// The end of the scripts' standard error.
  package var error: String
  /// The status of the last script; nil where it had to be ended.
  package var exitCode: Int?
  /// What the scripts made or changed in the cluster, in an order in which it can be made again.
  package var objects: [Node] = []

  package init(calls: [Call], error: String, exitCode: Int?) {
    self.calls = calls
    self.error = error
    self.exitCode = exitCode
  }

  /// Whether anything was tried that makes or changes objects.
  package var hasActed: Bool {
    commands.contains { command, _ in
      Self.writingVerbs.contains(command.verb) && !command.isDryRun
    }
  }

  /// Why what the scripts did is no evidence: kubectl was asked for what it does not model.
  package var notModelled: String? {
    for (index, (command, call)) in commands.enumerated() {
      guard let range = call.error.firstRange(ofText: "not modelled: ") else { continue }
      // What only shows something is missed by nobody, unless the script ended over it.
      let isLast = index == calls.count - 1
      guard !Self.readingVerbs.contains(command.verb) || (isLast && exitCode != 0) else { continue }
      let note = call.error[range.lowerBound...].prefix { !$0.isNewline }
      return "\(note) (kubectl \(call.words.joined(separator: " ").shortened))"
    }
    return nil
  }

  /// kubectl's words about the last thing that it was asked to make and did not, or the shell's.
  var lastError: String? {
    let refused = commands.last { command, call in
      call.exitCode != 0 && Self.writingVerbs.contains(command.verb)
    }
    if let refused, !refused.1.error.isEmpty { return refused.1.error.trimmed }
    guard exitCode != 0, !error.isEmpty else { return nil }
    return error.trimmed
  }

  private var commands: [(KubectlCommand, Call)] {
    calls.compactMap { call in KubectlCommand(call.words).map { ($0, call) } }
  }

  private static let writingVerbs: Set<String> = [
    "apply", "create", "replace", "run", "expose", "edit", "patch", "set", "label", "annotate",
    "scale", "autoscale", "rollout", "debug", "kustomize",
  ]

  private static let readingVerbs: Set<String> = [
    "get", "describe", "logs", "explain", "events", "top", "version", "cluster-info", "config",
    "api-resources", "api-versions", "completion", "port-forward", "proxy", "auth", "plugin",
    "diff", "options", "help", "wait",
  ]
}

extension KubectlCommand {
  /// Whether nothing is to be written.
  fileprivate var isDryRun: Bool {
    guard let value = flags["dry-run"] else { return false }
    return value != "none" && value != "false"
  }
}

extension Evidence.Script {
  /// Whether its words could make or change objects; other scripts need not be run.
  package var mayAct: Bool {
    let words = text.split { !($0.isASCIILetterOrDigit || $0 == "-") }
    return words.contains { $0 == "kubectl" || $0 == "k" }
      && words.contains {
        ["apply", "create", "replace", "run", "expose", "edit", "patch", "set"].contains($0)
      }
  }
}

extension Evidence {
  /// The evidence as it is once the scripts have been run: their objects take the place of those
  /// that were read off the texts.
  package func afterRunning(_ outcome: ScriptOutcome) -> Evidence {
    var evidence = self
    evidence.scripts = []
    if let script = scripts.first, outcome.exitCode == nil {
      evidence.notes.append("\(script.file): did not come to its end and was stopped")
    }
    guard outcome.hasActed else { return evidence }
    evidence.objects = outcome.objects.map(submitted)
    evidence.refusals = refusal(for: outcome).map { [$0] } ?? []
    let shapes =
      evidence.refusals.flatMap(\.readable).compactMap { PodShape($0) }
      + evidence.objects.compactMap { PodShape($0.object) }
    let read = Submission(files: files)
    evidence.transcript = read.transcript(shapes: shapes)
    evidence.notes =
      read.notes + evidence.transcript.contradictions
      + Consistency(objects: evidence.objects).notes(on: evidence.transcript)
      + evidence.notes.filter { !notes.contains($0) }
    return evidence
  }

  /// The object with the text that it was probably made from, for places in reports.
  private func submitted(_ object: Node) -> SubmittedObject {
    let likely = objects.last { other in
      other.object["kind"] == object["kind"]
        && other.object["metadata"]?["name"] == object["metadata"]?["name"]
    }
    if let likely { return SubmittedObject(object: object, manifest: likely.manifest) }
    let file = scripts.first?.file ?? ""
    return SubmittedObject(
      object: object.withoutPositions, manifest: Manifest(bytes: [], file: file))
  }

  private func refusal(for outcome: ScriptOutcome) -> Refusal? {
    guard let message = outcome.lastError, let script = scripts.first else { return nil }
    let known = refusals.first { message.holds($0.message) }
    let manifest = known?.manifest ?? Manifest(bytes: [], file: script.file)
    return Refusal(
      manifest: manifest, message: message, problems: known?.problems ?? [],
      readable: refusals.flatMap(\.readable))
  }
}

extension Node {
  /// The same value with no place.
  fileprivate var withoutPositions: Node {
    switch content {
    case .list(let items): Node(.list(items.map(\.withoutPositions)))
    case .map(let entries):
      Node(.map(entries.map { Node.Entry($0.key, $0.value.withoutPositions) }))
    case .null, .bool, .integer, .float, .string: Node(content)
    }
  }
}
