import PodModel

/// kubectl with a chosen context: runs calls, each with a deadline, and reads what they answer.
package final class KubectlConnection {
  package let context: KubeContext
  let host: any KubectlHost

  /// Real time for one answer, beyond the cluster's own time limit.
  static let patience: Duration = .seconds(20)
  /// No answer needs more.
  static let outputLimit = 64 << 20

  package init(context: KubeContext, host: any KubectlHost) {
    self.context = context
    self.host = host
  }

  /// Reads the user's kubeconfig, without asking the cluster.
  ///
  /// `name` is the context that is wanted; nil for kubectl's current one.
  package static func connect(
    to name: String?, host: any KubectlHost
  ) throws(KubectlFailure) -> KubectlConnection {
    let choice = name.map { ["--context", $0] } ?? []
    let arguments = ["config", "view", "--minify", "-o", "json"] + choice
    let result = try run(arguments, input: nil, within: patience, on: host)
    let words = KubectlWords(result.errors).text
    guard result.exitStatus == 0 else {
      if words.contains("current-context must exist") { throw .noContext }
      if let name, words.contains("cannot locate context") {
        throw .unknownContext(name, known: contexts(on: host))
      }
      throw .brokenConfiguration(words)
    }
    guard let configuration = try? JSON.node(in: result.output),
      let context = KubeContext(configuration: configuration)
    else { throw .brokenConfiguration("the context names no cluster with a server") }
    return KubectlConnection(context: context, host: host)
  }

  /// The names of all contexts; empty where kubectl cannot tell.
  private static func contexts(on host: any KubectlHost) -> [String] {
    let arguments = ["config", "get-contexts", "-o", "name"]
    guard let result = try? run(arguments, input: nil, within: patience, on: host) else {
      return []
    }
    return String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Lets work go on after an interruption, until the next one.
  package func forgiveInterruption() { host.forgiveInterruption() }

  // MARK: Calls

  /// What stands before the words of every call.
  ///
  /// Credentials never do: kubectl reads them itself.
  var prefix: [String] { ["--context", context.name] }

  /// Runs kubectl to its end.
  ///
  /// - Throws: where it does not end in time, cannot be run, or reaches no server.
  package func run(
    _ arguments: [String], input: [UInt8]? = nil, within limit: Duration = patience
  ) throws(KubectlFailure) -> KubectlResult {
    let result = try Self.run(
      arguments, after: prefix, input: input, within: limit, on: host)
    if result.exitStatus != 0,
      let failure = KubectlWords(result.errors).failure(
        context: context.name, server: context.address)
    {
      throw failure
    }
    return result
  }

  /// Asks the API server; its refusal comes back as a `StatusError`.
  func ask(
    _ arguments: [String], input: [UInt8]? = nil
  ) throws(KubectlFailure) -> Result<KubectlResult, StatusError> {
    let timeout = "--request-timeout=\(Self.patience.components.seconds)s"
    let result = try run(
      arguments + [timeout], input: input, within: Self.patience + .seconds(5))
    guard result.exitStatus != 0 else { return .success(result) }
    let words = KubectlWords(result.errors)
    if let refusal = words.refusal { return .failure(refusal) }
    throw .unexpected(what: arguments.prefix(2).joined(separator: " "), detail: words.text)
  }

  /// Asks for an object or a list.
  func node(
    _ arguments: [String], input: [UInt8]? = nil
  ) throws(KubectlFailure) -> Result<(node: Node, warnings: [String]), StatusError> {
    switch try ask(arguments + ["-o", "json"], input: input) {
    case .failure(let refusal): return .failure(refusal)
    case .success(let result):
      guard let node = try? JSON.node(in: result.output) else {
        throw .unexpected(
          what: arguments.prefix(2).joined(separator: " "), detail: "something that is no JSON")
      }
      return .success((node, KubectlWords.warnings(in: result.errors)))
    }
  }

  private static func run(
    _ arguments: [String], after prefix: [String] = [], input: [UInt8]?, within limit: Duration,
    on host: any KubectlHost
  ) throws(KubectlFailure) -> KubectlResult {
    guard !host.isInterrupted else { throw .interrupted }
    let process = try host.start(prefix + arguments, input: input)
    defer { process.end() }
    let deadline = host.now.advanced(by: limit)
    let what = arguments.first ?? ""
    var result = KubectlResult(output: [], errors: "", exitStatus: -1)
    var errors: [UInt8] = []
    while true {
      host.wait(for: [process], until: deadline)
      result.output += process.takeOutput()
      errors += process.takeErrors()
      if result.output.count + errors.count > outputLimit {
        throw .tooMuchOutput(what: what)
      }
      if let status = process.exitStatus {
        result.errors = String(decoding: errors, as: UTF8.self)
        result.exitStatus = status
        return result
      }
      if host.isInterrupted { throw .interrupted }
      if host.now >= deadline {
        throw .timedOut(what: what, seconds: Int(limit.components.seconds))
      }
    }
  }

  // MARK: The cluster as a whole

  /// Asks the cluster for its version, which shows whether it can be reached and lets us in.
  package func serverVersion() throws(KubectlFailure) -> String {
    let result = try run(["version", "-o", "json", "--request-timeout=10s"], within: .seconds(15))
    let version = try? JSON.node(in: result.output)
    guard let text = version?["serverVersion"]?["gitVersion"]?.string else {
      throw .unexpected(what: "version", detail: KubectlWords(result.errors).text)
    }
    return text
  }
}
