/// What the API server adds to the smaller kinds.
enum ConfigDefaults {
  /// `stringData` becomes part of `data`, and wins.
  ///
  /// Source: Kubernetes `pkg/apis/core/v1/conversion.go`, `defaults.go` (`SetDefaults_Secret`).
  static func applyToSecret(_ secret: inout Node) {
    secret.setDefault("type", "Opaque")
    let plain = secret.fields("stringData")
    guard !plain.isEmpty else { return }
    var data = secret.object("data") ?? [:]
    for entry in plain {
      let bytes = Array((entry.value.string ?? "").utf8)
      data.set(entry.key, Node(.string(Base64.encode(bytes))))
    }
    secret.set("data", data)
    secret.remove("stringData")
  }

  /// Source: Kubernetes `pkg/registry/core/namespace/strategy.go`, `SetDefaults_Namespace`.
  static func prepareNamespace(_ namespace: inout Node) {
    let name = namespace.name
    if !name.isEmpty {
      namespace.update("metadata") { meta in
        var labels = meta.object("labels") ?? [:]
        labels.set("kubernetes.io/metadata.name", Node(.string(name)))
        meta.set("labels", labels)
      }
    }
    namespace.update("spec") { spec in
      let others = spec.strings("finalizers").filter { $0 != "kubernetes" }
      spec.set("finalizers", Node(.list((others + ["kubernetes"]).map { Node(.string($0)) })))
    }
    namespace.set("status", ["phase": "Active"])
  }

  /// Source: the plugin `StorageObjectInUseProtection`, `SetDefaults_PersistentVolumeClaim`.
  static func prepareClaim(_ claim: inout Node) {
    claim.update("metadata") { meta in
      let given = meta.strings("finalizers")
      let guardian = "kubernetes.io/pvc-protection"
      let all = given.contains(guardian) ? given : given + [guardian]
      meta.set("finalizers", Node(.list(all.map { Node(.string($0)) })))
    }
    claim.set("status", ["phase": "Pending"])
  }
}
