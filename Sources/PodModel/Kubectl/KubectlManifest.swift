/// The objects of a manifest as kubectl finds them, before anything is sent.
///
/// Source: cli-runtime `resource/visitor.go` (`StreamVisitor`, `FlattenListVisitor`), kubectl
/// `pkg/validation/schema.go`.
package struct KubectlManifest {
  /// One object, or what keeps kubectl from reading on.
  package enum Item: Sendable {
    /// - Parameter resourceKind: the kind whose resource the object is posted to.
    case object(Node, apiVersion: String, resourceKind: String)
    /// - Parameter message: kubectl's words behind `error: `.
    case fault(message: String, problems: [Problem])
  }

  /// What the visit found, with the kind as the catalog knows it.
  enum Found {
    case object(PendingObject)
    case fault(message: String, problems: [Problem])
  }

  private let file: String
  private let validates: Bool
  private var found: [Found] = []

  /// Reads a manifest up to its end, or to the first document that cannot be read.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as messages repeat it.
  ///   - validates: whether objects are looked at before they are taken, as without
  ///     `--validate=false`.
  package static func items(
    in bytes: [UInt8], file: String, validates: Bool = true
  ) -> [Item] {
    visit(bytes, file: file, validates: validates).map { found in
      switch found {
      case .object(let pending):
        .object(
          pending.object, apiVersion: pending.kind.own.apiVersion,
          resourceKind: pending.kind.resource)
      case .fault(let message, let problems): .fault(message: message, problems: problems)
      }
    }
  }

  /// The same for the commands of this module.
  static func visit(_ bytes: [UInt8], file: String, validates: Bool = true) -> [Found] {
    var manifest = KubectlManifest(file: file, validates: validates)
    manifest.visit(bytes)
    return manifest.found
  }

  private init(file: String, validates: Bool) {
    self.file = file
    self.validates = validates
  }

  private mutating func visit(_ bytes: [UInt8]) {
    var stream = ManifestStream(bytes: bytes)
    while true {
      do {
        guard let document = try stream.next() else { return }
        guard visit(document) else { return }
      } catch {
        let suggestion = YAMLHint.suggestion(for: error, in: bytes)
        let problem = Problem(error.reason, position: error.position, suggestion: suggestion)
        return found.append(
          .fault(message: "error parsing \(file): \(error.message)", problems: [problem]))
      }
    }
  }

  /// False where the visit must end.
  private mutating func visit(_ document: ManifestStream.Document) -> Bool {
    let invalid = validates ? ClientValidation.problems(of: document.node) : []
    guard invalid.isEmpty else {
      let message =
        "error validating \(GoQuote.quoted(file)): error validating data: "
        + KubectlFault.aggregate(invalid.map(\.message))
        + "; if you choose to ignore these errors, turn validation off with --validate=false"
      found.append(.fault(message: message, problems: invalid))
      return false
    }
    do {
      let info = try ObjectInfo(document, file: file)
      if let items = info.items { return visit(items: items) }
      found.append(.object(PendingObject(object: info.object, kind: info.kind)))
      return true
    } catch {
      found.append(.fault(message: error.message, problems: [error.problem]))
      return false
    }
  }

  /// Takes the items of a list; false where one has a kind that the cluster does not know.
  private mutating func visit(items: [Node]) -> Bool {
    var unmapped: [String] = []
    var problems: [Problem] = []
    for item in items {
      guard let kind = try? ClientValidation.kind(of: item).get() else { continue }
      if case .resource(let resource) = KindCatalog.mapping(of: kind) {
        let kind = ObjectInfo.Kind(own: kind, resource: resource)
        found.append(.object(PendingObject(object: item, kind: kind)))
      } else {
        let fault = ObjectInfo.unmapped(item: item, kind)
        problems.append(fault.problem)
        unmapped.append(fault.message)
      }
    }
    if unmapped.isEmpty { return true }
    found.append(.fault(message: KubectlFault.aggregate(unmapped), problems: problems))
    return false
  }
}
