/// The rules for the `resources` of the Pod as a whole.
///
/// Source: Kubernetes core `validatePodResources` and `validatePodResourceConsistency`.
enum PodResourceValidation {
  static func validate(_ scope: PodScope, _ errors: inout FieldErrors) {
    guard let resources = scope.spec.object("resources") else { return }
    let path = scope.specPath.field("resources")
    if scope.spec.object("os")?.text("name") == "windows" {
      return errors.forbidden(path, "may not be set for a windows pod")
    }
    if resources.has("claims") {
      errors.forbidden(
        path.field("claims"), "claims cannot be set for Resources at pod-level")
    }
    ResourceValidation.validate(
      resources, claims: scope.claimNames, isPodLevel: true, path, &errors)
    validateSums(
      PodResourceDefaults.aggregate("requests", of: scope.spec), "requests", resources, path,
      &errors)
    let pages = PodResourceDefaults.aggregate("limits", of: scope.spec).filter {
      ResourceValidation.isHugePage($0.name)
    }
    validateSums(pages, "limits", resources, path, &errors)
    validateLimits(scope, resources, path, &errors)
  }

  /// What the containers have together must fit into what the Pod has.
  private static func validateSums(
    _ sums: [(name: String, amount: Quantity)], _ key: String, _ resources: Node,
    _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for (name, sum) in sums {
      guard let own = resources[key]?[name]?.asQuantity, sum > own else { continue }
      errors.invalid(
        path.field(key).key(name), .string("\(own)"),
        "must be greater than or equal to aggregate container \(key) of \(sum)")
    }
  }

  private static func validateLimits(
    _ scope: PodScope, _ resources: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for (index, container) in scope.spec.items("containers").enumerated() {
      for limit in container.object("resources")?.fields("limits") ?? [] {
        guard let bound = resources["limits"]?[limit.key]?.asQuantity,
          let amount = limit.value.asQuantity, amount > bound
        else { continue }
        errors.invalid(
          path.field("containers").index(index).key(limit.key).field("limits"),
          .string("\(amount)"), "must be less than or equal to pod limits of \(bound)")
      }
    }
  }
}
