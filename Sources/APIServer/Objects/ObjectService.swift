import KubernetesAPI
import PodModel
import PodSimulator

/// Answers one request for objects, inside the cluster.
struct ObjectService {
  let cluster: SimulatedCluster
  let path: ResourcePath
  let served: ServedResource
  let url: RequestURL

  func answer(_ request: Request) async throws(StatusError) -> Response {
    let form = try ResponseForm(accept: request.head.header("Accept"))
    switch path.verb {
    case .get: return try await get(form)
    case .list: return try await list(form)
    case .watch, .create, .update, .patch, .delete, .deletecollection:
      throw StatusError(code: 405, reason: "MethodNotAllowed", message: "not yet")
    }
  }

  private func get(_ form: ResponseForm) async throws(StatusError) -> Response {
    let object = try await cluster.object(
      served.resource, named: path.name ?? "", in: path.namespace)
    return Response(object)
  }

  private func list(_ form: ResponseForm) async throws(StatusError) -> Response {
    let list = try await cluster.objects(
      served.resource, in: path.namespace, matching: ObjectSelector())
    return Response([
      "kind": Node(.string(served.resource.kind + "List")),
      "apiVersion": Node(.string(served.resource.apiVersion)),
      "metadata": ["resourceVersion": Node(.string(list.resourceVersion))],
      "items": Node(.list(list.items)),
    ])
  }
}
