import KubernetesAPI
import PodModel
import PodSimulator

/// Parts of objects that have a path of their own.
extension ObjectService {
  func answer(_ request: Request, subresource: String) async throws(StatusError) -> Response {
    switch subresource {
    case "log": return try await log()
    case "status": return try await part(request, isStatus: true)
    case "ephemeralcontainers" where resource.kind == "Pod":
      return try await part(request, isStatus: false)
    case "binding":
      let binding = try RequestBody(request).object("Binding", "v1")
      return try await bind(binding, named: name, form(request))
    case "eviction": return try await evict(request)
    case "exec", "attach", "portforward":
      throw StatusError(code: 400, reason: "BadRequest", message: "Upgrade request required")
    default: throw StatusError.pathNotFound
    }
  }

  // MARK: Logs

  /// What a container wrote, as text.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/rest/log.go`.
  private func log() async throws(StatusError) -> Response {
    let options = try LogOptions(url, pod: name)
    let log = try await cluster.log(ofPod: name, in: path.namespace ?? "default", options: options)
    let (confined, live) = (Confined(log), live)
    return Response(
      contentType: "text/plain",
      body: .stream { stream in
        stream.whenOver { live.run { _ in confined.value.cancel() } }
        while let bytes = await confined.value.next(before: nil) {
          guard await stream.write(bytes) else { break }
        }
      })
  }

  // MARK: Status

  /// Reads or writes an object's status, or a Pod's ephemeral containers; nothing else changes.
  private func part(
    _ request: Request, isStatus: Bool
  ) async throws(StatusError) -> Response {
    let form = try form(request)
    let old = try await cluster.object(resource, named: name, in: path.namespace)
    let patch: ObjectPatch
    let isDryRun: Bool
    switch path.verb {
    case .update:
      isDryRun = try WriteRequest(url, kind: "UpdateOptions").isDryRun
      patch = .merge(try RequestBody(request).object(resource.kind, resource.apiVersion))
    case .patch:
      let (read, write) = try readPatch(request)
      (patch, isDryRun) = (read, write.isDryRun)
    case .get, .list, .watch, .create, .delete, .deletecollection: return try show(old, in: form)
    }
    if !isStatus {
      let written = try await cluster.changeEphemeralContainers(
        ofPod: name, with: patch, in: path.namespace ?? "default", isDryRun: isDryRun)
      return try show(written.object, in: form, warnings: written.warnings)
    }
    let written = try cluster.changeStatus(
      resource, named: name, with: patch, in: path.namespace, isDryRun: isDryRun)
    return try show(written, in: form)
  }

  // MARK: Pods

  /// Puts a Pod onto a node.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/storage/storage.go`, `BindingREST`.
  func bind(
    _ binding: Node, named name: String, _ form: ResponseForm
  ) async throws(StatusError) -> Response {
    try cluster.bindPod(
      name, in: path.namespace ?? "default", to: binding["target"]?["name"]?.string ?? "")
    return response(StatusDocument.success(code: 201), form, status: 201)
  }

  /// Deletes a Pod as `kubectl drain` asks for it.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/storage/eviction.go`; there are no disruption budgets.
  private func evict(_ request: Request) async throws(StatusError) -> Response {
    let eviction = try RequestBody(request).object("Eviction", "policy/v1")
    let own = eviction["metadata"]?["name"]?.string ?? name
    guard own == name else {
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "name in URL does not match name in Eviction object")
    }
    let wanted = try DeleteRequest(body: eviction["deleteOptions"], url)
    let pod = try await cluster.object(resource, named: name, in: path.namespace)
    try wanted.check(pod, resource: resource.qualifiedPlural)
    _ = try await cluster.delete(
      resource, named: name, in: path.namespace, options: wanted.options)
    return response(StatusDocument.success(code: 201), try form(request), status: 201)
  }
}
