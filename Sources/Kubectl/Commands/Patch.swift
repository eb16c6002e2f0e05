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
      throw .text("--type must be one of [json merge strategic], not \(GoQuote.quoted(type))")
    }
    let dryRun = try await call.dryRun()
    let patch = try patch(of: text.isEmpty ? try await read(file) : text, type)
    var (infos, errors) = try await call.infos(fetches: false)
    for info in infos {
      var printer = try await ResultPrinter(call, showsDryRun: false)
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
    let node = try Self.node(in: text)
    switch type {
    case "json":
      guard node.list != nil else { throw Self.unreadable(node, as: "jsonpatch.Patch") }
      return .json(node)
    case "merge":
      guard node.entries != nil else {
        throw Self.unreadable(node, as: "map[string]interface {}")
      }
      return .merge(node)
    default:
      guard node.entries != nil else {
        throw Self.unreadable(node, as: "map[string]interface {}")
      }
      return .strategicMerge(node)
    }
  }

  /// What begins as JSON is sent as it stands, so that the server is who cannot read it.
  private static func node(in text: String) throws(KubectlError) -> Node {
    guard !text.trimmedSpaces.hasPrefix("{") else {
      do {
        return try JSON.node(in: text)
      } catch {
        throw refused("error decoding patch: \(error.message)")
      }
    }
    do {
      return try YAML.document(in: text)
    } catch {
      throw .text("unable to parse \(GoQuote.quoted(text)): yaml: \(error.message)")
    }
  }

  /// The server's answer to a patch of the wrong form.
  ///
  /// Source: apiserver `endpoints/handlers/patch.go`; Go `encoding/json`, `UnmarshalTypeError`.
  private static func unreadable(_ node: Node, as type: String) -> KubectlError {
    refused("json: cannot unmarshal \(node.jsonKind) into Go value of type \(type)")
  }

  private static func refused(_ message: String) -> KubectlError {
    .status(StatusError(code: 400, reason: "BadRequest", message: message))
  }

  private func apply(
    _ patch: ObjectPatch, to info: ObjectInfo, _ dryRun: DryRun, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    let known = call.isLocal ? info.object : nil
    let old = if let known { known } else { try await call.object(of: info) }
    let isServerRun = dryRun == .server
    let cluster = call.cluster
    if dryRun == .client || call.isLocal {
      let new = try Self.changed(old, by: patch, kind: info.resource.kind)
      return try await printer.print(new, of: info.resource, note(from: old, to: new))
    }
    let part = call.flags.string("subresource")
    let answer = try await asking { () async throws(StatusError) in
      guard part.isEmpty else {
        return try await cluster.patch(
          part, of: info.resource, named: info.name, with: patch, in: info.namespace,
          isDryRun: isServerRun)
      }
      return try await cluster.patch(
        info.resource, named: info.name, with: patch, in: info.namespace,
        options: .unasked(isDryRun: isServerRun))
    }
    let new = await call.written(answer)
    try await printer.print(new, of: info.resource, note(from: old, to: new))
  }

  private func note(from old: Node, to new: Node) -> String {
    Self.content(of: new) == Self.content(of: old) ? "patched (no change)" : "patched"
  }

  /// What becomes of the object without the server.
  private static func changed(
    _ old: Node, by patch: ObjectPatch, kind: String
  ) throws(KubectlError) -> Node {
    do throws(MergeFault) {
      switch patch {
      case .strategicMerge(let change), .apply(let change, _, _):
        return try StrategicMerge.apply(change, to: old, kind: kind)
      case .merge(let change): return JSONMerge.apply(change, to: old)
      case .json(let operations): return try JSONPatch.apply(operations, to: old)
      }
    } catch {
      throw .text(error.description)
    }
  }

  /// The object without what the server counts up by itself.
  private static func content(of object: Node) -> String {
    var object = ObjectPrinter.withoutManagedFields(object)
    object["kind"] = nil
    object["apiVersion"] = nil
    return object.compactJSON
  }
}
