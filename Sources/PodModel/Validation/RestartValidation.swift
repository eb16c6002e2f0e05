/// The rules for restarting single containers, and for resizing them.
///
/// Source: Kubernetes core `validateContainerRestartPolicy` (v1.34 and later),
/// `validateResizePolicy`.
enum RestartValidation {
  static func validate(_ container: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let rules = container.items("restartPolicyRules")
    if let policy = container["restartPolicy"]?.string {
      let policies = ["Always", "Never", "OnFailure"]
      if !policies.contains(policy) {
        errors.notSupported(path.field("restartPolicy"), policy, policies)
      }
    } else if !rules.isEmpty {
      errors.required(
        path.field("restartPolicy"), "must specify restartPolicy when restart rules are used")
    }
    if rules.count > 20 {
      errors.tooLong(path.field("restartPolicyRules"), atMost: 20)
    }
    for (index, rule) in rules.enumerated() {
      validate(rule: rule, path.field("restartPolicyRules").index(index), &errors)
    }
  }

  private static func validate(rule: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let actions = ["Restart", "RestartAllContainers"]
    if !actions.contains(rule.text("action")) {
      errors.notSupported(path.field("action"), rule.text("action"), actions)
    }
    guard let codes = rule.object("exitCodes") else {
      return errors.required(path.field("exitCodes"), "must be specified")
    }
    let codesPath = path.field("exitCodes")
    if !["In", "NotIn"].contains(codes.text("operator")) {
      errors.notSupported(codesPath.field("operator"), codes.text("operator"), ["In", "NotIn"])
    }
    if codes.items("values").count > 255 {
      errors.tooLong(codesPath.field("values"), atMost: 255)
    }
  }

  static func validate(
    resizePolicies: [Node], _ path: FieldPath, podRestartPolicy: String,
    _ errors: inout FieldErrors
  ) {
    var seen: Set<String> = []
    for (index, policy) in resizePolicies.enumerated() {
      let resource = policy.text("resourceName")
      let restart = policy.text("restartPolicy")
      if !seen.insert(resource).inserted {
        errors.duplicate(path.index(index), .named(resource))
      }
      PodValidation.validateChoice(resource, ["cpu", "memory"], path, &errors)
      PodValidation.validateChoice(
        restart, ["NotRequired", "RestartContainer"], path, &errors)
      if podRestartPolicy == "Never", restart != "NotRequired" {
        errors.invalid(
          path, .named(restart), "must be 'NotRequired' when `restartPolicy` is 'Never'")
      }
    }
  }
}
