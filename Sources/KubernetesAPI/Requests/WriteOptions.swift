package import PodModel

/// How strictly the fields of a written object are read.
package enum FieldValidation: String, Sendable, Hashable, CaseIterable {
  case ignore = "Ignore"
  case warn = "Warn"
  case strict = "Strict"
}

/// The options of a request that writes an object.
///
/// Source: apimachinery `meta/v1` CreateOptions, UpdateOptions and PatchOptions, and
/// `meta/v1/validation/validation.go`.
package struct WriteRequest: Sendable, Hashable {
  /// Whether everything is done but keeping the object.
  package var isDryRun: Bool
  package var fieldValidation: FieldValidation
  /// Who writes; empty where the client does not say.
  package var fieldManager: String
  /// Whether an apply takes fields over from others.
  package var force: Bool

  package init(
    isDryRun: Bool = false, fieldValidation: FieldValidation = .warn, fieldManager: String = "",
    force: Bool = false
  ) {
    self.isDryRun = isDryRun
    self.fieldValidation = fieldValidation
    self.fieldManager = fieldManager
    self.force = force
  }

  /// Reads the query of a create, update or patch.
  ///
  /// - Parameters:
  ///   - kind: `CreateOptions`, `UpdateOptions` or `PatchOptions`, for refusals.
  ///   - isApply: whether the request is a server-side apply.
  /// - Throws: 422 for values that the options do not have.
  package init(
    _ url: RequestURL, kind: String = "CreateOptions", isApply: Bool = false
  ) throws(StatusError) {
    var faults = OptionFaults(kind: kind)
    isDryRun = faults.dryRun(url.all("dryRun"))
    fieldManager = url.first("fieldManager") ?? ""
    force = url.flag("force")
    fieldValidation = .warn
    if isApply, fieldManager.isEmpty {
      faults.add(
        "fieldManager", "FieldValueRequired", "Required value: is required for apply patch")
    } else if !isApply, url.first("force") != nil {
      faults.add(
        "force", "FieldValueForbidden", "Forbidden: may not be specified for non-apply patch")
    }
    if let text = url.first("fieldValidation"), !text.isEmpty {
      if let known = FieldValidation(rawValue: text) {
        fieldValidation = known
      } else {
        faults.unsupported("fieldValidation", GoQuote.quoted(text), ["Ignore", "Strict", "Warn"])
      }
    }
    try faults.check()
  }
}

/// The options of a request that deletes an object.
///
/// Source: apimachinery `meta/v1` DeleteOptions, `meta/v1/validation/validation.go`; apiserver
/// `endpoints/handlers/delete.go`: a body takes the place of the query.
package struct DeleteRequest: Sendable, Hashable {
  package var options: DeletionOptions
  /// The object must be this very one; nil for any.
  package var uid: String?
  /// The object must be in this state; nil for any.
  package var resourceVersion: String?

  /// Reads a body, or the query where there is none.
  ///
  /// - Throws: 400 for a body that is no DeleteOptions, 422 for values that the options do not have.
  package init(body: Node?, _ url: RequestURL) throws(StatusError) {
    var faults = OptionFaults(kind: "DeleteOptions")
    var policy: String?
    var orphans: Bool?
    options = DeletionOptions()
    if let body, body.entries != nil {
      let kind = body["kind"]?.string ?? "DeleteOptions"
      guard kind == "DeleteOptions" else {
        throw StatusError(
          code: 400, reason: "BadRequest",
          message: "decoded object cannot be converted to DeleteOptions")
      }
      options.gracePeriodSeconds = body["gracePeriodSeconds"]?.int
      options.isDryRun = faults.dryRun(body["dryRun"]?.strings ?? [])
      policy = body["propagationPolicy"]?.string
      orphans = body["orphanDependents"]?.bool
      uid = body["preconditions"]?["uid"]?.string
      resourceVersion = body["preconditions"]?["resourceVersion"]?.string
    } else {
      options.gracePeriodSeconds = try url.integer("gracePeriodSeconds").map(Int.init(clamping:))
      options.isDryRun = faults.dryRun(url.all("dryRun"))
      policy = url.first("propagationPolicy")
      if url.first("orphanDependents") != nil { orphans = url.flag("orphanDependents") }
    }
    // Source: apiserver `registry/rest/delete.go`: a grace below zero is one of a second.
    if let grace = options.gracePeriodSeconds, grace < 0 { options.gracePeriodSeconds = 1 }
    if let policy {
      if orphans != nil {
        faults.add(
          "propagationPolicy", "FieldValueInvalid",
          "Invalid value: \(GoQuote.quoted(policy)): orphanDependents and deletionPropagation cannot "
            + "be both set")
      }
      if !["Foreground", "Background", "Orphan"].contains(policy) {
        faults.unsupported(
          "propagationPolicy", GoQuote.quoted(policy),
          ["Foreground", "Background", "Orphan", "nil"])
      }
    }
    try faults.check()
  }

  /// Refuses an object that is not the one that was meant.
  ///
  /// Source: apiserver `storage/interfaces.go`, `Preconditions.Check`; `errors.NewConflict`.
  package func check(_ object: Node, resource: String) throws(StatusError) {
    let metadata = object["metadata"]
    let name = metadata?["name"]?.string ?? ""
    for (field, wanted, found) in [
      ("UID", uid, metadata?["uid"]?.string),
      ("ResourceVersion", resourceVersion, metadata?["resourceVersion"]?.string),
    ] {
      guard let wanted, wanted != found else { continue }
      let inMessage = field == "UID" ? "UID" : "ResourceVersion"
      throw StatusError(
        code: 409, reason: "Conflict",
        message:
          "Operation cannot be fulfilled on \(resource) \(GoQuote.quoted(name)): Precondition "
          + "failed: \(inMessage) in precondition: \(wanted), \(inMessage) in object meta: "
          + (found ?? ""), kind: resource, name: name)
    }
  }
}

/// Collects what is wrong with the options of a request.
struct OptionFaults {
  let kind: String
  private var causes: [StatusError.Cause] = []

  init(kind: String) { self.kind = kind }

  mutating func add(_ field: String, _ reason: String, _ message: String) {
    causes.append(.init(reason: reason, message: message, field: FieldPath(field)))
  }

  mutating func unsupported(_ field: String, _ value: String, _ known: [String]) {
    let list = known.map { GoQuote.quoted($0) }.joined(separator: ", ")
    add(
      field, "FieldValueNotSupported", "Unsupported value: \(value): supported values: \(list)")
  }

  /// Whether nothing is to be kept.
  mutating func dryRun(_ values: [String]) -> Bool {
    let known = values.allSatisfy { $0 == "All" }
    if !known {
      let list = values.map { GoQuote.quoted($0) }.joined(separator: ",")
      unsupported("dryRun", "[\(list)]", ["All"])
    }
    return !values.isEmpty
  }

  /// Source: apimachinery `api/errors/errors.go`, `NewInvalid`.
  func check() throws(StatusError) {
    guard !causes.isEmpty else { return }
    let lines = causes.map { "\($0.field): \($0.message)" }
    let list = lines.count == 1 ? lines[0] : "[\(lines.joined(separator: ", "))]"
    throw StatusError(
      code: 422, reason: "Invalid", message: "\(kind).meta.k8s.io \"\" is invalid: \(list)",
      kind: "\(kind).meta.k8s.io", causes: causes)
  }
}
