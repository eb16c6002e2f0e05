import ByteText
package import Lessons
import PodModel

/// What a learner's session says the Pods of the manifest have shown, as far as it can be tried
/// again on a cluster.
///
/// Pods may come from another manifest than the one handed in, and a session may do what cannot be
/// repeated. So only this is held against the cluster: commands that look at Pods or run something
/// in them, typed after the last `kubectl create -f` of a file that was handed in, or in a session
/// that makes nothing at all.
package struct SessionClaims: Sendable {
  /// A check that the session passes.
  package struct Claim: Sendable {
    package var checkID: String
    /// The places of the commands that pass it.
    package var commands: [Int]
    fileprivate var check: TranscriptCheck
  }

  /// All that the findings about claims follow from, besides the objects and the task.
  package struct Essence: Hashable, Sendable {
    fileprivate var commands: [String]
    fileprivate var claims: [[Int]]
    fileprivate var checks: [String]
    fileprivate var outputs: [OutputWords?]
    fileprivate var location: [CheckResult.Location]
  }

  package var essence: Essence {
    Essence(
      commands: commands, claims: claims.map(\.commands), checks: claims.map(\.checkID),
      outputs: outputs, location: location)
  }

  /// The lines to type one after the other once the manifest's Pods run.
  package private(set) var commands: [String] = []
  /// At least one.
  package private(set) var claims: [Claim] = []
  private let shapes: [PodShape]
  private let location: [CheckResult.Location]
  /// What the commands printed into the container's output or log, where only the container says
  /// what that is.
  private let outputs: [OutputWords?]

  /// The claims of a submission; nil where there are none or nobody can tell.
  package init?(of evidence: Evidence, to task: LabTask) {
    let pods = evidence.objects.filter { $0.object["kind"]?.string == "Pod" }
    guard !pods.isEmpty, evidence.refusals.isEmpty, evidence.transcript.files.count == 1,
      evidence.scriptNote == nil
    else { return nil }
    shapes = pods.compactMap { PodShape($0.object) }
    let manifests = Set(pods.map { CommandLine.baseName($0.manifest.file) })
    let steps = Self.steps(of: evidence.transcript)
    let start = (steps.lastIndex { $0.kind == .makes }).map { $0 + 1 } ?? 0
    if start > 0, !steps[start - 1].files.isSubset(of: manifests) { return nil }
    let names = Set(shapes.map(\.name))
    let end = steps[start...].firstIndex { $0.kind == .unclear } ?? steps.count
    let tried = steps[start..<end].filter { $0.kind == .shows }
    commands = tried.map(\.text)
    outputs = tried.map { $0.isOfContainer ? OutputWords($0.output) : nil }
    location = tried.map {
      CheckResult.Location(
        file: $0.file, position: SourcePosition(line: $0.line, column: 1))
    }
    for check in task.checks {
      guard case .transcript(let demand) = check.kind else { continue }
      let witnesses = evidence.transcript.exchanges.filter { $0.satisfies(demand) }
      let places = witnesses.map { witness -> Int? in
        guard let pod = witness.object["command"]?["pod"]?.string, names.contains(pod) else {
          return nil
        }
        return tried.firstIndex { $0.line == witness.line && $0.file == witness.file }
      }
      // One that cannot be tried again speaks for the learner.
      guard !places.isEmpty, !places.contains(nil) else { continue }
      claims.append(
        Claim(checkID: check.id, commands: Set(places.compactMap { $0 }).sorted(), check: demand))
    }
    if claims.isEmpty { return nil }
  }

  /// Why no Pod of a session can come from what was handed in; nil where one may.
  ///
  /// So it is where every manifest was refused or holds nothing, the task starts without Pods, and
  /// the session only looks: whoever looked at Pods saw those of another manifest, or none. What
  /// it shows of nodes, say, needs no Pod.
  static func lackOfPods(in evidence: Evidence, to task: LabTask) -> String? {
    guard evidence.objects.isEmpty, !evidence.manifests.isEmpty, evidence.scripts.isEmpty,
      task.start.isEmpty,
      steps(of: evidence.transcript).allSatisfy({ $0.kind == .shows || $0.kind == .harmless })
    else { return nil }
    return evidence.refusals.first?.message ?? "error: no objects passed to create"
  }

  /// Whether what a container printed when a command was tried holds all that the session says it
  /// printed; numbers and dates may be others.
  package func isBorneOut(_ place: Int, by output: String) -> Bool {
    outputs[place].map { OutputWords(output).hold($0) } ?? true
  }

  /// Whether a session passes the check of a claim.
  ///
  /// - Parameter session: what was typed and printed so far, one command after the other.
  package func isShown(
    _ claim: Claim, by session: [(command: String, output: String)]
  ) -> Bool {
    var lines: [TextLine] = []
    for (command, output) in session {
      for text in ["$ " + command] + output.textLines().map(String.init) {
        lines.append(TextLine(text: text, line: lines.count + 1))
      }
    }
    let reader = TranscriptReader(lines: lines)
    var builder = ExchangeBuilder(file: "", aliases: reader.aliases, shapes: shapes, files: [:])
    for step in reader.steps { builder.add(step) }
    return builder.exchanges.contains { $0.satisfies(claim.check) }
  }

  /// The finding about a claim that the cluster did not bear out.
  package func finding(against claim: Claim, printed: String) -> Finding {
    let place = claim.commands.last ?? 0
    let text = printed.textLines().suffix(3).joined(separator: " / ")
    return Finding(
      .failed,
      expected: "the output must be what '\(commands[place].shortened)' prints in the Pod that was "
        + "handed in; hand in the manifest of the session's Pod, or a session with this one",
      found: text.isEmpty ? "there it prints nothing" : "there it prints: \(text.shortened)",
      location: location[place])
  }
}

// MARK: - Steps

extension SessionClaims {
  /// A line of the session.
  private struct Step {
    enum Kind { case shows, makes, harmless, unclear }

    var file: String
    var line: Int
    var text: String
    var kind: Kind
    /// Names of the files that it makes objects of.
    var files: Set<String> = []
    /// What it printed.
    var output = ""
    /// Whether a container wrote that, and kubectl only handed it on.
    var isOfContainer = false
  }

  private static func steps(of transcript: Transcript) -> [Step] {
    var steps: [Step] = []
    for exchange in transcript.exchanges {
      if let last = steps.last, last.line == exchange.line, last.file == exchange.file { continue }
      steps.append(step(exchange))
    }
    return steps
  }

  private static func step(_ exchange: Transcript.Exchange) -> Step {
    let text = exchange.command
    var step = Step(file: exchange.file, line: exchange.line, text: text, kind: .harmless)
    let parts = ShellWords(text).commands
    let isTyped = parts.contains { CommandLine($0.words, aliases: [:]).kubectl != nil }
    let isKubectl = exchange.object["command"]?["program"]?.string == "kubectl"
    if !isKubectl, !isTyped { return step }
    // Typed into a container's shell, through an alias, or with a variable that nobody knows.
    if !isTyped || hasExpansion(text) {
      step.kind = .unclear
      return step
    }
    let kinds = parts.map { part -> Step.Kind in
      guard let kubectl = CommandLine(part.words, aliases: [:]).kubectl else { return .harmless }
      if kubectl.makesObjects { step.files.formUnion(kubectl.files.map(CommandLine.baseName)) }
      return kind(of: kubectl, part)
    }
    let command = exchange.object["command"]
    step.output = exchange.object["output"]?["text"]?.string ?? ""
    step.isOfContainer =
      parts.count == 1 && ["logs", "exec"].contains(command?["verb"]?.string)
    step.kind =
      kinds.contains(.unclear)
      ? .unclear
      : kinds.contains(.makes)
        ? (kinds.contains(.shows) ? .unclear : .makes)
        : kinds.contains(.shows) ? .shows : .harmless
    return step
  }

  private static func kind(of kubectl: KubectlCommand, _ part: SimpleCommand) -> Step.Kind {
    let elsewhere = ["namespace", "context", "kubeconfig", "server", "follow", "watch"]
    if elsewhere.contains(where: { kubectl.flags[$0] != nil }) { return .unclear }
    switch kubectl.verb {
    case "get", "describe", "logs", "events": return .shows
    case "exec":
      guard let program = kubectl.arguments.first, part.hereDocuments.isEmpty else {
        return .unclear
      }
      return CommandLine.isShell(program) && kubectl.arguments.count == 1 ? .unclear : .shows
    case "version", "cluster-info", "api-resources", "explain", "wait", "top", "help", "options":
      return .harmless
    case _ where kubectl.makesObjects:
      return kubectl.files.isEmpty || kubectl.flags["dry-run"] != nil ? .unclear : .makes
    case _: return .unclear
    }
  }

  /// Whether the shell would fill something in.
  private static func hasExpansion(_ text: String) -> Bool {
    var isQuoted = false
    var isDouble = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "'") where !isDouble: isQuoted.toggle()
      case UInt8(ascii: "\"") where !isQuoted: isDouble.toggle()
      case UInt8(ascii: "$"), UInt8(ascii: "`"): if !isQuoted { return true }
      case _: continue
      }
    }
    return false
  }
}

extension KubectlCommand {
  /// Whether it makes objects of files.
  fileprivate var makesObjects: Bool { ["create", "apply", "replace"].contains(verb) }
}

extension Transcript {
  /// Whether all that satisfies the check is about Pods.
  func showsOnlyPods(to check: TranscriptCheck) -> Bool {
    exchanges.allSatisfy { !$0.satisfies(check) || $0.isAboutPods }
  }
}

extension Transcript.Exchange {
  fileprivate var isAboutPods: Bool {
    let command = object["command"]
    return command?["pod"] != nil || command?["resource"]?.string == "pods"
  }

  /// Whether it shows what a check wants to see.
  func satisfies(_ check: TranscriptCheck) -> Bool {
    contradiction == nil
      && check.anyOf.contains { expectation in
        mismatches(expected: expectation, actual: object).allSatisfy { unknown.contains($0.path) }
      }
  }
}
