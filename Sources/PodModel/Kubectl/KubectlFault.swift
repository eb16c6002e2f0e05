/// An error that ends a kubectl command, and how kubectl prints it.
///
/// Source: kubectl `cmd/util/helpers.go` (`checkErr`), apimachinery `util/errors`.
enum KubectlFault {
  /// kubectl's own complaint.
  case plain(String)
  /// What the API server answered.
  case refused(Refusal)

  /// The lines on standard error for all faults of a command that created objects of `file`.
  static func text(of faults: [KubectlFault], _ file: String) -> String {
    guard faults.count > 1 else {
      switch faults.first {
      case .none: return ""
      case .plain(let message): return "error: \(message)\n"
      case .refused(let refusal): return single(refusal, file)
      }
    }
    return faults.map { fault in
      switch fault {
      case .plain(let message): "\(message)\n"
      case .refused(let refusal): fromServer(refusal, file)
      }
    }.joined()
  }

  /// Several messages as Go's aggregate error prints them: each once, in brackets.
  static func aggregate(_ messages: [String]) -> String {
    let messages = messages.uniqued()
    return messages.count == 1 ? messages[0] : "[\(messages.joined(separator: ", "))]"
  }

  private static func single(_ refusal: Refusal, _ file: String) -> String {
    guard refusal.reason == .invalid else { return fromServer(refusal, file) }
    let head = "The \(refusal.kind) \(GoQuote.quoted(refusal.name)) is invalid: "
    let causes = refusal.causes.map { "\($0.path?.description ?? ""): \($0.message)" }.uniqued()
    if causes.count == 1 { return head + causes[0] + "\n" }
    return head + "\n" + causes.map { "* \($0)\n" }.joined()
  }

  private static func fromServer(_ refusal: Refusal, _ file: String) -> String {
    "Error from server (\(refusal.reason.rawValue)): error when creating \(GoQuote.quoted(file)): "
      + refusal.message + "\n"
  }
}
