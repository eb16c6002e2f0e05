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

  /// Sends the objects one after the other; refused objects do not end the visit.
  private mutating func visit(_ bytes: [UInt8]) {
    for found in KubectlManifest.visit(bytes, file: file) {
      switch found {
      case .object(let pending): send(pending)
      case .fault(let message, let problems):
        self.problems += problems
        faults.append(.plain(message))
      }
    }
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
          suggestion: cause.suggestion ?? Self.suggestion(for: cause, in: object)))
    }
  }

  /// What the server leaves to the reader's eyes: a kind in other letters, and field names with
  /// characters that only look like others or like nothing.
  private static func suggestion(for cause: Refusal.Cause, in object: Node) -> String? {
    if cause.path == FieldPath("kind"), let kind = try? ClientValidation.kind(of: object).get(),
      let near = KindCatalog.nearest(to: kind)
    {
      return "did you mean `apiVersion: \(near.apiVersion)`, `kind: \(near.kind)`?"
    }
    guard case .field(let name) = cause.path?.steps.last,
      let odd = name.unicodeScalars.first(where: { !$0.isASCII })
    else { return nil }
    let code = String(odd.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    return "the field's name holds the character U+\(padded): type the line again"
  }
}
