extension APIServer {
  /// The object as Go reads it with the server's warnings, or what it says when it cannot read it.
  ///
  /// Source: apiserver `handlers/create.go` (`transformDecodeError`) and apimachinery
  /// `runtime/error.go` (`strictDecodingError`).
  static func decode(
    _ object: Node, _ model: KindModel, _ unknownFields: UnknownFields
  ) throws(Refusal) -> (object: Node, warnings: [String]) {
    let ownKind = object["kind"]?.string ?? ""
    let version = object["apiVersion"]?.string ?? ""
    let prefix =
      "\(ownKind) in version \(GoQuote.quoted(model.version)) cannot be handled as a \(model.kind): "
    func refusal(_ message: String, _ causes: [Refusal.Cause]) -> Refusal {
      Refusal(
        .badRequest, message: prefix + message, kind: model.kind, name: object.name, causes: causes)
    }
    guard ownKind == model.kind, version == model.apiVersion else {
      let message =
        "no kind \(GoQuote.quoted(ownKind)) is registered for version \(GoQuote.quoted(version)) "
        + "in scheme \"pkg/api/legacyscheme/scheme.go:30\""
      throw refusal(message, [Refusal.Cause(path: FieldPath("kind"), message: message)])
    }
    guard let result = GoDecoder.decode(object, as: model.kind) else { return (object, []) }
    if let mistake = result.mistake {
      let cause = Refusal.Cause(path: mistake.path, message: mistake.message)
      throw refusal(mistake.message, [cause])
    }
    let unknown = result.unknownFields.uniqued().prefix(100)
    let complaints = unknown.map { "unknown field \(GoQuote.quoted($0.description))" }
    switch unknownFields {
    case .refused where !unknown.isEmpty:
      let causes = zip(unknown, complaints).map { path, complaint in
        Refusal.Cause(
          path: path, message: complaint,
          suggestion: FieldSuggestion.suggestion(for: path, of: model.kind))
      }
      throw refusal("strict decoding error: \(complaints.joined(separator: ", "))", causes)
    case .warned: return (result.object, complaints)
    case .refused, .dropped: return (result.object, [])
    }
  }
}

extension Node {
  /// `metadata.name`, empty when there is none.
  var name: String { self["metadata"]?["name"]?.string ?? "" }
}

extension Sequence where Element: Hashable {
  /// The elements without those that came before.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
