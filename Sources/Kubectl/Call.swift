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
  private let shownWarnings = ShownWarnings()

  init(
    cluster: any Cluster, console: any KubectlConsole, version: KubectlVersion, path: String,
    parsed: FlagParser.Parsed
  ) {
    self.cluster = cluster
    self.console = console
    self.version = version
    self.path = path
    flags = parsed.values
    arguments = parsed.arguments
    argumentsBeforeDash = parsed.argumentsBeforeDash
  }

  /// The namespace to work in.
  var namespace: String {
    let flag = flags.string("namespace")
    guard flag.isEmpty else { return flag }
    var configuration = console.configuration
    let context = flags.string("context")
    if !context.isEmpty { configuration.currentContext = context }
    return configuration.namespace
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

  /// Prints the server's warnings as they come with each answer, each only once a call.
  ///
  /// Source: client-go `rest/warnings.go`, which kubectl has leave out repetitions.
  func show(warnings: [String]) async {
    for warning in warnings where shownWarnings.insert(warning) {
      await complain("Warning: \(warning)\n")
    }
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

/// The warnings that a call has printed.
private final class ShownWarnings {
  private var texts: Set<String> = []

  /// Whether the warning is new.
  func insert(_ text: String) -> Bool { texts.insert(text).inserted }
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
