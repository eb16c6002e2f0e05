import PodModel

/// Why a command ends otherwise than well.
///
/// The wording around a cause is kubectl's: apimachinery `StatusError` and kubectl
/// `cmd/util/helpers.go` (`checkErr`, `StandardErrorMessage`, `MultilineError`).
indirect enum KubectlError: Error {
  /// Printed with `error: ` in front.
  case text(String)
  /// A wrong call of a command, printed with a hint at its help.
  case usage(String)
  /// Printed as it stands.
  case plain(String, exitStatus: Int32)
  /// A refusal of the cluster.
  case status(StatusError)
  /// Several causes, one a line.
  case all([KubectlError])
  /// Everything has been said already.
  case exit(Int32)

  /// The causes as one error; nil when there are none.
  static func joined(_ errors: [KubectlError]) -> KubectlError? {
    errors.count > 1 ? .all(errors) : errors.first
  }

  /// Whether the cluster knows no such object.
  var isNotFound: Bool {
    if case .status(let status) = self { return status.reason == "NotFound" }
    return false
  }

  var exitStatus: Int32 {
    switch self {
    case .plain(_, let exitStatus), .exit(let exitStatus): exitStatus
    case .text, .usage, .status, .all: 1
    }
  }

  /// The lines for the standard error; empty when there is nothing left to say.
  func message(of command: String) -> String {
    let text = unterminated(of: command)
    return text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
  }

  private func unterminated(of command: String) -> String {
    switch self {
    case .text(let text): text.hasPrefix("error: ") ? text : "error: \(text)"
    case .usage(let text): "error: \(text)\nSee '\(command) -h' for help and examples"
    case .plain(let text, _): text
    case .status(let status): Self.message(status)
    case .all(let errors): Self.lines(of: errors, command: command)
    case .exit: ""
    }
  }

  /// Several causes stand without the words that a single one gets.
  private static func lines(of errors: [KubectlError], command: String) -> String {
    errors.map { error in
      let text =
        switch error {
        case .text(let text), .usage(let text): text
        case .status(let status): standardMessage(status)
        case .plain, .all, .exit: error.message(of: command)
        }
      return text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    }.joined()
  }

  private static func message(_ status: StatusError) -> String {
    status.reason == "Invalid" ? invalid(status) : standardMessage(status)
  }

  private static func standardMessage(_ status: StatusError) -> String {
    if status.reason == "Unauthorized" {
      return "error: You must be logged in to the server (\(status.message))"
    }
    if status.reason.isEmpty { return "Error from server: \(status.message)" }
    return "Error from server (\(status.reason)): \(status.message)"
  }

  /// A refused object: the causes replace the server's message.
  private static func invalid(_ status: StatusError) -> String {
    guard !status.kind.isEmpty || !status.name.isEmpty else {
      return "The request is invalid" + (status.message.isEmpty ? "" : ": \(status.message)")
    }
    let head = "The \(status.kind) \(GoQuote.quoted(status.name)) is invalid"
    var seen: Set<String> = []
    let causes = status.causes.map { cause in
      let field = cause.field.description
      return field.isEmpty ? cause.message : "\(field): \(cause.message)"
    }.filter { seen.insert($0).inserted }
    guard let first = causes.first else { return head }
    if causes.count == 1 { return "\(head): \(first)\n" }
    return "\(head): \n" + causes.map { "* \($0)\n" }.joined()
  }

  /// The error with what was being done, and from which file, in front of the server's words.
  ///
  /// Source: kubectl `cmd/util/helpers.go`, `AddSourceToErr`.
  func adding(verb: String, source: String) -> KubectlError {
    guard !source.isEmpty else { return self }
    switch self {
    case .status(var status):
      status.message = "error when \(verb) \(GoQuote.quoted(source)): \(status.message)"
      return .status(status)
    case .text(let text):
      return .text("error when \(verb) \(GoQuote.quoted(source)): \(text)")
    case .usage, .plain, .all, .exit: return self
    }
  }
}
