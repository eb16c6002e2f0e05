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

  /// What a field is called in a sentence to the learner.
  ///
  /// The path is the field's way from the top of the exchange, with `.` between the names.
  package static func phrase(for path: String) -> String {
    phrases[path] ?? "`\(path)`"
  }

  private static let phrases = [
    "command.line": "the command", "command.program": "the program",
    "command.verb": "kubectl's command", "command.resource": "the kind of object",
    "command.pod": "the Pod of the command", "command.container": "the container of the command",
    "command.containerKind": "the kind of container", "command.previous": "`--previous`",
    "command.inside": "what runs in the container",
    "command.inside.line": "what runs in the container",
    "command.inside.program": "the program in the container",
    "command.inside.url": "the address", "command.inside.url.text": "the address",
    "command.inside.url.host": "the host of the address",
    "command.inside.url.port": "the port of the address",
    "command.inside.url.path": "the path of the address", "output": "the output",
    "output.text": "the output", "output.title": "the page's title",
    "output.status": "the HTTP status", "output.rows": "the table",
    "output.error": "an error message of kubectl", "output.failure": "a failure in the output",
    "pod.ready": "whether the Pod was ready by then", "exit": "the exit code",
  ]
}
