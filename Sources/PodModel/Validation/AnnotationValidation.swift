/// The rules for annotations that mean something to Kubernetes.
///
/// Source: Kubernetes core `ValidatePodSpecificAnnotations`, `validateSeccompAnnotationsAndFields`,
/// `validateAppArmorAnnotationsAndFieldsMatchOnCreate`.
enum AnnotationValidation {
  private static let seccompPod = "seccomp.security.alpha.kubernetes.io/pod"
  private static let seccompContainer = "container.seccomp.security.alpha.kubernetes.io/"
  static let appArmorContainer = "container.apparmor.security.beta.kubernetes.io/"

  static func validate(
    _ annotations: [Node.Entry], _ scope: PodScope, _ errors: inout FieldErrors
  ) {
    let path = FieldPath("metadata", "annotations")
    for annotation in annotations {
      let (key, value) = (annotation.key, annotation.value.string ?? "")
      switch key {
      case "kubernetes.io/config.mirror" where scope.spec.text("nodeName").isEmpty:
        errors.invalid(
          path.key(key), .string(value),
          "must set spec.nodeName if mirror pod annotation is set")
      case "controller.kubernetes.io/pod-deletion-cost" where !isDeletionCost(value):
        errors.invalid(path.key(key), .string(value), "must be a 32bit integer")
      default: break
      }
    }
    for annotation in annotations
    where annotation.key == seccompPod || annotation.key.hasPrefix(seccompContainer) {
      validate(seccomp: annotation.value.string ?? "", path.field(annotation.key), &errors)
    }
    for annotation in annotations where annotation.key.hasPrefix(appArmorContainer) {
      validate(appArmor: annotation, scope, path.key(annotation.key), &errors)
    }
  }

  private static func isDeletionCost(_ value: String) -> Bool {
    guard Int32(value) != nil, let first = value.first else { return false }
    return first == "-" || value == "0" || ("1"..."9").contains(first)
  }

  private static func validate(
    seccomp profile: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    if ["runtime/default", "docker/default", "unconfined"].contains(profile) { return }
    if profile.hasPrefix("localhost/") {
      let file = String(profile.dropFirst("localhost/".count))
      return PathValidation.descending(file, path, &errors)
    }
    errors.invalid(path, .string(profile), "must be a valid seccomp profile")
  }

  private static func validate(
    appArmor annotation: Node.Entry, _ scope: PodScope, _ path: FieldPath,
    _ errors: inout FieldErrors
  ) {
    let container = String(annotation.key.dropFirst(appArmorContainer.count))
    var isFound = false
    scope.forEachContainer { node, _ in
      if node.text("name") == container { isFound = true }
    }
    if !isFound { errors.invalid(path, .string(container), "container not found") }
    let profile = annotation.value.string ?? ""
    if !["", "runtime/default", "unconfined"].contains(profile), !profile.hasPrefix("localhost/") {
      errors.invalid(
        path, .string(profile), "invalid AppArmor profile name: \(GoQuote.quoted(profile))")
    }
  }

  // MARK: Annotation and field

  /// Where both an annotation and a field choose a profile, they must choose the same.
  static func validateAgreement(
    _ meta: Node, _ scope: PodScope, _ errors: inout FieldErrors
  ) {
    let annotations = meta.fields("annotations")
    guard !annotations.isEmpty else { return }
    func annotation(_ key: String) -> String? {
      annotations.first { $0.key == key }?.value.string
    }
    var found = FieldErrors()
    func compare(_ profile: Node?, _ key: String, _ path: FieldPath, _ word: String) {
      guard let profile, let value = annotation(key) else { return }
      validate(profile, agreesWith: value, path, word, &found)
    }
    let podContext = scope.spec.object("securityContext")
    compare(
      podContext?.object("seccompProfile"), seccompPod,
      scope.specPath.field("securityContext").field("seccompProfile"), "seccomp")
    scope.forEachContainer { container, path in
      compare(
        container.object("securityContext")?.object("seccompProfile"),
        seccompContainer + container.text("name"),
        path.field("securityContext").field("seccompProfile"), "seccomp")
    }
    if scope.spec.object("os")?.text("name") != "windows" {
      scope.forEachContainer { container, path in
        compare(
          container.object("securityContext")?.object("appArmorProfile")
            ?? podContext?.object("appArmorProfile"),
          appArmorContainer + container.text("name"),
          path.field("securityContext").field("appArmorProfile"), "apparmor")
      }
    }
    errors.append(found)
  }

  private static func validate(
    _ profile: Node, agreesWith value: String, _ path: FieldPath, _ word: String,
    _ errors: inout FieldErrors
  ) {
    let isSame: Bool
    switch profile.text("type") {
    case "Unconfined": isSame = value == "unconfined"
    case "RuntimeDefault":
      isSame = value == "runtime/default" || (word == "seccomp" && value == "docker/default")
    case "Localhost":
      isSame = value.hasPrefix("localhost/")
      if isSame, value.dropFirst("localhost/".count) != profile.text("localhostProfile") {
        errors.forbidden(
          path.field("localhostProfile"), "\(word) profile in annotation and field must match")
      }
    default: isSame = true
    }
    if !isSame {
      errors.forbidden(path.field("type"), "\(word) type in annotation and field must match")
    }
  }
}
