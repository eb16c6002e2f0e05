import ByteText
import PodModel

extension Command {
  static var edit: Command {
    Command(
      name: "edit", summary: "Edit a resource on the server with the editor of $EDITOR.",
      usage: "(RESOURCE/NAME | -f FILENAME)",
      flags: Flag.output + Flag.files + [
        Flag.validate, Flag.fieldManager("kubectl-edit"), .bool("save-config"),
        .bool("output-patch", about: "print the patch as well"), .bool("windows-line-endings"),
        .string("subresource"),
      ],
      run: { call throws(KubectlError) in try await Edit(call).run() })
  }
}

/// Lets the user change objects in an editor.
///
/// Source: kubectl `cmd/util/editor/editoptions.go`.
struct Edit {
  private static let head = """
    # Please edit the object below. Lines beginning with a '#' will be ignored,
    # and an empty file will abort the edit. If an error occurs while saving this file will be
    # reopened with the relevant failures.
    #

    """

  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let (infos, errors) = try await call.infos(allowsAll: true)
    if let error = KubectlError.joined(errors) { throw error }
    if infos.isEmpty { throw .text("edit cancelled, no objects found") }
    var printer = try await ResultPrinter(call)
    for info in infos { try await edit(info, &printer) }
  }

  private func edit(_ info: ObjectInfo, _ printer: inout ResultPrinter) async throws(KubectlError) {
    guard let object = info.object else { return }
    let original = ObjectPrinter.withoutManagedFields(object)
    var text = original.yaml
    var failures = ""
    // Each refusal opens the editor again, until nothing is changed any more.
    for _ in 0..<100 {
      let shown = Self.head + failures + text
      guard let bytes = await call.console.edit(Array(shown.utf8)) else {
        throw .text("unable to launch the editor \"vi\"")
      }
      let edited = Self.withoutComments(String(decoding: bytes, as: UTF8.self))
      if edited == text {
        await call.complain("Edit cancelled, no \(failures.isEmpty ? "" : "valid ")changes made.\n")
        if failures.isEmpty { return }
        throw .text("Edit cancelled, no valid changes were saved.")
      }
      if edited.allSatisfy(\.isWhitespace) {
        await call.complain("Edit cancelled, saved file was empty.\n")
        return
      }
      text = edited
      do {
        return try await save(edited, original, info, &printer)
      } catch {
        failures =
          error.message(of: call.path).split(at: "\n")
          .map { "# \($0)\n" }.joined() + "#\n"
        await call.complain(error.message(of: call.path))
      }
    }
  }

  private func save(
    _ text: String, _ original: Node, _ info: ObjectInfo, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    let edited: Node
    do {
      edited = try YAML.document(in: text)
    } catch {
      throw .text(
        "The edited file had a syntax error: error parsing edited-file: error converting "
          + "YAML to JSON: yaml: \(error.message)")
    }
    guard edited.text("kind") == info.resource.kind else {
      throw .text("The edited file had a syntax error: `kind` must stay '\(info.resource.kind)'")
    }
    let patch = StrategicMerge.threeWayPatch(
      original: original, modified: edited, current: original, kind: info.resource.kind)
    if call.flags.bool("output-patch") { await call.print("Patch: \(patch.compactJSON)\n") }
    guard patch.entries?.isEmpty == false else {
      return try await printer.print(original, of: info.resource, "skipped")
    }
    let (cluster, options) = (call.cluster, call.writeOptions(isDryRun: false))
    let answer = try await asking { () async throws(StatusError) in
      try await cluster.patch(
        info.resource, named: info.name, with: .strategicMerge(patch), in: info.namespace,
        options: options)
    }
    try await printer.print(await call.written(answer), of: info.resource, "edited")
  }

  private static func withoutComments(_ text: String) -> String {
    text.split(at: "\n", omittingEmptySubsequences: false)
      .drop { $0.hasPrefix("#") }.filter { !$0.hasPrefix("#") }.joined(separator: "\n")
  }
}
