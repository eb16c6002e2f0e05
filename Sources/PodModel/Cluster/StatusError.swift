/// How an API server refuses a request.
///
/// Source: apimachinery `meta/v1` Status.
package struct StatusError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One of several reasons, each with the field it is about.
  package struct Cause: Sendable, Hashable {
    /// The kind of mistake, such as `FieldValueRequired`.
    package var reason: String
    package var message: String
    package var field: FieldPath

    package init(reason: String, message: String, field: FieldPath) {
      self.reason = reason
      self.message = message
      self.field = field
    }
  }

  /// The HTTP status, such as 404.
  package var code: Int
  /// The kind of refusal, such as `NotFound` or `Invalid`.
  package var reason: String
  /// What the server says, without kubectl's words around it.
  package var message: String
  /// Kind of the object that is meant; empty where none is.
  package var kind: String
  /// Name of the object that is meant; empty where none is.
  package var name: String
  package var causes: [Cause]

  package init(
    code: Int, reason: String, message: String, kind: String = "", name: String = "",
    causes: [Cause] = []
  ) {
    self.code = code
    self.reason = reason
    self.message = message
    self.kind = kind
    self.name = name
    self.causes = causes
  }

  package var description: String { message }

  /// There is nothing at the address that was asked for.
  package static let missingResource = StatusError(
    code: 404, reason: "NotFound", message: "the server could not find the requested resource")
}
