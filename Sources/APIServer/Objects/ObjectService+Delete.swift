import KubernetesAPI
import PodModel
import PodSimulator

extension ObjectService {
  /// Asks for an object's end.
  ///
  /// Source: apiserver `endpoints/handlers/delete.go`, `registry/generic/registry/store.go`.
  func delete(_ request: Request) async throws(StatusError) -> Response {
    let form = try form(request)
    let wanted = try DeleteRequest(body: RequestBody(request).options(), url)
    let found = try await cluster.object(resource, named: name, in: path.namespace)
    try wanted.check(found, resource: resource.qualifiedPlural)
    let left = try await cluster.delete(
      resource, named: name, in: path.namespace, options: wanted.options)
    if let left { return try show(left, in: form) }
    // Source: Kubernetes `pkg/registry/core/pod/storage/storage.go`, `ReturnDeletedObject`.
    if ["Pod", "ServiceAccount", "Service", "PersistentVolumeClaim"].contains(resource.kind) {
      return try show(found, in: form)
    }
    return response(
      StatusDocument.deleted(
        resource.plural, named: name, group: served.group,
        uid: found["metadata"]?["uid"]?.string ?? ""), .objects(form.encoding))
  }

  /// Asks for the end of all objects that a selector means.
  func deleteAll(_ request: Request) async throws(StatusError) -> Response {
    let form = try form(request)
    let wanted = try DeleteRequest(body: RequestBody(request).options(), url)
    let meant = try ListRequest(url, path: path, served: served)
    let list = try await cluster.objects(resource, in: path.namespace, matching: meant.selector)
    for object in list.items {
      let metadata = object["metadata"]
      // What went in between is gone: that is what was wanted.
      _ = try? await cluster.delete(
        resource, named: metadata?["name"]?.string ?? "",
        in: metadata?["namespace"]?.string, options: wanted.options)
    }
    return try show(ObjectPage(list, for: meant), in: form)
  }
}
