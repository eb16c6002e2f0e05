/// The API server's answer to a create, without a server.
///
/// The steps are the server's: decode, complete with defaults, run the mutating admission plugins,
/// prepare, validate, store, warn.
///
/// Source: apiserver `endpoints/handlers/create.go`, `registry/rest/create.go`.
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
    let kind = kind ?? object["kind"]?.string ?? ""
    guard let model = KindModel.model(of: kind) else { return .notModelled(kind: kind) }
    do throws(Refusal) {
      var (draft, complaints) = try decode(object, model, context.unknownFields)
      draft.setTypeMeta(model)
      complete(&draft, model)
      if model.isNamespaced {
        let given = draft["metadata"]?.text("namespace") ?? ""
        draft.update("metadata") {
          $0.set("namespace", Node(.string(given.isEmpty ? namespace : given)))
        }
      }
      try admit(&draft, model, in: context)
      complaints += prepare(&draft, model, in: context)
      let errors = validate(draft, model)
      if !errors.isEmpty {
        var refusal = invalid(draft, model, errors)
        refusal.warnings = complaints
        throw refusal
      }
      if model.behaviour == .pod { try AdmissionPlugins.validate(draft) }
      try store(draft, model, in: context)
      let warnings = complaints + warnings(for: draft, model)
      if model.behaviour == .service {
        ServiceDefaults.allocate(
          &draft, address: context.clusterIP, nodePort: context.nodePort)
      }
      return .accepted(draft, warnings: warnings)
    } catch {
      return .refused(error)
    }
  }

  // MARK: Steps

  static func complete(_ object: inout Node, _ model: KindModel) {
    switch model.behaviour {
    case .pod: PodDefaults.apply(to: &object)
    case .service: ServiceDefaults.apply(to: &object)
    case .configMap, .namespace, .serviceAccount: break
    case .secret: ConfigDefaults.applyToSecret(&object)
    case .claim: object.update("spec", VolumeDefaults.completeClaimSpec)
    }
  }

  /// Source: the plugin `NamespaceLifecycle` comes first, `pkg/admission/namespace/lifecycle`.
  private static func admit(
    _ object: inout Node, _ model: KindModel, in context: AdmissionContext
  ) throws(Refusal) {
    let namespace = object["metadata"]?.text("namespace") ?? ""
    if model.isNamespaced, !context.namespaces.contains(namespace) {
      throw Refusal(
        .notFound, message: "namespaces \(GoQuote.quoted(namespace)) not found",
        kind: "namespaces", name: namespace,
        causes: [
          Refusal.Cause(
            path: FieldPath("metadata", "namespace"),
            message: "namespaces \(GoQuote.quoted(namespace)) not found",
            suggestion: "create the namespace first, or leave it out")
        ])
    }
    if model.behaviour == .pod { try AdmissionPlugins.admit(&object, in: context) }
  }

  /// Source: apiserver `registry/rest/create.go` (`BeforeCreate`), `rest/meta.go`
  /// (`FillObjectMetaSystemFields`).
  /// - Returns: warnings that are given even if the object is refused afterwards.
  private static func prepare(
    _ object: inout Node, _ model: KindModel, in context: AdmissionContext
  ) -> [String] {
    object.update("metadata") { meta in
      for key in [
        "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields",
        "resourceVersion", "selfLink",
      ] { meta.remove(key) }
      meta.set("creationTimestamp", Node(.string(context.now)))
      meta.set("uid", Node(.string(context.uid)))
      let base = meta.text("generateName")
      if meta.text("name").isEmpty, !base.isEmpty {
        meta.set("name", Node(.string(String(base.prefix(58)) + context.suffix)))
      }
    }
    switch model.behaviour {
    case .pod: return PodStrategy.prepare(&object, in: context)
    case .service: ServiceDefaults.prepare(&object)
    case .namespace: ConfigDefaults.prepareNamespace(&object)
    case .claim: ConfigDefaults.prepareClaim(&object)
    case .configMap, .secret, .serviceAccount: break
    }
    return []
  }

  static func validate(_ object: Node, _ model: KindModel) -> FieldErrors {
    switch model.behaviour {
    case .pod: PodValidation.validate(object)
    case .service: ServiceValidation.validate(object)
    case .configMap: ConfigValidation.validateConfigMap(object)
    case .secret: ConfigValidation.validateSecret(object)
    case .namespace: ConfigValidation.validateNamespace(object)
    case .serviceAccount: ConfigValidation.validateServiceAccount(object)
    case .claim: ConfigValidation.validateClaim(object)
    }
  }

  private static func store(
    _ object: Node, _ model: KindModel, in context: AdmissionContext
  ) throws(Refusal) {
    let namespace = object["metadata"]?.text("namespace") ?? ""
    let isTaken =
      model.behaviour == .namespace
      ? context.namespaces.contains(object.name)
      : context.exists(model.kind, object.name, in: namespace)
    guard isTaken else { return }
    throw Refusal(
      .alreadyExists,
      message: "\(model.qualifiedResource) \(GoQuote.quoted(object.name)) already exists",
      kind: model.resource, name: object.name)
  }

  static func warnings(for object: Node, _ model: KindModel) -> [String] {
    switch model.behaviour {
    case .pod: PodWarnings.warnings(for: object)
    case .service: ServiceWarnings.warnings(for: object)
    case .configMap, .secret, .namespace, .serviceAccount, .claim: []
    }
  }

  /// Source: apimachinery `api/errors/errors.go`, `NewInvalid`.
  static func invalid(
    _ object: Node, _ model: KindModel, _ errors: FieldErrors
  ) -> Refusal {
    let lines = errors.causes.map { cause in
      cause.path.map { "\($0.shown): \(cause.message)" } ?? cause.message
    }.uniqued()
    let list = lines.count == 1 ? lines[0] : "[\(lines.joined(separator: ", "))]"
    return Refusal(
      .invalid,
      message: "\(model.qualifiedKind) \(GoQuote.quoted(object.name)) is invalid: \(list)",
      kind: model.kind, name: object.name, causes: errors.causes)
  }
}

extension FieldPath {
  /// The path as an error names it: that of the whole object is `[]`.
  var shown: String { steps.isEmpty ? "[]" : description }
}

extension Node {
  /// Puts kind and version back, which the decoder treats as any other field.
  mutating func setTypeMeta(_ model: KindModel) {
    set("kind", Node(.string(model.kind)))
    set("apiVersion", Node(.string(model.apiVersion)))
  }
}
