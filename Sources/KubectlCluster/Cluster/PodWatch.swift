import PodModel

/// Follows the Pods of one namespace with a kubectl that keeps watching.
///
/// It wakes those who wait for a change, and saves asking for a Pod that did not change.
final class PodWatch {
  private let process: any KubectlProcess
  private var documents = JSONDocuments()
  /// Pods by name, in the newest version seen.
  private var pods: [String: Node] = [:]
  /// The newest version that anyone has seen of a Pod: an older one that the watch tells of late is
  /// no news.
  private var newest: [String: UInt64] = [:]

  init(namespace: String, connection: KubectlConnection) throws(KubectlFailure) {
    process = try connection.host.start(
      connection.prefix + [
        "get", "pods", "--namespace", namespace, "--watch", "--output-watch-events", "-o", "json",
      ], input: nil)
  }

  /// Whether the watch has ended; a new one must be started then.
  private(set) var isOver = false

  /// Waits for a change of any Pod, or until `deadline`; whether something changed.
  func waitForChange(on host: any KubectlHost, until deadline: ClusterTime) -> Bool {
    while !isOver {
      host.wait(for: [process], until: deadline)
      if take() { return true }
      if host.now >= deadline || host.isInterrupted { return false }
    }
    return false
  }

  /// Takes what has come; whether it was news.
  @discardableResult
  func take() -> Bool {
    _ = process.takeErrors()
    var isNews = false
    for event in documents.add(process.takeOutput()) where note(event) { isNews = true }
    if process.exitStatus != nil {
      isOver = true
      pods = [:]
      process.end()
    }
    return isNews
  }

  private func note(_ event: Node) -> Bool {
    guard let object = event["object"], let name = object["metadata"]?["name"]?.string,
      let version = Self.version(of: object), version > newest[name] ?? 0
    else { return false }
    newest[name] = version
    pods[name] = event["type"]?.string == "DELETED" ? nil : object
    return true
  }

  /// The Pod in its newest version; nil where only the cluster can tell.
  func pod(_ name: String) -> Node? {
    take()
    guard let pod = pods[name], Self.version(of: pod) == newest[name] else { return nil }
    return pod
  }

  /// Notes what the cluster itself answered.
  func saw(_ pod: Node) {
    guard let name = pod["metadata"]?["name"]?.string, let version = Self.version(of: pod),
      version > newest[name] ?? 0
    else { return }
    newest[name] = version
    pods[name] = pod
  }

  private static func version(of object: Node) -> UInt64? {
    UInt64(object["metadata"]?["resourceVersion"]?.string ?? "")
  }

  func end() {
    isOver = true
    pods = [:]
    process.end()
  }
}
