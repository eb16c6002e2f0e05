import ByteText
import PodModel

extension Command {
  static var get: Command {
    Command(
      name: "get", suggestedFor: ["list", "ps"], summary: "Display one or many resources.",
      usage: "[(-o|--output=)json|yaml|name|wide|jsonpath=…|custom-columns=…] "
        + "(TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [options]",
      flags: Flag.output + Flag.files + [
        Flag.selector, Flag.fieldSelector, Flag.allNamespaces,
        .bool("watch", "w", about: "go on and print changes as they happen"),
        .bool("watch-only", about: "print changes only, not what is there already"),
        .bool("output-watch-events", about: "print the kind of each change as well"),
        .bool("ignore-not-found", about: "end well although an object does not exist"),
        .bool("no-headers", about: "leave out the header of the table"),
        .bool("show-labels", about: "print all labels as the last column"),
        .bool("show-kind", about: "print the kind in front of each name"),
        .stringSlice("label-columns", "L", about: "labels to show as columns"),
        .string("sort-by", about: "the field to sort by, as a JSONPath"),
        .bool("server-print", initial: true, about: "let the server make the tables"),
        .int("chunk-size", initial: 500, about: "how many objects to ask for at a time"),
        .string("raw"), .string("subresource", about: "the part of the object to get"),
      ],
      run: { call throws(KubectlError) in try await Get(call).run() })
  }
}

/// Shows objects, once or as they change.
///
/// Source: kubectl `cmd/get/get.go`.
struct Get {
  private let call: Call
  private let isWatching: Bool

  init(_ call: Call) {
    self.call = call
    isWatching = call.flags.bool("watch") || call.flags.bool("watch-only")
  }

  func run() async throws(KubectlError) {
    if !call.flags.string("raw").isEmpty {
      throw .text("not modelled: podlab's kubectl asks for no raw paths")
    }
    if !isWatching, call.arguments.isEmpty, !call.hasFiles {
      await call.complain(
        "You must specify the type of resource to get. \(Self.suggestion)\n\n")
      throw .usage(
        "Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed "
          + "description of that resource (e.g. kubectl explain pods).")
    }
    let output = call.flags.string("output")
    if call.flags.bool("show-labels"), !output.isEmpty, output != "wide" {
      throw .text("--show-labels option cannot be used with \(output) printer")
    }
    if call.flags.bool("output-watch-events"), !isWatching {
      throw .text("--output-watch-events option can only be used with --watch or --watch-only")
    }
    if isWatching {
      var watch = GetWatch(call)
      return try await watch.run()
    }
    try await show()
  }

  static let suggestion =
    "Use \"kubectl api-resources\" for a complete list of supported resources."

  private func show() async throws(KubectlError) {
    var (infos, errors) = try await call.infos(allowsAll: true)
    if call.flags.bool("ignore-not-found") { errors.removeAll { $0.isNotFound } }
    let isSingle = infos.count + errors.count == 1 && targetsOneObject
    let output = call.flags.string("output")
    guard output.isEmpty || output == "wide", call.flags.string("template").isEmpty else {
      return try await showGeneric(infos, errors, isSingle: isSingle)
    }
    let hasOutput = await showTables(try await sortedRows(infos))
    if !hasOutput, errors.isEmpty, !call.flags.bool("ignore-not-found") {
      let isNamespaced =
        !call.isForAllNamespaces && infos.allSatisfy(\.resource.isNamespaced)
        && wantsOnlyNamespaced
      await call.complain(
        isNamespaced
          ? "No resources found in \(call.namespace) namespace.\n" : "No resources found\n")
    }
    if let error = KubectlError.joined(errors) { throw error }
  }

  /// The objects in the order of their rows; what cannot be sorted is not printed at all.
  private func sortedRows(_ infos: [ObjectInfo]) async throws(KubectlError) -> [ObjectInfo] {
    let field = call.flags.string("sort-by")
    guard !field.isEmpty, infos.count > 1 else { return infos }
    do {
      return try ObjectSorting.sorted(infos, by: field, isTable: true, at: await call.cluster.now)
    } catch {
      // The printer's error is dropped where the server made the table.
      guard case .text = error, Set(infos.map(\.resource)).count == 1 else { throw error }
      return []
    }
  }

  /// Whether every kind that the call lists lives in namespaces.
  private var wantsOnlyNamespaced: Bool {
    let words = call.arguments.first?.split(at: ",").map(String.init) ?? []
    return words.allSatisfy { (try? call.finder.resource($0))?.isNamespaced ?? true }
  }

  /// Whether the call lists more than one kind, whatever it finds.
  private var asksForSeveralKinds: Bool {
    guard call.arguments.count == 1, let word = call.arguments.first else { return false }
    let target = try? call.finder.target([word], selects: false, allowsAll: true)
    if case .lists(let kinds) = target { return kinds.count > 1 }
    return false
  }

  /// Whether the call names exactly one object.
  private var targetsOneObject: Bool {
    if call.hasFiles { return call.flags.strings("filename").count == 1 }
    guard call.selector == nil else { return false }
    return call.arguments.count == 2
      || (call.arguments.count == 1 && call.arguments[0].contains("/"))
  }

  /// One table a kind, with an empty line between; false when nothing was printed.
  private func showTables(_ infos: [ObjectInfo]) async -> Bool {
    let now = await call.cluster.now
    let showsKind =
      Set(infos.map(\.resource)).count > 1 || asksForSeveralKinds || call.flags.bool("show-kind")
    var hasOutput = false
    var index = 0
    while index < infos.count {
      let resource = infos[index].resource
      let end = infos[index...].firstIndex { $0.resource != resource } ?? infos.count
      var printer = TablePrinter(call)
      printer.showsKind = showsKind
      let text = printer.text(
        infos[index..<end].compactMap(\.object), of: resource, at: now)
      if hasOutput, !call.flags.bool("no-headers") { await call.print("\n") }
      await call.print(text)
      hasOutput = hasOutput || !text.isEmpty
      index = end
    }
    return hasOutput
  }

  private func showGeneric(
    _ found: [ObjectInfo], _ errors: [KubectlError], isSingle: Bool
  ) async throws(KubectlError) {
    if isSingle, let error = errors.first { throw error }
    let format = try await call.outputFormat(.tables)
    if found.isEmpty, call.flags.bool("ignore-not-found") { return }
    var infos = found
    if !call.flags.string("sort-by").isEmpty {
      infos = try ObjectSorting.sorted(
        infos, by: call.flags.string("sort-by"), isTable: false, at: await call.cluster.now)
    }
    let objects = infos.compactMap(\.object)
    if case .customColumns(let description) = format {
      var columns = try CustomColumns(description)
      await call.print(try columns.text(objects, hidesHeaders: call.flags.bool("no-headers")))
    } else {
      var printer = ObjectPrinter(call: call, format: format)
      if isSingle, let object = objects.first {
        try await printer.print(object)
      } else {
        try await printer.print([
          "apiVersion": "v1", "items": Node(.list(objects)), "kind": "List",
          "metadata": ["resourceVersion": ""],
        ])
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
  }
}
