import PodModel

/// One call of a command: what was asked for, and the world to do it in.
struct Call {
  let cluster: any Cluster
  let console: any KubectlConsole
  let version: KubectlVersion
  /// The words that name the command, such as `kubectl config view`.
  let path: String
  let flags: FlagValues
  let arguments: [String]
  /// How many arguments stood before `--`; nil without it.
  let argumentsBeforeDash: Int?

  /// The namespace to work in.
  var namespace: String {
    let flag = flags.string("namespace")
    return flag.isEmpty ? console.configuration.namespace : flag
  }

  /// Whether the call itself names the namespace.
  var hasExplicitNamespace: Bool { !flags.string("namespace").isEmpty }

  var isForAllNamespaces: Bool { flags.bool("all-namespaces") }

  /// Writes to the standard output.
  func print(_ text: String) async {
    guard !text.isEmpty else { return }
    await console.writeOutput(Array(text.utf8))
  }

  /// Writes to the standard error.
  func complain(_ text: String) async {
    guard !text.isEmpty else { return }
    await console.writeError(Array(text.utf8))
  }

  /// Prints the server's warnings as they come with each answer.
  func show(warnings: [String]) async {
    for warning in warnings { await complain("Warning: \(warning)\n") }
  }

  /// The rest of the standard input.
  func readAllInput() async -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = await console.readInput() { bytes += chunk }
    return bytes
  }

  /// Writes and server-side dry runs alike, with the warnings shown.
  func written(_ answer: WrittenObject) async -> Node {
    await show(warnings: answer.warnings)
    return answer.object
  }
}

/// Turns a refusal of the cluster into an error of the command.
///
/// - Throws: what `work` threw, as `KubectlError`.
func asking<Answer>(
  _ work: () async throws(StatusError) -> Answer
) async throws(KubectlError) -> Answer {
  do {
    return try await work()
  } catch {
    throw .status(error)
  }
}
