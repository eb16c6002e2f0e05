/// The rules for containers of all sorts.
///
/// Source: Kubernetes core `validateContainers`, `validateInitContainers`,
/// `validateEphemeralContainers`, `validateContainerCommon`.
enum ContainerValidation {
  static func validateContainers(_ scope: PodScope, _ errors: inout FieldErrors) {
    let containers = scope.spec.items("containers")
    let listPath = scope.specPath.field("containers")
    guard !containers.isEmpty else { return errors.required(listPath) }
    var names: Set<String> = []
    for (index, container) in containers.enumerated() {
      let path = listPath.index(index)
      validateCommon(container, path, scope, &errors)
      let name = container.text("name")
      if !names.insert(name).inserted {
        errors.duplicate(path.field("name"), .string(name))
      }
      validateHooksAndProbes(container, path, scope, &errors)
      RestartValidation.validate(container, path, &errors)
    }
    validateHostPortConflicts(containers, listPath, &errors)
  }

  static func validateInitContainers(_ scope: PodScope, _ errors: inout FieldErrors) {
    var names = Set(scope.spec.items("containers").map { $0.text("name") })
    let listPath = scope.specPath.field("initContainers")
    for (index, container) in scope.spec.items("initContainers").enumerated() {
      let path = listPath.index(index)
      validateCommon(container, path, scope, &errors)
      RestartValidation.validate(container, path, &errors)
      let name = container.text("name")
      if names.contains(name) {
        errors.duplicate(path.field("name"), .string(name))
      } else if !name.isEmpty {
        names.insert(name)
      }
      // Init containers run one by one, so only the ports of a single one can collide.
      validateHostPortConflicts([container], listPath, &errors)
      if container.text("restartPolicy") == "Always" {
        validateHooksAndProbes(container, path, scope, &errors)
      } else {
        for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
        where container.has(key) {
          errors.forbidden(
            path.field(key), "may not be set for init containers without restartPolicy=Always")
        }
      }
    }
  }

  private static func validateHooksAndProbes(
    _ container: Node, _ path: FieldPath, _ scope: PodScope, _ errors: inout FieldErrors
  ) {
    if let lifecycle = container.object("lifecycle") {
      ProbeValidation.validate(
        lifecycle: lifecycle, path.field("lifecycle"), gracePeriod: scope.gracePeriod, &errors)
    }
    for kind in ProbeValidation.Kind.allCases {
      guard let probe = container.object(kind.rawValue) else { continue }
      ProbeValidation.validate(probe, kind, path.field(kind.rawValue), &errors)
    }
  }

  private static func validateCommon(
    _ container: Node, _ path: FieldPath, _ scope: PodScope, _ errors: inout FieldErrors
  ) {
    let name = container.text("name")
    if name.isEmpty {
      errors.required(path.field("name"))
    } else {
      errors.invalid(path.field("name"), name, all: NameRules.dnsLabel(name))
    }
    if container.text("image").isEmpty { errors.required(path.field("image")) }
    PodValidation.validateChoice(
      container.text("terminationMessagePolicy"), ["File", "FallbackToLogsOnError"],
      path.field("terminationMessagePolicy"), &errors)
    PortValidation.validate(container.items("ports"), path.field("ports"), &errors)
    EnvironmentValidation.validate(container.items("env"), path.field("env"), &errors)
    EnvironmentValidation.validate(
      sources: container.items("envFrom"), path.field("envFrom"), &errors)
    MountValidation.validate(container, path, scope.volumes, &errors)
    validatePullPolicy(
      container.text("imagePullPolicy"), path.field("imagePullPolicy"), &errors)
    ResourceValidation.validate(
      container.object("resources") ?? [:], claims: scope.claimNames, isPodLevel: false,
      path.field("resources"), &errors)
    RestartValidation.validate(
      resizePolicies: container.items("resizePolicy"), path.field("resizePolicy"),
      podRestartPolicy: scope.restartPolicy, &errors)
    if let context = container.object("securityContext") {
      SecurityContextValidation.validate(
        context, path.field("securityContext"), hasHostUsers: scope.hasHostUsers, &errors)
    }
  }

  static func validatePullPolicy(
    _ policy: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    PodValidation.validateChoice(policy, ["Always", "IfNotPresent", "Never"], path, &errors)
  }

  /// Pods may not have spaces around the image, which templates may.
  static func validateImageSpace(
    _ container: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let image = container.text("image")
    if image != image.trimmingSpace() {
      errors.invalid(
        path.field("image"), .string(image), "must not have leading or trailing whitespace")
    }
  }

  private static func validateHostPortConflicts(
    _ containers: [Node], _ listPath: FieldPath, _ errors: inout FieldErrors
  ) {
    var taken: Set<String> = []
    for (index, container) in containers.enumerated() {
      for (place, port) in container.items("ports").enumerated() {
        guard let hostPort = port.number("hostPort"), hostPort != 0 else { continue }
        let key = "\(port.text("protocol"))/\(port.text("hostIP"))/\(hostPort)"
        if !taken.insert(key).inserted {
          errors.duplicate(
            listPath.index(index).field("ports").index(place).field("hostPort"), .string(key))
        }
      }
    }
  }
}

// MARK: Ephemeral containers

extension ContainerValidation {
  /// The order of the fields in Go's struct.
  private static let otherFields = [
    "ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe",
    "readinessProbe", "startupProbe", "lifecycle",
  ]

  static func validateEphemeralContainers(_ scope: PodScope, _ errors: inout FieldErrors) {
    let others = Set(
      (scope.spec.items("containers") + scope.spec.items("initContainers")).map { $0.text("name") })
    var names = others
    for (index, container) in scope.spec.items("ephemeralContainers").enumerated() {
      let path = scope.specPath.field("ephemeralContainers").index(index)
      validateCommon(container, path, scope, &errors)
      validateImageSpace(container, path, &errors)
      let name = container.text("name")
      if !names.insert(name).inserted { errors.duplicate(path.field("name"), .string(name)) }
      let target = container.text("targetContainerName")
      if !target.isEmpty, !others.contains(target) {
        errors.notFound(path.field("targetContainerName"), .string(target))
      }
      for key in otherFields where isSet(container, key) {
        errors.forbidden(path.field(key), "cannot be set for an Ephemeral Container")
      }
      for (place, mount) in container.items("volumeMounts").enumerated() {
        for key in ["subPath", "subPathExpr"] where !mount.text(key).isEmpty {
          errors.forbidden(
            path.field("volumeMounts").index(place).field(key),
            "cannot be set for an Ephemeral Container")
        }
      }
    }
  }

  private static func isSet(_ container: Node, _ key: String) -> Bool {
    guard let value = container.object(key) else { return false }
    return key != "resources" || value.entries?.isEmpty == false
  }
}
