package import KubectlCluster
package import Lessons
import PodModel

/// The clusters that the user once allowed podlab to write to, kept in podlab's state folder.
///
/// A context of the same name that leads to another server is another cluster.
package struct ClusterConsents: Sendable {
  private let path: String
  private let files: any FileStore

  package init(path: String, files: any FileStore) {
    self.path = path
    self.files = files
  }

  /// Whether the user agreed before.
  ///
  /// A file that cannot be read counts for nothing.
  package func include(_ context: KubeContext) -> Bool {
    entries.contains(Self.entry(for: context))
  }

  /// Remembers that the user agreed.
  package func add(_ context: KubeContext) throws(FileError) {
    var all = entries
    let entry = Self.entry(for: context)
    if all.contains(entry) { return }
    all.append(entry)
    if let slash = path.lastIndex(of: "/") { try files.makeFolder(String(path[..<slash])) }
    let text = Node(.map([.init("allowedClusters", Node(.list(all)))])).json
    try files.write(Array(text.utf8), to: path)
  }

  private var entries: [Node] {
    guard let bytes = try? files.read(path, limit: 1 << 20), let node = try? JSON.node(in: bytes)
    else { return [] }
    return node["allowedClusters"]?.list ?? []
  }

  private static func entry(for context: KubeContext) -> Node {
    ["context": Node(.string(context.name)), "server": Node(.string(context.server))]
  }
}

/// Whether podlab may write to a cluster.
package enum ClusterPermission: Sendable, Equatable {
  case granted
  /// The user must be asked first.
  case unasked
  /// Only a flag permits it; the sentence says why and which.
  case refused(String)

  /// Decides from the context alone, before anything is sent to the cluster.
  package static func of(
    _ context: KubeContext, consents: ClusterConsents?, allowsProduction: Bool
  ) -> ClusterPermission {
    if context.isPracticeCluster { return .granted }
    let signs = context.productionSigns
    guard signs.isEmpty || allowsProduction else {
      return .refused(
        "context '\(context.name)' looks like production: \(signs.joined(separator: ", and ")). "
          + "Learners' Pods do not belong there: choose another cluster with `--context`, or add "
          + "`--allow-production` if you are sure")
    }
    return consents?.include(context) == true ? .granted : .unasked
  }
}

extension ClusterPermission {
  /// What the user is asked before podlab writes to a cluster first.
  package static func question(_ context: KubeContext, _ namespace: String?) -> String {
    let place =
      namespace.map { "works in namespace '\($0)' and removes what it made there" }
      ?? "makes a namespace of its own for each learner and task, removes it afterwards"
    return """
      Run Pods on a real cluster?
        context  \(context.name)
        server   \(context.address)
        user     \(context.user)
      podlab \(place), and touches nothing else. It remembers that you agreed. Go on?
      """
  }
}
