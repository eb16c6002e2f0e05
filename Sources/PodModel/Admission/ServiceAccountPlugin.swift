/// Gives every Pod a service account and mounts its token into every container.
///
/// Source: Kubernetes `plugin/pkg/admission/serviceaccount/admission.go`.
enum ServiceAccountPlugin {
  private static let mountPath: Node = "/var/run/secrets/kubernetes.io/serviceaccount"
  private static let volumePrefix = "kube-api-access-"

  static func admit(_ pod: inout Node, in context: AdmissionContext) throws(Refusal) {
    let annotations = pod["metadata"]?["annotations"]
    if annotations?["kubernetes.io/config.mirror"] != nil {
      return try checkMirror(pod)
    }
    var spec = pod["spec"] ?? [:]
    let given = spec.text("serviceAccountName")
    let name = given.isEmpty ? "default" : given
    let namespace = pod["metadata"]?.text("namespace") ?? ""
    guard name == "default" || context.exists("ServiceAccount", name, in: namespace) else {
      throw AdmissionPlugins.forbidden(
        pod,
        "error looking up service account \(namespace)/\(name): "
          + "serviceaccount \(GoQuote.quoted(name)) not found",
        path: FieldPath("spec", "serviceAccountName"))
    }
    spec.set("serviceAccount", Node(.string(name)))
    spec.set("serviceAccountName", Node(.string(name)))
    if spec.flag("automountServiceAccountToken") ?? true {
      mountToken(into: &spec, suffix: context.suffix)
    }
    pod.set("spec", spec)
  }

  /// A mirror of a static Pod may not use the API.
  private static func checkMirror(_ pod: Node) throws(Refusal) {
    let spec = pod["spec"] ?? [:]
    if !spec.text("serviceAccountName").isEmpty {
      throw AdmissionPlugins.forbidden(
        pod, "a mirror pod may not reference service accounts",
        path: FieldPath("spec", "serviceAccountName"))
    }
    let usesSecrets = spec.items("volumes").contains { $0.has("secret") }
    if usesSecrets {
      throw AdmissionPlugins.forbidden(
        pod, "a mirror pod may not reference secrets", path: FieldPath("spec", "volumes"))
    }
  }

  private static func mountToken(into spec: inout Node, suffix: String) {
    let existing = spec.items("volumes").map { $0.text("name") }
      .first { $0.hasPrefix(volumePrefix) }
    let name = existing ?? volumePrefix + suffix
    var isNeeded = false
    for key in ["initContainers", "containers"] {
      spec.updateItems(key) { container in
        var mounts = container.items("volumeMounts")
        guard !mounts.contains(where: { $0["mountPath"] == mountPath }) else { return }
        mounts.append(["mountPath": mountPath, "name": Node(.string(name)), "readOnly": true])
        container.set("volumeMounts", Node(.list(mounts)))
        isNeeded = true
      }
    }
    if existing == nil, isNeeded {
      spec.set("volumes", Node(.list(spec.items("volumes") + [tokenVolume(named: name)])))
    }
  }

  /// The token, the certificate of the API server and the namespace, in one folder.
  private static func tokenVolume(named name: String) -> Node {
    [
      "name": Node(.string(name)),
      "projected": [
        "defaultMode": 0o644,
        "sources": [
          ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
          [
            "configMap": [
              "items": [["key": "ca.crt", "path": "ca.crt"]], "name": "kube-root-ca.crt",
            ]
          ],
          [
            "downwardAPI": [
              "items": [
                [
                  "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"],
                  "path": "namespace",
                ]
              ]
            ]
          ],
        ],
      ],
    ]
  }
}
