package import PodModel

extension LogOptions {
  /// Reads the query of `pods/NAME/log`.
  ///
  /// - Throws: 400 for numbers and times that are none, 422 for values that make no sense.
  ///
  /// Source: Kubernetes `pkg/apis/core/validation/validation.go`, `ValidatePodLogOptions`.
  package init(_ url: RequestURL, pod: String) throws(StatusError) {
    let tail = try url.integer("tailLines")
    let since = try url.integer("sinceSeconds")
    let limit = try url.integer("limitBytes")
    let sinceTime = try Self.time(url.first("sinceTime"))
    var faults: [(field: String, reason: String, message: String)] = []
    func atLeast(_ field: String, _ value: Int64?, _ least: Int64, _ words: String) {
      guard let value, value < least else { return }
      faults.append((field, "FieldValueInvalid", "Invalid value: \(value): \(words)"))
    }
    atLeast("tailLines", tail, 0, "must be greater than or equal to 0")
    atLeast("limitBytes", limit, 1, "must be greater than 0")
    if since != nil, sinceTime != nil {
      faults.append(
        (
          "sinceSeconds", "FieldValueForbidden",
          "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"
        ))
    } else {
      atLeast("sinceSeconds", since, 1, "must be greater than 0")
    }
    if !faults.isEmpty {
      let lines = faults.map { "\($0.field): \($0.message)" }
      let list = lines.count == 1 ? lines[0] : "[\(lines.joined(separator: ", "))]"
      throw StatusError(
        code: 422, reason: "Invalid",
        message: "PodLogOptions \(GoQuote.quoted(pod)) is invalid: \(list)", kind: "PodLogOptions",
        name: pod,
        causes: faults.map {
          .init(reason: $0.reason, message: $0.message, field: FieldPath($0.field))
        })
    }
    self.init(
      container: url.first("container").flatMap(\.orNil), follow: url.flag("follow"),
      previous: url.flag("previous"), tailLines: tail.map(Int.init(clamping:)),
      sinceSeconds: since.map(Int.init(clamping:)), sinceTime: sinceTime,
      timestamps: url.flag("timestamps"), limitBytes: limit.map(Int.init(clamping:)))
  }

  private static func time(_ text: String?) throws(StatusError) -> ClusterTime? {
    guard let text, !text.isEmpty else { return nil }
    if let time = ClusterTime(rfc3339: text) { return time }
    throw StatusError(
      code: 400, reason: "BadRequest",
      message:
        "parsing time \(GoQuote.quoted(text)) as \"2006-01-02T15:04:05Z07:00\": cannot parse "
        + "\(GoQuote.quoted(text)) as \"2006\"")
  }
}

/// What `pods/NAME/exec` and `pods/NAME/attach` are asked for.
///
/// Source: Kubernetes `k8s.io/api/core/v1` PodExecOptions, PodAttachOptions.
package struct StreamRequest: Sendable, Hashable {
  package var command: [String]
  /// Nil for the Pod's only container.
  package var container: String?
  package var stdin: Bool
  package var stdout: Bool
  package var stderr: Bool
  package var tty: Bool

  /// Reads the query of an exec or attach.
  ///
  /// - Throws: 422 where no stream is wanted, or an exec has no command.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/rest/subresources.go`, kubelet
  /// `pkg/kubelet/server/remotecommand/options.go`.
  package init(_ url: RequestURL, isExec: Bool) throws(StatusError) {
    command = url.all("command")
    container = url.first("container").flatMap(\.orNil)
    stdin = url.flag("stdin")
    stdout = url.flag("stdout")
    tty = url.flag("tty")
    // A terminal has one output only.
    stderr = url.flag("stderr") && !tty
    guard stdin || stdout || stderr else {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "you must specify at least 1 of stdin, stdout, stderr")
    }
    if isExec, command.isEmpty {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "you must specify at least one command for the exec")
    }
  }
}
