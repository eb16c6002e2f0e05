import Grader
import PodModel

/// Objects that come to be by a learner's scripts.
extension BehaviourStage {
  /// Runs the scripts and takes what they did to the cluster as the evidence; false where they did
  /// nothing, so that the manifests beside them count.
  ///
  /// - Throws: an ungradable finding where they wanted what the cluster does not model.
  mutating func runScripts() async throws(StepFailure) -> Bool {
    guard evidence.scripts.contains(where: \.mayAct) else {
      evidence.scripts = []
      return false
    }
    let before = await written()
    guard var outcome = await cluster.run(evidence.scripts, beside: evidence.files) else {
      return false
    }
    if let note = outcome.notModelled {
      throw StepFailure(
        finding: Finding(.ungradable, expected: "the scripts must run", found: note))
    }
    outcome.objects = await written().filter { object in
      !before.contains { $0.isWritten(like: object) }
    }.map(\.fresh)
    evidence = evidence.afterRunning(outcome)
    return outcome.hasActed
  }

  /// The kinds that learners make, those first that others refer to.
  private static var kinds: [String] {
    [
      "Namespace", "ServiceAccount", "ConfigMap", "Secret", "PersistentVolumeClaim", "Service",
      "Pod",
    ]
  }

  /// What stands in the cluster and is not about to go.
  private func written() async -> [Node] {
    var objects: [Node] = []
    for kind in Self.kinds {
      guard let resource = resource(ofKind: kind) else { continue }
      let list = try? await cluster.objects(resource, in: nil, matching: ObjectSelector())
      objects += (list?.items ?? []).filter { $0["metadata"]?["deletionTimestamp"] == nil }
    }
    return objects
  }
}

extension Node {
  /// Whether a client has written both alike: all but what controllers and kubelets write.
  fileprivate func isWritten(like other: Node) -> Bool {
    self["kind"] == other["kind"] && self["metadata"]?["uid"] == other["metadata"]?["uid"]
      && fresh == other.fresh
  }
}
