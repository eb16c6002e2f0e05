/// What surrounds a run of kubectl: its streams, files, environment and configuration.
///
/// The command line hands in the real ones, a simulated shell those of its own world. Every
/// function stays on its caller's executor.
package protocol KubectlConsole: AnyObject {
  /// The next bytes of the standard input; nil at its end.
  func readInput() async -> [UInt8]?
  func writeOutput(_ bytes: [UInt8]) async
  func writeError(_ bytes: [UInt8]) async

  /// Whether the program has been asked to end; commands that wait look at it in between.
  var isInterrupted: Bool { get }
  var isInputTerminal: Bool { get }

  /// The cluster, user and namespace that commands use when no flag names others.
  var configuration: KubectlConfiguration { get set }

  /// The value of an environment variable; nil when it is not set.
  func environment(_ name: String) -> String?

  /// What a path leads to; nil when there is nothing.
  func kind(ofFile path: String) async -> KubectlFileKind?
  func readFile(_ path: String) async throws(KubectlFileError) -> [UInt8]
  func writeFile(_ path: String, _ bytes: [UInt8]) async throws(KubectlFileError)
  func makeDirectory(_ path: String) async throws(KubectlFileError)
  /// The names in a directory, sorted.
  func list(_ path: String) async throws(KubectlFileError) -> [String]

  /// Lets the user change a text in their editor; nil when there is none, or it failed.
  func edit(_ text: [UInt8]) async -> [UInt8]?
}

/// What a path may lead to.
package enum KubectlFileKind: Sendable, Hashable {
  case file
  case directory
}

/// Why a file could not be read or written.
package enum KubectlFileError: Error, Sendable, Hashable {
  case notFound
  /// Another reason in the operating system's words, such as `permission denied`.
  case other(String)

  /// The operating system's words for it, as Go prints them.
  package var reason: String {
    switch self {
    case .notFound: "no such file or directory"
    case .other(let reason): reason
    }
  }
}

/// What `kubectl config` keeps: the contexts, and which of them is in use.
package struct KubectlConfiguration: Sendable, Hashable {
  /// A cluster, a user and a namespace under one name.
  package struct Context: Sendable, Hashable {
    package var name: String
    package var cluster: String
    package var user: String
    /// Empty for `default`.
    package var namespace: String

    package init(name: String, cluster: String, user: String, namespace: String = "") {
      self.name = name
      self.cluster = cluster
      self.user = user
      self.namespace = namespace
    }
  }

  package var contexts: [Context]
  package var currentContext: String
  /// Where the cluster answers, for `kubectl cluster-info` and `kubectl config view`.
  package var server: String

  package init(
    contexts: [Context] = [Context(name: "podlab", cluster: "podlab", user: "podlab")],
    currentContext: String = "podlab", server: String = "http://127.0.0.1:8080"
  ) {
    self.contexts = contexts
    self.currentContext = currentContext
    self.server = server
  }

  /// The namespace of the context in use.
  package var namespace: String {
    let current = contexts.first { $0.name == currentContext }
    return current.map { $0.namespace.isEmpty ? "default" : $0.namespace } ?? "default"
  }
}

/// The kubectl whose words are spoken.
package enum KubectlVersion: Sendable, Hashable {
  /// v1.32.4
  case minor32
  /// v1.36.2
  case minor36

  /// As `kubectl version` prints it.
  package var gitVersion: String {
    switch self {
    case .minor32: "v1.32.4"
    case .minor36: "v1.36.2"
    }
  }
}
