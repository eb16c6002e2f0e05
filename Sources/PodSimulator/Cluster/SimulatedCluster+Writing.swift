import Kernel
package import PodModel

/// Creating and changing objects, as the API server admits them.
extension SimulatedCluster {
  package func create(
    _ resource: Resource, _ object: Node, in namespace: String?, options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try make(resource, object, in: namespace, options: options)
  }

  package func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try update(resource, name, namespace, options) { (_) throws(StatusError) in object }
  }

  package func patch(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try change(resource, named: name, with: patch, in: namespace, options: options)
  }

  package func patch(
    _ subresource: String, of resource: Resource, named name: String, with patch: ObjectPatch,
    in namespace: String?, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject {
    switch (subresource, resource.kind) {
    case ("status", "Namespace"), ("status", "Node"), ("status", "PersistentVolumeClaim"),
      ("status", "Pod"), ("status", "Service"):
      return WrittenObject(
        object: try changeStatus(
          resource, named: name, with: patch, in: namespace, isDryRun: isDryRun))
    case ("ephemeralcontainers", "Pod"):
      return try await changeEphemeralContainers(
        ofPod: name, with: patch, in: namespace ?? "default", isDryRun: isDryRun)
    case (_, _): throw .missingResource
    }
  }

  /// Creates an object, without a client around it.
  package func make(
    _ resource: Resource, _ object: Node, in namespace: String?,
    options: WriteOptions = WriteOptions()
  ) throws(StatusError) -> WrittenObject {
    let place = object["metadata"]?["namespace"]?.string ?? namespace ?? "default"
    try checkNamespace(place, resource, object["metadata"]?["name"]?.string ?? "")
    var context = context(object)
    context.unknownFields = options.unknownFields
    switch APIServer.create(
      object, as: resource.kind, namespace: namespace ?? "default", in: context)
    {
    case .accepted(let made, let warnings):
      guard !options.isDryRun else { return WrittenObject(object: made, warnings: warnings) }
      let name = made["metadata"]?["name"]?.string ?? ""
      let own = made["metadata"]?["namespace"]?.string
      let stored = store.put(made, at: key(resource, name, own), time: kernel.now)
      if resource.kind == "Namespace" { fill(name) }
      return WrittenObject(object: stored, warnings: warnings)
    case .refused(var refusal):
      // Source: apiserver `registry/generic/registry/store.go`, `Create`.
      if refusal.reason == .alreadyExists,
        store[key(resource, refusal.name, namespace)]?["metadata"]?["deletionTimestamp"] != nil
      {
        refusal.message = "object is being deleted: " + refusal.message
      }
      throw StatusError(refusal)
    case .notModelled(let kind):
      guard Self.keptUnchecked.contains(kind) else {
        note("objects of kind \(kind)")
        throw StatusError(
          code: 501, reason: "NotModelled",
          message: "podlab does not model objects of kind '\(kind)'")
      }
      return try keep(object, resource, place, isDryRun: options.isDryRun)
    }
  }

  /// Keeps an object as it is written, with the metadata that every object has.
  private func keep(
    _ object: Node, _ resource: Resource, _ namespace: String, isDryRun: Bool
  ) throws(StatusError) -> WrittenObject {
    let name = object["metadata"]?["name"]?.string ?? ""
    guard !name.isEmpty else {
      throw StatusError(
        code: 422, reason: "Invalid",
        message: "\(resource.kind) \"\" is invalid: metadata.name: Required value: name or "
          + "generateName is required", kind: resource.kind)
    }
    let place = key(resource, name, namespace)
    guard store[place] == nil else {
      throw StatusError(
        code: 409, reason: "AlreadyExists",
        message: "\(resource.qualifiedPlural) \(GoQuote.quoted(name)) already exists",
        kind: resource.plural, name: name)
    }
    var made = object
    var metadata = object["metadata"] ?? [:]
    metadata = metadata.inserting("creationTimestamp", .text(kernel.now.rfc3339))
    if resource.isNamespaced { metadata = metadata.inserting("namespace", .text(place.namespace)) }
    let uid = Identifier.uid(resource.kind, name, kernel.now.rfc3339)
    made["metadata"] = metadata.inserting("uid", .text(uid)).removing("resourceVersion")
    if isDryRun { return WrittenObject(object: made) }
    return WrittenObject(object: store.put(made, at: place, time: kernel.now))
  }

  /// Changes an object in part, without a client around it; an apply creates one that is missing.
  package func change(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) throws(StatusError) -> WrittenObject {
    if case .apply(let manifest, _, _) = patch, store[key(resource, name, namespace)] == nil {
      return try make(resource, manifest, in: namespace, options: options)
    }
    return try update(resource, name, namespace, options) { (old) throws(StatusError) in
      try patch.applied(to: old, kind: resource.kind)
    }
  }

  func update(
    _ resource: Resource, _ name: String, _ namespace: String?, _ options: WriteOptions,
    _ change: (Node) throws(StatusError) -> Node
  ) throws(StatusError) -> WrittenObject {
    let key = key(resource, name, namespace)
    guard let old = store[key] else { throw notFound(resource, name) }
    let changed = try change(old)
    try checkState(of: changed, against: old, resource, name)
    let (made, warnings) = try admitted(changed, replacing: old, resource, options)
    if options.isDryRun { return WrittenObject(object: made, warnings: warnings) }
    var complete = made
    complete["metadata"] = (made["metadata"] ?? [:]).inserting(
      "resourceVersion", old["metadata"]?["resourceVersion"] ?? "")
    // What changes nothing is not written: nobody who watches hears of it.
    // Source: apiserver `storage/etcd3/store.go`, `GuaranteedUpdate`.
    guard complete.compactJSON != old.compactJSON else {
      return WrittenObject(object: old, warnings: warnings)
    }
    return WrittenObject(
      object: store.put(complete, at: key, time: kernel.now), warnings: warnings)
  }

  private func admitted(
    _ changed: Node, replacing old: Node, _ resource: Resource, _ options: WriteOptions
  ) throws(StatusError) -> (Node, [String]) {
    var context = context(changed)
    context.unknownFields = options.unknownFields
    switch APIServer.update(changed, replacing: old, in: context) {
    case .accepted(let made, let warnings): return (made, warnings)
    case .refused(let refusal): throw StatusError(refusal)
    case .notModelled(let kind):
      // What a node or a controller keeps is not validated, only kept: labels, taints, cordons.
      guard Self.keptUnchecked.contains(kind) else {
        note("objects of kind \(kind)")
        throw StatusError(
          code: 501, reason: "NotModelled",
          message: "podlab does not model objects of kind '\(kind)'")
      }
      return (Self.keepingSystemFields(of: old, in: changed), [])
    }
  }

  private static let keptUnchecked: Set<String> = [
    "Node", "Event", "Endpoints", "EndpointSlice",
  ]

  private static func keepingSystemFields(of old: Node, in changed: Node) -> Node {
    var result = changed
    var metadata = changed["metadata"] ?? [:]
    for key in ["creationTimestamp", "deletionTimestamp", "name", "namespace", "uid"] {
      metadata[key] = nil
      if let value = old["metadata"]?[key] { metadata = metadata.inserting(key, value) }
    }
    result["metadata"] = metadata
    for key in ["apiVersion", "kind"] { result = result.inserting(key, old[key] ?? "") }
    return result
  }

  /// Refuses a change of what is no longer as the client knows it.
  ///
  /// Source: apiserver `registry/generic/registry/store.go` (`Update`), `storage/interfaces.go`
  /// (`Preconditions.Check`), `endpoints/handlers/rest.go` (`checkName`).
  func checkState(
    of changed: Node, against old: Node, _ resource: Resource, _ name: String
  ) throws(StatusError) {
    func conflict(_ why: String) -> StatusError {
      let plural = resource.qualifiedPlural
      return StatusError(
        code: 409, reason: "Conflict",
        message: "Operation cannot be fulfilled on \(plural) \(GoQuote.quoted(name)): \(why)",
        kind: plural, name: name)
    }
    let (given, known) = (changed["metadata"], old["metadata"])
    let ownName = given?["name"]?.string ?? ""
    guard ownName == name else {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "the name of the object (\(ownName)) does not match the name on the URL (\(name))")
    }
    if let uid = given?["uid"]?.string, !uid.isEmpty, uid != known?["uid"]?.string {
      throw conflict(
        "Precondition failed: UID in precondition: \(uid), UID in object meta: "
          + (known?["uid"]?.string ?? ""))
    }
    if let version = given?["resourceVersion"]?.string, !version.isEmpty,
      version != known?["resourceVersion"]?.string
    {
      throw conflict(
        "the object has been modified; please apply your changes to the latest version and try "
          + "again")
    }
  }
}

extension ObjectPatch {
  /// The object that the patch makes of another.
  ///
  /// - Throws: 422 for a JSON patch that does not fit, 400 for other patches.
  ///
  /// Source: apiserver `endpoints/handlers/patch.go`.
  func applied(to old: Node, kind: String) throws(StatusError) -> Node {
    do throws(MergeFault) {
      switch self {
      case .strategicMerge(let change), .apply(let change, _, _):
        return try StrategicMerge.apply(change, to: old, kind: kind)
      case .merge(let change): return JSONMerge.apply(change, to: old)
      case .json(let operations): return try JSONPatch.apply(operations, to: old)
      }
    } catch {
      if case .json = self {
        throw StatusError(
          code: 422, reason: "Invalid",
          message: "the server rejected our request due to an error in our request")
      }
      throw StatusError(code: 400, reason: "BadRequest", message: error.description)
    }
  }
}
