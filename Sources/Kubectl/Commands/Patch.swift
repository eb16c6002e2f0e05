import PodModel

extension Command {
  static var patch: Command {
    Command(
      name: "patch", summary: "Update fields of a resource.",
      usage: "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]",
      flags: Flag.output + Flag.files + [
        .string("patch", "p", about: "the patch, as JSON or YAML"),
        .string("patch-file", about: "a file with the patch"),
        .string("type", initial: "strategic", about: "json, merge or strategic"), Flag.dryRun,
        Flag.fieldManager("kubectl-patch"), .bool("local"), .string("subresource"),
      ],
      run: { call throws(KubectlError) in try await Patch(call).run() })
  }
}

/// Changes some fields of objects.
///
/// Source: kubectl `cmd/patch/patch.go`.
struct Patch {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let text = call.flags.string("patch")
    let file = call.flags.string("patch-file")
    if !text.isEmpty, !file.isEmpty {
      throw .text("cannot specify --patch and --patch-file together")
    }
    if text.isEmpty, file.isEmpty {
      throw .text("must specify --patch or --patch-file containing the contents of the patch")
    }
    let type = call.flags.string("type").lowercased()
    guard ["json", "merge", "strategic"].contains(type) else {
      throw .usage("--type must be one of [json merge strategic], not \(GoQuote.quoted(type))")
    }
    let dryRun = try await call.dryRun()
    let patch = try patch(of: text.isEmpty ? try await read(file) : text, type)
    var printer = try await ResultPrinter(call)
    var (infos, errors) = try await call.infos(fetches: false)
    for info in infos {
      do {
        try await apply(patch, to: info, dryRun, &printer)
      } catch {
        errors.append(error)
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
    if infos.isEmpty { throw .text("no objects passed to patch") }
    infos = []
  }

  private func read(_ path: String) async throws(KubectlError) -> String {
    do {
      return String(decoding: try await call.console.readFile(path), as: UTF8.self)
    } catch {
      throw .text("unable to read patch file: open \(path): \(error.reason)")
    }
  }

  private func patch(of text: String, _ type: String) throws(KubectlError) -> ObjectPatch {
    let node: Node
    do {
      node = try YAML.document(in: text)
    } catch {
      throw .text("unable to parse \(GoQuote.quoted(text)): yaml: \(error.message)")
    }
    switch type {
    case "json":
      guard node.list != nil else {
        throw .text("unable to parse \(GoQuote.quoted(text)): a JSON patch must be a list")
      }
      return .json(node)
    case "merge": return .merge(node)
    default: return .strategicMerge(node)
    }
  }

  private func apply(
    _ patch: ObjectPatch, to info: ObjectInfo, _ dryRun: DryRun, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    let old = try await call.object(of: info)
    let isServerRun = dryRun == .server
    let cluster = call.cluster
    if dryRun == .client {
      return try await printer.print(old, of: info.resource, "patched")
    }
    let answer = try await asking { () async throws(StatusError) in
      try await cluster.patch(
        info.resource, named: info.name, with: patch, in: info.namespace, isDryRun: isServerRun)
    }
    let new = await call.written(answer)
    let note = Self.content(of: new) == Self.content(of: old) ? "patched (no change)" : "patched"
    try await printer.print(new, of: info.resource, note)
  }

  /// The object without what the server counts up by itself.
  private static func content(of object: Node) -> String {
    var object = ObjectPrinter.withoutManagedFields(object)
    object["kind"] = nil
    object["apiVersion"] = nil
    return object.compactJSON
  }
}
