import PodModel

extension Command {
  static var apply: Command {
    Command(
      name: "apply", summary: "Apply a configuration to a resource by file name or stdin.",
      usage: "(-f FILENAME | -k DIRECTORY) [options]",
      flags: Flag.output + Flag.files + Flag.deletion + [
        Flag.dryRun, Flag.validate, Flag.selector, Flag.fieldManager("kubectl-client-side-apply"),
        .bool("server-side", about: "let the server merge"),
        .bool("force-conflicts", about: "take over fields that others own"),
        .bool("overwrite", initial: true), .bool("openapi-patch", initial: true),
        .bool("prune", about: "delete what is no longer in the files"), .bool("all"),
        .stringArray("prune-allowlist"), .string("subresource"), .string("applyset"),
      ],
      subcommands: [.applyViewLastApplied],
      run: { call throws(KubectlError) in try await Apply(call).run() })
  }

  private static var applyViewLastApplied: Command {
    Command(
      name: "view-last-applied", summary: "View what was applied last to a resource.",
      usage: "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)",
      flags: Flag.output + Flag.files + [Flag.selector, .bool("all")],
      run: { call throws(KubectlError) in try await Apply(call).viewLastApplied() })
  }
}

/// Makes the objects of manifests what the manifests say.
///
/// Source: kubectl `cmd/apply/apply.go` and `patcher.go`.
struct Apply {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    try call.requireFiles()
    try call.checkValidate()
    let dryRun = try await call.dryRun()
    try checkFlags(dryRun)
    var printer = try await ResultPrinter(call)
    var shown: [(Node, Resource)] = []
    var errors: [KubectlError] = []
    var count = 0
    for item in try await ManifestReader(call: call).items() {
      do {
        let info = try item.get()
        count += 1
        let result = try await apply(info, dryRun)
        if printer.showsObjects {
          shown.append((result.object, info.resource))
        } else {
          try await printer.print(result.object, of: info.resource, result.operation)
        }
      } catch {
        errors.append(error)
      }
    }
    try await show(shown, &printer)
    if let error = KubectlError.joined(errors) { throw error }
    if count == 0 { throw .text("no objects passed to apply") }
  }

  private func checkFlags(_ dryRun: DryRun) throws(KubectlError) {
    if call.flags.bool("server-side"), dryRun == .client {
      throw .text(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server "
          + "instead?)")
    }
    if call.flags.bool("force-conflicts"), !call.flags.bool("server-side") {
      throw .text("--force-conflicts only works with --server-side")
    }
    guard call.flags.bool("prune") else { return }
    guard call.flags.bool("all") || !call.flags.string("selector").isEmpty else {
      throw .text(
        "all resources selected for prune without explicitly passing --all. To prune all "
          + "resources, pass the --all flag. If you did not mean to prune all resources, "
          + "specify a label selector")
    }
    throw .text("not modelled: podlab's kubectl does not prune")
  }

  /// Several objects are printed as one list.
  private func show(
    _ objects: [(Node, Resource)], _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    guard let first = objects.first else { return }
    if objects.count == 1 { return try await printer.print(first.0, of: first.1, "") }
    let format = try await call.outputFormat(.results)
    var list = ObjectPrinter(call: call, format: format)
    try await list.print([
      "apiVersion": "v1", "items": Node(.list(objects.map { Call.typed($0.0, $0.1) })),
      "kind": "List", "metadata": [:],
    ])
  }

  private func apply(
    _ info: ObjectInfo, _ dryRun: DryRun
  ) async throws(KubectlError) -> (object: Node, operation: String) {
    if call.flags.bool("server-side") { return try await applyOnServer(info, dryRun) }
    guard let manifest = info.object else { return ([:], "") }
    guard !info.name.isEmpty else {
      if let prefix = manifest["metadata"]?["generateName"]?.string, !prefix.isEmpty {
        throw .text("from \(prefix): cannot use generate name with apply")
      }
      return (try await create(LastApplied.recording(manifest), info, dryRun), "created")
    }
    let modified = LastApplied.recording(manifest)
    let current: Node
    do {
      current = try await call.object(of: info)
    } catch {
      guard error.isNotFound else {
        guard case .status(var status) = error else { throw error }
        status.message =
          "error when retrieving current configuration of:\n\(describe(info))\n"
          + "from server for: \(GoQuote.quoted(info.source)): \(status.message)"
        throw .status(status)
      }
      return (try await create(modified, info, dryRun), "created")
    }
    if dryRun == .client { return (current, "configured") }
    return try await patch(current, with: modified, info, dryRun)
  }

  private func create(
    _ object: Node, _ info: ObjectInfo, _ dryRun: DryRun
  ) async throws(KubectlError) -> Node {
    if dryRun == .client { return object }
    return try await call.create(object, info, isDryRun: dryRun == .server)
  }

  private func patch(
    _ current: Node, with modified: Node, _ info: ObjectInfo, _ dryRun: DryRun
  ) async throws(KubectlError) -> (object: Node, operation: String) {
    let original = LastApplied.manifest(of: current)
    if current["metadata"]?["annotations"]?[LastApplied.annotation] == nil {
      await call.complain(
        "Warning: resource \(info.objectName) is missing the \(LastApplied.annotation) annotation "
          + "which is required by kubectl apply. kubectl apply should only be used on resources "
          + "created declaratively by either kubectl create --save-config or kubectl apply. The "
          + "missing annotation will be patched automatically.\n")
    }
    let patch = StrategicMerge.threeWayPatch(
      original: original, modified: modified, current: current, kind: info.resource.kind)
    if patch.entries?.isEmpty == true { return (current, "unchanged") }
    do {
      let answer = try await call.cluster.patch(
        info.resource, named: info.name, with: .strategicMerge(patch), in: info.namespace,
        options: call.writeOptions(isDryRun: dryRun == .server))
      return (await call.written(answer), "configured")
    } catch {
      if call.flags.bool("force"), error.reason == "Invalid" || error.reason == "Conflict" {
        return try await recreate(modified, info, dryRun)
      }
      var status = error
      status.message =
        "error when applying patch:\n\(patch.compactJSON)\nto:\n\(describe(info))\nfor: "
        + "\(GoQuote.quoted(info.source)): error when patching \(GoQuote.quoted(info.source)): "
        + error.message
      throw .status(status)
    }
  }

  /// `--force` deletes what cannot be changed and creates it anew.
  private func recreate(
    _ modified: Node, _ info: ObjectInfo, _ dryRun: DryRun
  ) async throws(KubectlError) -> (object: Node, operation: String) {
    if dryRun == .server { return (modified, "configured") }
    let grace = call.flags.int("grace-period")
    let cluster = call.cluster
    _ = try await asking { () async throws(StatusError) in
      try await cluster.delete(
        info.resource, named: info.name, in: info.namespace,
        options: DeletionOptions(gracePeriodSeconds: grace < 0 ? nil : grace))
    }
    try await Waiting(call).untilGone(info, uid: nil, timeout: call.flags.duration("timeout"))
    return (try await create(modified, info, dryRun), "configured")
  }

  private func applyOnServer(
    _ info: ObjectInfo, _ dryRun: DryRun
  ) async throws(KubectlError) -> (object: Node, operation: String) {
    guard let manifest = info.object else { return ([:], "") }
    let manager = call.flags.isSet("field-manager") ? call.flags.string("field-manager") : "kubectl"
    do {
      let answer = try await call.cluster.patch(
        info.resource, named: info.name,
        with: .apply(manifest, fieldManager: manager, force: call.flags.bool("force-conflicts")),
        in: info.namespace, options: call.writeOptions(isDryRun: dryRun == .server))
      return (await call.written(answer), "serverside-applied")
    } catch {
      throw KubectlError.status(error).adding(verb: "applying patch", source: info.source)
    }
  }

  /// Source: cli-runtime `resource/visitor.go`, `Info.String`.
  private func describe(_ info: ObjectInfo) -> String {
    let resource = info.resource
    let group = resource.group.isEmpty ? "" : resource.group
    let version = "\(group)/\(resource.versionName)"
    return "Resource: \"\(version), Resource=\(resource.plural)\", GroupVersionKind: \"\(version), "
      + "Kind=\(resource.kind)\"\nName: \(GoQuote.quoted(info.name)), Namespace: "
      + GoQuote.quoted(info.namespace ?? "")
  }

  func viewLastApplied() async throws(KubectlError) {
    let (infos, errors) = try await call.infos()
    let output = call.flags.string("output")
    for info in infos {
      guard let manifest = info.object.flatMap(LastApplied.manifest) else {
        throw .text(
          "no last-applied-configuration annotation found on resource: \(info.name)")
      }
      switch output {
      case "json": await call.print(manifest.jsonText(indentation: 2) + "\n")
      case "", "yaml": await call.print(manifest.yaml)
      default:
        throw .usage(
          "Unexpected -o output mode: \(output), the flag 'output' must be one of yaml|json")
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
  }
}
