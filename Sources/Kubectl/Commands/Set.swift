import ByteText
import PodModel

extension Command {
  static var set: Command {
    let names = ["selector", "serviceaccount", "subject"]
    return Command(
      name: "set", summary: "Set specific features on objects.", usage: "SUBCOMMAND",
      subcommands: [setEnvironment, setImage, setResources]
        + names.map { notModelled($0, "Set \($0).") })
  }

  static func templateChange(
    _ name: String, _ summary: String, _ usage: String, _ flags: [Flag],
    _ run: @escaping @Sendable (Call) async throws(KubectlError) -> Void
  ) -> Command {
    Command(
      name: name, summary: summary, usage: "(-f FILENAME | TYPE NAME) \(usage)",
      flags: flags + Flag.output + Flag.files + [
        Flag.selector, Flag.dryRun, Flag.fieldManager("kubectl-set"),
        .bool("all", about: "change all objects of the kind"),
        .bool("local", about: "change the file's objects only"),
      ], run: run)
  }
}

/// Changes the Pod templates of objects, as the commands below `kubectl set` do.
///
/// Of the objects that podlab has only Pods have one: themselves.
///
/// Source: kubectl `cmd/set/helper.go` (`CalculatePatches`), `set_image.go`, `set_env.go`,
/// `set_resources.go`.
struct TemplateChange {
  let call: Call
  /// What stands behind the name of an object that was changed.
  let operation: String
  /// What stands before the server's words where it refuses.
  let refusal: String
  /// Whether objects are only looked at, and what is wrong with them does not matter.
  var onlyLooks = false

  /// Changes a Pod, whose name in errors comes first; tells what it cannot do besides.
  typealias Edit = (_ name: String, _ pod: inout Node) async throws(KubectlError) -> [KubectlError]

  /// Changes each object that the words or the files mean.
  ///
  /// A Pod that the edit leaves alone is not sent.
  func run(_ words: [String], edit: Edit) async throws(KubectlError) {
    let dryRun = try await call.dryRun()
    try refuseContradictions(dryRun)
    if call.isLocal, !call.hasFiles { throw .text(ResourceFinder.missingResource) }
    var printer = try await ResultPrinter(call)
    // Names are meant, and nothing else, where there are some.
    let hasNames = words.count != 1 || words.contains { $0.contains("/") }
    var (infos, errors) = try await call.infos(
      fetches: !call.isLocal, arguments: words, ignoresAll: hasNames)
    for info in infos {
      var problems: [KubectlError] = []
      do {
        problems = try await apply(edit, to: info, dryRun, &printer)
      } catch {
        problems = [error]
      }
      if !onlyLooks { errors += problems }
    }
    infos = []
    if errors.count > 1 { errors = errors.map(\.asOneOfSeveral) }
    if let error = KubectlError.joined(errors) { throw error }
  }

  /// Refuses flags that do not go together.
  func refuseContradictions(_ dryRun: DryRun) throws(KubectlError) {
    if call.isLocal, dryRun == .server {
      throw .text(
        "cannot specify --local and --dry-run=server - did you mean --dry-run=client?")
    }
    if call.flags.bool("all"), !call.flags.string("selector").isEmpty {
      throw .text("cannot set --all and --selector at the same time")
    }
  }

  private func apply(
    _ edit: Edit, to info: ObjectInfo, _ dryRun: DryRun, _ printer: inout ResultPrinter
  ) async throws(KubectlError) -> [KubectlError] {
    let kind = info.resource.kind
    let name = call.isLocal ? "\(kind.lowercased())/\(info.name)" : info.objectName
    guard let object = info.object, kind == "Pod" else {
      throw .text(
        "error: \(name) the object is not a pod or does not have a pod template: *v1.\(kind)\n")
    }
    let before = call.isLocal ? object.asReadByKubectl : object
    var after = before
    let problems = try await edit(name, &after)
    let patch = StrategicMerge.threeWayPatch(
      original: before, modified: after, current: before, kind: kind)
    if onlyLooks || patch.entries?.isEmpty != false { return problems }
    if dryRun != .client, !call.isLocal {
      do {
        let answer = try await call.cluster.patch(
          info.resource, named: info.name, with: .strategicMerge(patch), in: info.namespace,
          options: .unasked(isDryRun: dryRun == .server))
        after = await call.written(answer)
      } catch {
        return problems + [.text("\(refusal) \(error.message)")]
      }
    }
    try await printer.print(after, of: info.resource, operation)
    return problems
  }
}

extension TemplateChange {
  /// The places of the containers, the plain ones first, whose names match a pattern with `*`.
  ///
  /// Source: kubectl `cmd/set/helper.go`, `selectContainers`.
  static func containers(of pod: Node, matching pattern: String) -> [(field: String, index: Int)] {
    ["containers", "initContainers"].flatMap { field in
      (pod["spec"]?[field]?.list ?? []).enumerated().compactMap { index, container in
        matches(container.text("name"), pattern) ? (field, index) : nil
      }
    }
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    guard pattern != "*", pattern.holds("*") else { return pattern == "*" || name == pattern }
    let parts = pattern.split(at: "*", omittingEmptySubsequences: false).map(String.init)
    guard let first = parts.first, let last = parts.last, name.hasPrefix(first),
      name.dropFirst(first.count).hasSuffix(last)
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = String(rest).firstRange(ofText: part) else { return false }
      rest = rest.dropFirst(String(rest)[..<range.upperBound].count)
    }
    return true
  }

  /// Changes one container of a Pod.
  static func change(
    _ place: (field: String, index: Int), of pod: inout Node, _ body: (inout Node) -> Void
  ) {
    guard var spec = pod["spec"], var list = spec[place.field]?.list,
      list.indices.contains(place.index)
    else { return }
    body(&list[place.index])
    spec[place.field] = Node(.list(list))
    pod["spec"] = spec
  }
}

extension Node {
  /// A Pod from a file with the fields that Go writes although they are empty.
  fileprivate var asReadByKubectl: Node {
    var pod = self
    for place in TemplateChange.containers(of: pod, matching: "*") {
      TemplateChange.change(place, of: &pod) { container in
        if container["resources"] == nil { container["resources"] = [:] }
      }
    }
    if pod["status"] == nil { pod["status"] = [:] }
    return pod
  }
}

extension KubectlError {
  /// An error that ends its own line gets another line end among others.
  fileprivate var asOneOfSeveral: KubectlError {
    if case .text(let text) = self, text.hasSuffix("\n") { return .text(text + "\n") }
    return self
  }
}
