/// How the lists of built-in kinds merge when a strategic merge patch meets them.
///
/// Source: the `patchStrategy` and `patchMergeKey` tags of `k8s.io/api/core/v1` and
/// `apimachinery/pkg/apis/meta/v1`; `x-kubernetes-patch-*` in the OpenAPI schema.
enum MergeRule: Equatable {
  /// The patch's list takes the place of the other.
  case replace
  /// Items with the same value of this field are one and the same.
  case byKey(String)
  /// Values are added that are not there yet.
  case union

  /// The rule of the list at a path of field names, list positions left out.
  static func rule(at path: [String], kind: String) -> MergeRule {
    guard let name = path.last else { return .replace }
    let parent = path.dropLast().last ?? ""
    switch (parent, name) {
    case ("metadata", "finalizers"): return .union
    case ("metadata", "ownerReferences"): return .byKey("uid")
    case ("spec", "containers"), ("spec", "initContainers"), ("spec", "ephemeralContainers"),
      ("spec", "volumes"), ("spec", "imagePullSecrets"), ("spec", "schedulingGates"),
      ("spec", "resourceClaims"):
      return .byKey("name")
    case ("spec", "hostAliases"): return .byKey("ip")
    case ("spec", "topologySpreadConstraints"): return .byKey("topologyKey")
    case ("spec", "ports") where kind == "Service": return .byKey("port")
    case ("status", "conditions"): return .byKey("type")
    case ("status", "podIPs"), ("status", "hostIPs"): return .byKey("ip")
    case ("status", "addresses"): return .byKey("type")
    case ("", "secrets") where kind == "ServiceAccount": return .byKey("name")
    default: return containerRule(parent, name)
    }
  }

  private static func containerRule(_ parent: String, _ name: String) -> MergeRule {
    guard ["containers", "initContainers", "ephemeralContainers"].contains(parent) else {
      return .replace
    }
    switch name {
    case "ports": return .byKey("containerPort")
    case "env": return .byKey("name")
    case "volumeMounts": return .byKey("mountPath")
    case "volumeDevices": return .byKey("devicePath")
    default: return .replace
    }
  }

  /// Whether the items of a list give up the keys that a patch does not retain.
  static func retainsKeys(at path: [String]) -> Bool {
    path == ["spec", "volumes"] || path == ["spec", "resourceClaims"]
  }
}
