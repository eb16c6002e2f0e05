import PodModel

/// What the types of the API are called in OpenAPI documents.
///
/// Source: kube-openapi's names are Go packages turned around, such as `io.k8s.api.core.v1.Pod`.
enum SchemaNames {
  private static let meta: Set<String> = [
    "Condition", "DeleteOptions", "FieldsV1", "LabelSelector", "LabelSelectorRequirement",
    "ListMeta", "ManagedFieldsEntry", "MicroTime", "ObjectMeta", "OwnerReference", "Preconditions",
    "Status", "StatusCause", "StatusDetails", "Time",
  ]
  private static let byGroup: [String: Set<String>] = [
    "discovery": [
      "Endpoint", "EndpointConditions", "EndpointHints", "EndpointSlice", "ForNode", "ForZone",
    ],
    "authentication": ["SelfSubjectReview", "SelfSubjectReviewStatus", "UserInfo"],
    "authorization": [
      "NonResourceAttributes", "NonResourceRule", "ResourceAttributes", "ResourceRule",
      "SelfSubjectAccessReview", "SelfSubjectAccessReviewSpec", "SelfSubjectRulesReview",
      "SelfSubjectRulesReviewSpec", "SubjectAccessReviewStatus", "SubjectRulesReviewStatus",
    ],
    "policy": ["Eviction"],
  ]

  /// The name of a type, such as `io.k8s.api.core.v1.Pod` for `Pod`.
  static func component(_ type: String) -> String {
    if type == "Quantity" { return "io.k8s.apimachinery.pkg.api.resource.Quantity" }
    if type == "IntOrString" { return "io.k8s.apimachinery.pkg.util.intstr.IntOrString" }
    if meta.contains(type) { return "io.k8s.apimachinery.pkg.apis.meta.v1.\(type)" }
    // Some names are taken in the core group and therefore carry their own.
    let parts = type.split(separator: ".")
    if parts.count == 2 { return "io.k8s.api.\(parts[0]).v1.\(parts[1])" }
    let group = byGroup.first { $0.value.contains(type) }?.key ?? "core"
    return "io.k8s.api.\(group).v1.\(type)"
  }

  /// The type behind a kind, which is in the core group unless the group has one of its own.
  static func type(ofKind kind: String, group: String) -> String {
    let own = "\(group.split(separator: ".").first ?? "").\(kind)"
    return Schema.core.structure(own) == nil ? kind : own
  }

  /// Whether a kind only stands for the parameters of a request.
  static func isOption(_ kind: String) -> Bool { kind.hasSuffix("Options") }
}
