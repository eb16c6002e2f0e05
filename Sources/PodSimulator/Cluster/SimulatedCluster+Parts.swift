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

  /// Changes the ephemeral containers of a Pod, and nothing else of it.
  package func changeEphemeralContainers(
    ofPod name: String, with patch: ObjectPatch, in namespace: String, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject {
    let old = try podObject(name, namespace)
    let pods = Resource(kind: "Pod", plural: "pods", singular: "pod", verbs: [])
    let wanted = try patch.applied(to: old, kind: "Pod")
    try checkState(of: wanted, against: old, pods, name)
    switch APIServer.changeEphemeralContainers(of: old, to: wanted) {
    case .accepted(let made, let warnings):
      if isDryRun { return WrittenObject(object: made, warnings: warnings) }
      let key = ObjectStore.Key(kind: "Pod", namespace: namespace, name: name)
      return WrittenObject(
        object: store.put(made, at: key, time: kernel.now), warnings: warnings)
    case .refused(let refusal): throw StatusError(refusal)
    case .notModelled(let kind):
      throw StatusError(
        code: 501, reason: "NotModelled",
        message: "podlab does not model objects of kind '\(kind)'")
    }
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
