import ByteText
package import PodModel

/// What a command in a container printed, as checks see it.
package enum ExecOutput {
  /// A mapping with `text`, `title`, `status` and `exitCode`.
  ///
  /// `text` is the standard output, and after it the standard error.
  package static func object(output: String, error: String, exitCode: Int32) -> Node {
    let text = output + error
    let lines = text.textLines(omittingEmpty: false)
    let shown = CommandOutput(lines.map(String.init))
    var entries = [
      Node.Entry("text", Node(.string(text))),
      Node.Entry("exitCode", Node(.integer(Int64(exitCode)))),
    ]
    if let title = shown.title { entries.append(Node.Entry("title", Node(.string(title)))) }
    if let status = shown.httpStatus {
      entries.append(Node.Entry("status", Node(.integer(Int64(status)))))
    }
    return Node(.map(entries))
  }
}
