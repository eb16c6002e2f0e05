package import PodModel

/// A kind that the practice cluster serves, with all that can be asked of it.
///
/// Source: `GroundTruth/openapi/api-v1-resources.json` and the API reference of v1.36; kinds that
/// podlab does not model are left out, as a server without them does.
package struct ServedResource: Sendable, Hashable {
  /// A part of an object that has a path of its own, such as `log`.
  package struct Subresource: Sendable, Hashable {
    package var name: String
    /// The kind of what is sent or answered.
    package var kind: String
    /// Group and version of that kind where they are not the resource's own.
    package var kindGroup: String
    package var kindVersion: String
    package var verbs: [String]
  }

  package var resource: Resource
  /// Such as `all`.
  package var categories: [String]
  package var subresources: [Subresource]

  /// The API group; empty for the core group.
  package var group: String {
    String(resource.apiVersion.split(separator: "/").dropLast().first ?? "")
  }
  /// The version without the group.
  package var version: String { String(resource.apiVersion.split(separator: "/").last ?? "") }

  /// The subresource of a name.
  package func subresource(_ name: String) -> Subresource? {
    subresources.first { $0.name == name }
  }

  /// A mark that changes when the stored form of a kind does; discovery shows it.
  ///
  /// Source: apiserver `endpoints/discovery/storageversionhash.go` hashes the stored kind; the same
  /// is done here with a hash of podlab's own.
  var storageVersionHash: String? {
    guard resource.verbs.contains("list") else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(resource.apiVersion)/\(resource.kind)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return Base64.encode((0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) })
  }
}

extension ServedResource {
  /// The kinds, one line each.
  ///
  /// Name, short names, `n` or `c` for namespaced or cluster-wide, kind, verbs, categories.
  /// Subresources follow with a slash: name, kind, verbs. `-` stands for none.
  /// Verbs are `*` for all, or single letters: create, delete, deletecollection (D), get, list,
  /// patch, update, watch.
  private static let table: [(apiVersion: String, lines: String)] = [
    (
      "v1",
      """
      bindings - n Binding c -
      configmaps cm n ConfigMap * -
      endpoints ep n Endpoints * -
      events ev n Event * -
      namespaces ns c Namespace cdglpuw -
      /finalize Namespace u
      /status Namespace gpu
      nodes no c Node * -
      /status Node gpu
      persistentvolumeclaims pvc n PersistentVolumeClaim * -
      /status PersistentVolumeClaim gpu
      pods po n Pod * all
      /attach PodAttachOptions cg
      /binding Binding c
      /ephemeralcontainers Pod gpu
      /eviction policy/v1:Eviction c
      /exec PodExecOptions cg
      /log Pod g
      /portforward PodPortForwardOptions cg
      /status Pod gpu
      secrets - n Secret * -
      serviceaccounts sa n ServiceAccount * -
      services svc n Service * all
      /status Service gpu
      """
    ),
    ("events.k8s.io/v1", "events ev n Event * -"),
    ("authentication.k8s.io/v1", "selfsubjectreviews - c SelfSubjectReview c -"),
    (
      "authorization.k8s.io/v1",
      """
      selfsubjectaccessreviews - c SelfSubjectAccessReview c -
      selfsubjectrulesreviews - c SelfSubjectRulesReview c -
      """
    ),
    ("discovery.k8s.io/v1", "endpointslices - n EndpointSlice * -"),
  ]

  /// All kinds, group by group in the order of the groups' priority, then by name.
  package static let all: [ServedResource] = table.flatMap { apiVersion, lines in
    read(lines, apiVersion)
  }

  /// The named groups in the order in which a server lists them; the core group is not among them.
  package static let groups: [String] = all.reduce(into: []) { groups, served in
    if !served.group.isEmpty, groups.last != served.group { groups.append(served.group) }
  }

  /// The versions of a group, the preferred one first.
  package static func versions(ofGroup group: String) -> [String] {
    all.reduce(into: []) { versions, served in
      if served.group == group, !versions.contains(served.version) {
        versions.append(served.version)
      }
    }
  }

  /// The kinds of one version, sorted by name.
  package static func resources(group: String, version: String) -> [ServedResource] {
    all.filter { $0.group == group && $0.version == version }
  }

  /// The kind that a request is for.
  ///
  /// - Throws: 404 where there is no such kind or subresource, 405 where the verb is not allowed.
  package static func serving(_ path: ResourcePath) throws(StatusError) -> ServedResource {
    let found = resources(group: path.group, version: path.version)
      .first { $0.resource.plural == path.resource }
    guard let found else { throw APIEndpoint.notFound }
    // Only lists may span all namespaces; and what has no namespace is not found in one.
    guard found.resource.isNamespaced || path.namespace == nil else { throw APIEndpoint.notFound }
    if found.resource.isNamespaced, path.namespace == nil, path.name != nil {
      throw APIEndpoint.notFound
    }
    guard let subresource = path.subresource else {
      try found.check(path)
      return found
    }
    guard let known = found.subresource(subresource) else { throw APIEndpoint.notFound }
    guard known.verbs.contains(path.verb.rawValue) else { throw APIEndpoint.methodNotAllowed }
    return found
  }

  /// Whether the verb fits the path: an object is created in its collection and changed by its name.
  private func check(_ path: ResourcePath) throws(StatusError) {
    let isForCollection =
      switch path.verb {
      case .list, .deletecollection, .create: true
      case .get, .update, .patch, .delete: false
      case .watch: path.name == nil
      }
    let isWholeCluster = resource.isNamespaced && path.namespace == nil
    let isReview = resource.verbs == ["create"] && !resource.isNamespaced
    guard resource.verbs.contains(path.verb.rawValue), isForCollection == (path.name == nil),
      !isWholeCluster || path.verb == .list || path.verb == .watch || isReview
    else { throw APIEndpoint.methodNotAllowed }
  }

  // MARK: Reading the table

  private static func read(_ lines: String, _ apiVersion: String) -> [ServedResource] {
    var all: [ServedResource] = []
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if line.first == "/", words.count == 3, !all.isEmpty {
        all[all.count - 1].subresources.append(subresource(words, apiVersion))
      } else if words.count == 6 {
        all.append(resource(words, apiVersion))
      }
    }
    return all
  }

  private static func resource(_ words: [String], _ apiVersion: String) -> ServedResource {
    ServedResource(
      resource: Resource(
        kind: words[3], plural: words[0], singular: words[3].lowercased(),
        shortNames: list(words[1]), apiVersion: apiVersion, isNamespaced: words[2] == "n",
        verbs: verbs(words[4])),
      categories: list(words[5]), subresources: [])
  }

  private static func subresource(_ words: [String], _ apiVersion: String) -> Subresource {
    let parts = words[1].split(separator: ":").map(String.init)
    let kindVersion = parts.count == 2 ? parts[0].split(separator: "/").map(String.init) : []
    return Subresource(
      name: String(words[0].dropFirst()), kind: parts.last ?? "",
      kindGroup: kindVersion.first ?? "", kindVersion: kindVersion.last ?? "",
      verbs: verbs(words[2]))
  }

  private static func list(_ word: String) -> [String] {
    word == "-" ? [] : word.split(separator: ",").map(String.init)
  }

  private static func verbs(_ letters: String) -> [String] {
    let all: [(Character, String)] = [
      ("c", "create"), ("d", "delete"), ("D", "deletecollection"), ("g", "get"), ("l", "list"),
      ("p", "patch"), ("u", "update"), ("w", "watch"),
    ]
    return all.filter { letters == "*" || letters.contains($0.0) }.map(\.1)
  }
}
