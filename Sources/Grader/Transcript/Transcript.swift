package import PodModel

/// The commands of a learner's sessions with their output, ready to be compared with checks.
package struct Transcript: Sendable {
  /// One command that was run, as an object with the fields of `TranscriptField`.
  package struct Exchange: Sendable {
    package var object: Node
    /// Fields that the transcript does not tell; they count as matching.
    package var unknown: Set<FieldPath>
    package var file: String
    package var line: Int
    /// Why the output cannot be what the command prints; nil where nothing speaks against it.
    package var contradiction: String?

    /// The command as it was typed.
    package var command: String { object["command"]?["line"]?.string ?? "" }
  }

  /// In the order in which they were run; one line that was typed may give several.
  package var exchanges: [Exchange] = []
  /// What does not fit together, each with its place.
  package var contradictions: [String] = []
  /// The files that sessions were read from.
  package var files: [String] = []

  package init() {}

  /// Whether nothing that was run is in it.
  package var isEmpty: Bool { exchanges.isEmpty }
}
