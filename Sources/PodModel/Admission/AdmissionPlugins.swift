/// The admission plugins of a stock cluster that change or refuse a Pod before it is validated.
///
/// Source: Kubernetes `pkg/kubeapiserver/options/plugins.go`, in its order.
enum AdmissionPlugins {
  /// What a plugin says of a Pod it does not let in.
  static func forbidden(_ pod: Node, _ message: String, path: FieldPath?) -> Refusal {
    let given = pod.name.isEmpty ? pod["metadata"]?.text("generateName") ?? "" : pod.name
    let name = given.isEmpty ? "Unknown" : given
    return Refusal(
      .forbidden, message: "pods \(GoQuote.quoted(name)) is forbidden: \(message)", kind: "pods",
      name: name, causes: [Refusal.Cause(path: path, message: message)])
  }

  static func admit(_ pod: inout Node, in context: AdmissionContext) throws(Refusal) {
    try ServiceAccountPlugin.admit(&pod, in: context)
    try PriorityPlugin.admit(&pod, in: context)
    pod.update("spec", DefaultTolerations.apply)
    try admitRuntimeClass(pod, in: context)
  }

  /// What a plugin refuses once the Pod is known to be valid.
  ///
  /// Source: `plugin/pkg/admission/runtimeclass` (`validateOverhead`).
  static func validate(_ pod: Node) throws(Refusal) {
    guard pod["spec"]?.has("overhead") == true else { return }
    throw forbidden(
      pod,
      "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead",
      path: FieldPath("spec", "overhead"))
  }

  /// On an update the priority is kept and tolerations are completed; the rest is for creation.
  static func admitUpdate(of pod: inout Node, replacing old: Node) {
    pod.update("spec") { spec in
      for key in ["priority", "preemptionPolicy"] {
        if let value = old["spec"]?[key] { spec.setDefault(key, value) }
      }
      DefaultTolerations.apply(to: &spec)
    }
  }

  /// Source: `plugin/pkg/admission/runtimeclass`.
  private static func admitRuntimeClass(
    _ pod: Node, in context: AdmissionContext
  ) throws(Refusal) {
    guard let name = pod["spec"]?["runtimeClassName"]?.string,
      !context.exists("RuntimeClass", name, in: "")
    else { return }
    throw forbidden(
      pod, "pod rejected: RuntimeClass \(GoQuote.quoted(name)) not found",
      path: FieldPath("spec", "runtimeClassName"))
  }
}

/// Every Pod tolerates a node that is not ready or unreachable for five minutes.
///
/// Source: Kubernetes `plugin/pkg/admission/defaulttolerationseconds`.
enum DefaultTolerations {
  static func apply(to spec: inout Node) {
    var tolerations = spec.items("tolerations")
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
      let isTolerated = spec.items("tolerations").contains { toleration in
        ["", key].contains(toleration.text("key"))
          && ["", "NoExecute"].contains(toleration.text("effect"))
      }
      if !isTolerated {
        tolerations.append([
          "effect": "NoExecute", "key": Node(.string(key)), "operator": "Exists",
          "tolerationSeconds": 300,
        ])
      }
    }
    if !tolerations.isEmpty { spec.set("tolerations", Node(.list(tolerations))) }
  }
}

/// The priority of a Pod is computed from its class and may not be given.
///
/// Source: Kubernetes `plugin/pkg/admission/priority`.
enum PriorityPlugin {
  static func admit(_ pod: inout Node, in context: AdmissionContext) throws(Refusal) {
    let spec = pod["spec"] ?? [:]
    let priority = try priority(of: pod, in: context)
    if let given = spec.number("priority"), given != priority {
      throw AdmissionPlugins.forbidden(
        pod,
        "the integer value of priority (\(given)) must not be provided in pod spec; priority "
          + "admission controller computed \(priority) from the given PriorityClass name",
        path: FieldPath("spec", "priority"))
    }
    let policy = "PreemptLowerPriority"
    if let given = spec["preemptionPolicy"]?.string, given != policy {
      throw AdmissionPlugins.forbidden(
        pod,
        "the string value of PreemptionPolicy (\(given)) must not be provided in pod spec; "
          + "priority admission controller computed \(policy) from the given PriorityClass name",
        path: FieldPath("spec", "preemptionPolicy"))
    }
    pod.update("spec") { spec in
      spec.set("priority", Node(.integer(priority)))
      spec.set("preemptionPolicy", Node(.string(policy)))
    }
  }

  private static func priority(
    of pod: Node, in context: AdmissionContext
  ) throws(Refusal) -> Int64 {
    switch pod["spec"]?.text("priorityClassName") ?? "" {
    case "": return 0
    case "system-cluster-critical": return 2_000_000_000
    case "system-node-critical": return 2_000_001_000
    case let name:
      throw AdmissionPlugins.forbidden(
        pod, "no PriorityClass with name \(name) was found",
        path: FieldPath("spec", "priorityClassName"))
    }
  }
}
