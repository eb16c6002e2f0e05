/// Annotations whose work is done by fields today.
///
/// Source: Kubernetes `pkg/api/pod/warnings.go`.
enum AnnotationWarnings {
  private static let path = FieldPath("metadata", "annotations")

  static func deprecated(_ meta: Node) -> [String] {
    let messages = [
      (
        "scheduler.alpha.kubernetes.io/critical-pod",
        "non-functional in v1.16+; use the \"priorityClassName\" field instead"
      ),
      (
        "security.alpha.kubernetes.io/sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead"
      ),
      (
        "security.alpha.kubernetes.io/unsafe-sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead"
      ),
    ]
    return messages.compactMap { key, message in
      meta["annotations"]?[key] == nil ? nil : "\(path.key(key)): \(message)"
    }
  }

  static func seccomp(ofPod spec: Node, _ meta: Node) -> [String] {
    seccomp(spec, meta, "seccomp.security.alpha.kubernetes.io/pod")
  }

  static func seccomp(ofContainer container: Node, _ meta: Node) -> [String] {
    seccomp(
      container, meta,
      "container.seccomp.security.alpha.kubernetes.io/\(container.text("name"))")
  }

  private static func seccomp(_ holder: Node, _ meta: Node, _ key: String) -> [String] {
    guard meta.has("annotations"), meta["annotations"]?[key] != nil,
      holder.object("securityContext")?.has("seccompProfile") != true
    else { return [] }
    return [
      "\(path.key(key)): non-functional in v1.27+; use the \"seccompProfile\" field instead"
    ]
  }
}
