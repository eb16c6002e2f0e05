import PodModel

/// What a request does to objects, in the words that authorization and discovery use.
package enum RequestVerb: String, Sendable, Hashable, CaseIterable {
  case get, list, watch, create, update, patch, delete, deletecollection

  /// What an HTTP method asks of one object; nil for methods that no object knows.
  init?(method: String) {
    switch method {
    case "GET", "HEAD": self = .get
    case "POST": self = .create
    case "PUT": self = .update
    case "PATCH": self = .patch
    case "DELETE": self = .delete
    default: return nil
    }
  }
}

/// A request for objects: verb, group, version, resource, namespace, name and subresource.
///
/// Source: apiserver `endpoints/request/requestinfo.go`, `NewRequestInfo`.
package struct ResourcePath: Sendable, Hashable {
  package var verb: RequestVerb
  /// Empty for the core group.
  package var group: String
  package var version: String
  /// Nil for kinds without namespace, and for all namespaces.
  package var namespace: String?
  /// The plural, such as `pods`.
  package var resource: String
  /// Nil for the whole collection.
  package var name: String?
  /// Such as `log`; nil for the object itself.
  package var subresource: String?

  package init(
    verb: RequestVerb, group: String = "", version: String = "v1", namespace: String? = nil,
    resource: String, name: String? = nil, subresource: String? = nil
  ) {
    self.verb = verb
    self.group = group
    self.version = version
    self.namespace = namespace
    self.resource = resource
    self.name = name
    self.subresource = subresource
  }

  /// `v1`, `apps/v1`.
  package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// Reads what follows `/api/v1` or `/apis/GROUP/VERSION`.
  ///
  /// - Parameters:
  ///   - segments: the parts of the path behind the version; at least one.
  ///   - method: the HTTP method in capitals.
  /// - Returns: nil for paths that no object can have: empty or too many parts.
  init?(
    group: String, version: String, segments: [Substring], method: String, url: RequestURL
  ) {
    guard var verb = RequestVerb(method: method) else { return nil }
    var parts = segments
    let isOldWatch = parts.first == "watch"
    if isOldWatch { parts.removeFirst() }
    var namespace: String?
    if parts.first == "namespaces", parts.count > 2, !["status", "finalize"].contains(parts[2]) {
      namespace = String(parts[1])
      parts.removeFirst(2)
    }
    guard (1...3).contains(parts.count), !parts.contains(""), namespace != "" else { return nil }
    self.group = group
    self.version = version
    self.namespace = namespace
    resource = String(parts[0])
    name = parts.count > 1 ? String(parts[1]) : nil
    subresource = parts.count > 2 ? String(parts[2]) : nil
    if verb == .get, isOldWatch || (name == nil && url.flag("watch")) { verb = .watch }
    if verb == .get, name == nil { verb = .list }
    if verb == .delete, name == nil { verb = .deletecollection }
    self.verb = verb
  }

  /// Refuses names that no key of the store can have.
  ///
  /// Source: apiserver `registry/generic/registry/store.go` (`NamespaceKeyFunc`), apimachinery
  /// `api/validation/path/name.go`.
  func checkNames() throws(StatusError) {
    for (kind, value) in [("Namespace", namespace), ("Name", name)] {
      guard let value else { continue }
      let problems = Self.problems(ofPathSegment: value)
      guard !problems.isEmpty else { continue }
      throw StatusError(
        code: 400, reason: "BadRequest",
        message: "\(kind) parameter invalid: \(GoQuote.quoted(value)): "
          + problems.joined(separator: ";"))
    }
  }

  private static func problems(ofPathSegment text: String) -> [String] {
    if text == "." || text == ".." { return ["may not be '\(text)'"] }
    return ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
  }
}
