/// What `kubectl create --dry-run=server -f FILE` does with a file.
///
/// Source: kubectl `cmd/create/create.go`, cli-runtime `resource/visitor.go`.
package enum KubectlCreate {
  /// Creates the objects of a file in a new cluster.
  package static func dryRun(_ bytes: [UInt8], file: String) -> Admission {
    dryRun(bytes, file: file, in: AdmissionContext())
  }

  /// Reads the objects of a file, hands each to the API server, and gathers the answers.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as it stands behind `-f`, which messages repeat.
  ///   - context: what the API server knows of the cluster.
  package static func dryRun(
    _ bytes: [UInt8], file: String, in context: AdmissionContext
  ) -> Admission {
    var run = KubectlRun(file: file, context: context)
    run.visit(bytes)
    return run.admission
  }
}

/// One walk over a file's documents.
private struct KubectlRun {
  private let file: String
  private let context: AdmissionContext
  /// How many objects the server accepted.
  private var count = 0
  private var faults: [KubectlFault] = []
  private var warnings: [String] = []
  private var objects: [Node] = []
  private var problems: [Problem] = []

  init(file: String, context: AdmissionContext) {
    self.file = file
    self.context = context
  }

  /// What kubectl prints and the objects it created.
  var admission: Admission {
    var faults = faults
    if faults.isEmpty, count == 0 { faults = [.plain("no objects passed to create")] }
    var printed: Set<String> = []
    let lines = warnings.filter { printed.insert($0).inserted }.map { "Warning: \($0)\n" }
    return Admission(
      accepted: faults.isEmpty, message: lines.joined() + KubectlFault.text(of: faults, file),
      warnings: warnings, objects: objects,
      problems: problems.isEmpty && !faults.isEmpty
        ? [Problem("no objects passed to create", suggestion: "the file holds no object")]
        : problems)
  }

  /// Visits the documents until one cannot be read; refused objects do not end the visit.
  mutating func visit(_ bytes: [UInt8]) {
    var stream = ManifestStream(bytes: bytes)
    while true {
      do {
        guard let document = try stream.next() else { return }
        guard visit(document) else { return }
      } catch {
        let suggestion = YAMLHint.suggestion(for: error, in: bytes)
        problems.append(
          Problem(error.message, position: error.position, suggestion: suggestion))
        return faults.append(.plain("error parsing \(file): \(error.message)"))
      }
    }
  }

  /// False where the visit must end.
  private mutating func visit(_ document: ManifestStream.Document) -> Bool {
    let invalid = ClientValidation.problems(of: document.node)
    guard invalid.isEmpty else {
      problems += invalid
      faults.append(
        .plain(
          "error validating \(GoQuote.quoted(file)): error validating data: "
            + KubectlFault.aggregate(invalid.map(\.message))
            + "; if you choose to ignore these errors, turn validation off with --validate=false"))
      return false
    }
    do {
      let info = try ObjectInfo(document, file: file)
      if let items = info.items { return visit(items: items) }
      create(info.object, as: info.kind)
      return true
    } catch {
      problems.append(error.problem)
      faults.append(.plain(error.message))
      return false
    }
  }

  /// Creates the items of a list; false where one has a kind that the cluster does not know.
  private mutating func visit(items: [Node]) -> Bool {
    var unmapped: [String] = []
    for item in items {
      guard let kind = try? ClientValidation.kind(of: item).get() else { continue }
      if case .resource(let resource) = KindCatalog.mapping(of: kind) {
        create(item, as: ObjectInfo.Kind(own: kind, resource: resource))
      } else {
        let fault = ObjectInfo.unmapped(item: item, kind)
        problems.append(fault.problem)
        unmapped.append(fault.message)
      }
    }
    if unmapped.isEmpty { return true }
    faults.append(.plain(KubectlFault.aggregate(unmapped)))
    return false
  }

  private mutating func create(
    _ object: Node, as kind: ObjectInfo.Kind
  ) {
    guard !kind.own.version.isEmpty else {
      let refusal = Refusal(
        .notFound, message: "the server could not find the requested resource",
        kind: kind.own.kind, name: object.name,
        causes: [
          Refusal.Cause(
            path: FieldPath("apiVersion"),
            message: "the server could not find the requested resource",
            suggestion: "`apiVersion` must not be empty")
        ])
      return refuse(object, refusal)
    }
    switch APIServer.create(object, as: kind.resource, in: context) {
    case .accepted(let created, let warnings):
      count += 1
      objects.append(created)
      self.warnings += warnings
    case .refused(let refusal): refuse(object, refusal)
    case .notModelled(let kind):
      count += 1
      problems.append(
        Problem(
          "not modelled: podlab does not check objects of kind '\(kind)'",
          position: object.position))
    }
  }

  private mutating func refuse(_ object: Node, _ refusal: Refusal) {
    faults.append(.refused(refusal))
    for cause in refusal.causes {
      problems.append(
        Problem(
          cause.message, path: cause.path,
          position: cause.path.map { object.position(of: $0) } ?? object.position,
          suggestion: cause.suggestion))
    }
  }
}
