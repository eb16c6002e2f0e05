import PodModel

/// What `kubectl explain` says of types and fields, in podlab's own words.
enum ExplainText {
  private static let fallback =
    "podlab has no words of its own for this field; the Kubernetes API reference describes it."

  static func text(ofType name: String) -> String {
    ExplainTable.types[name] ?? "podlab has no words of its own for this type."
  }

  /// The field's text and that of the type it holds.
  static func text(of field: StructField, in owner: String, _ schema: Schema) -> String {
    let own = ExplainTable.fields["\(owner).\(field.name)"] ?? ExplainTable.fields[".\(field.name)"]
    let values = values(of: field.name, in: owner)
    let list =
      values.isEmpty
      ? "" : "\n\nPossible enum values:\n" + values.map { " - `\"\($0)\"`" }.joined(separator: "\n")
    return (own ?? fallback) + list
  }

  /// How a type is written between angle brackets.
  ///
  /// Source: kubectl `explain/v2`, `typeGuess` over the OpenAPI schema.
  static func typeName(_ type: GoType, _ schema: Schema) -> String {
    switch type {
    case .string, .bytes: "string"
    case .bool: "boolean"
    case .int32, .int64: "integer"
    case .quantity: "Quantity"
    case .intOrString: "IntOrString"
    case .time: "Time"
    case .raw: "FieldsV1"
    case .list(let inner): "[]" + typeName(inner, schema)
    case .map(let inner, _): "map[string]" + typeName(inner, schema)
    case .structure(let index):
      schema.structs.indices.contains(index) ? schema.structs[index].name : "Object"
    case .pointer(let inner): typeName(inner, schema)
    }
  }

  /// The values that a field may have, sorted; empty where any will do.
  ///
  /// Source: the enums of `GroundTruth/openapi/core-v1.json`.
  static func values(of field: String, in owner: String) -> [String] {
    switch (owner, field) {
    case (_, "imagePullPolicy"), ("ImageVolumeSource", "pullPolicy"):
      ["Always", "IfNotPresent", "Never"]
    case (_, "terminationMessagePolicy"): ["FallbackToLogsOnError", "File"]
    case ("ContainerPort", "protocol"), ("ServicePort", "protocol"), ("PortStatus", "protocol"):
      ["SCTP", "TCP", "UDP"]
    case ("HTTPGetAction", "scheme"): ["HTTP", "HTTPS"]
    case ("NamespaceStatus", "phase"): ["Active", "Terminating"]
    case ("NodeSelectorRequirement", "operator"):
      ["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"]
    case ("PodSecurityContext", "fsGroupChangePolicy"): ["Always", "OnRootMismatch"]
    case ("PodSecurityContext", "supplementalGroupsPolicy"): ["Merge", "Strict"]
    case ("PodSpec", "dnsPolicy"): ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]
    case ("PodSpec", "preemptionPolicy"): ["Never", "PreemptLowerPriority"]
    case ("PodSpec", "restartPolicy"): ["Always", "Never", "OnFailure"]
    case ("PodStatus", "phase"): ["Failed", "Pending", "Running", "Succeeded", "Unknown"]
    case ("PodStatus", "qosClass"): ["BestEffort", "Burstable", "Guaranteed"]
    case ("SeccompProfile", "type"), ("AppArmorProfile", "type"):
      ["Localhost", "RuntimeDefault", "Unconfined"]
    case ("SecurityContext", "procMount"): ["Default", "Unmasked"]
    case (_, "externalTrafficPolicy"), (_, "internalTrafficPolicy"): ["Cluster", "Local"]
    case ("ServiceSpec", "ipFamilyPolicy"):
      ["PreferDualStack", "RequireDualStack", "SingleStack"]
    case ("ServiceSpec", "sessionAffinity"): ["ClientIP", "None"]
    case ("ServiceSpec", "type"): ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
    case ("Taint", "effect"), ("Toleration", "effect"):
      ["NoExecute", "NoSchedule", "PreferNoSchedule"]
    case ("Toleration", "operator"): ["Equal", "Exists", "Gt", "Lt"]
    case ("TopologySpreadConstraint", "nodeAffinityPolicy"),
      ("TopologySpreadConstraint", "nodeTaintsPolicy"):
      ["Honor", "Ignore"]
    case ("TopologySpreadConstraint", "whenUnsatisfiable"): ["DoNotSchedule", "ScheduleAnyway"]
    case ("VolumeMount", "mountPropagation"): ["Bidirectional", "HostToContainer", "None"]
    case ("PersistentVolumeClaimSpec", "volumeMode"): ["Block", "Filesystem"]
    case ("PersistentVolumeClaimStatus", "phase"): ["Bound", "Lost", "Pending"]
    default: []
    }
  }
}
