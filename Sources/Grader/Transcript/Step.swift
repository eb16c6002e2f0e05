/// One line that the learner typed, with what was printed below it.
struct Step: Sendable {
  /// Line of the file that the command starts on.
  var line: Int
  /// The command as typed, continuation lines joined.
  var command: String
  var commands: [SimpleCommand] = []
  var output: [TextLine] = []
  /// Whether a prompt stood in front of it.
  var isPrompted: Bool
  /// Bodies of the here-documents that were typed.
  var hereDocuments: [HereDocument] = []
  /// The `kubectl exec` whose shell the command was typed into.
  var session: KubectlCommand?
  /// Known variables of the shell.
  var variables: [String: String] = [:]

  /// Whether anything shows that the command was run: the prompt it was typed at, or output.
  ///
  /// Commands that stand alone may be a mere list, unless one of them is followed by output.
  var wasRun = false
}

/// The text between `<<EOF` and `EOF`.
struct HereDocument: Sendable, Hashable {
  var text: String
  /// Line of the file that the text starts on.
  var line: Int
  var isQuoted: Bool
}
