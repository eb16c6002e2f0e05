/// What kubectl checks before it sends anything.
///
/// Fields are left to the server where the server checks them, which it does for all kinds but
/// lists. Source: kubectl `pkg/validation/schema.go`.
enum ClientValidation {
  /// What is wrong with a document, in kubectl's words and order.
  static func problems(of document: Node) -> [Problem] {
    let kind: KindCatalog.GroupVersionKind
    switch self.kind(of: document) {
    case .failure(let fault): return fault.problems
    case .success(let found): kind = found
    }
    if KindCatalog.isCheckedByServer(kind) { return [] }
    guard kind.kind == "List", kind.apiVersion == "v1" else {
      return SchemaCheck.problems(of: document, as: kind)
    }
    guard let items = document["items"]?.list else {
      return [Problem("invalid object to validate", position: document.position)]
    }
    return items.flatMap { item in
      switch self.kind(of: item) {
      case .failure(let fault): fault.problems
      case .success(let kind): SchemaCheck.problems(of: item, as: kind)
      }
    }
  }

  struct KindFault: Error { var problems: [Problem] }

  /// The kind an object says it is of.
  static func kind(
    of object: Node
  ) -> Result<KindCatalog.GroupVersionKind, KindFault> {
    guard object.entries != nil else {
      let problem = Problem(
        "invalid object to validate", position: object.position,
        suggestion: "a manifest must be a mapping with `apiVersion`, `kind` and `metadata`")
      return .failure(KindFault(problems: [problem]))
    }
    var problems: [Problem] = []
    let apiVersion = text("apiVersion", of: object, &problems)
    var parts: [Substring] = []
    if let apiVersion {
      parts =
        apiVersion == "/"
        ? [""]
        : apiVersion.split(
          separator: "/", omittingEmptySubsequences: false)
      if parts.count > 2 {
        problems.append(
          Problem(
            "unexpected GroupVersion string: \(apiVersion)", path: FieldPath("apiVersion"),
            position: object["apiVersion"]?.position))
      }
    }
    let kind = text("kind", of: object, &problems)
    guard problems.isEmpty, let kind else { return .failure(KindFault(problems: problems)) }
    return .success(
      KindCatalog.GroupVersionKind(
        group: parts.count == 2 ? String(parts[0]) : "", version: String(parts.last ?? ""),
        kind: kind))
  }

  private static func text(
    _ field: String, of object: Node, _ problems: inout [Problem]
  ) -> String? {
    let value = object[field] ?? Node(.null)
    if let text = value.string { return text }
    let near = object.entries?.first { $0.key.lowercased() == field.lowercased() }
    let message = value.isNull ? "\(field) not set" : "\(field) isn't string type"
    let suggestion =
      if !value.isNull {
        "it must be one word, in quotes where it looks like a number"
      } else if let near, near.key != field {
        "`\(near.key)` must be spelt `\(field)`"
      } else {
        field == "kind" ? "a Pod begins with `kind: Pod`" : "a Pod begins with `apiVersion: v1`"
      }
    problems.append(
      Problem(
        message, path: FieldPath(field),
        position: value.position ?? near?.keyPosition ?? object.position, suggestion: suggestion))
    return nil
  }
}
