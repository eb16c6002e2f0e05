/// Old node labels, and selectors that match nothing.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go`, `pkg/api/node/util.go`.
enum SchedulingWarnings {
  private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
  private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

  private static func deprecation(of label: String) -> String? {
    let successors = [
      "beta.kubernetes.io/arch": ("v1.14", "kubernetes.io/arch"),
      "beta.kubernetes.io/os": ("v1.14", "kubernetes.io/os"),
      "failure-domain.beta.kubernetes.io/region": ("v1.17", "topology.kubernetes.io/region"),
      "failure-domain.beta.kubernetes.io/zone": ("v1.17", "topology.kubernetes.io/zone"),
      "beta.kubernetes.io/instance-type": ("v1.17", "node.kubernetes.io/instance-type"),
    ]
    return successors[label].map { "deprecated since \($0.0); use \"\($0.1)\" instead" }
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
          of: term["preference"] ?? [:], path.field(preferred).index(index).field("preference"))
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

  private static func keys(of term: Node, _ path: FieldPath) -> [String] {
    term.items("matchExpressions").enumerated().compactMap { index, expression in
      let key = expression.text("key")
      return deprecation(of: key).map {
        "\(path.field("matchExpressions").index(index).field("key")): \(key) is \($0)"
      }
    }
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
