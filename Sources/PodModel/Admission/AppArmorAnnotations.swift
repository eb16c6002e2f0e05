/// The old annotation that chooses an AppArmor profile becomes the field of today.
///
/// Source: Kubernetes `pkg/registry/core/pod/strategy.go` (`applyAppArmorVersionSkew`),
/// `pkg/api/pod/util.go` (`ApparmorFieldForAnnotation`).
enum AppArmorAnnotations {
  /// Sets the fields of all containers that are annotated; returns the warnings.
  static func apply(to pod: inout Node) -> [String] {
    let annotations = pod["metadata"]?.fields("annotations") ?? []
    let prefix = AnnotationValidation.appArmorContainer
    guard annotations.contains(where: { $0.key.hasPrefix(prefix) }),
      pod["spec"]?.object("os")?.text("name") != "windows"
    else { return [] }
    var warnings: [String] = []
    let podProfile = pod["spec"]?.object("securityContext")?.object("appArmorProfile")
    pod.update("spec") { spec in
      for key in ["initContainers", "containers", "ephemeralContainers"] {
        spec.updateItems(key) { container in
          let name = prefix + container.text("name")
          guard let value = annotations.first(where: { $0.key == name })?.value.string,
            container.object("securityContext")?.has("appArmorProfile") != true
          else { return }
          let profile = profile(value)
          if let profile, profile == podProfile { return }
          if let profile {
            container.setDefault("securityContext", [:])
            container.update("securityContext") { $0.set("appArmorProfile", profile) }
          }
          warnings.append(
            "\(FieldPath("metadata", "annotations").key(name)): deprecated since v1.30; use the "
              + "\"appArmorProfile\" field instead")
        }
      }
    }
    return warnings
  }

  private static func profile(_ annotation: String) -> Node? {
    switch annotation {
    case "unconfined": return ["type": "Unconfined"]
    case "runtime/default": return ["type": "RuntimeDefault"]
    default: break
    }
    let name = String(annotation.dropFirst("localhost/".count))
    guard annotation.hasPrefix("localhost/"), !name.isEmpty, name == name.trimmingSpace(),
      name.utf8.count <= 4095
    else { return nil }
    return ["localhostProfile": Node(.string(name)), "type": "Localhost"]
  }
}
