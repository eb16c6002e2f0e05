/// One expected state of a task, worth some points.
package struct Check: Sendable {
  /// Unique in the task; the goal's id in reports.
  package var id: String
  /// What must be true, in a few words.
  package var title: String
  package var points: Int
  /// Why it matters, in a sentence or two.
  package var explain: String
  /// What to try next; nil when the failure says it all.
  package var hint: String?
  /// Ids of checks without which this one is skipped, not failed.
  package var needs: [String]
  /// Failing answers that show a known wrong idea.
  package var misconceptions: [Misconception]
  package var kind: Kind

  /// What is compared with what.
  package enum Kind: Sendable {
    /// The learner's manifests.
    case manifest(ManifestCheck)
    /// The API server's refusal.
    case rejected(RejectedCheck)
    /// The learner's recorded commands and their output.
    case transcript(TranscriptCheck)
    /// What the Pod does; decided by a cluster.
    case behaviour(BehaviourCheck)
  }

  package init(
    id: String, title: String, points: Int, explain: String, hint: String? = nil,
    needs: [String] = [], misconceptions: [Misconception] = [], kind: Kind
  ) {
    self.id = id
    self.title = title
    self.points = points
    self.explain = explain
    self.hint = hint
    self.needs = needs
    self.misconceptions = misconceptions
    self.kind = kind
  }
}
