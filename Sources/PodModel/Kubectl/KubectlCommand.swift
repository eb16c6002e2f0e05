/// A kubectl command that sends the objects of a file to the API server.
enum KubectlCommand: String, Sendable {
  case create
  case apply
}

/// One object that waits to be sent.
struct PendingObject: Sendable {
  let object: Node
  let kind: ObjectInfo.Kind
}

extension PendingObject {
  /// What `kubectl apply` has against an object before it sends it; nil when nothing.
  ///
  /// It asks for the object first, which needs a name that can stand in a URL. Source: kubectl
  /// `cmd/apply/apply.go` (`applyOneObject`), client-go `rest/request.go` (`Name`).
  func applyFault(file: String) -> (message: String, problem: Problem)? {
    let metadata = object["metadata"]
    let path = FieldPath("metadata", "name")
    if object.name.isEmpty, let prefix = metadata?["generateName"]?.string, !prefix.isEmpty {
      let reason = "cannot use generate name with apply"
      return (
        "from \(prefix): \(reason)",
        Problem(
          reason, path: path, position: object.position(of: path),
          suggestion: "`metadata.name` must be set")
      )
    }
    guard let reason = Self.nameFault(object.name) else { return nil }
    let namespace = metadata?["namespace"]?.string ?? ""
    let version = (kind.own.group, kind.own.version)
    return (
      "error when retrieving current configuration of:\n"
        + "Resource: \"\(version.0)/\(version.1), Resource=\(kind.plural)\", "
        + "GroupVersionKind: \"\(version.0)/\(version.1), Kind=\(kind.own.kind)\"\n"
        + "Name: \(GoQuote.quoted(object.name)), "
        + "Namespace: \(GoQuote.quoted(namespace.isEmpty && kind.isNamespaced ? "default" : namespace))\n"
        + "from server for: \(GoQuote.quoted(file)): \(reason)",
      Problem(reason, path: path, position: object.position(of: path))
    )
  }

  private static func nameFault(_ name: String) -> String? {
    if name.isEmpty { return "resource name may not be empty" }
    var faults: [String] = []
    if name == "." || name == ".." {
      faults = ["may not be '\(name)'"]
    } else {
      faults = ["/", "%"].filter(name.contains).map { "may not contain '\($0)'" }
    }
    guard !faults.isEmpty else { return nil }
    return "invalid resource name \(GoQuote.quoted(name)): [\(faults.joined(separator: " "))]"
  }
}

extension ObjectInfo.Kind {
  private var model: KindModel? { KindModel.model(of: resource) }
  /// The name of the resource in URLs.
  fileprivate var plural: String { model?.resource ?? resource.lowercased() + "s" }
  fileprivate var isNamespaced: Bool { model?.isNamespaced ?? true }
}
