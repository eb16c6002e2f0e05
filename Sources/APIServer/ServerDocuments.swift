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
      case .version:
        // Source: apiserver `server/routes/version.go` writes it for people.
        return Response(body: .bytes(Array(VersionDocument.document.jsonText(indentation: 2).utf8)))
      case .health(let name, let check): return health(name, check, head)
      case .root: return Response(Self.paths)
      case .openAPIv2:
        return Response(try OpenAPIDocuments.version2(accept: head.header("Accept")), head)
      case .openAPIv3Index: return Response(OpenAPIDocuments.index, head)
      case .openAPIv3(let path):
        guard let document = OpenAPIDocuments.document(at: path) else { return Self.notFound }
        return Response(document, head)
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
  /// An OpenAPI document; clients that have it already get none.
  ///
  /// Source: kube-openapi `handler3`, by RFC 9110, section 13.1.2.
  fileprivate init(_ document: OpenAPIDocuments.Document, _ head: RequestHead) {
    let tag = "\"\(document.hash)\""
    let isKnown = head.header("If-None-Match").split(separator: ",").contains {
      $0.drop { $0 == " " } == tag
    }
    self.init(
      status: isKnown ? 304 : 200, contentType: document.contentType,
      fields: [("Vary", "Accept"), ("Etag", tag)], body: .bytes(isKnown ? [] : document.bytes))
  }
}
