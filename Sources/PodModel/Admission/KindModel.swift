/// A kind that podlab models.
struct KindModel: Sendable {
  /// Which rules apply.
  enum Behaviour: Sendable {
    case pod, service, configMap, secret, namespace, serviceAccount, claim
  }

  let kind: String
  /// Empty for the core group.
  let group: String
  let version: String
  /// The name in URLs and messages: `pods`.
  let resource: String
  let behaviour: Behaviour

  /// `v1`, `apps/v1`.
  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
  /// `Pod`, `Deployment.apps`.
  var qualifiedKind: String { group.isEmpty ? kind : "\(kind).\(group)" }
  /// `pods`, `deployments.apps`.
  var qualifiedResource: String { group.isEmpty ? resource : "\(resource).\(group)" }
  var isNamespaced: Bool { behaviour != .namespace }

  private init(
    _ kind: String, _ resource: String, _ behaviour: Behaviour, group: String = "",
    version: String = "v1"
  ) {
    self.kind = kind
    self.group = group
    self.version = version
    self.resource = resource
    self.behaviour = behaviour
  }

  private static let all = [
    KindModel("Pod", "pods", .pod),
    KindModel("Service", "services", .service),
    KindModel("ConfigMap", "configmaps", .configMap),
    KindModel("Secret", "secrets", .secret),
    KindModel("Namespace", "namespaces", .namespace),
    KindModel("ServiceAccount", "serviceaccounts", .serviceAccount),
    KindModel("PersistentVolumeClaim", "persistentvolumeclaims", .claim),
  ]

  /// The model of a kind, upper and lower case aside as kubectl's REST mapper has it.
  static func model(of kind: String) -> KindModel? {
    all.first { $0.kind == kind } ?? all.first { $0.kind.lowercased() == kind.lowercased() }
  }
}
