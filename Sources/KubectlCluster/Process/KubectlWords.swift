import PodModel

/// Makes sense of what kubectl says on standard error.
///
/// Sources: kubectl `cmd/util/helpers.go` (`checkErr`, `StandardErrorMessage`), client-go
/// `tools/clientcmd`, `plugin/pkg/client/auth/exec`.
struct KubectlWords {
  /// The lines that matter.
  let text: String

  /// Drops client-go's own log lines (klog) and warnings, which stand before the message.
  init(_ errors: String) {
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !Self.isLogLine($0) && !$0.hasPrefix("Warning: ")
    }
    var text = lines.joined(separator: "\n")
    while text.hasSuffix("\n") { text.removeLast() }
    self.text = text
  }

  /// The warnings of the API server, without `Warning: `.
  static func warnings(in errors: String) -> [String] {
    errors.split(separator: "\n").filter { $0.hasPrefix("Warning: ") }
      .map { String($0.dropFirst("Warning: ".count)) }
  }

  /// A line such as `E1121 17:44:12.280296   21566 memcache.go:265] …`.
  private static func isLogLine(_ line: Substring) -> Bool {
    guard let first = line.first, "IWEF".contains(first), line.contains("] ") else { return false }
    return line.dropFirst().prefix(4).allSatisfy(\.isNumber) && line.dropFirst(5).first == " "
  }

  // MARK: Refusals

  /// The API server's refusal; nil where it was not the server that spoke.
  var refusal: StatusError? {
    if let rest = text.dropping("Error from server (") {
      guard let end = rest.range(of: "): ") else { return nil }
      let reason = String(rest[..<end.lowerBound])
      return Self.refusal(reason, String(rest[end.upperBound...]))
    }
    if let rest = text.dropping("Error from server: ") {
      return Self.refusal("InternalError", rest)
    }
    if let rest = text.dropping("The "), rest.contains(" is invalid: ") {
      return Self.refusal("Invalid", rest)
    }
    return nil
  }

  private static func refusal(_ reason: String, _ message: String) -> StatusError {
    var message = message
    // kubectl names its input: error when creating "STDIN": …
    for verb in ["creating", "applying patch", "replacing", "deleting"] {
      if let rest = message.dropping("error when \(verb) \"STDIN\": ") { message = rest }
    }
    return StatusError(
      code: codes[reason] ?? 500, reason: reason, message: message, name: name(in: message))
  }

  /// The first quoted word, as in `pods "nx" not found`.
  private static func name(in message: String) -> String {
    let parts = message.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : ""
  }

  /// Source: apimachinery `api/errors/errors.go`.
  private static let codes = [
    "AlreadyExists": 409, "BadRequest": 400, "Conflict": 409, "Expired": 410, "Forbidden": 403,
    "Gone": 410, "Invalid": 422, "InternalError": 500, "MethodNotAllowed": 405,
    "NotAcceptable": 406, "NotFound": 404, "RequestEntityTooLarge": 413,
    "ServiceUnavailable": 503, "Timeout": 504, "TooManyRequests": 429, "Unauthorized": 401,
    "UnsupportedMediaType": 415,
  ]

  // MARK: Failures

  /// Why no server could be asked; nil where the words tell of something else.
  func failure(context: String, server: String) -> KubectlFailure? {
    let line = text.split(separator: "\n").last.map(String.init) ?? ""
    // Someone changed the kubeconfig meanwhile, or the practice cluster has ended.
    if text.contains("context was not found for specified context")
      || text == "error: context \"\(context)\" does not exist"
    {
      return .brokenConfiguration("context '\(context)' is not there any more")
    }
    if text.contains("getting credentials: ") || text.contains("exec plugin: ") {
      return .noCredentials(context: context, detail: Self.end(of: line, after: "credentials: "))
    }
    if text.contains("x509: ") || text.contains("tls: failed to verify") {
      return .untrusted(server: server, detail: Self.end(of: line, after: "x509: "))
    }
    if text.contains("You must be logged in to the server")
      || text.hasPrefix("Error from server (Unauthorized)")
      || text.contains("the server has asked for the client to provide credentials")
      || text.hasPrefix("Please enter Username")
    {
      return .unauthorized(context: context, detail: "it asks to log in")
    }
    let rest = text.dropping("Unable to connect to the server: ")
    let isRefused = line.hasPrefix("The connection to the server ")
    guard rest != nil || isRefused || Self.isNetworkError(line) else { return nil }
    let detail =
      isRefused ? "the connection was refused" : Self.lastClause(of: rest ?? line)
    return .unreachable(server: server, detail: detail)
  }

  /// `error: Get "https://…": …`: a request that did not come through.
  private static func isNetworkError(_ line: String) -> Bool {
    let marks = ["Get \"", "Post \"", "Put \"", "Patch \"", "Delete \"", "dial tcp", "http2: "]
    return line.hasPrefix("error: ") && marks.contains { line.range(of: $0) != nil }
  }

  private static func end(of line: String, after mark: String) -> String {
    guard let range = line.range(of: mark) else { return line }
    return String(line[range.upperBound...])
  }

  /// `i/o timeout` of `Get "https://…": dial tcp 10.0.0.1:6443: i/o timeout`.
  private static func lastClause(of line: String) -> String {
    var rest = Substring(line)
    while let range = rest.range(of: ": ") { rest = rest[range.upperBound...] }
    return rest.isEmpty ? line : String(rest)
  }
}

extension String {
  /// What follows a beginning; nil where the text begins otherwise.
  func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

extension StringProtocol {
  /// The first place of a text.
  func range(of text: String) -> Range<Index>? {
    guard !text.isEmpty else { return nil }
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
