import ByteText

/// The rules for volumes that come with a claim of their own.
///
/// Source: Kubernetes core `validateEphemeralVolumeSource`.
enum EphemeralVolumeValidation {
  static func validate(_ source: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let templatePath = path.field("volumeClaimTemplate")
    guard let template = source.object("volumeClaimTemplate") else {
      return errors.required(templatePath)
    }
    let meta = template["metadata"] ?? [:]
    let metaPath = templatePath.field("metadata")
    ObjectMetaValidation.annotations(
      meta.fields("annotations"), metaPath.field("annotations"), &errors)
    ObjectMetaValidation.labels(meta.fields("labels"), metaPath.field("labels"), &errors)
    for entry in meta.entries ?? [] where !["annotations", "labels"].contains(entry.key) {
      errors.forbidden(
        metaPath.field(entry.key), "cannot be set for an inlined PersistentVolumeClaim")
    }
    ClaimValidation.validate(
      spec: template["spec"] ?? [:], templatePath.field("spec"), &errors)
  }

  /// The claim is named after Pod and volume, and that must be a name.
  static func validateClaimName(
    _ name: String, podName: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard !podName.isEmpty, !name.isEmpty else { return }
    for message in NameRules.dnsSubdomain("\(podName)-\(name)") {
      errors.invalid(
        path.field("name"), .string(name),
        "PVC name \(GoQuote.quoted("\(podName)-\(name)")): \(message)")
    }
  }
}

/// The rules for PersistentVolumeClaims.
///
/// Source: Kubernetes core `ValidatePersistentVolumeClaimSpec`.
enum ClaimValidation {
  private static let modes = [
    "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod",
  ]

  static func validate(spec: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let given = spec.strings("accessModes")
    if given.isEmpty {
      errors.required(path.field("accessModes"), "at least 1 access mode is required")
    }
    LabelSelectorValidation.validate(spec.object("selector"), path.field("selector"), &errors)
    for mode in given where !modes.contains(mode) {
      errors.notSupported(path.field("accessModes"), mode, modes)
    }
    if given.contains("ReadWriteOncePod"), given.contains(where: { $0 != "ReadWriteOncePod" }) {
      errors.forbidden(
        path.field("accessModes"), "may not use ReadWriteOncePod with other access modes")
    }
    let storagePath = path.field("resources").key("storage")
    if let storage = spec["resources"]?["requests"]?["storage"]?.asQuantity {
      if storage <= .zero {
        errors.invalid(storagePath, .string(storage.description), "must be greater than zero")
      }
    } else {
      errors.required(storagePath)
    }
    if let storageClass = spec["storageClassName"]?.string, !storageClass.isEmpty {
      errors.invalid(
        path.field("storageClassName"), storageClass, all: NameRules.dnsSubdomain(storageClass))
    }
    if let mode = spec["volumeMode"]?.string, !["Block", "Filesystem"].contains(mode) {
      errors.notSupported(path.field("volumeMode"), mode, ["Block", "Filesystem"])
    }
  }
}
