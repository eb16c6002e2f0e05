import PodModel

/// Reads the selectors of a request.
enum FieldLabels {
  /// The selectors of a query, with the name that the path gives.
  ///
  /// - Throws: 400 for a selector that cannot be read, or a field that nothing is selected by.
  static func selector(
    _ url: RequestURL, path: ResourcePath, served: ServedResource
  ) throws(StatusError) -> ObjectSelector {
    var fields = url.first("fieldSelector") ?? ""
    let kind = served.resource.kind
    for term in fields.split(separator: ",") {
      guard let sign = term.firstIndex(of: "=") else {
        throw refusal(
          "invalid selector: '\(fields)'; can't understand '\(term)'")
      }
      let name = String(term[..<sign].filter { $0 != "!" && $0 != " " })
      guard SelectableFields.contains(name, ofKind: kind) else {
        throw refusal("field label not supported: \(name)")
      }
    }
    if let name = path.name {
      fields = (fields.isEmpty ? "" : fields + ",") + "metadata.name=\(name)"
    }
    let labels = url.first("labelSelector") ?? ""
    try LabelSelectorSyntax.check(labels)
    return ObjectSelector(labels: labels, fields: fields)
  }

  private static func refusal(_ message: String) -> StatusError {
    StatusError(code: 400, reason: "BadRequest", message: message)
  }
}
