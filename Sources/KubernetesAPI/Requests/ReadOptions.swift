package import PodModel

/// Which objects of a collection a client wants, and how many at a time.
///
/// Source: apimachinery `meta/v1` ListOptions and its validation in
/// `apis/internalversion/validation`.
package struct ListRequest: Sendable, Hashable {
  package var selector: ObjectSelector
  /// Nil for all at once.
  package var limit: Int?
  /// Where the page before ended.
  package var next: ContinueToken?
  /// Empty for the newest state, `0` for any.
  package var resourceVersion: String

  package init(
    selector: ObjectSelector = ObjectSelector(), limit: Int? = nil, next: ContinueToken? = nil,
    resourceVersion: String = ""
  ) {
    self.selector = selector
    self.limit = limit
    self.next = next
    self.resourceVersion = resourceVersion
  }

  /// Reads the query of a list.
  ///
  /// - Throws: 400 for numbers, selectors and tokens that are none.
  package init(_ url: RequestURL, path: ResourcePath, served: ServedResource) throws(StatusError) {
    selector = try FieldLabels.selector(url, path: path, served: served)
    let wanted = try url.integer("limit") ?? 0
    limit = wanted > 0 ? Int(clamping: wanted) : nil
    resourceVersion = url.first("resourceVersion") ?? ""
    try Self.checkResourceVersion(resourceVersion)
    if let text = url.first("continue"), !text.isEmpty {
      guard resourceVersion.isEmpty || resourceVersion == "0" else {
        throw StatusError(
          code: 400, reason: "BadRequest",
          message: "specifying resource version is not allowed when using continue")
      }
      next = try ContinueToken(text)
    }
  }

  /// Source: apiserver `storage/versioner.go`, `ParseResourceVersion`.
  static func checkResourceVersion(_ text: String) throws(StatusError) {
    guard !text.isEmpty, UInt64(text) == nil else { return }
    throw StatusError(
      code: 400, reason: "BadRequest",
      message: "resourceVersion: Invalid value: \(GoQuote.quoted(text)): strconv.ParseUint: "
        + "parsing \(GoQuote.quoted(text)): invalid syntax")
  }
}

/// Which changes a client wants to hear of.
///
/// Source: apimachinery `meta/v1` ListOptions; apiserver `endpoints/handlers/get.go`.
package struct WatchRequest: Sendable, Hashable {
  package var selector: ObjectSelector
  /// Changes after this one; empty or `0` for all objects as they are, then their changes.
  package var resourceVersion: String
  /// After how long the watch ends; nil for the server's choice.
  package var timeoutSeconds: Int?
  /// Whether marks of progress may come between the changes.
  package var allowsBookmarks: Bool
  /// Whether the objects as they are come first, with a bookmark at their end.
  package var sendsInitialEvents: Bool

  /// Reads the query of a watch.
  ///
  /// - Throws: 400 for numbers and selectors that are none.
  package init(_ url: RequestURL, path: ResourcePath, served: ServedResource) throws(StatusError) {
    selector = try FieldLabels.selector(url, path: path, served: served)
    resourceVersion = url.first("resourceVersion") ?? ""
    try ListRequest.checkResourceVersion(resourceVersion)
    let seconds = try url.integer("timeoutSeconds") ?? 0
    timeoutSeconds = seconds > 0 ? Int(clamping: seconds) : nil
    allowsBookmarks = url.flag("allowWatchBookmarks")
    sendsInitialEvents = url.flag("sendInitialEvents")
  }
}

/// Where a list that came in pages goes on.
///
/// Source: apiserver `storage/continue.go`: base64 without padding around a small JSON object.
package struct ContinueToken: Sendable, Hashable {
  /// The state of the cluster when the first page was read.
  package var resourceVersion: Int64
  /// The last key that was shown: namespace and name with U+0001 between, or a name alone.
  package var lastKey: String

  package init(resourceVersion: Int64, lastKey: String) {
    self.resourceVersion = resourceVersion
    self.lastKey = lastKey
  }

  /// Reads a token.
  ///
  /// - Throws: 400 for what is none.
  init(_ text: String) throws(StatusError) {
    let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
    guard text.utf8.count <= 4096,
      let bytes = try? Base64.decode(String(standard) + padding),
      let token = try? JSON.node(in: bytes), token["v"] == "meta.k8s.io/v1",
      let version = token["rv"]?.integer, let start = token["start"]?.string,
      start.hasSuffix("\0")
    else {
      throw StatusError(
        code: 400, reason: "BadRequest", message: "continue key is not valid: unknown format")
    }
    resourceVersion = version
    lastKey = String(start.dropLast())
  }

  /// The token as clients send it back.
  package var text: String {
    let token: Node = [
      "v": "meta.k8s.io/v1", "rv": Node(.integer(resourceVersion)), "start": .text(lastKey + "\0"),
    ]
    return String(
      Base64.encode(token.jsonBytes()).filter { $0 != "=" }
        .map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }
}
