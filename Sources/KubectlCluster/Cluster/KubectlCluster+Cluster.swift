package import PodModel

extension KubectlCluster: Cluster {
  package var resources: [Resource] { Self.kinds }

  /// The kinds that submissions may use.
  private static let kinds: [Resource] = [
    ("ConfigMap", "configmaps", "v1", true), ("Event", "events", "v1", true),
    ("Namespace", "namespaces", "v1", false), ("Node", "nodes", "v1", false),
    ("PersistentVolumeClaim", "persistentvolumeclaims", "v1", true),
    ("Pod", "pods", "v1", true), ("Secret", "secrets", "v1", true),
    ("ServiceAccount", "serviceaccounts", "v1", true), ("Service", "services", "v1", true),
    ("Deployment", "deployments", "apps/v1", true),
    ("ReplicaSet", "replicasets", "apps/v1", true),
    ("StatefulSet", "statefulsets", "apps/v1", true), ("Job", "jobs", "batch/v1", true),
  ].map { kind, plural, version, isNamespaced in
    Resource(
      kind: kind, plural: plural, singular: kind.lowercased(), apiVersion: version,
      isNamespaced: isNamespaced,
      verbs: ["create", "delete", "get", "list", "patch", "update", "watch"])
  }

  // MARK: Reading

  package func object(
    _ resource: Resource, named name: String, in namespace: String?
  ) async throws(StatusError) -> Node {
    let place = try place(resource, namespace)
    let watch = resource.kind == "Pod" ? place.namespace.flatMap { watches[$0] } : nil
    if let known = watch?.pod(name), hindrance == nil { return namespaces.translated(known) }
    let answer = try ask { () throws(KubectlFailure) in
      try connection.node(["get", resource.qualifiedName, name] + place.words)
    }
    watch?.saw(answer.node)
    return namespaces.translated(answer.node)
  }

  package func objects(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector
  ) async throws(StatusError) -> ObjectList {
    // Every namespace means every namespace of podlab's own: others are none of its business.
    let wanted = namespace.map { [$0] } ?? namespaces.real.keys.sorted()
    var all = ObjectList(items: [], resourceVersion: "")
    for name in resource.isNamespaced ? wanted : [""] {
      let place = try place(resource, resource.isNamespaced ? name : nil)
      var words = ["get", resource.qualifiedName] + place.words
      if !selector.labels.isEmpty { words += ["--selector", selector.labels] }
      if !selector.fields.isEmpty { words += ["--field-selector", selector.fields] }
      let list = try ask { () throws(KubectlFailure) in try connection.node(words) }.node
      all.items += (list["items"]?.list ?? []).map(namespaces.translated)
      all.resourceVersion = list["metadata"]?["resourceVersion"]?.string ?? ""
    }
    return all
  }

  package func watch(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector,
    since resourceVersion: String
  ) async throws(StatusError) -> any ObjectWatch {
    let place = try place(resource, namespace)
    var words = ["get", resource.qualifiedName] + place.words
    words += ["--watch", "--output-watch-events", "-o", "json"]
    if !selector.labels.isEmpty { words += ["--selector", selector.labels] }
    if !selector.fields.isEmpty { words += ["--field-selector", selector.fields] }
    let process = try ask { () throws(KubectlFailure) in
      .success(try host.start(connection.prefix + words, input: nil))
    }
    // kubectl tells what there is before what changes.
    return KubectlObjectWatch(process, cluster: self, after: UInt64(resourceVersion) ?? 0)
  }

  // MARK: Writing

  // Manifests were admitted by podlab before: `UnknownFields` says nothing new to the server.

  package func create(
    _ resource: Resource, _ object: Node, in namespace: String?, options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    let name = object["metadata"]?["name"]?.string ?? ""
    let what = "\(resource.kind) '\(name)'"
    try objectIfUnsafe(object, what)
    if resource.kind == "Namespace" { return try createNamespace(object, name) }
    let place = try place(resource, namespace)
    guard resource.isNamespaced, let real = place.namespace else {
      throw hinder(.unsafe(what: what, why: "it would belong to the whole cluster"))
    }
    if resource.kind == "Service" { try removeLead(name, from: real) }
    let prepared = prepared(object, in: real)
    do throws(StatusError) {
      let written = try write(
        ["create", "--validate=ignore"] + place.words, prepared, isDryRun: options.isDryRun,
        patience: .seconds(15))
      if !options.isDryRun, plan.kind == .guest {
        guests.append(
          CreatedObject(resource: resource.qualifiedName, name: name, namespace: real))
      }
      if resource.kind == "Pod" { watches[real]?.saw(written.real) }
      return written.shown
    } catch {
      switch error.code {
      case 403: throw hinder(.forbidden(what: what, error))
      case 409 where plan.kind == .guest: throw hinder(.foreign(what: what, namespace: real))
      default: throw error
      }
    }
  }

  /// A namespace of the submission becomes one of podlab's own.
  private func createNamespace(
    _ object: Node, _ name: String
  ) throws(StatusError) -> WrittenObject {
    if NamespacePlan.stock.contains(name) || namespaces.real[name] != nil {
      throw StatusError(
        code: 409, reason: "AlreadyExists",
        message: "namespaces \(GoQuote.quoted(name)) already exists", kind: "namespaces",
        name: name)
    }
    _ = try addNamespace(name)
    return WrittenObject(object: object)
  }

  package func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try objectIfUnsafe(object, "\(resource.kind) '\(name)'")
    let place = try place(resource, namespace)
    return try write(
      ["replace", "--validate=ignore"] + place.words, prepared(object, in: place.namespace),
      isDryRun: options.isDryRun
    ).shown
  }

  package func patch(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    let place = try place(resource, namespace)
    let change: Node
    var words: [String]
    switch patch {
    case .apply(let manifest, let manager, let force):
      try objectIfUnsafe(manifest, "\(resource.kind) '\(name)'")
      words = ["apply", "--server-side", "--validate=ignore", "--field-manager=\(manager)"]
      if force { words.append("--force-conflicts") }
      return try write(
        words + place.words, prepared(manifest, in: place.namespace),
        isDryRun: options.isDryRun
      ).shown
    case .strategicMerge(let node): (words, change) = (["--type=strategic"], node)
    case .merge(let node): (words, change) = (["--type=merge"], node)
    case .json(let node): (words, change) = (["--type=json"], node)
    }
    // A patch could add what `create` would have refused, and only the server knows the result.
    if !rules.allowsPrivileged, ["Pod", "Service"].contains(resource.kind) {
      let old = try await object(resource, named: name, in: namespace)
      try objectIfUnsafe(try patched(old, patch, resource), "\(resource.kind) '\(name)'")
    }
    words = ["patch", resource.qualifiedName, name, "--patch-file", "/dev/stdin"] + words
    return try write(words + place.words, change, isFile: false, isDryRun: options.isDryRun).shown
  }

  private func patched(
    _ old: Node, _ patch: ObjectPatch, _ resource: Resource
  ) throws(StatusError) -> Node {
    do throws(MergeFault) {
      switch patch {
      case .strategicMerge(let change), .apply(let change, _, _):
        return try StrategicMerge.apply(change, to: old, kind: resource.kind)
      case .merge(let change): return JSONMerge.apply(change, to: old)
      case .json(let operations): return try JSONPatch.apply(operations, to: old)
      }
    } catch {
      throw StatusError(code: 400, reason: "BadRequest", message: error.description)
    }
  }

  package func delete(
    _ resource: Resource, named name: String, in namespace: String?, options: DeletionOptions
  ) async throws(StatusError) -> Node? {
    let place = try place(resource, namespace)
    var words = ["delete", resource.qualifiedName, name, "--wait=false"] + place.words
    if let grace = options.gracePeriodSeconds {
      words.append("--grace-period=\(grace)")
      if grace == 0 { words.append("--force") }
    }
    if options.isDryRun { words.append("--dry-run=server") }
    _ = try ask { () throws(KubectlFailure) in try connection.ask(words) }
    do throws(StatusError) {
      return try await object(resource, named: name, in: namespace)
    } catch {
      if error.code == 404 { return nil }
      throw error
    }
  }

  // MARK: Help

  /// Where objects of a kind are in the cluster, and kubectl's words for it.
  func place(
    _ resource: Resource, _ namespace: String?
  ) throws(StatusError) -> (namespace: String?, words: [String]) {
    guard resource.isNamespaced else { return (nil, []) }
    let real = try realNamespace(namespace ?? "default")
    return (real, ["--namespace", real])
  }

  private func objectIfUnsafe(_ object: Node, _ what: String) throws(StatusError) {
    guard !rules.allowsPrivileged, let why = PodSafety.objection(to: object) else { return }
    throw hinder(.unsafe(what: what, why: why))
  }

  /// Hands an object to kubectl and reads what the server made of it.
  ///
  /// A namespace is there a moment before its service account is: so long is waited for that.
  private func write(
    _ words: [String], _ object: Node, isFile: Bool = true, isDryRun: Bool,
    patience: Duration = .zero
  ) throws(StatusError) -> (shown: WrittenObject, real: Node) {
    let words = words + (isFile ? ["-f", "-"] : []) + (isDryRun ? ["--dry-run=server"] : [])
    let end = host.now.advanced(by: patience)
    while true {
      do throws(StatusError) {
        let answer = try ask { () throws(KubectlFailure) in
          try connection.node(words, input: object.jsonBytes())
        }
        let shown = WrittenObject(
          object: namespaces.translated(answer.node), warnings: answer.warnings)
        return (shown, answer.node)
      } catch {
        let isEarly = error.message.hasSuffix("serviceaccount \"default\" not found")
        guard error.code == 403, isEarly, host.now < end else { throw error }
        host.wait(for: [], until: host.now.advanced(by: .milliseconds(200)))
      }
    }
  }
}

extension Resource {
  /// `pods`, `deployments.apps`.
  var qualifiedName: String {
    guard let slash = apiVersion.firstIndex(of: "/") else { return plural }
    return "\(plural).\(apiVersion[..<slash])"
  }
}
