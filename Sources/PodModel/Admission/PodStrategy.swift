/// What the API server does to a Pod on its way into storage, between admission and validation.
///
/// Source: Kubernetes `pkg/registry/core/pod/strategy.go` (`PrepareForCreate`) and
/// `pkg/api/pod/util.go` (`DropDisabledPodFields`), v1.36.
enum PodStrategy {
  /// - Returns: warnings that are given even if the Pod is refused afterwards.
  static func prepare(_ pod: inout Node, in context: AdmissionContext) -> [String] {
    pod.update("metadata") { $0.set("generation", 1) }
    pod.update("spec", dropDisabledFields)
    let labels = pod["metadata"]?["labels"]
    pod.update("spec") { spec in
      mergeLabelKeys(into: &spec, labels: labels)
      mergeSpreadLabelKeys(into: &spec, labels: labels)
    }
    let spec = pod["spec"] ?? [:]
    var status: Node = [
      "phase": "Pending", "qosClass": Node(.string(QualityOfService.of(spec).rawValue)),
    ]
    if !spec.items("schedulingGates").isEmpty {
      status.set("conditions", Node(.list([gatedCondition(at: context.now)])))
    }
    pod.set("status", status)
    return AppArmorAnnotations.apply(to: &pod)
  }

  private static func gatedCondition(at time: String) -> Node {
    [
      "lastProbeTime": Node(.null), "lastTransitionTime": Node(.string(time)),
      "message": "Scheduling is blocked due to non-empty scheduling gates",
      "reason": "SchedulingGated", "status": "False", "type": "PodScheduled",
    ]
  }

  /// Fields of features that v1.36 ships switched off.
  private static func dropDisabledFields(_ spec: inout Node) {
    spec.remove("schedulingGroup")
    for key in ["containers", "initContainers", "ephemeralContainers"] {
      spec.updateItems(key) { container in
        guard let lifecycle = container.object("lifecycle"), lifecycle.has("stopSignal") else {
          return
        }
        container.update("lifecycle") { $0.remove("stopSignal") }
        if !lifecycle.has("preStop"), !lifecycle.has("postStart") {
          container.remove("lifecycle")
        }
      }
    }
    spec.updateItems("volumes") { volume in
      volume.update("projected") { projected in
        projected.updateItems("sources") { source in
          source.remove("clusterTrustBundle")
          source.remove("podCertificate")
        }
      }
    }
  }

  // MARK: matchLabelKeys

  /// `matchLabelKeys` of an affinity term become expressions over the Pod's own labels.
  private static func mergeLabelKeys(into spec: inout Node, labels: Node?) {
    let term: (inout Node) -> Void = { term in
      merge(term.strings("matchLabelKeys"), "In", into: &term, labels)
      merge(term.strings("mismatchLabelKeys"), "NotIn", into: &term, labels)
    }
    spec.update("affinity") { affinity in
      for kind in ["podAffinity", "podAntiAffinity"] {
        affinity.update(kind) { rules in
          rules.updateItems("requiredDuringSchedulingIgnoredDuringExecution", term)
          rules.updateItems("preferredDuringSchedulingIgnoredDuringExecution") { weighted in
            weighted.update("podAffinityTerm", term)
          }
        }
      }
    }
  }

  private static func mergeSpreadLabelKeys(into spec: inout Node, labels: Node?) {
    spec.updateItems("topologySpreadConstraints") { constraint in
      merge(constraint.strings("matchLabelKeys"), "In", into: &constraint, labels)
    }
  }

  private static func merge(
    _ keys: [String], _ verb: String, into holder: inout Node, _ labels: Node?
  ) {
    guard holder.has("labelSelector") else { return }
    for key in keys {
      guard let value = labels?[key] else { continue }
      holder.update("labelSelector") { selector in
        let expression: Node = [
          "key": Node(.string(key)), "operator": Node(.string(verb)),
          "values": Node(.list([value])),
        ]
        let expressions = selector.items("matchExpressions") + [expression]
        selector.set("matchExpressions", Node(.list(expressions)))
      }
    }
  }
}
