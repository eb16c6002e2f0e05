/// What the rules for one part of a Pod need to know of the others.
struct PodScope {
  /// The Pod's `metadata`; nil for a template.
  var meta: Node?
  var spec: Node
  var specPath: FieldPath
  /// The valid volumes by name.
  var volumes: [String: Node] = [:]
  var claimNames: Set<String> = []

  var gracePeriod: Int64? { spec.number("terminationGracePeriodSeconds") }
  var restartPolicy: String { spec.text("restartPolicy") }
  /// Whether root in a container is root on the node.
  var hasHostUsers: Bool { spec.flag("hostUsers") ?? true }
  var hasHostNetwork: Bool { spec.flag("hostNetwork") ?? false }

  init(meta: Node?, spec: Node, specPath: FieldPath) {
    self.meta = meta
    self.spec = spec
    self.specPath = specPath
    claimNames = Set(
      spec.items("resourceClaims").map { $0.text("name") }.filter { !$0.isEmpty })
  }

  /// Calls `visit` for every container with its path: init containers come first.
  func forEachContainer(_ visit: (Node, FieldPath) -> Void) {
    for key in ["initContainers", "containers", "ephemeralContainers"] {
      let path = specPath.field(key)
      for (index, container) in spec.items(key).enumerated() {
        visit(container, path.index(index))
      }
    }
  }
}

/// The rules for a Pod, in the order in which the API server applies them.
///
/// Source: Kubernetes `pkg/apis/core/validation/validation.go`, `ValidatePodCreate` and
/// `ValidatePodSpec`, v1.36.
enum PodValidation {
  /// - Parameter isUpdate: leaves out what only holds for new Pods.
  static func validate(_ pod: Node, isUpdate: Bool = false) -> FieldErrors {
    var errors = FieldErrors()
    let meta = pod["metadata"] ?? [:]
    let spec = pod["spec"] ?? [:]
    let path = FieldPath("spec")
    let scope = PodScope(meta: meta, spec: spec, specPath: path)
    ObjectMetaValidation.validate(
      meta, isNamespaced: true, nameRule: NameRules.dnsSubdomain, &errors)
    AnnotationValidation.validate(meta.fields("annotations"), scope, &errors)
    validateSpec(scope, &errors)
    for key in ["containers", "initContainers"] {
      for (index, container) in spec.items(key).enumerated() {
        ContainerValidation.validateImageSpace(container, path.field(key).index(index), &errors)
      }
    }
    if isUpdate { return errors }
    if !spec.items("ephemeralContainers").isEmpty {
      errors.forbidden(path.field("ephemeralContainers"), "cannot be set on create")
    }
    if !spec.text("nodeName").isEmpty, !spec.items("schedulingGates").isEmpty {
      errors.forbidden(
        path.field("nodeName"), "cannot be set until all schedulingGates have been cleared")
    }
    AnnotationValidation.validateAgreement(meta, scope, &errors)
    return errors
  }

  /// The rules for a PodSpec, be it of a Pod or of a template.
  static func validateSpec(_ given: PodScope, _ errors: inout FieldErrors) {
    var scope = given
    let (spec, path) = (scope.spec, scope.specPath)
    scope.volumes = VolumeValidation.validate(scope, &errors)
    ResourceClaimValidation.validate(spec.items("resourceClaims"), path, &errors)
    ContainerValidation.validateContainers(scope, &errors)
    ContainerValidation.validateInitContainers(scope, &errors)
    ContainerValidation.validateEphemeralContainers(scope, &errors)
    PodResourceValidation.validate(scope, &errors)
    validateHostPorts(scope, &errors)
    validateChoice(
      spec.text("restartPolicy"), ["Always", "OnFailure", "Never"], path.field("restartPolicy"),
      &errors)
    validateChoice(
      spec.text("dnsPolicy"), ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
      path.field("dnsPolicy"), &errors)
    ObjectMetaValidation.labels(
      spec.fields("nodeSelector"), path.field("nodeSelector"), &errors)
    SecurityContextValidation.validatePod(scope, &errors)
    AffinityValidation.validate(spec.object("affinity"), path.field("affinity"), &errors)
    DNSValidation.validate(scope, &errors)
    SchedulingValidation.validateGates(scope, &errors)
    TopologyValidation.validate(
      spec.items("topologySpreadConstraints"), path.field("topologySpreadConstraints"), &errors)
    WindowsValidation.validateHostProcess(scope, &errors)
    validateHostUsers(scope, &errors)
    validateNames(scope, &errors)
    SchedulingValidation.validateRest(scope, &errors)
    WindowsValidation.validateSystem(scope, &errors)
    EnvironmentValidation.validateFiles(scope, &errors)
  }

  /// A string that must be one of a few, told in the order given.
  static func validateChoice(
    _ value: String, _ choices: [String], _ path: @autoclosure () -> FieldPath,
    _ errors: inout FieldErrors
  ) {
    if value.isEmpty {
      errors.required(path())
    } else if !choices.contains(value) {
      errors.notSupported(path(), value, choices)
    }
  }

  private static func validateHostPorts(_ scope: PodScope, _ errors: inout FieldErrors) {
    guard scope.hasHostNetwork else { return }
    for (index, container) in scope.spec.items("containers").enumerated() {
      for (place, port) in container.items("ports").enumerated() {
        let hostPort = port.number("hostPort") ?? 0
        guard hostPort != port.number("containerPort") else { continue }
        errors.invalid(
          scope.specPath.field("containers").index(index).field("ports").index(place)
            .field("hostPort"), .number(hostPort),
          "must match `containerPort` when `hostNetwork` is true")
      }
    }
  }

  private static func validateHostUsers(_ scope: PodScope, _ errors: inout FieldErrors) {
    guard !scope.hasHostUsers else { return }
    let fields = [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")]
    for (key, shown) in fields where scope.spec.flag(key) == true {
      errors.forbidden(scope.specPath.field(shown), "when `pod.Spec.HostUsers` is false")
    }
  }

  private static func validateNames(_ scope: PodScope, _ errors: inout FieldErrors) {
    let (spec, path) = (scope.spec, scope.specPath)
    for key in ["serviceAccountName", "nodeName"] where !spec.text(key).isEmpty {
      errors.invalid(
        path.field(key), spec.text(key), all: NameRules.dnsSubdomain(spec.text(key)))
    }
    if let seconds = spec.number("activeDeadlineSeconds"),
      !(1...Int64(Int32.max)).contains(seconds)
    {
      errors.invalid(
        path.field("activeDeadlineSeconds"), .number(seconds),
        NameRules.inclusiveRange(1, Int64(Int32.max)))
    }
    for key in ["hostname", "subdomain"] where !spec.text(key).isEmpty {
      errors.invalid(path.field(key), spec.text(key), all: NameRules.dnsLabel(spec.text(key)))
    }
    if let hostname = spec["hostnameOverride"]?.string {
      validate(override: hostname, scope, &errors)
    }
  }

  /// Source: Kubernetes core `validateHostnameOverride`.
  private static func validate(
    override name: String, _ scope: PodScope, _ errors: inout FieldErrors
  ) {
    let path = scope.specPath.field("hostnameOverride")
    errors.invalid(path, name, all: NameRules.dnsSubdomain(name))
    if name.utf8.count > 64 {
      errors.invalid(path, .string(name), NameRules.atMost(64))
    }
    if scope.hasHostNetwork {
      errors.forbidden(path, "may not be specified when `hostNetwork` is true")
    }
    if scope.spec.flag("setHostnameAsFQDN") == true {
      errors.forbidden(path, "may not be specified when `setHostnameAsFQDN` is true")
    }
  }
}

/// The rules for `resourceClaims`.
///
/// Source: Kubernetes core `validatePodResourceClaim`.
enum ResourceClaimValidation {
  static func validate(_ claims: [Node], _ specPath: FieldPath, _ errors: inout FieldErrors) {
    var names: Set<String> = []
    for (index, claim) in claims.enumerated() {
      let path = specPath.field("resourceClaims").index(index)
      let name = claim.text("name")
      if name.isEmpty {
        errors.required(path.field("name"))
      } else if !names.insert(name).inserted {
        errors.duplicate(path.field("name"), .string(name))
      } else {
        errors.invalid(path.field("name"), name, all: NameRules.dnsLabel(name))
      }
      validateSource(claim, path, &errors)
    }
  }

  private static func validateSource(
    _ claim: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (direct, template) = (
      claim["resourceClaimName"]?.string, claim["resourceClaimTemplateName"]?.string
    )
    let shown = FieldErrors.Value.json(
      "{\"Name\":\(GoText.json(claim.text("name"))),"
        + "\"ResourceClaimName\":\(direct.map(GoText.json) ?? "null"),"
        + "\"ResourceClaimTemplateName\":\(template.map(GoText.json) ?? "null")}")
    if direct != nil, template != nil {
      errors.invalid(
        path, shown,
        "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified")
    }
    if direct == nil, template == nil {
      errors.invalid(
        path, shown, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
    }
    for key in ["resourceClaimName", "resourceClaimTemplateName"] {
      guard let name = claim[key]?.string else { continue }
      errors.invalid(path.field(key), name, all: NameRules.dnsSubdomain(name))
    }
  }
}
