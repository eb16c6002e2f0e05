import PodModel

extension KubectlCluster {
  /// An object as it is sent: in its namespace of the cluster, without what the cluster decides.
  ///
  /// Another version of Kubernetes than the one that podlab knows computes its own.
  func prepared(_ object: Node, in namespace: String?) -> Node {
    var object = object
    if let namespace { object["metadata"]?["namespace"] = Node(.string(namespace)) }
    switch object["kind"]?.string {
    case "Pod": preparePod(&object)
    case "Service": Self.prepareService(&object)
    case _: break
    }
    if plan.kind == .guest { label(&object, NamespacePlan.managerLabel, NamespacePlan.manager) }
    return object
  }

  private func preparePod(_ pod: inout Node) {
    // What the simulation scheduled is to be scheduled anew.
    if let node = pod["spec"]?["nodeName"], node.position == nil { pod["spec"]?["nodeName"] = nil }
    // The priority plug-in of the cluster refuses a number that is not its own.
    for field in ["priority", "preemptionPolicy"] where pod["spec"]?[field] != nil {
      pod["spec"]?[field] = nil
    }
    for host in leads[pod["metadata"]?["name"]?.string ?? ""]?.sorted() ?? [] {
      label(&pod, Self.leadLabel(host), "true")
    }
  }

  /// Addresses that podlab's own admission gave are not of this cluster.
  private static func prepareService(_ service: inout Node) {
    guard let address = service["spec"]?["clusterIP"], address.position == nil,
      address.string != "None"
    else { return }
    service["spec"]?["clusterIP"] = nil
    service["spec"]?["clusterIPs"] = nil
  }

  private func label(_ object: inout Node, _ key: String, _ value: String) {
    var labels = object["metadata"]?["labels"] ?? [:]
    labels[key] = Node(.string(value))
    object["metadata"]?["labels"] = labels
  }

  static func leadLabel(_ host: String) -> String {
    "podlab/leads-\(NamespaceName.label(host, limit: 50))"
  }

  /// A submission that brings its own Service of a name replaces podlab's.
  func removeLead(_ name: String, from namespace: String) throws(StatusError) {
    guard leads.values.contains(where: { $0.contains(name) }) else { return }
    for pod in leads.keys { leads[pod]?.remove(name) }
    _ = try ask { () throws(KubectlFailure) in
      try connection.ask([
        "delete", "services", name, "--namespace", namespace, "--ignore-not-found",
        "--wait=false",
      ])
    }
  }
}
