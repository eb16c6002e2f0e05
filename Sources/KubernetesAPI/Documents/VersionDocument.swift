package import PodModel

/// What `/version` answers.
///
/// Source: apimachinery `version/types.go`, Info, as a v1.36 server fills it in.
package enum VersionDocument {
  /// The version of Kubernetes that podlab follows.
  package static let gitVersion = "v1.36.2"

  /// The whole document.
  package static var document: Node {
    [
      "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36",
      "minCompatibilityMajor": "1", "minCompatibilityMinor": "35", "gitVersion": .text(gitVersion),
      "gitCommit": "0000000000000000000000000000000000000000", "gitTreeState": "clean",
      "buildDate": "2026-06-09T00:00:00Z", "goVersion": "go1.26", "compiler": "gc",
      "platform": "linux/amd64",
    ]
  }
}
