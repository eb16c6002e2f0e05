package import PodModel

/// Reads a task's checks.yaml.
package enum Checks {
  /// What is wrong with a checks.yaml, each problem with its place.
  package struct DecodingError: Error, Sendable, CustomStringConvertible {
    package var file: String
    /// In the order of the file; never empty.
    package var problems: [Problem]

    /// One line a problem: `file:line:column: what is wrong; how to fix it`.
    package var description: String {
      problems.map { problem in
        let place = problem.position.map { "\(file):\($0)" } ?? file
        return "\(place): \(problem.message)" + (problem.suggestion.map { "; \($0)" } ?? "")
      }.joined(separator: "\n")
    }
  }

  /// The keys that say what a check compares; each check has exactly one.
  package enum KindKey: String, CaseIterable, Sendable {
    case manifest, rejected, transcript, pod, exec, logs, events
  }

  /// The checks in the order of the file.
  package static func decode(_ document: Node, file: String) throws(DecodingError) -> [Check] {
    try decodeFile(document, file: file).checks
  }

  /// The whole of a file: a list of checks, or a mapping with `scenario` and `checks`.
  package static func decodeFile(
    _ document: Node, file: String
  ) throws(DecodingError) -> (checks: [Check], scenario: Scenario) {
    var decoder = ChecksDecoder()
    let (checks, scenario) = decoder.file(document)
    let problems =
      decoder.problems + decoder.expectations.problems + decoder.behaviour.problems
      + decoder.behaviour.expectations.problems
    guard problems.isEmpty else {
      throw DecodingError(
        file: file,
        problems: problems.sorted {
          ($0.position ?? SourcePosition(line: 0, column: 0))
            < ($1.position ?? SourcePosition(line: 0, column: 0))
        })
    }
    return (checks, scenario)
  }
}

/// Collects every problem of a file on the way.
private struct ChecksDecoder {
  var problems: [Problem] = []
  var expectations = ExpectationDecoder()
  var behaviour = BehaviourDecoder()

  private static let plainKeys = [
    "id", "title", "points", "explain", "hint", "needs", "misconceptions", "asWritten",
  ]

  private mutating func report(_ message: String, at node: Node, suggestion: String? = nil) {
    problems.append(Problem(message, position: node.position, suggestion: suggestion))
  }

  mutating func file(_ document: Node) -> ([Check], Scenario) {
    guard let entries = document.entries, document["checks"] != nil else {
      return (checks(document), Scenario())
    }
    rejectUnknownKeys(of: entries, known: ["scenario", "checks"], of: "the file")
    let scenario = document["scenario"].map { behaviour.scenario($0) } ?? Scenario()
    return (checks(document["checks"] ?? document), scenario)
  }

  private mutating func checks(_ document: Node) -> [Check] {
    guard let items = document.list, !items.isEmpty else {
      report("the file must be a list of checks, each starting with `- id:`", at: document)
      return []
    }
    let checks = items.compactMap { check($0) }
    var seen: Set<String> = []
    for (check, node) in zip(checks, items) where !seen.insert(check.id).inserted {
      report("the id '\(check.id)' is used twice; ids must be unique", at: node["id"] ?? node)
    }
    var earlier: Set<String> = []
    for (check, node) in zip(checks, items) {
      for id in check.needs where !earlier.contains(id) {
        report(
          "`needs` must name an earlier check; '\(id)' is none", at: node["needs"] ?? node,
          suggestion: earlier.isEmpty ? nil : id.suggestion(among: earlier))
      }
      earlier.insert(check.id)
    }
    return checks
  }

  private mutating func check(_ node: Node) -> Check? {
    guard let entries = node.entries else {
      report("a check must be a mapping", at: node)
      return nil
    }
    rejectUnknownKeys(
      of: entries, known: Self.plainKeys + Checks.KindKey.allCases.map(\.rawValue), of: "a check")
    let kinds = entries.filter { Checks.KindKey(rawValue: $0.key) != nil }
    guard let kindEntry = kinds.first, kinds.count == 1 else {
      let known = Checks.KindKey.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      report("a check must have exactly one of \(known)", at: node)
      return nil
    }
    return Check(
      id: text("id", in: node) ?? "", title: text("title", in: node) ?? "",
      points: points(in: node), explain: text("explain", in: node) ?? "",
      hint: node["hint"] == nil ? nil : text("hint", in: node), needs: needs(in: node),
      misconceptions: (node["misconceptions"]?.list ?? []).compactMap { misconception($0) },
      kind: kind(kindEntry, asWritten: asWritten(in: node)))
  }

  private mutating func rejectUnknownKeys(
    of entries: [Node.Entry], known: [String], of owner: String
  ) {
    for entry in entries where !known.contains(entry.key) {
      problems.append(
        Problem(
          "unknown key '\(entry.key)' of \(owner)",
          position: entry.keyPosition ?? entry.value.position,
          suggestion: entry.key.suggestion(among: known)))
    }
  }

  private mutating func text(_ key: String, in node: Node) -> String? {
    guard let value = node[key] else {
      report("`\(key)` is missing", at: node)
      return nil
    }
    guard let text = value.string, text.contains(where: { !$0.isWhitespace }) else {
      report("`\(key)` must be a text that is not empty", at: value)
      return nil
    }
    // A folded text of YAML ends with a newline that nobody means.
    return text.trimmed
  }

  private mutating func points(in node: Node) -> Int {
    guard let value = node["points"] else {
      report("`points` is missing", at: node)
      return 0
    }
    guard let points = value.integer, (1...1000).contains(points) else {
      report("`points` must be a whole number from 1 to 1000", at: value)
      return 0
    }
    return Int(points)
  }

  private mutating func needs(in node: Node) -> [String] {
    guard let value = node["needs"] else { return [] }
    guard let items = value.list, items.allSatisfy({ $0.string != nil }) else {
      report("`needs` must be a list of ids", at: value)
      return []
    }
    return items.compactMap(\.string)
  }

  private mutating func asWritten(in node: Node) -> Bool {
    guard let value = node["asWritten"] else { return false }
    guard let flag = value.bool, node["manifest"] != nil else {
      report("`asWritten` must be true or false and belongs to a `manifest` check", at: value)
      return false
    }
    return flag
  }

  private mutating func kind(_ entry: Node.Entry, asWritten: Bool) -> Check.Kind {
    let key = Checks.KindKey(rawValue: entry.key) ?? .manifest
    switch key {
    case .manifest:
      var check = manifest(entry.value)
      check.asWritten = asWritten
      return .manifest(check)
    case .rejected: return .rejected(rejected(entry.value))
    case .transcript: return .transcript(transcript(entry.value))
    case .pod, .exec, .logs, .events: return .behaviour(behaviour.check(key, entry.value))
    }
  }

  private mutating func manifest(_ node: Node) -> ManifestCheck {
    if node["kind"]?.string == nil { report("`manifest` must name the `kind`", at: node) }
    return ManifestCheck(expected: expectations.decode(node))
  }

  private mutating func rejected(_ node: Node) -> RejectedCheck {
    guard let cause = node["cause"]?.string ?? node.string else {
      report("`rejected` must be a text that the server's message contains", at: node)
      return RejectedCheck(cause: "")
    }
    return RejectedCheck(cause: cause)
  }

  private mutating func transcript(_ node: Node) -> TranscriptCheck {
    guard let choices = node["anyOf"] else {
      return TranscriptCheck(anyOf: [exchange(node)])
    }
    rejectUnknownKeys(of: node.entries ?? [], known: ["anyOf"], of: "`transcript`")
    guard let items = choices.list, !items.isEmpty else {
      report("`anyOf` must be a list of exchanges", at: choices)
      return TranscriptCheck(anyOf: [])
    }
    return TranscriptCheck(anyOf: items.map { exchange($0) })
  }

  private mutating func exchange(_ node: Node) -> Expectation {
    guard let entries = node.entries, node["command"] != nil else {
      report("an exchange must be a mapping with a `command`", at: node)
      return .equals(Node(.null))
    }
    rejectUnknownKeys(of: entries, known: TranscriptField.top, of: "`transcript`")
    rejectUnknownFields(of: node["command"], known: TranscriptField.command, of: "`command`")
    rejectUnknownFields(
      of: node["command"]?["inside"], known: TranscriptField.inside, of: "`inside`")
    rejectUnknownFields(
      of: node["command"]?["inside"]?["url"], known: TranscriptField.url, of: "`url`")
    rejectUnknownFields(of: node["output"], known: TranscriptField.output, of: "`output`")
    rejectUnknownFields(of: node["pod"], known: TranscriptField.pod, of: "`pod`")
    return expectations.decode(node)
  }

  private mutating func rejectUnknownFields(of node: Node?, known: [String], of owner: String) {
    let fields = (node?.entries ?? []).filter { !$0.key.hasPrefix("$") }
    rejectUnknownKeys(of: fields, known: known, of: owner)
  }

  private mutating func misconception(_ node: Node) -> Misconception? {
    let shapes = ["manifest", "transcript", "rejected"]
    guard let entries = node.entries else {
      report("a misconception must be a mapping", at: node)
      return nil
    }
    rejectUnknownKeys(of: entries, known: ["says", "hint"] + shapes, of: "a misconception")
    let given = entries.filter { shapes.contains($0.key) }
    guard given.count == 1, let entry = given.first, let says = text("says", in: node) else {
      report(
        "a misconception must have `says` and one of `manifest`, `transcript`, `rejected`", at: node
      )
      return nil
    }
    let shape: Misconception.Shape =
      entry.key == "manifest"
      ? .manifest(manifest(entry.value))
      : entry.key == "rejected"
        ? .rejected(rejected(entry.value)) : .transcript(transcript(entry.value))
    return Misconception(
      says: says, hint: node["hint"] == nil ? nil : text("hint", in: node), shape: shape)
  }
}
