import ByteText
import Kernel
package import PodModel

extension SimulatedCluster: Cluster {
  /// The kinds that this cluster keeps.
  package var resources: [Resource] { SimulatedCluster.kinds }

  private static let kinds: [Resource] = [
    ("ConfigMap", "configmaps", ["cm"], true), ("Endpoints", "endpoints", ["ep"], true),
    ("EndpointSlice", "endpointslices", [], true), ("Event", "events", ["ev"], true),
    ("Namespace", "namespaces", ["ns"], false), ("Node", "nodes", ["no"], false),
    ("PersistentVolumeClaim", "persistentvolumeclaims", ["pvc"], true),
    ("Pod", "pods", ["po"], true), ("Secret", "secrets", [], true),
    ("ServiceAccount", "serviceaccounts", ["sa"], true), ("Service", "services", ["svc"], true),
  ].map { kind, plural, short, isNamespaced in
    Resource(
      kind: kind, plural: plural, singular: kind.lowercased(), shortNames: short,
      apiVersion: kind == "EndpointSlice" ? "discovery.k8s.io/v1" : "v1",
      isNamespaced: isNamespaced,
      verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"])
  }

  package var now: ClusterTime { get async { kernel.now.clusterTime } }

  package func sleep(for duration: Duration) async { try? await time.sleep(for: duration) }

  // MARK: Reading

  package func object(
    _ resource: Resource, named name: String, in namespace: String?
  ) async throws(StatusError) -> Node {
    guard let object = store[key(resource, name, namespace)] else {
      throw notFound(resource, name)
    }
    return object
  }

  package func objects(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector
  ) async throws(StatusError) -> ObjectList {
    let matcher = try matcher(selector, resource)
    let place = resource.isNamespaced ? namespace : nil
    if let name = matcher.name, let place {
      let object = store[key(resource, name, place)].flatMap { matcher.matches($0) ? $0 : nil }
      return ObjectList(
        items: object.map { [$0] } ?? [], resourceVersion: String(store.resourceVersion))
    }
    return ObjectList(
      items: store.sorted(kind: resource.kind, in: place).map(\.value).filter(matcher.matches),
      resourceVersion: String(store.resourceVersion))
  }

  package func watch(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector,
    since resourceVersion: String
  ) async throws(StatusError) -> any ObjectWatch {
    let matcher = try matcher(selector, resource)
    let place = resource.isNamespaced ? namespace : nil
    let watch = StoreWatch(time: time, kind: resource.kind, namespace: place, matcher: matcher)
    if resourceVersion.isEmpty || resourceVersion == "0" {
      watch.begin(
        with: store.sorted(kind: resource.kind, in: place).map(\.value).filter(matcher.matches))
    } else {
      guard let version = Int(resourceVersion) else {
        throw StatusError(
          code: 400, reason: "BadRequest",
          message: "invalid resource version \(GoQuote.quoted(resourceVersion)): "
            + "strconv.ParseUint: parsing \(GoQuote.quoted(resourceVersion)): invalid syntax")
      }
      for change in try store.changes(after: version) where change.key.kind == resource.kind {
        watch.take(change)
      }
    }
    store.add(watch)
    return watch
  }

  private func matcher(
    _ selector: ObjectSelector, _ resource: Resource
  ) throws(StatusError) -> ObjectMatcher {
    try LabelSelectorSyntax.check(selector.labels)
    for term in selector.fields.split(at: ",") where !term.holds("=") {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "invalid selector: '\(selector.fields)'; can't understand '\(term)'")
    }
    let matcher = ObjectMatcher(selector)
    guard let field = matcher.unknownField(of: resource.kind) else { return matcher }
    throw StatusError(
      code: 400, reason: "BadRequest", message: "field label not supported: \(field)")
  }

  // MARK: Deleting

  package func delete(
    _ resource: Resource, named name: String, in namespace: String?, options: DeletionOptions
  ) async throws(StatusError) -> Node? {
    let key = key(resource, name, namespace)
    guard let object = store[key] else { throw notFound(resource, name) }
    if options.isDryRun { return object }
    if resource.kind == "Namespace" { return try endNamespace(key) }
    guard resource.kind == "Pod" else {
      store.remove(key, time: kernel.now)
      return nil
    }
    return deletePod(key, object, options.gracePeriodSeconds)
  }

  /// Source: Kubernetes `pkg/registry/core/pod/strategy.go` (`CheckGracefulDelete`), apiserver
  /// `registry/rest/delete.go` (`BeforeDelete`).
  func deletePod(_ key: ObjectStore.Key, _ object: Node, _ wanted: Int?) -> Node? {
    var grace = wanted ?? object["spec"]?["terminationGracePeriodSeconds"]?.int ?? 30
    let phase = object["status"]?["phase"]?.string ?? ""
    let isBound = object["spec"]?["nodeName"]?.string ?? "" != ""
    if !isBound || phase == "Succeeded" || phase == "Failed" { grace = 0 }
    var metadata = object["metadata"] ?? [:]
    if grace > 0, let earlier = metadata["deletionGracePeriodSeconds"]?.int {
      if wanted == nil || grace >= earlier { return object }
    }
    if grace <= 0 {
      removePod(key)
      return nil
    }
    let end = kernel.now + .seconds(grace)
    metadata = metadata.inserting("deletionGracePeriodSeconds", .number(grace))
    metadata = metadata.inserting("deletionTimestamp", .text(end.rfc3339))
    metadata = metadata.inserting(
      "generation", .number((metadata["generation"]?.int ?? 0) + 1))
    var changed = object
    changed["metadata"] = metadata
    return store.put(changed, at: key, time: kernel.now)
  }

  // MARK: Help

  func key(_ resource: Resource, _ name: String, _ namespace: String?) -> ObjectStore.Key {
    ObjectStore.Key(
      kind: resource.kind, namespace: resource.isNamespaced ? namespace ?? "default" : "",
      name: name)
  }

  func notFound(_ resource: Resource, _ name: String) -> StatusError {
    let kind = resource.qualifiedPlural
    return StatusError(
      code: 404, reason: "NotFound", message: "\(kind) \(GoQuote.quoted(name)) not found",
      kind: kind, name: name)
  }

  func context(_ object: Node) -> AdmissionContext {
    let name = object["metadata"]?["name"]?.string ?? ""
    let stamp = "\(store.resourceVersion)"
    var context = AdmissionContext(
      namespaces: store.namespaces, objects: store.names, now: kernel.now.rfc3339,
      uid: Identifier.uid(name, stamp, kernel.now.rfc3339), suffix: Identifier.suffix(name, stamp))
    if object["kind"]?.string == "Service" {
      context.clusterIP = freeServiceAddress
      context.nodePort = freeNodePort
    }
    return context
  }
}

extension StatusError {
  /// The server's refusal as the status that a client gets.
  init(_ refusal: Refusal) {
    let code =
      switch refusal.reason {
      case .badRequest: 400
      case .forbidden: 403
      case .notFound: 404
      case .alreadyExists: 409
      case .invalid: 422
      }
    self.init(
      code: code, reason: refusal.reason.rawValue, message: refusal.message, kind: refusal.kind,
      name: refusal.name,
      causes: refusal.causes.compactMap { cause in
        cause.path.map {
          Cause(reason: Self.reason(of: cause.message), message: cause.message, field: $0)
        }
      })
  }

  /// The kind of mistake that a field error's first words tell.
  ///
  /// Source: apimachinery `util/validation/field/errors.go`, `ErrorType`.
  private static func reason(of message: String) -> String {
    let kinds = [
      ("Required value", "FieldValueRequired"), ("Duplicate value", "FieldValueDuplicate"),
      ("Not found", "FieldValueNotFound"), ("Unsupported value", "FieldValueNotSupported"),
      ("Forbidden", "FieldValueForbidden"), ("Too long", "FieldValueTooLong"),
      ("Too many", "FieldValueTooMany"), ("Internal error", "InternalError"),
    ]
    return kinds.first { message.hasPrefix($0.0) }?.1 ?? "FieldValueInvalid"
  }
}
