import ByteText

/// The kinds that a new Kubernetes v1.36 cluster knows, as far as kubectl asks.
///
/// Source: the API groups of Kubernetes v1.36 that are on by default; client-go
/// `restmapper/discovery.go`.
enum KindCatalog {
  /// A `group/version` and a kind; the group is empty for the core.
  struct GroupVersionKind: Sendable, Hashable {
    var group: String
    var version: String
    var kind: String

    /// `v1`, `apps/v1`.
    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
  }

  private static let kinds: [String: [String]] = [
    "v1": [
      "Binding", "ComponentStatus", "ConfigMap", "Endpoints", "Event", "LimitRange", "Namespace",
      "Node", "PersistentVolume", "PersistentVolumeClaim", "Pod", "PodTemplate",
      "ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount",
    ],
    "admissionregistration.k8s.io/v1": [
      "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration",
      "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
      "ValidatingWebhookConfiguration",
    ],
    "apiextensions.k8s.io/v1": ["CustomResourceDefinition"],
    "apiregistration.k8s.io/v1": ["APIService"],
    "apps/v1": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
    "authentication.k8s.io/v1": ["SelfSubjectReview", "TokenReview"],
    "authorization.k8s.io/v1": [
      "LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview",
      "SubjectAccessReview",
    ],
    "autoscaling/v1": ["HorizontalPodAutoscaler"],
    "autoscaling/v2": ["HorizontalPodAutoscaler"],
    "batch/v1": ["CronJob", "Job"],
    "certificates.k8s.io/v1": ["CertificateSigningRequest"],
    "coordination.k8s.io/v1": ["Lease"],
    "discovery.k8s.io/v1": ["EndpointSlice"],
    "events.k8s.io/v1": ["Event"],
    "flowcontrol.apiserver.k8s.io/v1": ["FlowSchema", "PriorityLevelConfiguration"],
    "networking.k8s.io/v1": [
      "IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR",
    ],
    "node.k8s.io/v1": ["RuntimeClass"],
    "policy/v1": ["PodDisruptionBudget"],
    "rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
    "resource.k8s.io/v1": [
      "DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice",
    ],
    "scheduling.k8s.io/v1": ["PriorityClass"],
    "storage.k8s.io/v1": [
      "CSIDriver", "CSINode", "CSIStorageCapacity", "StorageClass", "VolumeAttachment",
      "VolumeAttributesClass",
    ],
  ]

  /// What kubectl's mapper makes of a kind.
  enum Mapping: Equatable {
    /// Objects of this kind are posted to the kind's resource.
    case resource(kind: String)
    /// A list, whose items are posted one by one.
    case list
  }

  /// Finds the resource behind a kind; nil where the cluster has none.
  ///
  /// The mapper also knows kinds in lower case, and lists of all kinds. An empty version fits any.
  static func mapping(of kind: GroupVersionKind) -> Mapping? {
    guard kind.version.isEmpty else {
      return kinds[kind.apiVersion].flatMap { mapping(of: kind.kind, among: $0) }
    }
    let versions = kinds.keys.filter { group(of: $0) == kind.group }.sorted()
    return versions.lazy.compactMap { mapping(of: kind.kind, among: kinds[$0] ?? []) }.first
  }

  private static func mapping(of kind: String, among names: [String]) -> Mapping? {
    if names.contains(kind) { return .resource(kind: kind) }
    if kind == "List" || names.contains(where: { kind == $0 + "List" }) { return .list }
    return names.first { kind == $0.lowercased() }.map(Mapping.resource(kind:))
  }

  /// Whether the API server itself checks the fields of this kind.
  static func isCheckedByServer(_ kind: GroupVersionKind) -> Bool {
    kinds[kind.apiVersion]?.contains(kind.kind) ?? false
  }

  /// The known kind that a wrong one comes nearest to; nil when none is near.
  ///
  /// A kind that exists in another version is nearest, then one of the same letters, then one with
  /// a letter more or less.
  static func nearest(to kind: GroupVersionKind) -> GroupVersionKind? {
    let wanted = kind.kind.lowercased()
    var near: [(distance: Int, kind: GroupVersionKind)] = []
    for (apiVersion, names) in kinds {
      for name in names {
        let known = name.lowercased()
        let distance: Int
        if name == kind.kind {
          distance = 0
        } else if known == wanted || known + "s" == wanted {
          distance = 1
        } else if wanted.count > 2, differsByOneLetter(known, wanted) {
          distance = 2
        } else {
          continue
        }
        let parts = apiVersion.split(at: "/")
        near.append(
          (
            distance,
            GroupVersionKind(
              group: parts.count == 2 ? String(parts[0]) : "", version: String(parts.last ?? ""),
              kind: name)
          ))
      }
    }
    return near.min { ($0.distance, $0.kind.apiVersion) < ($1.distance, $1.kind.apiVersion) }?.kind
  }

  private static func differsByOneLetter(_ left: String, _ right: String) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard long.count - short.count <= 1 else { return false }
    let prefix = zip(short, long).prefix { $0 == $1 }.count
    let rest = long.dropFirst(prefix + 1)
    return short.dropFirst(long.count == short.count ? prefix + 1 : prefix) == rest
  }

  private static func group(of apiVersion: String) -> String {
    apiVersion.firstIndex(ofASCII: "/").map { String(apiVersion[..<$0]) } ?? ""
  }
}
