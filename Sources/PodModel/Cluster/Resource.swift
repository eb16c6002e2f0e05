/// A kind of object that an API server keeps, with the names that kubectl knows it by.
///
/// Source: `GroundTruth/openapi/api-v1-resources.json`, as a v1.36 server lists them.
package struct Resource: Sendable, Hashable {
  /// `Pod`
  package var kind: String
  /// `pods`
  package var plural: String
  /// `pod`
  package var singular: String
  /// `po`
  package var shortNames: [String]
  /// `v1`, or `group/version`.
  package var apiVersion: String
  package var isNamespaced: Bool
  /// What kubectl may ask for: `create`, `get`, `list`, `watch`, …
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
}
