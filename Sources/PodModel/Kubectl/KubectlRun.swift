/// One walk over a file's documents.
struct KubectlRun {
  private let command: KubectlCommand
  private let file: String
  private let context: AdmissionContext
  /// What `apply` has read and not sent yet.
  private var pending: [PendingObject] = []
  /// How many objects were sent or are pending.
  private var count = 0
  private var faults: [KubectlFault] = []
  private var warnings: [String] = []
  private var objects: [Node] = []
  private var problems: [Problem] = []

  init(_ command: KubectlCommand, file: String, context: AdmissionContext) {
    self.command = command
    self.file = file
    self.context = context
  }

  /// What kubectl prints for a file, and the objects it creates.
  mutating func admission(of bytes: [UInt8]) -> Admission {
    visit(bytes)
    for object in pending { apply(object) }
    if faults.isEmpty, count == 0 {
      let message = "no objects passed to \(command.rawValue)"
      faults = [.plain(message)]
      problems.append(Problem(message, suggestion: "the file holds no object"))
    }
    let lines = warnings.uniqued().map { "Warning: \($0)\n" }
    return Admission(
      accepted: faults.isEmpty, message: lines.joined() + KubectlFault.text(of: faults, file),
      warnings: warnings, objects: objects, problems: problems)
  }

  /// Visits the documents until one cannot be read; refused objects do not end the visit.
  private mutating func visit(_ bytes: [UInt8]) {
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
      send(PendingObject(object: info.object, kind: info.kind))
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
        let kind = ObjectInfo.Kind(own: kind, resource: resource)
        send(PendingObject(object: item, kind: kind))
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

  private mutating func send(_ pending: PendingObject) {
    count += 1
    switch command {
    case .create: create(pending.object, as: pending.kind)
    case .apply: self.pending.append(pending)
    }
  }

  private mutating func apply(_ pending: PendingObject) {
    guard let fault = pending.applyFault(file: file) else {
      return create(pending.object, as: pending.kind)
    }
    problems.append(fault.problem)
    faults.append(.plain(fault.message))
  }

  private mutating func create(_ object: Node, as kind: ObjectInfo.Kind) {
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
      objects.append(created)
      self.warnings += warnings
    case .refused(let refusal): refuse(object, refusal)
    case .notModelled(let kind):
      problems.append(
        Problem(
          "not modelled: podlab does not check objects of kind '\(kind)'",
          position: object.position))
    }
  }

  private mutating func refuse(_ object: Node, _ refusal: Refusal) {
    warnings += refusal.warnings
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
