/// How a cluster is to take an object that is written.
package struct WriteOptions: Sendable, Hashable {
  /// Whether everything is done but keeping the object.
  package var isDryRun: Bool
  package var unknownFields: UnknownFields

  package init(isDryRun: Bool = false, unknownFields: UnknownFields = .refused) {
    self.isDryRun = isDryRun
    self.unknownFields = unknownFields
  }
}
