/// A kind that podlab models.
struct KindModel: Sendable {
  let kind: String
  /// Empty for the core group.
  let group: String
  let version: String
  /// The name in URLs and messages: `pods`.
  let resource: String
  let isNamespaced: Bool

  /// `v1`, `apps/v1`.
  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  private init(
    _ kind: String, _ resource: String, group: String = "", version: String = "v1",
    isNamespaced: Bool = true
  ) {
    self.kind = kind
    self.group = group
    self.version = version
    self.resource = resource
    self.isNamespaced = isNamespaced
  }

  private static let all = [
    KindModel("Pod", "pods"),
    KindModel("Service", "services"),
    KindModel("ConfigMap", "configmaps"),
    KindModel("Secret", "secrets"),
    KindModel("Namespace", "namespaces", isNamespaced: false),
    KindModel("ServiceAccount", "serviceaccounts"),
    KindModel("PersistentVolumeClaim", "persistentvolumeclaims"),
  ]

  /// The model of a kind, upper and lower case aside as kubectl's REST mapper has it.
  static func model(of kind: String) -> KindModel? {
    all.first { $0.kind == kind } ?? all.first { $0.kind.lowercased() == kind.lowercased() }
  }
}
