package import PodModel

/// A context of the user's kubeconfig: a cluster, and who asks it.
package struct KubeContext: Sendable, Hashable {
  package var name: String
  /// The cluster's name in the kubeconfig.
  package var cluster: String
  /// The API server's address, such as `https://127.0.0.1:6443`.
  package var server: String
  package var user: String
  /// How many seconds of the cluster's time pass in one of ours; only a practice cluster differs.
  package var speed: Double
  /// Whether podlab itself started the cluster, so that there is nothing to be careful with.
  package var isPracticeCluster: Bool

  package init(
    name: String, cluster: String, server: String, user: String, speed: Double = 1,
    isPracticeCluster: Bool = false
  ) {
    self.name = name
    self.cluster = cluster
    self.server = server
    self.user = user
    self.speed = speed
    self.isPracticeCluster = isPracticeCluster
  }

  /// Reads what `kubectl config view --minify -o json` prints; nil where it is something else.
  ///
  /// The practice cluster marks its context with an extension named `podlab`, which says how fast
  /// its clock runs. A server that is not on this machine is none.
  package init?(configuration: Node) {
    guard let context = configuration["contexts"]?.list?.first,
      let name = context["name"]?.string,
      let cluster = configuration["clusters"]?.list?.first,
      let server = cluster["cluster"]?["server"]?.string
    else { return nil }
    self.init(
      name: name, cluster: cluster["name"]?.string ?? "", server: server,
      user: context["context"]?["user"]?.string ?? "")
    let mark = context["context"]?["extensions"]?.list?.first { $0["name"]?.string == "podlab" }
    guard let mark, isLoopback else { return }
    isPracticeCluster = true
    switch mark["extension"]?["speed"]?.content {
    case .integer(let value): speed = Double(value)
    case .float(let value): speed = value
    case .null, .bool, .string, .list, .map, nil: break
    }
    if !(speed >= 0.01 && speed <= 10_000) { speed = 1 }
  }

  /// The server without the path, which may hold a secret.
  package var address: String {
    let start = server.range(of: "://")?.upperBound ?? server.startIndex
    let end = server[start...].firstIndex(of: "/") ?? server.endIndex
    return String(server[..<end])
  }

  /// The host of the server's address, in lower case and without brackets.
  package var host: String {
    var rest = Substring(server)
    if let scheme = rest.range(of: "://") { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { $0 != "/" }
    if rest.hasPrefix("[") {
      return rest.dropFirst().prefix { $0 != "]" }.lowercased()
    }
    return rest.prefix { $0 != ":" }.lowercased()
  }

  var isLoopback: Bool {
    host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.isDottedNumbers)
  }
}

extension String {
  /// Whether there are four numbers with dots between them.
  fileprivate var isDottedNumbers: Bool {
    let parts = split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
