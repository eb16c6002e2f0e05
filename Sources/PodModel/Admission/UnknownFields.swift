/// What the API server does with fields that a kind does not have.
///
/// Source: apimachinery `meta/v1`, `FieldValidationStrict`, `FieldValidationWarn` and
/// `FieldValidationIgnore`.
package enum UnknownFields: Sendable, Hashable {
  /// The request is refused; kubectl asks for this where it writes manifests.
  case refused
  /// The fields are dropped, and the answer warns of them; what a server does unasked.
  case warned
  /// The fields are dropped.
  case dropped
}
