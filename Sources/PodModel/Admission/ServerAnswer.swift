/// What the API server answers to a create.
package enum ServerAnswer: Sendable, Equatable {
  /// The object as the server completed it, keys sorted, with the server's warnings.
  case accepted(Node, warnings: [String])
  case refused(Refusal)
  /// podlab knows that the kind exists but does not model it.
  case notModelled(kind: String)
}

/// A refusal with its reasons: the `Status` the server sends.
package struct Refusal: Error, Sendable, Hashable {
  /// `reason` of the `Status`, which kubectl prints in front of most messages.
  package enum Reason: String, Sendable, Hashable {
    case badRequest = "BadRequest"
    case forbidden = "Forbidden"
    case notFound = "NotFound"
    case alreadyExists = "AlreadyExists"
    case invalid = "Invalid"
  }

  package var reason: Reason
  /// `message` of the `Status`, without what kubectl puts in front.
  package var message: String
  /// `details.kind` and `details.name`, which kubectl needs to word an `.invalid` refusal.
  package var kind: String
  package var name: String
  /// Each single fault, in the server's order; never empty.
  package var causes: [Cause]
  /// What the server does not like besides; kubectl prints it before the refusal.
  package var warnings: [String] = []

  /// One fault of the object.
  package struct Cause: Sendable, Hashable {
    /// The field, printed by its `description`; nil when no field is to blame.
    package var path: FieldPath?
    /// What the server says of the field, without the path.
    package var message: String
    /// What podlab adds for the learner.
    package var suggestion: String?

    package init(path: FieldPath?, message: String, suggestion: String? = nil) {
      self.path = path
      self.message = message
      self.suggestion = suggestion
    }
  }

  package init(
    _ reason: Reason, message: String, kind: String, name: String, causes: [Cause]? = nil
  ) {
    self.reason = reason
    self.message = message
    self.kind = kind
    self.name = name
    self.causes = causes ?? [Cause(path: nil, message: message)]
  }
}
