package import PodModel

/// Expects an object of the learner's manifests to match a partial object.
package struct ManifestCheck: Sendable {
  package var expected: Node
  package init(expected: Node) { self.expected = expected }
}

/// Expects the API server to refuse the manifest with a message that contains a text.
package struct RejectedCheck: Sendable {
  package var cause: String
  package init(cause: String) { self.cause = cause }
}

/// Expects the learner to have run a command like this with output like that.
package struct TranscriptCheck: Sendable {
  package var expected: Node
  package init(expected: Node) { self.expected = expected }
}
