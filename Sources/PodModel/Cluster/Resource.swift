import ByteText

/// A kind of object that an API server keeps, with the names that kubectl knows it by.
///
/// Source: `GroundTruth/openapi/api-v1-resources.json`, as a v1.36 server lists them.
package struct Resource: Sendable, Hashable {
  /// The kind, such as `Pod`.
  package var kind: String
  /// The name in paths, such as `pods`.
  package var plural: String
  /// The name for one object, such as `pod`.
  package var singular: String
  /// Abbreviations, such as `po`.
  package var shortNames: [String]
  /// The version, after the group and a slash where there is a group.
  package var apiVersion: String
  package var isNamespaced: Bool
  /// What a client may ask for, such as `create` or `watch`.
  package var verbs: [String]

  package init(
    kind: String, plural: String, singular: String, shortNames: [String] = [],
    apiVersion: String = "v1", isNamespaced: Bool = true, verbs: [String]
  ) {
    self.kind = kind
    self.plural = plural
    self.singular = singular
    self.shortNames = shortNames
    self.apiVersion = apiVersion
    self.isNamespaced = isNamespaced
    self.verbs = verbs
  }

  /// The plural as messages name it: `pods`, `endpointslices.discovery.k8s.io`.
  package var qualifiedPlural: String {
    let parts = apiVersion.split(at: "/")
    return parts.count > 1 ? "\(plural).\(parts[0])" : plural
  }
}
