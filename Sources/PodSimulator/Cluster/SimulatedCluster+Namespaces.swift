import Kernel
import PodModel

/// What the controllers of namespaces do.
extension SimulatedCluster {
  /// How long a namespace's contents are left alone at first.
  ///
  /// Source: Kubernetes `pkg/controller/namespace/namespace_controller.go`.
  private static let deletionDelay = Duration.seconds(5)

  /// Begins the end of a namespace and returns it as it then stands.
  ///
  /// Source: Kubernetes `pkg/registry/core/namespace/storage`, `pkg/controller/namespace/deletion`.
  func endNamespace(_ key: ObjectStore.Key) throws(StatusError) -> Node? {
    if ["default", "kube-system", "kube-public"].contains(key.name) {
      throw StatusError(
        code: 403, reason: "Forbidden",
        message: "namespaces \(GoQuote.quoted(key.name)) is forbidden: this namespace may not be "
          + "deleted", kind: "namespaces", name: key.name)
    }
    guard var object = store[key] else { return nil }
    if object["metadata"]?["deletionTimestamp"] != nil { return object }
    object["metadata"] = object["metadata"]?.inserting(
      "deletionTimestamp", .text(kernel.now.rfc3339))
    object["status"] = (object["status"] ?? [:]).inserting("phase", "Terminating")
    let stored = store.put(object, at: key, time: kernel.now)
    plan(key, after: Self.deletionDelay)
    return stored
  }

  private func plan(_ key: ObjectStore.Key, after delay: Duration) {
    kernel.schedule(at: kernel.now + delay) { [weak self] in self?.empty(key) }
  }

  /// Deletes what is in a namespace; once nothing is left it goes itself.
  private func empty(_ key: ObjectStore.Key) {
    guard store[key]?["metadata"]?["deletionTimestamp"] != nil else { return }
    var grace = 0
    for (place, object) in store.contents(of: key.name) {
      if place.kind == "Pod" {
        let left = deletePod(place, object, nil)
        grace = max(grace, left?["metadata"]?["deletionGracePeriodSeconds"]?.int ?? 0)
      } else {
        store.remove(place, time: kernel.now)
      }
    }
    if store.contents(of: key.name).isEmpty {
      store.remove(key, time: kernel.now)
    } else {
      plan(key, after: .seconds(grace / 2 + 1))
    }
  }

  /// Refuses what is new in a namespace that ends.
  ///
  /// Source: apiserver plugin `NamespaceLifecycle`.
  func checkNamespace(
    _ namespace: String, _ resource: Resource, _ name: String
  ) throws(StatusError) {
    let key = ObjectStore.Key(kind: "Namespace", namespace: "", name: namespace)
    guard resource.isNamespaced, store[key]?["metadata"]?["deletionTimestamp"] != nil else {
      return
    }
    throw StatusError(
      code: 403, reason: "Forbidden",
      message: "\(resource.plural) \(GoQuote.quoted(name)) is forbidden: unable to create new "
        + "content in namespace \(namespace) because it is being terminated",
      kind: resource.plural, name: name)
  }

  /// Puts back what every namespace has.
  func refill(_ key: ObjectStore.Key) {
    let isStock =
      key.kind == "ServiceAccount" && key.name == "default"
      || key.kind == "ConfigMap" && key.name == "kube-root-ca.crt"
    guard isStock else { return }
    kernel.schedule(at: kernel.now + .milliseconds(50)) { [weak self] in
      guard let self, store[key] == nil else { return }
      let place = ObjectStore.Key(kind: "Namespace", namespace: "", name: key.namespace)
      guard let namespace = store[place], namespace["metadata"]?["deletionTimestamp"] == nil
      else { return }
      fill(key.namespace)
    }
  }
}
