package import PodModel

/// Where a request goes: to objects, or to one of the documents that describe the server.
package enum APIEndpoint: Sendable, Hashable {
  /// Objects of a kind that is served, by a verb that the kind allows.
  case resource(ResourcePath, ServedResource)
  /// `/api`: the versions of the core group.
  case coreVersions
  /// `/apis`: all named groups.
  case groups
  /// `/apis/GROUP`.
  case group(String)
  /// `/api/v1` or `/apis/GROUP/VERSION`: the resources of one version.
  case resources(group: String, version: String)
  /// `/openapi/v2`.
  case openAPIv2
  /// `/openapi/v3`: the list of documents.
  case openAPIv3Index
  /// `/openapi/v3/api/v1`: one document; the path behind `/openapi/v3/`.
  case openAPIv3(String)
  /// `/version`.
  case version
  /// `/healthz`, `/livez`, `/readyz`, with the single check that is asked for.
  case health(String, check: String?)
  /// `/`: the list of paths.
  case root
  /// No such path: the server answers 404 with the text `404 page not found`.
  case unknown

  /// Finds the endpoint of a request.
  ///
  /// - Parameter method: the HTTP method in capitals.
  /// - Throws: 404 for resources that are not served, 405 for verbs that a resource does not allow,
  ///   400 for names that no object can have.
  ///
  /// Source: apiserver `server/mux/pathrecorder.go`, go-restful's routing and kube-aggregator: what
  /// no server knows ends as plain text, what a known version lacks as a Status.
  package init(method: String, url: RequestURL) throws(StatusError) {
    // go-restful forgives a slash at the end, and only there.
    var parts = url.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    if parts.last == "" { parts.removeLast() }
    let segments = Array(parts)
    let rest = Array(segments.dropFirst())
    switch segments.first {
    case nil: self = .root
    case "api": self = try Self.core(method, url, rest)
    case "apis": self = try Self.named(method, url, rest)
    case "openapi": self = Self.openAPI(rest)
    case "version" where rest.isEmpty: self = .version
    case "healthz", "livez", "readyz":
      self =
        rest.count > 1
        ? .unknown : .health(String(segments[0]), check: rest.first.map(String.init))
    default: self = .unknown
    }
    if method != "GET", method != "HEAD", isDocument {
      throw Self.methodNotAllowed
    }
  }

  /// Whether the endpoint can only be read.
  private var isDocument: Bool {
    switch self {
    case .resource, .unknown: false
    case .coreVersions, .groups, .group, .resources, .openAPIv2, .openAPIv3Index, .openAPIv3,
      .version, .health, .root:
      true
    }
  }

  private static func core(
    _ method: String, _ url: RequestURL, _ parts: [Substring]
  ) throws(StatusError) -> APIEndpoint {
    guard let version = parts.first else { return .coreVersions }
    guard version == "v1" else { return .unknown }
    return try versioned(method, url, group: "", parts)
  }

  private static func named(
    _ method: String, _ url: RequestURL, _ parts: [Substring]
  ) throws(StatusError) -> APIEndpoint {
    guard let group = parts.first.map(String.init) else { return .groups }
    guard !group.isEmpty, ServedResource.groups.contains(group) else { return .unknown }
    if parts.count == 1 { return .group(group) }
    guard ServedResource.versions(ofGroup: group).contains(String(parts[1])) else {
      return .unknown
    }
    return try versioned(method, url, group: group, Array(parts.dropFirst()))
  }

  /// - Parameter parts: the version and what follows it.
  private static func versioned(
    _ method: String, _ url: RequestURL, group: String, _ parts: [Substring]
  ) throws(StatusError) -> APIEndpoint {
    let version = String(parts[0])
    guard RequestVerb(method: method) != nil else { throw methodNotAllowed }
    if parts.count == 1 { return .resources(group: group, version: version) }
    guard
      let path = ResourcePath(
        group: group, version: version, segments: Array(parts.dropFirst()), method: method, url: url
      )
    else { throw notFound }
    let served = try ServedResource.serving(path)
    try path.checkNames()
    return .resource(path, served)
  }

  private static func openAPI(_ parts: [Substring]) -> APIEndpoint {
    if parts == ["v2"] { return .openAPIv2 }
    guard parts.first == "v3" else { return .unknown }
    return parts.count == 1
      ? .openAPIv3Index : .openAPIv3(parts.dropFirst().joined(separator: "/"))
  }

  /// Source: apimachinery `api/errors/errors.go`, `NewGenericServerResponse`.
  static let notFound = StatusError(
    code: 404, reason: "NotFound", message: "the server could not find the requested resource")

  /// Source: as above.
  static let methodNotAllowed = StatusError(
    code: 405, reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource")
}
