/// What the API server adds to a Service.
///
/// Source: Kubernetes `pkg/apis/core/v1/defaults.go` (`SetDefaults_Service`),
/// `pkg/registry/core/service/storage/alloc.go`.
enum ServiceDefaults {
  static func apply(to service: inout Node) {
    service.update("spec") { spec in
      spec.setDefault("sessionAffinity", "None")
      if spec.text("sessionAffinity") == "None" { spec.remove("sessionAffinityConfig") }
      if spec.text("sessionAffinity") == "ClientIP" {
        spec.setDefault("sessionAffinityConfig", [:])
        spec.update("sessionAffinityConfig") { config in
          config.setDefault("clientIP", [:])
          config.update("clientIP") { $0.setDefault("timeoutSeconds", 10800) }
        }
      }
      spec.setDefault("type", "ClusterIP")
      spec.updateItems("ports", complete)
      let type = spec.text("type")
      if type == "NodePort" || type == "LoadBalancer" {
        spec.setDefault("externalTrafficPolicy", "Cluster")
      }
      if type != "ExternalName" { spec.setDefault("internalTrafficPolicy", "Cluster") }
      if type == "LoadBalancer" { spec.setDefault("allocateLoadBalancerNodePorts", true) }
    }
  }

  private static func complete(_ port: inout Node) {
    port.setDefault("protocol", "TCP")
    let target = port["targetPort"]
    if target == nil || target == 0 || target == "" {
      port.set("targetPort", Node(.integer(port.number("port") ?? 0)))
    }
  }

  /// Addresses are made equal in both fields; a missing one is allocated once the rest is valid.
  static func prepare(_ service: inout Node) {
    service.set("status", ["loadBalancer": [:]])
    service.update("spec") { spec in
      guard spec.text("type") != "ExternalName" else { return }
      let first = spec.strings("clusterIPs").first ?? ""
      if !spec.text("clusterIP").isEmpty, first.isEmpty {
        spec.set("clusterIPs", Node(.list([Node(.string(spec.text("clusterIP")))])))
      } else if spec.text("clusterIP").isEmpty, !first.isEmpty {
        spec.set("clusterIP", Node(.string(first)))
      }
    }
  }

  /// Gives a valid Service its address and ports on a cluster with IPv4 only.
  ///
  /// - Parameter address: the address to give to a Service that asks for none.
  static func allocate(_ service: inout Node, address: String, nodePort: Int64) {
    service.update("spec") { spec in
      let type = spec.text("type")
      guard type != "ExternalName" else { return }
      if spec.text("clusterIP").isEmpty {
        spec.set("clusterIP", Node(.string(address)))
        spec.set("clusterIPs", Node(.list([Node(.string(address))])))
      }
      spec.setDefault("ipFamilies", ["IPv4"])
      spec.setDefault("ipFamilyPolicy", "SingleStack")
      let wantsNodePorts =
        type == "NodePort"
        || (type == "LoadBalancer" && spec.flag("allocateLoadBalancerNodePorts") == true)
      guard wantsNodePorts else { return }
      var next = nodePort
      spec.updateItems("ports") { port in
        if port["nodePort"] == nil {
          port.set("nodePort", Node(.integer(next)))
          next += 1
        }
      }
    }
  }
}
