import PodModel

extension Command {
  static var replace: Command {
    Command(
      name: "replace", summary: "Replace a resource by file name or stdin.",
      usage: "-f FILENAME",
      flags: Flag.output + Flag.files + Flag.deletion + [
        Flag.dryRun, Flag.validate, Flag.fieldManager("kubectl-replace"), .bool("save-config"),
        .string("raw"), .string("subresource"),
      ],
      run: { call throws(KubectlError) in try await Replace(call).run() })
  }
}

/// Puts the objects of manifests in the place of those of the cluster.
///
/// Source: kubectl `cmd/replace/replace.go`.
struct Replace {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let isForced = call.flags.bool("force")
    let grace = call.flags.int("grace-period")
    if grace >= 0, !isForced {
      throw .text("--grace-period must have --force specified")
    }
    if call.flags.duration("timeout") != .zero, !isForced {
      throw .text("--timeout must have --force specified")
    }
    guard call.hasFiles else {
      throw .text("must specify one of -f and -k")
    }
    try call.checkValidate()
    let dryRun = try await call.dryRun()
    var printer = try await ResultPrinter(call)
    var errors: [KubectlError] = []
    var infos: [ObjectInfo] = []
    for item in try await ManifestReader(call: call).items() {
      do {
        infos.append(try item.get())
      } catch {
        errors.append(error)
      }
    }
    if isForced { try await removeFirst(infos, dryRun) }
    for info in infos {
      do {
        try await replace(info, dryRun, isForced: isForced, &printer)
      } catch {
        errors.append(error)
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
    if infos.isEmpty { throw .text("no objects passed to replace") }
  }

  /// With `--force` all old objects go before the first new one comes.
  private func removeFirst(_ infos: [ObjectInfo], _ dryRun: DryRun) async throws(KubectlError) {
    guard dryRun == .none else { return }
    let grace = call.flags.int("grace-period")
    let deletion = Deletion(call, gracePeriodSeconds: grace == 0 ? 1 : grace)
    var deleted: [(info: ObjectInfo, uid: String?)] = []
    for info in infos {
      do {
        deleted.append((info, try await deletion.delete(info)))
      } catch {
        if !error.isNotFound { throw error }
      }
    }
    let timeout = call.flags.duration("timeout")
    for one in deleted {
      try await Waiting(call).untilGone(
        one.info, uid: one.uid, timeout: timeout == .zero ? .seconds(5 * 60) : timeout)
    }
  }

  private func replace(
    _ info: ObjectInfo, _ dryRun: DryRun, isForced: Bool, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    guard var object = info.object else { return }
    if call.flags.bool("save-config") { object = LastApplied.recording(object) }
    if dryRun == .client {
      return try await printer.print(object, of: info.resource, "replaced")
    }
    if isForced {
      object = try await call.create(object, info, isDryRun: dryRun == .server)
    } else {
      guard !info.name.isEmpty else {
        throw KubectlError.text("resource name may not be empty")
          .adding(verb: "replacing", source: info.source)
      }
      // What apply remembered must go on to fit, or the next apply would undo this.
      do throws(StatusError) {
        let current = try await call.cluster.object(
          info.resource, named: info.name, in: info.namespace)
        if current["metadata"]?["annotations"]?[LastApplied.annotation] != nil {
          object = LastApplied.recording(object)
        }
        let answer = try await call.cluster.replace(
          info.resource, named: info.name, with: object, in: info.namespace,
          options: call.writeOptions(isDryRun: dryRun == .server))
        object = await call.written(answer)
      } catch {
        throw KubectlError.status(error).adding(verb: "replacing", source: info.source)
      }
    }
    try await printer.print(object, of: info.resource, "replaced")
  }
}
