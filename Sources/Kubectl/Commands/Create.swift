import PodModel

extension Command {
  static var create: Command {
    Command(
      name: "create", summary: "Create a resource from a file or from stdin.",
      usage: "-f FILENAME [options]",
      flags: writingFlags + [
        Flag.selector, .bool("edit", about: "edit the manifest before it is sent"),
        .string("raw"), .bool("windows-line-endings"),
      ],
      subcommands: [
        .createConfigMap, .createSecret, .createNamespace, .createService, .createServiceAccount,
        .createDeployment, .createJob, .createCronJob,
      ]
        + [
          "clusterrole", "clusterrolebinding", "ingress",
          "poddisruptionbudget", "priorityclass", "quota", "role", "rolebinding", "token",
        ].map { notModelled($0, "Create a \($0).") },
      run: { call throws(KubectlError) in try await Create(call).run() })
  }

  /// The flags of commands that send manifests.
  static var writingFlags: [Flag] {
    Flag.output + Flag.files + [
      Flag.dryRun, Flag.validate, Flag.fieldManager("kubectl-create"),
      .bool("save-config", about: "keep the manifest in an annotation, as apply does"),
    ]
  }
}

/// Creates the objects of manifests.
///
/// Source: kubectl `cmd/create/create.go`.
struct Create {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    try call.requireFiles()
    try call.checkValidate()
    let dryRun = try await call.dryRun()
    var printer = try await ResultPrinter(call)
    var errors: [KubectlError] = []
    var count = 0
    for item in try await ManifestReader(call: call).items() {
      do {
        try await create(try item.get(), dryRun, &printer)
        count += 1
      } catch {
        errors.append(error)
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
    if count == 0 { throw .text("no objects passed to create") }
  }

  private func create(
    _ info: ObjectInfo, _ dryRun: DryRun, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    guard var object = info.object else { return }
    if call.flags.bool("save-config") { object = LastApplied.recording(object) }
    if dryRun != .client {
      object = try await call.create(object, info, isDryRun: dryRun == .server)
    }
    try await printer.print(object, of: info.resource, "created")
  }
}

extension Call {
  /// Refuses anything but files.
  func requireFiles() throws(KubectlError) {
    guard arguments.isEmpty else {
      throw .usage("Unexpected args: [\(arguments.joined(separator: " "))]")
    }
    guard hasFiles else { throw .text("must specify one of -f and -k") }
  }

  /// What the server is to do with unknown fields, as `--validate` says.
  ///
  /// Source: kubectl `cmd/util/helpers.go`, `GetValidationDirective`.
  func writeOptions(isDryRun: Bool) -> WriteOptions {
    switch flags.string("validate") {
    case "warn": WriteOptions(isDryRun: isDryRun, unknownFields: .warned)
    case "ignore", "false", "f", "F", "0", "False", "FALSE":
      WriteOptions(isDryRun: isDryRun, unknownFields: .dropped)
    case _: WriteOptions(isDryRun: isDryRun)
    }
  }

  /// Refuses a `--validate` that says nothing.
  func checkValidate() throws(KubectlError) {
    let value = flags.string("validate")
    guard !["strict", "warn", "ignore", ""].contains(value), GoValue.bool(value) == nil else {
      return
    }
    throw .text(
      "invalid - validate option \(GoQuote.quoted(value)); must be one of: strict (or true), warn, "
        + "ignore (or false)")
  }

  /// Sends an object to the cluster and returns what became of it.
  func create(
    _ object: Node, _ info: ObjectInfo, isDryRun: Bool, verb: String = "creating"
  ) async throws(KubectlError) -> Node {
    do {
      let answer = try await cluster.create(
        info.resource, object, in: info.namespace, options: writeOptions(isDryRun: isDryRun))
      return await written(answer)
    } catch {
      throw KubectlError.status(error).adding(verb: verb, source: info.source)
    }
  }
}

/// The annotation in which `kubectl apply` keeps what was applied last.
///
/// Source: kubectl `pkg/util/apply.go`.
enum LastApplied {
  static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

  /// The manifest that was applied last; nil where none is known.
  static func manifest(of object: Node) -> Node? {
    guard let text = object["metadata"]?["annotations"]?[annotation]?.string else { return nil }
    return try? JSON.node(in: text)
  }

  /// The object free of this annotation, and with a place for annotations.
  static func plain(_ object: Node) -> Node {
    var plain = object
    var metadata = plain["metadata"] ?? [:]
    var annotations = metadata["annotations"] ?? [:]
    annotations[annotation] = nil
    if annotations.isNull { annotations = [:] }
    metadata["annotations"] = annotations
    plain["metadata"] = metadata
    return plain
  }

  /// The object with itself, free of this annotation, in the annotation.
  static func recording(_ object: Node) -> Node {
    let plain = plain(object)
    var metadata = plain["metadata"] ?? [:]
    var annotations = metadata["annotations"] ?? [:]
    annotations[annotation] = Node(.string(plain.compactJSON + "\n"))
    metadata["annotations"] = annotations
    var result = object
    result["metadata"] = metadata
    return result
  }
}
