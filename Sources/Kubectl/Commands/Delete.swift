import PodModel

extension Command {
  static var delete: Command {
    Command(
      name: "delete", suggestedFor: ["rm"],
      summary: "Delete resources by file names, names or label selector.",
      usage: "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
      flags: Flag.files + Flag.deletion + [
        Flag.selector, Flag.fieldSelector, Flag.allNamespaces, Flag.dryRun,
        .bool("all", about: "delete all objects of the kind"),
        .bool("ignore-not-found", about: "end well although an object does not exist"),
        .bool("now", about: "end within a second, like --grace-period=1"),
        .string("output", "o", about: "name prints kind and name only"),
        .bool("interactive", "i", about: "ask before deleting"), .string("raw"),
      ],
      run: { call throws(KubectlError) in try await Delete(call).run() })
  }
}

/// Deletes objects and waits until they are gone.
///
/// Source: kubectl `cmd/delete/delete.go`.
struct Delete {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let grace = try gracePeriod()
    try checkFlags()
    let dryRun = try await call.dryRun()
    var (infos, errors) = try await call.infos(fetches: false)
    try await validate(grace)
    let ignoresMissing =
      call.flags.isSet("ignore-not-found")
      ? call.flags.bool("ignore-not-found") : call.flags.bool("all") || call.selector != nil
    let deletion = Deletion(call, gracePeriodSeconds: grace, dryRun: dryRun)
    if call.flags.bool("interactive"), !(await isConfirmed(infos)) { return }
    var deleted: [(info: ObjectInfo, uid: String?)] = []
    if call.hasExplicitNamespace, infos.contains(where: { !$0.resource.isNamespaced }) {
      await call.complain(
        "Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n")
    }
    for info in infos {
      do {
        let uid = try await deletion.delete(info)
        deleted.append((info, uid))
      } catch {
        if !ignoresMissing || !error.isNotFound { errors.append(error) }
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
    if infos.isEmpty {
      await call.print("No resources found\n")
      return
    }
    guard dryRun == .none, call.flags.bool("wait") else { return }
    let timeout = call.flags.duration("timeout")
    for one in deleted {
      try await Waiting(call).untilGone(
        one.info, uid: one.uid, timeout: timeout == .zero ? .seconds(168 * 3600) : timeout)
    }
  }

  private func checkFlags() throws(KubectlError) {
    let cascade = call.flags.string("cascade")
    guard
      ["background", "foreground", "orphan"].contains(cascade) || GoValue.bool(cascade) != nil
    else {
      throw .text(
        "invalid cascade value (\(cascade)). Must be \"background\", \"foreground\", or "
          + "\"orphan\"")
    }
    if call.flags.bool("all"), !call.hasFiles, !call.flags.string("selector").isEmpty {
      throw .text("setting 'all' parameter but found a non empty selector. ")
    }
  }

  /// The seconds that the flags give; negative for the Pod's own.
  private func gracePeriod() throws(KubectlError) -> Int {
    var grace = call.flags.int("grace-period")
    let isForced = call.flags.bool("force")
    if call.flags.bool("now") {
      if grace != -1 { throw .text("--now and --grace-period cannot be specified together") }
      grace = 1
    }
    // Without --force nothing is deleted at once, not even when asked for.
    if grace == 0, !isForced { grace = 1 }
    if isForced, grace < 0 { grace = 0 }
    return grace
  }

  private func validate(_ grace: Int) async throws(KubectlError) {
    let output = call.flags.string("output")
    if !output.isEmpty, output != "name" {
      throw .text("unexpected -o output mode: \(output). We only support '-o name'")
    }
    if call.flags.bool("all"), !call.flags.string("selector").isEmpty {
      throw .text("cannot set --all and --selector at the same time")
    }
    if call.flags.bool("all"), !call.flags.string("field-selector").isEmpty {
      throw .text("cannot set --all and --field-selector at the same time")
    }
    guard call.flags.bool("force") else { return }
    if grace > 0 {
      throw .text("--force and --grace-period greater than 0 cannot be specified together")
    }
    await call.complain(
      "Warning: Immediate deletion does not wait for confirmation that the running resource has "
        + "been terminated. The resource may continue to run on the cluster indefinitely.\n")
  }

  private func isConfirmed(_ infos: [ObjectInfo]) async -> Bool {
    await call.print("You are about to delete the following \(infos.count) resource(s):\n")
    for info in infos { await call.print("\(info.resource.kindName)/\(info.name)\n") }
    await call.print("Do you want to continue? (y/n): ")
    let answer = String(decoding: await call.console.readInput() ?? [], as: UTF8.self)
    if answer.hasPrefix("y") || answer.hasPrefix("Y") { return true }
    await call.print("deletion is cancelled\n")
    return false
  }
}

/// Deletes one object after the other and says so.
struct Deletion {
  private let call: Call
  private let gracePeriodSeconds: Int
  private let dryRun: DryRun
  private let isQuiet: Bool

  init(
    _ call: Call, gracePeriodSeconds: Int, dryRun: DryRun = .none, isQuiet: Bool = false
  ) {
    self.call = call
    self.gracePeriodSeconds = gracePeriodSeconds
    self.dryRun = dryRun
    self.isQuiet = isQuiet
  }

  /// Asks for the object's end and returns its UID; nil where it was gone at once.
  @discardableResult
  func delete(_ info: ObjectInfo) async throws(KubectlError) -> String? {
    var left: Node?
    if dryRun != .client {
      do {
        left = try await call.cluster.delete(
          info.resource, named: info.name, in: info.namespace,
          options: DeletionOptions(
            gracePeriodSeconds: gracePeriodSeconds < 0 ? nil : gracePeriodSeconds,
            isDryRun: dryRun == .server))
      } catch {
        throw KubectlError.status(error).adding(verb: "deleting", source: info.source)
      }
    }
    if !isQuiet { await call.print(line(info)) }
    return left?["metadata"]?["uid"]?.string
  }

  /// `pod "nx" deleted from default namespace`; up to v1.33 without the namespace.
  private func line(_ info: ObjectInfo) -> String {
    if call.flags.string("output") == "name" { return "\(info.resource.kindName)/\(info.name)\n" }
    var operation = gracePeriodSeconds == 0 ? "force deleted" : "deleted"
    if let namespace = info.namespace, call.version == .minor36 {
      operation += " from \(namespace) namespace"
    }
    switch dryRun {
    case .none: break
    case .client: operation += " (dry run)"
    case .server: operation += " (server dry run)"
    }
    return "\(info.resource.kindName) \(GoQuote.quoted(info.name)) \(operation)\n"
  }
}
