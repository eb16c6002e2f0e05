import Grader
import Lessons
import PodModel

/// All that the behaviour of a submission follows from.
///
/// Comments, the layout of a manifest, its files' names and the session beside it change nothing in
/// what the objects do, so that submissions which differ in them alone need one simulation.
struct BehaviourQuestion: Hashable, Sendable {
  let task: String
  let checks: [String]
  /// The objects without the places they were read from, in the order of their creation.
  let objects: [UInt8]

  /// Nil where more counts than the objects: scripts run beside the files.
  init?(_ checks: [Check], task: LabTask, evidence: Evidence) {
    guard evidence.scripts.isEmpty else { return nil }
    self.task = task.id
    self.checks = checks.map(\.id)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4096)
    for submitted in evidence.objects { submitted.object.write(to: &bytes) }
    objects = bytes
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(task)
    // All at once: byte by byte takes ten times as long.
    objects.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  /// Roughly the bytes that it and the findings take.
  var weight: Int { 2048 + objects.count }
}

extension Node {
  /// Appends bytes that tell the node from every other one.
  fileprivate func write(to bytes: inout [UInt8]) {
    switch content {
    case .null: bytes.append(0)
    case .bool(let value): bytes.append(value ? 1 : 2)
    case .integer(let value): Node.write(UInt64(bitPattern: value), as: 3, to: &bytes)
    case .float(let value): Node.write(value.bitPattern, as: 4, to: &bytes)
    case .string(let text): Node.write(text, as: 5, to: &bytes)
    case .list(let items):
      Node.write(UInt64(items.count), as: 6, to: &bytes)
      for item in items { item.write(to: &bytes) }
    case .map(let entries):
      Node.write(UInt64(entries.count), as: 7, to: &bytes)
      for entry in entries {
        Node.write(entry.key, as: 5, to: &bytes)
        entry.value.write(to: &bytes)
      }
    }
  }

  private static func write(_ text: String, as kind: UInt8, to bytes: inout [UInt8]) {
    write(UInt64(text.utf8.count), as: kind, to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  private static func write(_ number: UInt64, as kind: UInt8, to bytes: inout [UInt8]) {
    bytes.append(kind)
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// What simulations have shown of late.
struct BehaviourMemory: Sendable {
  /// All that a session's claims are decided by.
  private struct SessionQuestion: Hashable, Sendable {
    let behaviour: BehaviourQuestion
    let claims: SessionClaims.Essence
  }

  private let shown = RecentAnswers<BehaviourQuestion, [String: Finding]>(
    capacity: 4 << 20, weigh: \.weight)
  private let refuted = RecentAnswers<SessionQuestion, [String: Finding]>(
    capacity: 4 << 20, weigh: { $0.behaviour.weight + 4096 })

  /// The outcome of a run, by simulation only where none of an equal question is known.
  func outcome(
    of run: BehaviourRun, _ question: BehaviourQuestion, in world: some BehaviourWorld
  ) -> BehaviourOutcome {
    var own: [String: Finding]?
    let known = shown.answer(to: question) {
      let findings = run.outcomeOfObjects(in: world).findings
      own = findings
      return run.canLocate(findings) ? findings : nil
    }
    let outcome = BehaviourOutcome(findings: own ?? known.map(run.located) ?? [:])
    guard world.hasTerminals, let claims = run.claimsToTry(outcome) else { return outcome }
    let session = SessionQuestion(behaviour: question, claims: claims.essence)
    let findings = refuted.answer(to: session) { run.refuted(claims, by: outcome, in: world) }
    return outcome.merging(findings ?? [:])
  }
}

extension BehaviourRun {
  /// Findings about other submissions of the same objects, with their places in this one.
  ///
  /// A place of behaviour is a field of the Pod that the check is about, or its whole manifest.
  func located(_ findings: [String: Finding]) -> [String: Finding] {
    var located = findings
    for check in checks {
      guard let field = findings[check.id]?.location.map(\.field) else { continue }
      let submitted = evidence.objects.last { $0.object.isPod(named: check.check.pod) }
      located[check.id]?.location = submitted.map { submitted in
        submitted.manifest.location(
          field.flatMap { submitted.object.position(of: $0) }, field: field)
      }
    }
    return located
  }

  /// Whether the findings' places are those that `located` finds.
  func canLocate(_ findings: [String: Finding]) -> Bool {
    let located = located(findings)
    return findings.allSatisfy { $0.value.location == located[$0.key]?.location }
  }
}
