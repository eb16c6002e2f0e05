/// The fields by which objects of a kind can be selected.
///
/// Source: Kubernetes `pkg/apis/core/v1/conversion.go`, `AddFieldLabelConversionsFor…`, and the
/// strategies' `GetAttrs`.
package enum SelectableFields {
  private static let ofAllKinds: Set<String> = ["metadata.name", "metadata.namespace"]
  private static let ofKind: [String: Set<String>] = [
    "Pod": [
      "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
      "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
      "status.nominatedNodeName",
    ],
    "Event": [
      "involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
      "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion",
      "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ],
    "Namespace": ["status.phase"], "Node": ["spec.unschedulable"], "Secret": ["type"],
    "Service": ["spec.clusterIP", "spec.type"],
  ]

  /// Whether objects of `kind` can be selected by the field at `path`.
  package static func contains(_ path: String, ofKind kind: String) -> Bool {
    ofAllKinds.contains(path) || ofKind[kind]?.contains(path) == true
  }
}
