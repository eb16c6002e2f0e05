/// The API server's answer to a create, without a server.
///
/// The steps are the server's: decode, complete with defaults, run the mutating admission plugins,
/// validate, warn, store. Source: apiserver `endpoints/handlers/create.go`, `registry/rest/create.go`.
package enum APIServer {
  /// Asks for the creation of one object.
  ///
  /// - Parameter object: the document as kubectl read it.
  /// - Parameter kind: the kind whose resource kubectl posts to; by default the object's own.
  /// - Parameter namespace: the namespace for objects that name none.
  package static func create(
    _ object: Node, as kind: String? = nil, namespace: String = "default",
    in context: AdmissionContext = AdmissionContext()
  ) -> ServerAnswer {
    let ownKind = object["kind"]?.string ?? ""
    let kind = kind ?? ownKind
    guard let model = KindModel.model(of: kind) else { return .notModelled(kind: kind) }
    do {
      let draft = try decode(object, model)
      return .accepted(draft, warnings: [])
    } catch {
      return .refused(error)
    }
  }
}
