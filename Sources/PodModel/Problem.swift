/// One thing that is wrong with a manifest: what, where, and how to go on.
package struct Problem: Sendable, Hashable {
  /// What is wrong, in the API server's words where it has any.
  package var message: String
  /// The field; nil where the text could not be read as an object.
  package var path: FieldPath?
  /// The place in the file; nil where the file does not name one.
  package var position: SourcePosition?
  /// What the learner can do; nil when the message says it all.
  package var suggestion: String?

  package init(
    _ message: String, path: FieldPath? = nil, position: SourcePosition? = nil,
    suggestion: String? = nil
  ) {
    self.message = message
    self.path = path
    self.position = position
    self.suggestion = suggestion
  }
}
