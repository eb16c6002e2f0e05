/// Why kubectl could not be asked, or could not reach its cluster.
///
/// What an API server refuses is a `StatusError` instead.
package enum KubectlFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case notInstalled
  case cannotStart(String)
  case noContext
  case unknownContext(String, known: [String])
  case brokenConfiguration(String)
  case unreachable(server: String, detail: String)
  case untrusted(server: String, detail: String)
  case unauthorized(context: String, detail: String)
  case noCredentials(context: String, detail: String)
  case timedOut(what: String, seconds: Int)
  case tooMuchOutput(what: String)
  case interrupted
  /// kubectl said something else than what was asked for.
  case unexpected(what: String, detail: String)

  package var description: String {
    switch self {
    case .notInstalled:
      "there is no `kubectl` in $PATH; install it (https://kubernetes.io/docs/tasks/tools/), or "
        + "grade without `--cluster`"
    case .cannotStart(let detail): "kubectl cannot be started: \(detail)"
    case .noContext:
      "kubectl has no current context; choose a cluster with `kubectl config use-context`, name "
        + "one with `--context`, or start one with `podlab cluster`"
    case .unknownContext(let name, let known):
      "kubectl has no context '\(name)'; "
        + (known.isEmpty
          ? "it knows none at all"
          : "it knows \(known.sorted().map { "'\($0)'" }.joined(separator: ", "))")
    case .brokenConfiguration(let detail):
      "kubectl's configuration cannot be used: \(detail); `kubectl config view` shows it"
    case .unreachable(let server, let detail):
      "the cluster at \(server) cannot be reached: \(detail); check that it runs and try again"
    case .untrusted(let server, let detail):
      "the certificate of \(server) is not accepted: \(detail); repair the context's certificate "
        + "authority"
    case .unauthorized(let context, let detail):
      "the cluster does not accept the credentials of context '\(context)': \(detail); log in anew"
    case .noCredentials(let context, let detail):
      "kubectl gets no credentials for context '\(context)': \(detail); log in anew, or install "
        + "what is missing"
    case .timedOut(let what, let seconds): "`kubectl \(what)` did not end within \(seconds) s"
    case .tooMuchOutput(let what): "`kubectl \(what)` printed more than podlab reads"
    case .interrupted: "it was interrupted"
    case .unexpected(let what, let detail): "`kubectl \(what)` answered: \(detail)"
    }
  }
}
