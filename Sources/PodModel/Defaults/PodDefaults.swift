/// The values the API server fills in where a Pod leaves them out.
///
/// Source: Kubernetes `pkg/apis/core/v1/defaults.go` and `zz_generated.defaults.go`, v1.36.
enum PodDefaults {
  /// Completes a decoded Pod.
  static func apply(to pod: inout Node) {
    pod.update("spec") { spec in
      applyToTemplate(&spec)
      spec.setDefault("enableServiceLinks", true)
      let isHostNetwork = spec.flag("hostNetwork") ?? false
      for key in ["containers", "initContainers"] {
        spec.updateItems(key) { container in
          ContainerDefaults.copyLimitsToRequests(&container)
          if isHostNetwork { ContainerDefaults.copyPortsToHost(&container) }
        }
      }
      PodResourceDefaults.apply(to: &spec)
    }
  }

  /// Completes a PodSpec, be it of a Pod or of a template.
  static func applyToTemplate(_ spec: inout Node) {
    spec.setDefault("dnsPolicy", "ClusterFirst")
    spec.setDefault("restartPolicy", "Always")
    spec.setDefault("schedulerName", "default-scheduler")
    spec.setDefault("securityContext", [:])
    spec.setDefault("terminationGracePeriodSeconds", 30)
    linkServiceAccountNames(&spec)
    spec.updateItems("volumes", VolumeDefaults.apply)
    for key in ["initContainers", "containers", "ephemeralContainers"] {
      spec.updateItems(key, ContainerDefaults.apply)
    }
    spec.updateValues("overhead", QuantityDefaults.roundToMilli)
    spec.update("resources", QuantityDefaults.applyToRequirements)
  }

  /// `serviceAccount` is the old name of `serviceAccountName`; both are always shown.
  private static func linkServiceAccountNames(_ spec: inout Node) {
    let name =
      spec.text("serviceAccountName").isEmpty
      ? spec.text("serviceAccount") : spec.text("serviceAccountName")
    guard !name.isEmpty else { return }
    spec.set("serviceAccount", Node(.string(name)))
    spec.set("serviceAccountName", Node(.string(name)))
  }
}

/// Defaults of amounts.
enum QuantityDefaults {
  /// Amounts finer than a thousandth are rounded up to it (`SetDefaults_ResourceList`).
  static func roundToMilli(_ value: inout Node) {
    guard let quantity = value.asQuantity, quantity.nanos % 1_000_000 != 0 else { return }
    let rounded = Quantity(nanos: quantity.milliValue * 1_000_000, format: quantity.format)
    value = Node(.string(rounded.description))
  }

  static func applyToRequirements(_ resources: inout Node) {
    resources.updateValues("limits", roundToMilli)
    resources.updateValues("requests", roundToMilli)
  }
}
