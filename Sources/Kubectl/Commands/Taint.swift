import ByteText
import PodModel

extension Command {
  static var taint: Command {
    Command(
      name: "taint", summary: "Update the taints on one or more nodes.",
      usage: "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
      flags: Flag.output + [
        Flag.selector, Flag.dryRun, Flag.validate, Flag.fieldManager("kubectl-taint"),
        .bool("overwrite", about: "replace taints"), .bool("all", about: "change all nodes"),
      ],
      run: { call throws(KubectlError) in try await TaintChange(call).run() })
  }
}

/// Puts taints on nodes and takes them away.
///
/// Source: kubectl `cmd/taint/taint.go` and `utils.go`.
struct TaintChange {
  /// A taint as a call names it; without an effect all of its key are meant.
  private struct Taint: Hashable {
    var key: String
    var value = ""
    var effect = ""

    /// `a:NoSchedule`, or the key alone.
    var text: String { effect.isEmpty ? key : "\(key):\(effect)" }

    var node: Node {
      var node: Node = ["effect": Node(.string(effect)), "key": Node(.string(key))]
      if !value.isEmpty { node["value"] = Node(.string(value)) }
      return node
    }

    init(key: String, value: String = "", effect: String = "") {
      self.key = key
      self.value = value
      self.effect = effect
    }

    init(_ node: Node) {
      self.init(key: node.text("key"), value: node.text("value"), effect: node.text("effect"))
    }

    /// What Kubernetes takes for one taint: values do not count.
    func isLike(_ other: Taint) -> Bool { key == other.key && effect == other.effect }
  }

  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let split =
      call.arguments.firstIndex { $0.holds("=") || $0.holds(":") || $0.hasSuffix("-") }
      ?? call.arguments.endIndex
    let resources = Array(call.arguments[..<split])
    guard let kind = resources.first else {
      throw .text("one or more resources must be specified as <resource> <name>")
    }
    guard ["node", "nodes", "no"].contains(kind.split(at: "/").first ?? "") else {
      throw .text("invalid resource type \(kind), only node types are supported")
    }
    let words = Array(call.arguments[split...])
    if words.isEmpty { throw .text("at least one taint update is required") }
    let (added, removed) = try changes(words)
    let dryRun = try await call.dryRun()
    let (infos, found) = try await call.infos(
      allowsAll: call.flags.bool("all"), arguments: resources, ignoresAll: true)
    var errors = found
    for info in infos {
      do {
        try await change(info, added, removed, dryRun)
      } catch {
        errors.append(error)
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
  }

  private func changes(
    _ words: [String]
  ) throws(KubectlError) -> (added: [Taint], removed: [Taint]) {
    var (added, removed): ([Taint], [Taint]) = ([], [])
    for word in words {
      guard word.hasSuffix("-") else {
        let taint = try Self.taint(word)
        if added.contains(where: taint.isLike) {
          throw .usage("duplicated taints with the same key and effect: \(taint.node.compactJSON)")
        }
        added.append(taint)
        continue
      }
      let parts = word.dropLast().split(at: ":", omittingEmptySubsequences: false)
      let effect = parts.count > 1 ? String(parts[1]) : ""
      if !effect.isEmpty { try Self.check(effect) }
      removed.append(Taint(key: String(parts[0]), effect: effect))
    }
    return (added, removed)
  }

  /// `key=value:effect`, `key:effect`.
  private static func taint(_ word: String) throws(KubectlError) -> Taint {
    let parts = word.split(at: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { throw .usage("invalid taint spec: \(word)") }
    try check(parts[1])
    let pair = parts[0].split(at: "=", omittingEmptySubsequences: false).map(String.init)
    guard pair.count <= 2, !pair[0].isEmpty else { throw .usage("invalid taint spec: \(word)") }
    let value = pair.count > 1 ? pair[1] : ""
    if let fault = LabelText.fault(ofValue: value) {
      throw .usage("invalid taint spec: \(word), \(fault)")
    }
    return Taint(key: pair[0], value: value, effect: parts[1])
  }

  private static func check(_ effect: String) throws(KubectlError) {
    guard ["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(effect) else {
      throw .usage("invalid taint effect: \(effect), unsupported taint effect")
    }
  }

  private func change(
    _ info: ObjectInfo, _ added: [Taint], _ removed: [Taint], _ dryRun: DryRun
  ) async throws(KubectlError) {
    let old = (info.object?["spec"]?["taints"]?.list ?? []).map(Taint.init)
    let clashes = added.filter { taint in old.contains { $0.isLike(taint) } }
    if !clashes.isEmpty, !call.flags.bool("overwrite") {
      throw .text(
        "node \(info.name) already has \(Self.list(clashes)) taint(s) with same effect(s) and "
          + "--overwrite is false")
    }
    let missing = removed.filter { taint in !old.contains { Self.covers(taint, $0) } }
    if let error = KubectlError.joined(
      missing.map { .text("taint \(GoQuote.quoted($0.text)) not found") })
    {
      throw error
    }
    let kept = old.filter { taint in
      !added.contains { $0.isLike(taint) } && !removed.contains { Self.covers($0, taint) }
    }
    let taints = added + kept
    let patch: Node = [
      "spec": ["taints": taints.isEmpty ? Node(.null) : Node(.list(taints.map(\.node)))]
    ]
    let verb =
      !clashes.isEmpty || (!added.isEmpty && !removed.isEmpty)
      ? "modified" : added.isEmpty ? "untainted" : "tainted"
    var changed = JSONMerge.apply(patch, to: info.object ?? [:])
    if dryRun != .client {
      let cluster = call.cluster
      let answer = try await asking { () async throws(StatusError) in
        try await cluster.patch(
          info.resource, named: info.name, with: .merge(patch), in: nil,
          options: .unasked(isDryRun: dryRun == .server))
      }
      changed = await call.written(answer)
    }
    var printer = try await ResultPrinter(call, showsDryRun: false)
    try await printer.print(changed, of: info.resource, verb)
  }

  /// The keys of taints that a node has already; kubectl leaves the list empty where it has
  /// none to name.
  private static func list(_ taints: [Taint]) -> String {
    taints.map(\.key).joined(separator: ",")
  }

  private static func covers(_ removed: Taint, _ taint: Taint) -> Bool {
    removed.key == taint.key && (removed.effect.isEmpty || removed.effect == taint.effect)
  }
}
