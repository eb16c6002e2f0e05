package import Lessons
import PodModel

/// What was found about one check, before it is written into a report.
package struct Finding: Sendable {
  package var verdict: Verdict
  /// What must be true; empty when passed.
  package var expected: String
  /// What was seen instead; empty when passed.
  package var found: String
  package var location: CheckResult.Location?

  package init(
    _ verdict: Verdict, expected: String = "", found: String = "",
    location: CheckResult.Location? = nil
  ) {
    self.verdict = verdict
    self.expected = expected
    self.found = found
    self.location = location
  }

  package static let passed = Finding(.passed)
}

/// What a cluster shows of one submission.
package struct BehaviourOutcome: Sendable {
  /// By the checks' ids.
  package var findings: [String: Finding]
  /// The evidence with what the learner's scripts did; nil where it is as it was read.
  package var evidence: Evidence?

  package init(findings: [String: Finding], evidence: Evidence? = nil) {
    self.findings = findings
    self.evidence = evidence
  }
}

/// Decides checks of one submission that need a cluster.
///
/// It is called once a submission, with the checks that its objects do not decide already.
package typealias BehaviourGrader = (
  _ checks: [Check], _ task: LabTask, _ evidence: Evidence
) -> BehaviourOutcome

/// Grades what a learner handed in for one task.
///
/// Pure: the same evidence gives the same report. A manifest that the API server refuses fails
/// every check of the manifest and of behaviour with the server's words. A check is skipped where
/// one that it needs did not pass. `behaviour` decides what only a cluster can show; without it
/// such checks are ungradable.
package func grade(
  _ task: LabTask, _ evidence: Evidence, behaviour: BehaviourGrader? = nil
) -> TaskReport {
  var grader = TaskGrader(
    evidence: evidence, lackOfPods: SessionClaims.lackOfPods(in: evidence, to: task),
    isWithoutCluster: behaviour == nil)
  let open = task.checks.filter(grader.needsCluster)
  if let behaviour, !open.isEmpty || !evidence.scripts.isEmpty {
    let outcome = behaviour(open, task, evidence)
    grader.behaviour = outcome.findings
    grader.evidence = outcome.evidence ?? evidence
  }
  var results: [CheckResult] = []
  var verdicts: [String: Verdict] = [:]
  for check in task.checks {
    let result = grader.result(of: check, verdicts: verdicts)
    verdicts[check.id] = result.verdict
    results.append(result)
  }
  return TaskReport(task: task.id, title: task.title, checks: results, notes: grader.evidence.notes)
}

private struct TaskGrader {
  var evidence: Evidence
  /// Why what a session shows of Pods cannot come from the manifests; nil where it may.
  let lackOfPods: String?
  let isWithoutCluster: Bool
  /// What a cluster showed, by the checks' ids.
  var behaviour: [String: Finding] = [:]

  func result(of check: Check, verdicts: [String: Verdict]) -> CheckResult {
    var finding = self.finding(for: check)
    let unmet = check.needs.filter { verdicts[$0] != .passed }
    if !unmet.isEmpty, finding.verdict != .passed {
      let names = unmet.map { "'\($0)'" }.joined(separator: ", ")
      let isUngradable = unmet.contains { verdicts[$0] == .ungradable }
      finding = Finding(
        isUngradable ? .ungradable : .skipped, expected: finding.expected,
        found: "needs \(names), which did not pass")
    }
    let misconception = finding.verdict == .failed ? self.misconception(of: check) : nil
    let isShown = finding.verdict != .passed
    return CheckResult(
      id: check.id, title: check.title, verdict: finding.verdict,
      points: finding.verdict == .passed ? check.points : 0, maxPoints: check.points,
      expected: isShown ? finding.expected : "", found: isShown ? finding.found : "",
      location: isShown ? finding.location : nil,
      explain: misconception?.says ?? check.explain,
      hint: isShown ? misconception?.hint ?? check.hint : nil)
  }

  private func finding(for check: Check) -> Finding {
    switch check.kind {
    case .manifest(let expected): afterScripts(manifestFinding(expected))
    case .rejected(let expected): afterScripts(rejectedFinding(expected))
    case .transcript(let expected):
      heldAgainstCluster(transcriptFinding(expected), of: expected, id: check.id)
    case .behaviour(let expected): behaviourFinding(check, expected)
    }
  }

  /// A session passes only where no cluster has shown that the Pods handed in do otherwise.
  private func heldAgainstCluster(
    _ finding: Finding, of check: TranscriptCheck, id: String
  ) -> Finding {
    guard finding.verdict == .passed else { return finding }
    if let lackOfPods, evidence.transcript.showsOnlyPods(to: check) {
      return Finding(
        .failed, expected: "the session must be one with the Pod that was handed in",
        found: "the manifest makes no Pod: \(lackOfPods)",
        location: evidence.manifests.first?.location(nil))
    }
    return behaviour[id] ?? finding
  }

  /// What is missing may be what a script makes that could not be run.
  private func afterScripts(_ finding: Finding) -> Finding {
    guard finding.verdict != .passed, let note = evidence.scriptNote else { return finding }
    return Finding(.ungradable, expected: finding.expected, found: note)
  }

  private func misconception(of check: Check) -> Misconception? {
    check.misconceptions.first { misconception in
      switch misconception.shape {
      case .manifest(let shape): manifestFinding(shape).verdict == .passed
      case .transcript(let shape): transcriptFinding(shape).verdict == .passed
      case .rejected(let shape): rejectedFinding(shape).verdict == .passed
      }
    }
  }
}

// MARK: Manifests

extension TaskGrader {
  private func manifestFinding(_ check: ManifestCheck) -> Finding {
    let written = evidence.refusals.flatMap { refusal in
      refusal.readable.map {
        Evidence.SubmittedObject(object: $0, manifest: refusal.manifest)
      }
    }
    let candidates = (evidence.objects + (check.asWritten ? written : [])).filter { submitted in
      (check.kind == nil || submitted.object["kind"]?.string == check.kind)
        && (check.name == nil || submitted.object["metadata"]?["name"]?.string == check.name)
    }
    guard !candidates.isEmpty else {
      return missingFinding(kind: check.kind ?? "object", name: check.name)
    }
    var best: Finding?
    for candidate in candidates {
      let found = mismatches(expected: check.expected, actual: candidate.object)
      guard let first = found.first else { return .passed }
      best = best ?? finding(for: first, of: found.count, in: candidate.manifest)
    }
    return best ?? .passed
  }

  private func finding(
    for mismatch: Mismatch, of count: Int, in manifest: Evidence.Manifest
  ) -> Finding {
    let more = count > 1 ? " (and \(count - 1) more)" : ""
    return Finding(
      .failed, expected: "`\(mismatch.path)` \(mismatch.expected)", found: mismatch.found + more,
      location: manifest.location(mismatch.position, field: mismatch.path))
  }

  /// Why an object is not there: refused, named otherwise, or not handed in.
  private func missingFinding(kind: String, name: String?) -> Finding {
    let expected = "a \(kind)" + (name.map { " named '\($0)'" } ?? "") + " must be created"
    if let refusal = evidence.refusals.first {
      let problem = refusal.problems.first
      return Finding(
        .failed, expected: expected, found: refusal.message,
        location: refusal.manifest.location(problem?.position, field: problem?.path))
    }
    guard
      let other = evidence.objects.first(where: { $0.object["kind"]?.string == kind })
        ?? evidence.objects.first
    else {
      let isEmpty = evidence.manifests.isEmpty
      if isEmpty, let script = evidence.scripts.first {
        return Finding(
          .ungradable, expected: expected,
          found: "only running \(script.file) shows what it creates; needs the simulator")
      }
      if isEmpty, let unreadable = evidence.unreadable.first {
        return Finding(.ungradable, expected: expected, found: unreadable)
      }
      return Finding(
        .failed, expected: expected,
        found: isEmpty ? "no manifest was handed in" : "the manifest holds no object",
        location: evidence.manifests.first.map { $0.location(nil) })
    }
    let object = other.object
    let found =
      "a \(object["kind"]?.string ?? "object") named "
      + (object["metadata"]?["name"]?.brief ?? "nothing")
    let path = FieldPath("metadata", "name")
    return Finding(
      .failed, expected: expected, found: found,
      location: other.manifest.location(object.position(of: path), field: path))
  }

  private func rejectedFinding(_ check: RejectedCheck) -> Finding {
    guard !evidence.refusals.contains(where: { $0.message.contains(check.cause) }) else {
      return .passed
    }
    let expected = "the API server must refuse the manifest with '\(check.cause)'"
    guard let refusal = evidence.refusals.first else {
      return Finding(
        .failed, expected: expected,
        found: evidence.manifests.isEmpty ? "no manifest was handed in" : "it was accepted")
    }
    return Finding(
      .failed, expected: expected, found: refusal.message, location: refusal.manifest.location(nil))
  }

  /// Whether only a cluster can decide the check.
  func needsCluster(_ check: Check) -> Bool {
    guard case .behaviour(let expected) = check.kind else { return false }
    return hasPod(named: expected.pod)
  }

  private func behaviourFinding(_ check: Check, _ expected: BehaviourCheck) -> Finding {
    if let finding = behaviour[check.id],
      finding.verdict == .ungradable || hasPod(named: expected.pod)
    {
      return finding
    }
    guard hasPod(named: expected.pod) else {
      return missingFinding(kind: "Pod", name: expected.pod)
    }
    return Finding(
      .ungradable, expected: check.title,
      found: isWithoutCluster ? "needs the simulator" : "the cluster did not decide it")
  }

  /// Whether there may be such a Pod: a script may make it in ways that only running it shows.
  private func hasPod(named name: String) -> Bool {
    let isThere = evidence.objects.contains { submitted in
      submitted.object["kind"]?.string == "Pod"
        && submitted.object["metadata"]?["name"]?.string == name
    }
    return isThere || !(evidence.scripts.isEmpty || !evidence.refusals.isEmpty)
  }
}

// MARK: Transcripts

extension TaskGrader {
  /// How far an exchange is from what a check expects.
  private struct Attempt {
    var exchange: Transcript.Exchange
    var mismatches: [Mismatch]

    /// Mismatches of the command weigh more: another command is no attempt at this one.
    var distance: Int {
      mismatches.reduce(0) { $0 + ($1.path.steps.first == .field("command") ? 10 : 1) }
    }
  }

  private func transcriptFinding(_ check: TranscriptCheck) -> Finding {
    var best: Attempt?
    for exchange in evidence.transcript.exchanges {
      for expectation in check.anyOf {
        let found = mismatches(expected: expectation, actual: exchange.object)
          .filter { !exchange.unknown.contains($0.path) }
        if found.isEmpty, exchange.contradiction == nil { return .passed }
        let attempt = Attempt(exchange: exchange, mismatches: found)
        // A later attempt says more about where the learner stands.
        if attempt.distance <= best?.distance ?? .max { best = attempt }
      }
    }
    return best.map(finding) ?? noTranscriptFinding
  }

  private var noTranscriptFinding: Finding {
    let expected = "the transcript must show the command and its output"
    if evidence.transcript.files.isEmpty, let unreadable = evidence.unreadable.first {
      return Finding(.ungradable, expected: expected, found: unreadable)
    }
    return Finding(
      .failed, expected: expected,
      found: evidence.transcript.files.isEmpty
        ? "no transcript was handed in" : "the transcript holds no command with its output")
  }

  private func finding(for attempt: Attempt) -> Finding {
    let exchange = attempt.exchange
    let location = CheckResult.Location(
      file: exchange.file, position: SourcePosition(line: exchange.line, column: 1))
    guard let mismatch = attempt.mismatches.first else {
      return Finding(
        .failed, expected: "the output must be what the command printed",
        found: exchange.contradiction ?? "", location: location)
    }
    let isOtherCommand = attempt.mismatches.contains {
      $0.path == FieldPath("command", "verb") || $0.path == FieldPath("command", "program")
        || $0.path == FieldPath("command", "inside", "program")
    }
    let field = TranscriptField.phrase(for: mismatch.path.description)
    return Finding(
      .failed, expected: "\(field) \(mismatch.expected)",
      found: isOtherCommand
        ? "no such command in the transcript; nearest is '\(exchange.command.shortened)'"
        : "\(mismatch.found) after '\(exchange.command.shortened)'",
      location: location)
  }
}
