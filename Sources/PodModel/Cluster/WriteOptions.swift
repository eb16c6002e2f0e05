/// How a cluster is to take an object that is written.
package struct WriteOptions: Sendable, Hashable {
  /// Whether everything is done but keeping the object.
  package var isDryRun: Bool
  package var unknownFields: UnknownFields

  package init(isDryRun: Bool = false, unknownFields: UnknownFields = .refused) {
    self.isDryRun = isDryRun
    self.unknownFields = unknownFields
  }

  /// What a server does of its own where a request says nothing of unknown fields: it warns.
  ///
  /// Source: apiserver `endpoints/handlers/rest.go`, `fieldValidation`. kubectl says something where
  /// it writes manifests: in `create`, `apply`, `replace` and `edit`.
  package static func unasked(isDryRun: Bool = false) -> WriteOptions {
    WriteOptions(isDryRun: isDryRun, unknownFields: .warned)
  }
}
