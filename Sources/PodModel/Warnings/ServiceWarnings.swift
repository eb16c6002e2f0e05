/// What the API server accepts in a Service but does not like, in its order.
///
/// Source: Kubernetes `pkg/api/service/warnings.go`, v1.36.
enum ServiceWarnings {
  private static let path = FieldPath("spec")

  static func warnings(for service: Node) -> [String] {
    let spec = service["spec"] ?? [:]
    var warnings: [String] = []
    let annotations = service["metadata"]?["annotations"]
    if annotations?["service.kubernetes.io/topology-aware-hints"] != nil {
      warnings.append(
        "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
          + "service.kubernetes.io/topology-mode instead")
    }
    for (index, address) in spec.strings("clusterIPs").enumerated() {
      warnings += PodWarnings.address(address, path.field("clusterIPs").index(index))
    }
    warnings += ignored(spec)
    if let address = spec["loadBalancerIP"]?.string {
      warnings += PodWarnings.address(address, path.field("loadBalancerIP"))
    }
    warnings += byType(spec)
    if spec.text("trafficDistribution") == "PreferClose" {
      warnings.append(
        "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"")
    }
    return warnings
  }

  /// Fields that mean nothing without a cluster address, and addresses outside of the cluster.
  private static func ignored(_ spec: Node) -> [String] {
    let isHeadless = spec.text("type") == "ClusterIP" && spec.text("clusterIP") == "None"
    let external = spec.strings("externalIPs")
    var warnings: [String] = []
    if isHeadless {
      if spec.has("loadBalancerIP") {
        warnings.append("spec.loadBalancerIP is ignored for headless services")
      }
      if !external.isEmpty {
        warnings.append("spec.externalIPs is ignored for headless services")
      }
      if spec.text("sessionAffinity") != "None" {
        warnings.append("spec.SessionAffinity is ignored for headless services")
      }
    }
    for (index, address) in external.enumerated() {
      warnings += PodWarnings.address(address, path.field("externalIPs").index(index))
    }
    if !external.isEmpty, !isHeadless, spec.text("type") != "ExternalName" {
      warnings.append(
        "spec.externalIPs is deprecated and may no longer be implemented in some clusters")
    }
    return warnings
  }

  private static func byType(_ spec: Node) -> [String] {
    let isExternal = spec.text("type") == "ExternalName"
    if isExternal, !spec.strings("externalIPs").isEmpty {
      return ["spec.externalIPs is ignored when spec.type is \"ExternalName\""]
    }
    if !isExternal, !spec.text("externalName").isEmpty {
      return ["spec.externalName is ignored when spec.type is not \"ExternalName\""]
    }
    return []
  }
}
