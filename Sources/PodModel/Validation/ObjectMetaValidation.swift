import ByteText

/// The rules for `metadata`, the same for every kind.
///
/// Source: apimachinery `api/validation/objectmeta.go`, Kubernetes core `ValidateObjectMeta`.
enum ObjectMetaValidation {
  private static let path = FieldPath("metadata")

  /// - Parameter nameRule: what the kind allows for names.
  static func validate(
    _ meta: Node, isNamespaced: Bool, nameRule: (String) -> [String], _ errors: inout FieldErrors
  ) {
    let generateName = meta.text("generateName")
    if !generateName.isEmpty {
      errors.invalid(
        path.field("generateName"), generateName,
        all: nameRule(NameRules.maskingTrailingDash(generateName)))
    }
    let name = meta.text("name")
    if name.isEmpty {
      errors.required(path.field("name"), "name or generateName is required")
    } else {
      errors.invalid(path.field("name"), name, all: nameRule(name))
    }
    validateNamespace(meta.text("namespace"), isNamespaced: isNamespaced, &errors)
    labels(meta.fields("labels"), path.field("labels"), &errors)
    annotations(meta.fields("annotations"), path.field("annotations"), &errors)
    validateOwners(meta.items("ownerReferences"), &errors)
    validateFinalizers(meta.strings("finalizers"), &errors)
  }

  private static func validateNamespace(
    _ namespace: String, isNamespaced: Bool, _ errors: inout FieldErrors
  ) {
    if isNamespaced {
      if namespace.isEmpty {
        errors.required(path.field("namespace"))
      } else {
        errors.invalid(path.field("namespace"), namespace, all: NameRules.dnsLabel(namespace))
      }
    } else if !namespace.isEmpty {
      errors.forbidden(path.field("namespace"), "not allowed on this type")
    }
  }

  /// Labels, and node selectors, which follow the same rules.
  static func labels(_ labels: [Node.Entry], _ path: FieldPath, _ errors: inout FieldErrors) {
    for label in labels {
      labelName(label.key, path, &errors)
      let value = label.value.string ?? ""
      errors.invalid(path, value, all: NameRules.labelValue(value))
    }
  }

  static func labelName(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
    errors.invalid(path, name, all: NameRules.qualifiedName(name))
  }

  static func annotations(
    _ annotations: [Node.Entry], _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    var size = 0
    for annotation in annotations {
      errors.invalid(
        path, annotation.key, all: NameRules.qualifiedName(annotation.key.lowercased()))
      size += annotation.key.utf8.count + (annotation.value.string?.utf8.count ?? 0)
    }
    if size > 256 * 1024 { errors.tooLong(path, atMost: 256 * 1024) }
  }

  private static func validateOwners(_ owners: [Node], _ errors: inout FieldErrors) {
    let path = path.field("ownerReferences")
    var controller: String?
    for owner in owners {
      let version = owner.text("apiVersion")
      if version.isEmpty || version.hasSuffix("/") {
        errors.invalid(
          path.field("apiVersion"), .string(version), "version must not be empty")
      }
      for key in ["kind", "name", "uid"] where owner.text(key).isEmpty {
        errors.invalid(path.field(key), .string(""), "must not be empty")
      }
      guard owner.flag("controller") == true else { continue }
      let name = "\(owner.text("kind"))/\(owner.text("name"))"
      if let controller {
        errors.invalid(
          path, .json("[\(owners.map(json).joined(separator: ","))]"),
          "Only one reference can have Controller set to true. Found \"true\" in references for "
            + "\(controller) and \(name)")
      } else {
        controller = name
      }
    }
  }

  /// An owner in the order of Go's struct.
  private static func json(_ owner: Node) -> String {
    let keys = ["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"]
    let parts = keys.compactMap { key in owner[key].map { "\"\(key)\":\($0.compactJSON)" } }
    return "{\(parts.joined(separator: ","))}"
  }

  private static func validateFinalizers(_ finalizers: [String], _ errors: inout FieldErrors) {
    let path = path.field("finalizers")
    for finalizer in finalizers {
      errors.invalid(path, finalizer, all: NameRules.qualifiedName(finalizer))
    }
    if finalizers.contains("orphan"), finalizers.contains("foregroundDeletion") {
      errors.invalid(
        path, .strings(finalizers),
        "finalizer orphan and foregroundDeletion cannot be both set")
    }
    for (index, finalizer) in finalizers.enumerated()
    where !finalizer.holds("/") && !standardFinalizers.contains(finalizer) {
      errors.invalid(
        path.index(index), .string(finalizer),
        "name is neither a standard finalizer name nor is it fully qualified")
    }
  }

  private static let standardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"]
}

/// The rules for label selectors.
///
/// Source: apimachinery `apis/meta/v1/validation/validation.go`.
enum LabelSelectorValidation {
  static func validate(_ selector: Node?, _ path: FieldPath, _ errors: inout FieldErrors) {
    guard let selector else { return }
    ObjectMetaValidation.labels(
      selector.fields("matchLabels"), path.field("matchLabels"), &errors)
    for (index, expression) in selector.items("matchExpressions").enumerated() {
      validate(expression: expression, path.field("matchExpressions").index(index), &errors)
    }
  }

  /// Whether there are values where the operator is 'In' or 'NotIn', and none otherwise.
  static func validate(
    _ values: [String], of verb: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let needsValues = verb == "In" || verb == "NotIn"
    if needsValues, values.isEmpty {
      errors.required(path, "must be specified when `operator` is 'In' or 'NotIn'")
    } else if !needsValues, !values.isEmpty {
      errors.forbidden(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
    }
  }

  private static func validate(
    expression: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let values = expression.strings("values")
    let verb = expression.text("operator")
    switch verb {
    case "In", "NotIn", "Exists", "DoesNotExist":
      validate(values, of: verb, path.field("values"), &errors)
    default:
      errors.invalid(path.field("operator"), .named(verb), "not a valid selector operator")
    }
    ObjectMetaValidation.labelName(expression.text("key"), path.field("key"), &errors)
    for (index, value) in values.enumerated() {
      errors.invalid(
        path.field("values").index(index), value, all: NameRules.labelValue(value))
    }
  }
}
