import KubernetesAPI
import PodModel

/// Answers what a server says of itself: its version, its health, and which kinds it has.
struct ServerDocuments: Sendable {
  /// Host and port, as discovery names them.
  var address: String

  func answer(_ endpoint: APIEndpoint, _ head: RequestHead) -> Response {
    do throws(StatusError) {
      switch endpoint {
      case .coreVersions: return try discovery(isCore: true, head)
      case .groups: return try discovery(isCore: false, head)
      case .group(let name): return Response(DiscoveryDocuments.group(name))
      case .resources(let group, let version):
        return Response(DiscoveryDocuments.resources(group: group, version: version))
      case .version: return Response(VersionDocument.document)
      case .health(let name, let check): return health(name, check, head)
      case .root: return Response(Self.paths)
      case .openAPIv2: return Response(try OpenAPIDocuments.version2(accept: head.header("Accept")))
      case .openAPIv3Index: return Response(OpenAPIDocuments.index)
      case .openAPIv3(let path):
        guard let document = OpenAPIDocuments.document(at: path) else { return Self.notFound }
        return Response(document)
      case .unknown, .resource: return Self.notFound
      }
    } catch {
      return Response(error)
    }
  }

  private func discovery(isCore: Bool, _ head: RequestHead) throws(StatusError) -> Response {
    let form = try DiscoveryForm(accept: head.header("Accept"))
    let document =
      switch form {
      case .plain:
        isCore ? DiscoveryDocuments.coreVersions(address: address) : DiscoveryDocuments.groups
      case .aggregated(let version):
        AggregatedDiscovery.document(ofCore: isCore, version: version)
      }
    return Response(document, contentType: form.contentType, fields: [("Vary", "Accept")])
  }

  /// Source: apiserver `server/healthz/healthz.go`.
  private func health(_ name: String, _ check: String?, _ head: RequestHead) -> Response {
    guard let check else {
      let isVerbose = head.target.split(separator: "?").last?.contains("verbose") ?? false
      return Response(text: isVerbose ? "[+]ping ok\n\(name) check passed\n" : "ok")
    }
    return check == "ping"
      ? Response(text: "ok") : Self.notFound
  }

  private static let notFound = Response(text: "404 page not found\n", status: 404)

  private static let paths: Node = [
    "paths": [
      "/api", "/api/v1", "/apis", "/healthz", "/healthz/ping", "/livez", "/livez/ping",
      "/openapi/v2", "/openapi/v3", "/readyz", "/readyz/ping", "/version",
    ]
  ]
}

extension Response {
  /// An OpenAPI document, which clients may keep as long as its mark is the same.
  fileprivate init(_ document: OpenAPIDocuments.Document) {
    self.init(
      contentType: document.contentType,
      fields: [("Vary", "Accept"), ("Etag", "\"\(document.hash)\"")], body: .bytes(document.bytes))
  }
}
