/// The rules for `affinity`.
///
/// Source: Kubernetes core `validateNodeAffinity`, `validatePodAffinityTerm`.
enum AffinityValidation {
  private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
  private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

  static func validate(_ affinity: Node?, _ path: FieldPath, _ errors: inout FieldErrors) {
    guard let affinity else { return }
    if let nodes = affinity.object("nodeAffinity") {
      validate(nodes: nodes, path.field("nodeAffinity"), &errors)
    }
    for key in ["podAffinity", "podAntiAffinity"] {
      guard let pods = affinity.object(key) else { continue }
      for (index, term) in pods.items(required).enumerated() {
        validate(term: term, path.field(key).field(required).index(index), &errors)
      }
      for (index, weighted) in pods.items(preferred).enumerated() {
        let item = path.field(key).field(preferred).index(index)
        validateWeight(weighted, item, &errors)
        validate(
          term: weighted["podAffinityTerm"] ?? [:], item.field("podAffinityTerm"), &errors)
      }
    }
  }

  private static func validateWeight(
    _ term: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let weight = term.number("weight") ?? 0
    if !(1...100).contains(weight) {
      errors.invalid(path.field("weight"), .number(weight), "must be in the range 1-100")
    }
  }

  // MARK: Nodes

  private static func validate(nodes: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    if let selector = nodes.object(required) {
      let termsPath = path.field(required).field("nodeSelectorTerms")
      let terms = selector.items("nodeSelectorTerms")
      if terms.isEmpty {
        errors.required(termsPath, "must have at least one node selector term")
      }
      for (index, term) in terms.enumerated() {
        validate(nodeTerm: term, checksValues: true, termsPath.index(index), &errors)
      }
    }
    for (index, term) in nodes.items(preferred).enumerated() {
      let item = path.field(preferred).index(index)
      validateWeight(term, item, &errors)
      validate(
        nodeTerm: term["preference"] ?? [:], checksValues: false, item.field("preference"),
        &errors)
    }
  }

  private static func validate(
    nodeTerm: Node, checksValues: Bool, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for (index, expression) in nodeTerm.items("matchExpressions").enumerated() {
      validate(
        expression: expression, checksValues: checksValues,
        path.field("matchExpressions").index(index), &errors)
    }
    for (index, field) in nodeTerm.items("matchFields").enumerated() {
      validate(field: field, path.field("matchFields").index(index), &errors)
    }
  }

  private static func validate(
    expression: Node, checksValues: Bool, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (verb, values) = (expression.text("operator"), expression.strings("values"))
    switch verb {
    case "In", "NotIn", "Exists", "DoesNotExist":
      LabelSelectorValidation.validate(values, of: verb, path.field("values"), &errors)
    case "Gt", "Lt":
      if values.count != 1 {
        errors.required(
          path.field("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'")
      }
    default:
      errors.invalid(path.field("operator"), .named(verb), "not a valid selector operator")
    }
    ObjectMetaValidation.labelName(expression.text("key"), path.field("key"), &errors)
    guard checksValues else { return }
    for (index, value) in values.enumerated() {
      errors.invalid(
        path.field("values").index(index), value, all: NameRules.labelValue(value))
    }
  }

  private static func validate(field: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let (verb, values) = (field.text("operator"), field.strings("values"))
    if verb == "In" || verb == "NotIn" {
      if values.count != 1 {
        errors.required(
          path.field("values"),
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
      }
    } else {
      errors.invalid(path.field("operator"), .named(verb), "not a valid selector operator")
    }
    guard field.text("key") == "metadata.name" else {
      return errors.invalid(
        path.field("key"), .string(field.text("key")), "not a valid field selector key")
    }
    for (index, value) in values.enumerated() {
      errors.invalid(
        path.field("values").index(index), value, all: NameRules.dnsSubdomain(value))
    }
  }

  // MARK: Pods

  private static func validate(term: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let selector = term.object("labelSelector")
    LabelSelectorValidation.validate(selector, path.field("labelSelector"), &errors)
    LabelSelectorValidation.validate(
      term.object("namespaceSelector"), path.field("namespaceSelector"), &errors)
    for namespace in term.strings("namespaces") {
      errors.invalid(
        path.field("namespace"), namespace, all: NameRules.dnsLabel(namespace))
    }
    LabelKeyValidation.validate(term, path, &errors)
    let topology = term.text("topologyKey")
    if topology.isEmpty { errors.required(path.field("topologyKey"), "can not be empty") }
    ObjectMetaValidation.labelName(topology, path.field("topologyKey"), &errors)
  }
}

/// The rules for `topologySpreadConstraints`.
///
/// Source: Kubernetes core `validateTopologySpreadConstraints`.
enum TopologyValidation {
  static func validate(
    _ constraints: [Node], _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for (index, constraint) in constraints.enumerated() {
      let item = path.index(index)
      let (topology, action) = (
        constraint.text("topologyKey"), constraint.text("whenUnsatisfiable")
      )
      let skew = constraint.number("maxSkew") ?? 0
      if skew <= 0 {
        errors.invalid(item.field("maxSkew"), .number(skew), "must be greater than zero")
      }
      if topology.isEmpty { errors.required(item.field("topologyKey"), "can not be empty") }
      if !["DoNotSchedule", "ScheduleAnyway"].contains(action) {
        errors.notSupported(
          item.field("whenUnsatisfiable"), action, ["DoNotSchedule", "ScheduleAnyway"])
      }
      let isRepeated = constraints[(index + 1)...].contains {
        $0.text("topologyKey") == topology && $0.text("whenUnsatisfiable") == action
      }
      if isRepeated {
        errors.duplicate(
          item.field("{topologyKey, whenUnsatisfiable}"), .string("{\(topology), \(action)}"))
      }
      validateDomains(constraint, action: action, item, &errors)
      for key in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
        guard let policy = constraint[key]?.string, !["Honor", "Ignore"].contains(policy) else {
          continue
        }
        errors.notSupported(item.field(key), policy, ["Honor", "Ignore"])
      }
      LabelKeyValidation.validate(constraint, item, &errors)
      LabelSelectorValidation.validate(
        constraint.object("labelSelector"), item.field("labelSelector"), &errors)
    }
  }

  private static func validateDomains(
    _ constraint: Node, action: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard let domains = constraint.number("minDomains") else { return }
    if domains <= 0 {
      errors.invalid(path.field("minDomains"), .number(domains), "must be greater than zero")
    }
    if action != "DoNotSchedule" {
      errors.invalid(
        path.field("minDomains"), .number(domains),
        "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action)")
    }
  }
}
