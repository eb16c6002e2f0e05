/// The fields of an exchange, one command of a transcript with its output.
package enum TranscriptField {
  package static let top = ["command", "output", "pod", "exit"]
  package static let command = [
    "line", "program", "verb", "resource", "pod", "container", "containerKind", "previous",
    "inside",
  ]
  /// The program that `kubectl exec` runs, or the learner types in a shell inside a container.
  package static let inside = ["line", "program", "url"]
  package static let url = ["text", "host", "port", "path"]
  package static let output = ["text", "title", "status", "rows", "error", "failure"]
  /// The state of the Pod when the command ran, as far as the transcript shows it.
  package static let pod = ["ready"]
}
