import Kernel
package import PodModel

/// Changes of single parts of objects, as their subresources allow them.
extension SimulatedCluster {
  /// The version of the latest change.
  package var resourceVersion: String { String(store.resourceVersion) }

  /// Changes an object's status, and nothing else of it.
  ///
  /// The kubelet writes a Pod's status anew when something happens to it.
  package func changeStatus(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    isDryRun: Bool
  ) throws(StatusError) -> Node {
    let key = key(resource, name, namespace)
    guard let old = store[key] else { throw notFound(resource, name) }
    let wanted = try patch.applied(to: old, kind: resource.kind)
    try checkState(of: wanted, against: old, resource, name)
    var changed = old
    if let status = wanted["status"] {
      changed = changed.inserting("status", status)
    } else {
      changed["status"] = nil
    }
    return isDryRun ? changed : store.put(changed, at: key, time: kernel.now)
  }

  /// Puts a Pod onto a node, in the scheduler's place.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/storage/storage.go`, `assignPod`.
  package func bindPod(
    _ name: String, in namespace: String, to node: String
  ) throws(StatusError) {
    var pod = try podObject(name, namespace)
    func conflict(_ why: String) -> StatusError {
      StatusError(
        code: 409, reason: "Conflict",
        message: "Operation cannot be fulfilled on pods/binding \(GoQuote.quoted(name)): \(why)",
        kind: "pods/binding", name: name)
    }
    guard !node.isEmpty else {
      throw StatusError(
        code: 422, reason: "Invalid",
        message: "Binding \(GoQuote.quoted(name)) is invalid: target.name: Required value",
        kind: "Binding", name: name)
    }
    if pod["metadata"]?["deletionTimestamp"] != nil {
      throw conflict("pod \(name) is being deleted, cannot be assigned to a host")
    }
    if let own = pod["spec"]?["nodeName"]?.string, !own.isEmpty {
      throw conflict("pod \(name) is already assigned to node \(GoQuote.quoted(own))")
    }
    pod["spec"] = (pod["spec"] ?? [:]).inserting("nodeName", .text(node))
    store.put(
      pod, at: ObjectStore.Key(kind: "Pod", namespace: namespace, name: name), time: kernel.now)
  }
}
