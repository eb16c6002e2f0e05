package import PodModel

/// Writing in somebody's name, so that server-side apply finds who has set what.
extension SimulatedCluster {
  /// Creates an object for a manager of its fields.
  package func make(
    _ resource: Resource, _ object: Node, in namespace: String?, by manager: String,
    options: WriteOptions
  ) throws(StatusError) -> WrittenObject {
    let written = try make(resource, object, in: namespace, options: options)
    guard !options.isDryRun else { return written }
    var ownership = FieldOwnership()
    ownership.update(by: manager, from: nil, to: object)
    note(ownership, of: written.object, resource, namespace)
    return written
  }

  /// Puts another object in an object's place, for a manager of its fields.
  package func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    by manager: String, options: WriteOptions
  ) throws(StatusError) -> WrittenObject {
    let old = store[key(resource, name, namespace)]
    let written = try update(resource, name, namespace, options) { (_) throws(StatusError) in
      object
    }
    noteUpdate(by: manager, from: old, to: written, resource, namespace, options)
    return written
  }

  /// Changes an object in part, for a manager of its fields; an apply creates one that is missing.
  ///
  /// - Throws: besides what any change may end with, 409 for an apply that would take fields from
  ///   other managers, unless it is forced.
  ///
  /// Source: apiserver `endpoints/handlers/patch.go`, `applyPatcher`.
  package func change(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    by manager: String, options: WriteOptions
  ) throws(StatusError) -> WrittenObject {
    let old = store[key(resource, name, namespace)]
    guard case .apply(let manifest, _, let isForced) = patch else {
      let written = try change(
        resource, named: name, with: patch, in: namespace, options: options)
      noteUpdate(by: manager, from: old, to: written, resource, namespace, options)
      return written
    }
    guard let old else {
      let written = try make(resource, manifest, in: namespace, options: options)
      guard !options.isDryRun else { return written }
      var ownership = FieldOwnership()
      ownership.apply(by: manager, manifest, from: nil, to: written.object)
      note(ownership, of: written.object, resource, namespace)
      return written
    }
    var ownership = ownership[key(resource, name, namespace)] ?? FieldOwnership()
    let released = ownership.released(by: manager, applying: manifest)
    let merged = FieldPaths.removing(
      released, from: try patch.applied(to: old, kind: resource.kind))
    var trial = options
    trial.isDryRun = true
    let planned = try update(resource, name, namespace, trial) { (_) throws(StatusError) in
      merged
    }
    let conflicts = ownership.conflicts(
      of: manager, applying: manifest, from: old, to: planned.object,
      version: resource.apiVersion)
    guard isForced || conflicts.isEmpty else { throw Self.refusal(conflicts) }
    guard !options.isDryRun else { return planned }
    let written = try update(resource, name, namespace, options) { (_) throws(StatusError) in
      merged
    }
    ownership.apply(by: manager, manifest, from: old, to: written.object)
    note(ownership, of: written.object, resource, namespace)
    return written
  }

  private func noteUpdate(
    by manager: String, from old: Node?, to written: WrittenObject, _ resource: Resource,
    _ namespace: String?, _ options: WriteOptions
  ) {
    guard !options.isDryRun else { return }
    let name = written.object["metadata"]?["name"]?.string ?? ""
    var known = ownership[key(resource, name, namespace)] ?? FieldOwnership()
    known.update(by: manager, from: old, to: written.object)
    note(known, of: written.object, resource, namespace)
  }

  private func note(
    _ ownership: FieldOwnership, of object: Node, _ resource: Resource, _ namespace: String?
  ) {
    let name = object["metadata"]?["name"]?.string ?? ""
    self.ownership[key(resource, name, namespace)] = ownership
    // What is gone is forgotten now and then.
    if self.ownership.count > mostOwned {
      self.ownership = self.ownership.filter { store[$0.key] != nil }
      mostOwned = max(1024, self.ownership.count * 2)
    }
  }

  /// Source: apimachinery `managedfields/internal/conflict.go`, `NewConflictError`.
  private static func refusal(_ conflicts: [FieldOwnership.Conflict]) -> StatusError {
    var message = "Apply failed with \(conflicts.count) conflict"
    if let only = conflicts.first, conflicts.count == 1 {
      message += ": conflict with \(only.owner): \(only.path)"
    } else {
      let owners = Set(conflicts.map(\.owner)).sorted()
      let parts = owners.map { owner in
        let paths = conflicts.filter { $0.owner == owner }.map { "- \($0.path)" }
        return "conflicts with \(owner):\n" + paths.joined(separator: "\n")
      }
      message += "s: " + parts.joined(separator: "\n")
    }
    return StatusError(
      code: 409, reason: "Conflict", message: message,
      causes: conflicts.map {
        StatusError.Cause(
          reason: "FieldManagerConflict", message: "conflict with \($0.owner)",
          field: FieldPath())
      })
  }
}
