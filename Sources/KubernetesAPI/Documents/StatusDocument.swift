package import PodModel

/// The `Status` objects that an API server answers with where there is no object to show.
///
/// Source: apimachinery `meta/v1` Status, `api/errors/errors.go`; apiserver
/// `endpoints/handlers/responsewriters/status.go`.
package enum StatusDocument {
  /// A refusal.
  ///
  /// - Parameter retryAfterSeconds: after how long the client may try again; nil for never.
  package static func failure(_ error: StatusError, retryAfterSeconds: Int? = nil) -> Node {
    let causes = error.causes.map { cause in
      Node.object([
        "reason": cause.reason.orNil.map(Node.text), "message": cause.message.orNil.map(Node.text),
        "field": cause.field.steps.isEmpty ? nil : .text(cause.field.description),
      ])
    }
    let parts = error.kind.split(separator: ".", maxSplits: 1)
    let details = Node.object([
      "name": error.name.orNil.map(Node.text),
      "group": parts.count > 1 ? .text(String(parts[1])) : nil,
      "kind": parts.first.map { .text(String($0)) },
      "causes": causes.isEmpty ? nil : Node(.list(causes)),
      "retryAfterSeconds": retryAfterSeconds.map(Node.number),
    ])
    let hasDetails = details.entries?.isEmpty == false || error.code == 404 || error.code == 405
    return .object([
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
      "message": .text(error.message), "reason": error.reason.orNil.map(Node.text),
      "details": hasDetails ? details : nil, "code": .number(error.code),
    ])
  }

  /// An object that is gone: what a server answers to a delete that left nothing behind.
  ///
  /// - Parameter resource: the plural of the kind, such as `configmaps`.
  package static func deleted(
    _ resource: String, named name: String, group: String = "", uid: String
  ) -> Node {
    .object([
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
      "details": .object([
        "name": .text(name), "group": group.orNil.map(Node.text), "kind": .text(resource),
        "uid": uid.orNil.map(Node.text),
      ]),
    ])
  }

  /// Something that went well and has no object to show, such as a binding.
  ///
  /// - Parameter code: the HTTP status, such as 201.
  package static func success(code: Int) -> Node {
    [
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
      "code": .number(code),
    ]
  }
}

extension StatusError {
  /// A client without a valid token.
  package static var unauthorized: StatusError {
    StatusError(code: 401, reason: "Unauthorized", message: "Unauthorized")
  }

  /// What the server has no path for.
  package static var pathNotFound: StatusError { APIEndpoint.notFound }

  /// A body in a form that the server does not read.
  ///
  /// Source: apiserver `endpoints/handlers/negotiation/errors.go`.
  package static func unsupportedMediaType(accepted: [String]) -> StatusError {
    StatusError(
      code: 415, reason: "UnsupportedMediaType",
      message: "the body of the request was in an unknown format - accepted media types include: "
        + accepted.joined(separator: ", "))
  }

  /// An answer in a form that the server does not write.
  ///
  /// Source: as above.
  package static func notAcceptable(accepted: [String]) -> StatusError {
    StatusError(
      code: 406, reason: "NotAcceptable",
      message: "only the following media types are accepted: "
        + accepted.joined(separator: ", "))
  }

  /// A place in the history that is no longer kept.
  ///
  /// Source: etcd3 `store.go`, apimachinery `errors.NewResourceExpired`.
  package static func expired(_ message: String) -> StatusError {
    StatusError(code: 410, reason: "Expired", message: message)
  }

  /// A write that is based on an older state of the object.
  ///
  /// - Parameter resource: the plural with its group, such as `pods`.
  ///
  /// Source: apiserver `registry/generic/registry/store.go`, `OptimisticLockErrorMsg`.
  package static func conflict(_ resource: String, named name: String) -> StatusError {
    StatusError(
      code: 409, reason: "Conflict",
      message: "Operation cannot be fulfilled on \(resource) \(GoQuote.quoted(name)): the object "
        + "has been modified; please apply your changes to the latest version and try again",
      kind: resource, name: name)
  }
}
