import PodModel

/// Events as the group `events.k8s.io` shows them; the cluster keeps those of the core group.
///
/// Source: Kubernetes `pkg/apis/events/v1/conversion.go`.
enum EventsGroup {
  private static let names = [
    "involvedObject": "regarding", "message": "note", "reportingComponent": "reportingController",
    "source": "deprecatedSource", "firstTimestamp": "deprecatedFirstTimestamp",
    "lastTimestamp": "deprecatedLastTimestamp", "count": "deprecatedCount",
  ]

  /// An object as the resource's version has it.
  static func shown(_ object: Node, as resource: Resource) -> Node {
    guard resource.apiVersion == "events.k8s.io/v1", let entries = object.entries else {
      return object
    }
    return Node(
      .map(
        entries.map { entry in
          entry.key == "apiVersion"
            ? Node.Entry("apiVersion", Node(.string(resource.apiVersion)))
            : Node.Entry(names[entry.key] ?? entry.key, entry.value)
        }))
  }
}
