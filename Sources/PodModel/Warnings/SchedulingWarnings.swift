/// Old node labels, and selectors that match nothing.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go`, `pkg/api/node/util.go`.
enum SchedulingWarnings {
  private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
  private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

  private static func deprecation(of label: String) -> String? {
    switch label {
    case "beta.kubernetes.io/arch": since("v1.14", "kubernetes.io/arch")
    case "beta.kubernetes.io/os": since("v1.14", "kubernetes.io/os")
    case "failure-domain.beta.kubernetes.io/region":
      since("v1.17", "topology.kubernetes.io/region")
    case "failure-domain.beta.kubernetes.io/zone": since("v1.17", "topology.kubernetes.io/zone")
    case "beta.kubernetes.io/instance-type": since("v1.17", "node.kubernetes.io/instance-type")
    case "app.kubernetes.io/created-by": "deprecated since v1.9"
    case "scheduler.alpha.kubernetes.io/preferAvoidPods":
      "deprecated since v1.22; use Taints and Tolerations instead"
    case "node-role.kubernetes.io/master":
      "use \"node-role.kubernetes.io/control-plane\" instead"
    default: nil
    }
  }

  private static func since(_ version: String, _ successor: String) -> String {
    "deprecated since \(version); use \"\(successor)\" instead"
  }

  /// Warnings about node labels, in selector, affinity and spread constraints.
  static func placement(_ spec: Node) -> [String] {
    var warnings: [String] = []
    for entry in spec.fields("nodeSelector") {
      if let message = deprecation(of: entry.key) {
        warnings.append("\(FieldPath("spec", "nodeSelector").key(entry.key)): \(message)")
      }
    }
    let path = FieldPath("spec", "affinity", "nodeAffinity")
    if let nodes = spec.object("affinity")?.object("nodeAffinity") {
      let terms = nodes.object(required)?.items("nodeSelectorTerms") ?? []
      for (index, term) in terms.enumerated() {
        warnings += keys(of: term, path.field(required).field("nodeSelectorTerms").index(index))
      }
      for (index, term) in nodes.items(preferred).enumerated() {
        warnings += keys(
          of: term["preference"] ?? [:], checksValues: true,
          path.field(preferred).index(index).field("preference"))
      }
    }
    for (index, constraint) in spec.items("topologySpreadConstraints").enumerated() {
      let item = FieldPath("spec", "topologySpreadConstraints").index(index)
      let key = constraint.text("topologyKey")
      if let message = deprecation(of: key) {
        warnings.append("\(item.field("topologyKey")): \(key) is \(message)")
      }
      if !constraint.has("labelSelector") { warnings.append(nullSelector(item)) }
    }
    return warnings
  }

  /// - Parameter checksValues: whether values are looked at, which validation leaves alone where
  ///   a term is only preferred.
  private static func keys(
    of term: Node, checksValues: Bool = false, _ path: FieldPath
  ) -> [String] {
    var warnings: [String] = []
    for (index, expression) in term.items("matchExpressions").enumerated() {
      let item = path.field("matchExpressions").index(index)
      let key = expression.text("key")
      if let message = deprecation(of: key) {
        warnings.append("\(item.field("key")): \(key) is \(message)")
      }
      guard checksValues else { continue }
      for (place, value) in expression.strings("values").enumerated() {
        for message in NameRules.labelValue(value) {
          warnings.append(
            "\(item.field("values").index(place)): \(value) is invalid, \(message)")
        }
      }
    }
    return warnings
  }

  private static func nullSelector(_ path: FieldPath) -> String {
    "\(path.field("labelSelector")): a null labelSelector results in matching no pod"
  }

  /// Warnings about affinity to Pods that nothing selects.
  static func selectors(_ spec: Node) -> [String] {
    var warnings: [String] = []
    for kind in ["podAffinity", "podAntiAffinity"] {
      guard let rules = spec.object("affinity")?.object(kind) else { continue }
      let path = FieldPath("spec", "affinity", kind)
      for (index, term) in rules.items(required).enumerated() where !term.has("labelSelector") {
        warnings.append(nullSelector(path.field(required).index(index)))
      }
      for (index, term) in rules.items(preferred).enumerated()
      where term["podAffinityTerm"]?.has("labelSelector") != true {
        warnings.append(
          nullSelector(path.field(preferred).index(index).field("podAffinityTerm")))
      }
    }
    return warnings
  }
}
