import Kernel
package import PodModel

/// Keeping a cluster's objects over the end of the program.
extension SimulatedCluster {
  /// What `restore` needs to bring this cluster back: all objects but Events, sorted.
  package var keptObjects: [Node] {
    store.everything.filter { $0.key.kind != "Event" }.map(\.value)
  }

  /// Puts objects into a new cluster that an earlier one had, as a node's restart would leave them:
  /// containers that were running have ended and are started again as their Pod's policy has it.
  ///
  /// - Returns: a sentence for each object that cannot be put back.
  package func restore(_ objects: [Node]) -> [String] {
    var complaints: [String] = []
    for (index, object) in objects.enumerated() {
      let kind = object["kind"]?.string ?? ""
      let name = object["metadata"]?["name"]?.string ?? ""
      guard let resource = resources.first(where: { $0.kind == kind }), !name.isEmpty else {
        complaints.append("object \(index + 1) has no name, or a kind that is not kept: '\(kind)'")
        continue
      }
      let place = key(resource, name, object["metadata"]?["namespace"]?.string)
      if resource.isNamespaced, !store.namespaces.contains(place.namespace), kind != "Namespace" {
        addNamespace(place.namespace)
      }
      store.put(object, at: place, time: kernel.now)
    }
    return complaints
  }
}
