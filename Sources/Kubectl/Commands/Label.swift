import ByteText
import PodModel

extension Command {
  static var label: Command {
    MetadataChange.command(
      .labels, "label", "Update the labels on a resource.",
      "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N")
  }

  static var annotate: Command {
    MetadataChange.command(
      .annotations, "annotate", "Update the annotations on a resource.",
      "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N")
  }
}

/// Sets and removes labels or annotations.
///
/// Source: kubectl `cmd/label/label.go`, `cmd/annotate/annotate.go`.
struct MetadataChange {
  /// Which part of the metadata changes.
  enum Part: String {
    case labels
    case annotations

    var singular: String { self == .labels ? "label" : "annotation" }
  }

  /// What a call asks for.
  private struct Changes {
    var added: [(key: String, value: String)] = []
    var removed: [String] = []
  }

  private let call: Call
  private let part: Part

  static func command(
    _ part: Part, _ name: String, _ summary: String, _ usage: String
  ) -> Command {
    Command(
      name: name, summary: summary, usage: usage,
      flags: Flag.output + Flag.files + [
        Flag.selector, Flag.fieldSelector, Flag.allNamespaces, Flag.dryRun,
        Flag.fieldManager("kubectl-\(name)"), .bool("overwrite", about: "replace values"),
        .bool("all", about: "change all objects of the kind"),
        .bool("list", about: "show what is set"),
        .bool("local", about: "change the file's objects only"), .string("resource-version"),
      ]
    ) { call throws(KubectlError) in try await MetadataChange(call: call, part: part).run() }
  }

  func run() async throws(KubectlError) {
    let (resources, words) = try split()
    let lists = call.flags.bool("list")
    if words.isEmpty, !lists {
      throw .text("at least one \(part.singular) update is required")
    }
    let changes = try changes(words)
    if call.flags.bool("all"), call.selector != nil {
      throw .text("cannot set --all and --selector at the same time")
    }
    let version = call.flags.string("resource-version")
    guard version.isEmpty || resources.count == 2 || resources.first?.contains("/") == true else {
      throw .text("--resource-version may only be used with a single resource")
    }
    let dryRun = try await call.dryRun()
    var (infos, errors) = try await call.infos(
      allowsAll: call.flags.bool("all"), fetches: !call.isLocal, arguments: resources,
      ignoresAll: true)
    let isSingle = infos.count + errors.count == 1 && !call.flags.bool("all")
    for info in infos {
      // One for each object: no line parts their documents.
      var printer = try await ResultPrinter(call)
      do {
        if lists {
          await list(info, isSingle: isSingle)
        } else {
          try await apply(changes, to: info, dryRun, &printer)
        }
      } catch {
        errors.append(error)
      }
    }
    infos = []
    if let error = KubectlError.joined(errors) { throw error }
  }

  /// The words that mean objects, then those that mean changes.
  private func split() throws(KubectlError) -> (resources: [String], words: [String]) {
    let arguments = call.arguments
    let place =
      arguments.firstIndex { ($0.holds("=") && !$0.hasPrefix("=")) || $0.hasSuffix("-") }
      ?? arguments.endIndex
    let words = arguments[place...]
    if let misplaced = words.first(where: { !$0.holds("=") && !$0.hasSuffix("-") }) {
      throw .usage(
        "all resources must be specified before \(part.singular) changes: \(misplaced)")
    }
    if place == arguments.startIndex, !call.hasFiles {
      throw .text(
        "one or more resources must be specified as <resource> <name> or <resource>/<name>")
    }
    return (Array(arguments[..<place]), Array(words))
  }

  private func changes(_ words: [String]) throws(KubectlError) -> Changes {
    var changes = Changes()
    for word in words {
      if let equals = word.firstIndex(ofASCII: "=") {
        let key = String(word[..<equals])
        let value = String(word[word.index(after: equals)...])
        if part == .labels, let fault = LabelText.fault(ofValue: value) {
          throw .text("invalid label value: \(GoQuote.quoted(word)): \(fault)")
        }
        if key.isEmpty { throw .text("unknown \(part.singular) spec: \(word)") }
        changes.added.append((key, value))
      } else {
        changes.removed.append(String(word.dropLast()))
      }
    }
    if changes.removed.contains(where: { key in changes.added.contains { $0.key == key } }) {
      throw .text(
        part == .labels
          ? "can not both modify and remove a label in the same command"
          : "can not both modify and remove an annotation in the same command")
    }
    return changes
  }

  private func list(_ info: ObjectInfo, isSingle: Bool) async {
    let entries = info.object?["metadata"]?[part.rawValue]?.entries ?? []
    let resource = info.resource
    if !isSingle {
      await call.print(
        "Listing \(part.rawValue) for \(resource.kind).\(resource.group)/\(info.name):\n")
    }
    for entry in entries.sorted(by: { $0.key < $1.key }) {
      await call.print(
        "\(isSingle ? "" : " ")\(entry.key)=\(entry.value.scalarText ?? "")\n")
    }
  }

  private func apply(
    _ changes: Changes, to info: ObjectInfo, _ dryRun: DryRun, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    guard let object = info.object else { return }
    let old = object["metadata"]?[part.rawValue]
    if !call.flags.bool("overwrite") { try refuseOverwriting(changes, old) }
    for key in changes.removed where part == .labels && old?[key] == nil {
      await call.print("label \(GoQuote.quoted(key)) not found.\n")
    }
    var patch = Node(.map([]))
    for change in changes.added { patch[change.key] = Node(.string(change.value)) }
    for key in changes.removed { patch[key] = Node(.null) }
    var metadata = Node(.map([.init(part.rawValue, patch)]))
    let version = call.flags.string("resource-version")
    if !version.isEmpty { metadata["resourceVersion"] = Node(.string(version)) }
    let merge: Node = ["metadata": metadata]
    var changed = JSONMerge.apply(merge, to: object)
    let isSame = changed["metadata"]?[part.rawValue] ?? [:] == old ?? [:]
    if dryRun != .client, !call.isLocal, !isSame {
      let cluster = call.cluster
      let answer = try await asking { () async throws(StatusError) in
        try await cluster.patch(
          info.resource, named: info.name, with: .merge(merge), in: info.namespace,
          options: .unasked(isDryRun: dryRun == .server))
      }
      changed = await call.written(answer)
    }
    try await printer.print(changed, of: info.resource, operation(changes, isSame: isSame))
  }

  private func operation(_ changes: Changes, isSame: Bool) -> String {
    guard part == .labels else { return "annotated" }
    if isSame { return "not labeled" }
    return changes.added.isEmpty ? "unlabeled" : "labeled"
  }

  private func refuseOverwriting(_ changes: Changes, _ old: Node?) throws(KubectlError) {
    let clashes = changes.added.compactMap { change -> String? in
      guard let value = old?[change.key]?.scalarText, value != change.value else { return nil }
      return part == .labels
        ? "'\(change.key)' already has a value (\(value)), and --overwrite is false"
        : "'\(change.key)' already has a value (\(value))"
    }
    guard !clashes.isEmpty else { return }
    if part == .labels {
      throw .joined(clashes.map(KubectlError.text)) ?? .exit(1)
    }
    throw .text(
      "--overwrite is false but found the following declared annotation(s): "
        + clashes.joined(separator: "; "))
  }
}

/// The rules for labels.
enum LabelText {
  /// What is wrong with a label's value, in apimachinery's words; nil where nothing is.
  ///
  /// Source: apimachinery `util/validation`, `IsValidLabelValue`.
  static func fault(ofValue value: String) -> String? {
    if value.utf8.count > 63 { return "must be no more than 63 bytes" }
    let bytes = Array(value.utf8)
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }
    let isValid =
      bytes.isEmpty
      || (isAlphanumeric(bytes[0]) && isAlphanumeric(bytes[bytes.count - 1])
        && bytes.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) })
    if isValid { return nil }
    return "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' "
      + "or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
      + "'my_value',  or '12345', regex used for validation is "
      + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
  }
}
