import ByteText
import PodModel

extension Command {
  static var drain: Command {
    Command(
      name: "drain", summary: "Drain a node in preparation for maintenance.", usage: "NODE",
      flags: [
        Flag.dryRun, Flag.selector,
        .bool("force", about: "go on although Pods have nobody to make them anew"),
        .int("grace-period", initial: -1, about: "seconds to end; negative for the Pod's own"),
        .bool("ignore-daemonsets", about: "leave the Pods of DaemonSets alone"),
        .bool("delete-emptydir-data", about: "go on although data in emptyDir is lost"),
        .duration("timeout", about: "how long to wait; zero for as long as it takes"),
        .string("pod-selector", about: "the Pods to evict"), .bool("disable-eviction"),
        .int("chunk-size", initial: 500), .int("skip-wait-for-delete-timeout", initial: 0),
      ],
      run: { call throws(KubectlError) in try await Drain(call).run() })
  }
}

/// Closes nodes for new Pods and evicts those that run there.
///
/// Source: kubectl `cmd/drain/drain.go`, `pkg/drain/filters.go`.
struct Drain {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    guard !call.arguments.isEmpty || !call.flags.string("selector").isEmpty else {
      throw .usage("USAGE: drain NODE [flags]")
    }
    let words = call.arguments.map { $0.holds("/") ? $0 : "node/\($0)" }
    let (nodes, errors) = try await call.infos(arguments: words.isEmpty ? ["nodes"] : words)
    if let error = KubectlError.joined(errors) { throw error }
    let dryRun = try await call.dryRun()
    for node in nodes { try await Cordoning(call, isClosed: true).change(node) }
    var failures: [(node: String, reason: String)] = []
    for node in nodes {
      do {
        try await evictPods(of: node.name, dryRun)
        await call.print("node/\(node.name) drained\(call.dryRunNote)\n")
      } catch {
        guard case .text(let reason) = error else { throw error }
        failures.append((node.name, reason))
        await call.complain(
          "error: unable to drain node \(GoQuote.quoted(node.name)) due to error: \(reason), "
            + "continuing command...\n")
      }
    }
    guard !failures.isEmpty else { return }
    await call.complain(
      "There are pending nodes to be drained:\n"
        + failures.map { " \($0.node)\n" }.joined() + failures.map { "\($0.reason)\n" }.joined())
    throw .exit(1)
  }

  private func evictPods(of node: String, _ dryRun: DryRun) async throws(KubectlError) {
    let pods = try call.finder.resource("pods")
    let cluster = call.cluster
    let selector = ObjectSelector(
      labels: call.flags.string("pod-selector"), fields: "spec.nodeName=\(node)")
    let found = try await asking { () async throws(StatusError) in
      try await cluster.objects(pods, in: nil, matching: selector)
    }.items
    let obstacles = obstacles(found)
    if !obstacles.isEmpty {
      throw .text(obstacles.map { "cannot delete \($0)" }.joined(separator: ", "))
    }
    let warning = found.filter(isUnmanaged).map(Self.name)
    if !warning.isEmpty {
      await call.complain(
        "Warning: deleting Pods that declare no controller: \(warning.joined(separator: ", "))\n")
    }
    var evicted: [(info: ObjectInfo, uid: String?)] = []
    let grace = call.flags.int("grace-period")
    for pod in found {
      await call.print("evicting pod \(Self.name(pod))\(call.dryRunNote)\n")
      guard dryRun == .none else { continue }
      let info = ObjectInfo(
        resource: pods, namespace: pod["metadata"]?.text("namespace"),
        name: pod["metadata"]?.text("name") ?? "")
      _ = try await asking { () async throws(StatusError) in
        try await cluster.delete(
          pods, named: info.name, in: info.namespace,
          options: DeletionOptions(gracePeriodSeconds: grace < 0 ? nil : grace))
      }
      evicted.append((info, pod["metadata"]?["uid"]?.string))
    }
    let timeout = call.flags.duration("timeout")
    for one in evicted {
      try await Waiting(call).untilGone(
        one.info, uid: one.uid, timeout: timeout == .zero ? .seconds(168 * 3600) : timeout)
      await call.print("pod/\(one.info.name) evicted\n")
    }
  }

  /// What keeps Pods on the node, unless a flag says otherwise.
  private func obstacles(_ pods: [Node]) -> [String] {
    var reasons: [String] = []
    let unmanaged = pods.filter(isUnmanaged)
    if !unmanaged.isEmpty, !call.flags.bool("force") {
      reasons.append(
        "cannot delete Pods that declare no controller (use --force to override): "
          + unmanaged.map(Self.name).joined(separator: ", "))
    }
    let withData = pods.filter { pod in
      !isEnded(pod) && pod["spec"]?["volumes"]?.list?.contains { $0["emptyDir"] != nil } == true
    }
    if !withData.isEmpty, !call.flags.bool("delete-emptydir-data") {
      reasons.append(
        "cannot delete Pods with local storage (use --delete-emptydir-data to override): "
          + withData.map(Self.name).joined(separator: ", "))
    }
    return reasons
  }

  private func isUnmanaged(_ pod: Node) -> Bool {
    !isEnded(pod)
      && pod["metadata"]?["ownerReferences"]?.list?.contains { $0["controller"]?.bool == true }
        != true
  }

  private func isEnded(_ pod: Node) -> Bool {
    ["Succeeded", "Failed"].contains(pod["status"]?.text("phase") ?? "")
  }

  private static func name(_ pod: Node) -> String {
    "\(pod["metadata"]?.text("namespace") ?? "")/\(pod["metadata"]?.text("name") ?? "")"
  }
}
