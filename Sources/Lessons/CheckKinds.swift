/// Expects an object of the learner's manifests to match a partial object.
package struct ManifestCheck: Sendable {
  /// The partial object; a literal `kind` and `metadata.name` say which object is meant.
  package var expected: Expectation
  /// Whether the text counts even where the API server refuses it: what a learner must not change
  /// is not changed by a mistake elsewhere.
  package var asWritten: Bool

  package init(expected: Expectation, asWritten: Bool = false) {
    self.expected = expected
    self.asWritten = asWritten
  }

  /// The kind of the object that is meant; nil for any.
  package var kind: String? { expected.field("kind")?.literal }
  /// The name of the object that is meant; nil for any.
  package var name: String? { expected.field("metadata")?.field("name")?.literal }
}

/// Expects the API server to refuse the manifest with a message that contains a text.
package struct RejectedCheck: Sendable {
  package var cause: String
  package init(cause: String) { self.cause = cause }
}

/// Expects the learner to have run a command like this with output like that.
///
/// Each command of a transcript is an object with `command`, `output` and `pod` (its state at that
/// time); one of them must match one of the expectations. `docs/checks.md` lists the fields.
package struct TranscriptCheck: Sendable {
  /// Accepted exchanges; one is enough.
  package var anyOf: [Expectation]

  package init(anyOf: [Expectation]) { self.anyOf = anyOf }
}

/// A shape of a failing answer that shows a known wrong idea.
package struct Misconception: Sendable {
  /// The idea, in one sentence to the learner.
  package var says: String
  /// What to try next; replaces the check's hint.
  package var hint: String?
  /// The shape that gives it away.
  package var shape: Shape

  /// Where the shape is looked for.
  package enum Shape: Sendable {
    case manifest(ManifestCheck)
    case transcript(TranscriptCheck)
    case rejected(RejectedCheck)
  }

  package init(says: String, hint: String?, shape: Shape) {
    self.says = says
    self.hint = hint
    self.shape = shape
  }
}
