import Kernel
import KubernetesAPI
import PodModel
import PodSimulator

/// Answers one request for objects, as a task of the cluster.
struct ObjectService {
  let live: LiveCluster
  let cluster: SimulatedCluster
  let path: ResourcePath
  let served: ServedResource
  let url: RequestURL

  func answer(_ request: Request) async throws(StatusError) -> Response {
    if let subresource = path.subresource {
      return try await answer(request, subresource: subresource)
    }
    switch path.verb {
    case .get: return try await get(form(request))
    case .list: return try await list(form(request))
    case .watch: return try await watch(form(request))
    case .create: return try await create(request)
    case .update: return try await update(request)
    case .patch: return try await patch(request)
    case .delete: return try await delete(request)
    case .deletecollection: return try await deleteAll(request)
    }
  }

  // MARK: Reading

  private func get(_ form: ResponseForm) async throws(StatusError) -> Response {
    try show(try await cluster.object(resource, named: name, in: path.namespace), in: form)
  }

  private func list(_ form: ResponseForm) async throws(StatusError) -> Response {
    let request = try ListRequest(url, path: path, served: served)
    let list = try await cluster.objects(resource, in: path.namespace, matching: request.selector)
    try checkNotAhead(request.resourceVersion, of: list)
    return try show(ObjectPage(list, for: request), in: form)
  }

  /// Source: apiserver `storage/errors.go`, `NewTooLargeResourceVersionError`.
  private func checkNotAhead(_ version: String, of list: ObjectList) throws(StatusError) {
    guard let wanted = UInt64(version), let current = UInt64(list.resourceVersion),
      wanted > current
    else { return }
    throw StatusError(
      code: 504, reason: "Timeout",
      message: "Timeout: Too large resource version: \(wanted), current: \(current)",
      causes: [
        StatusError.Cause(
          reason: "ResourceVersionTooLarge", message: "Too large resource version",
          field: FieldPath())
      ])
  }

  // MARK: Showing

  var resource: Resource { served.resource }
  var name: String { path.name ?? "" }

  func form(_ request: Request) throws(StatusError) -> ResponseForm {
    try ResponseForm(accept: request.head.header("Accept"))
  }

  /// One object in the form that the client wants.
  func show(
    _ object: Node, in form: ResponseForm, status: Int = 200, warnings: [String] = []
  ) throws(StatusError) -> Response {
    let document: Node
    switch form {
    case .objects: document = EventsGroup.shown(object, as: resource)
    case .table(let version):
      document = try TableDocument(kind: resource.kind, version: version, url)
        .document(object, at: cluster.kernel.now.clusterTime)
    case .metadata(let version): document = MetadataDocument.document(object, version: version)
    }
    return response(document, form, status: status, warnings: warnings)
  }

  /// A list in the form that the client wants.
  func show(_ page: ObjectPage, in form: ResponseForm) throws(StatusError) -> Response {
    let document: Node
    switch form {
    case .objects:
      var page = page
      page.objects = page.objects.map { EventsGroup.shown($0, as: resource) }
      document = ObjectListDocument.document(page, of: resource)
    case .table(let version):
      document = try TableDocument(kind: resource.kind, version: version, url)
        .document(page, at: cluster.kernel.now.clusterTime)
    case .metadata(let version): document = MetadataDocument.document(page, version: version)
    }
    return response(document, form)
  }

  /// A document in the encoding that the client wants.
  func response(
    _ document: Node, _ form: ResponseForm, status: Int = 200, warnings: [String] = []
  ) -> Response {
    let bytes: [UInt8]
    switch form.encoding {
    case .json:
      bytes =
        url.flag("pretty")
        ? document.jsonBytes(indentation: 2) + [0x0A] : document.jsonBytes() + [0x0A]
    case .yaml: bytes = Array(document.yaml.utf8)
    }
    return Response(
      status: status, contentType: form.encoding.contentType,
      fields: warnings.map { ("Warning", WarningHeader.value($0)) }, body: .bytes(bytes))
  }
}
