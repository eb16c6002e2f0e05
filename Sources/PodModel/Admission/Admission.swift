/// What `kubectl create --dry-run=server -f FILE` would answer, and more.
///
/// Source: recorded answers of kubectl and a Kubernetes v1.36.2 API server (`GroundTruth/validation`).
package struct Admission: Sendable {
  /// Whether kubectl would exit with 0: every object of the file was accepted.
  package var accepted: Bool
  /// The lines kubectl prints on standard error, verbatim, warnings included; empty when it prints none.
  package var message: String
  /// The API server's warnings, without the `Warning: ` in front.
  package var warnings: [String]
  /// The accepted objects as the server defaulted them, in file order.
  package var objects: [Node]
  /// Each problem with its place in the file.
  package var problems: [Problem]

  package init(
    accepted: Bool, message: String = "", warnings: [String] = [], objects: [Node] = [],
    problems: [Problem] = []
  ) {
    self.accepted = accepted
    self.message = message
    self.warnings = warnings
    self.objects = objects
    self.problems = problems
  }
}
