/// What may change on a Pod once it exists.
///
/// Source: Kubernetes core `ValidatePodUpdate`, apimachinery `ValidateObjectMetaAccessorUpdate`.
enum PodUpdateValidation {
  private static let path = FieldPath("spec")

  /// - Parameters:
  ///   - new: the completed new object.
  ///   - old: the stored object.
  static func validate(_ new: Node, replacing old: Node) -> FieldErrors {
    var errors = FieldErrors()
    validateMetadata(new["metadata"] ?? [:], replacing: old["metadata"] ?? [:], &errors)
    errors.append(PodValidation.validate(new, isUpdate: true))
    let (newSpec, oldSpec) = (new["spec"] ?? [:], old["spec"] ?? [:])
    for key in ["containers", "initContainers"] {
      guard newSpec.items(key).count == oldSpec.items(key).count else {
        errors.forbidden(path.field(key), "pod updates may not add or remove containers")
        return errors
      }
    }
    guard validateDeadline(newSpec, oldSpec, &errors) else { return errors }
    validateTolerations(newSpec, oldSpec, &errors)
    validateGates(newSpec, oldSpec, &errors)
    let munged = munge(newSpec, like: oldSpec)
    if munged != oldSpec { errors.forbidden(path, difference(from: oldSpec, to: munged)) }
    return errors
  }

  private static func validateMetadata(
    _ new: Node, replacing old: Node, _ errors: inout FieldErrors
  ) {
    for key in ["name", "namespace", "uid", "creationTimestamp"] where new[key] != old[key] {
      errors.invalid(
        FieldPath("metadata").field(key), .string(new.text(key)), "field is immutable")
    }
  }

  /// A deadline may be set and brought forward; false where the server looks no further.
  private static func validateDeadline(
    _ new: Node, _ old: Node, _ errors: inout FieldErrors
  ) -> Bool {
    let deadlinePath = path.field("activeDeadlineSeconds")
    let oldValue = old.number("activeDeadlineSeconds")
    guard let value = new.number("activeDeadlineSeconds") else {
      if oldValue != nil {
        errors.invalid(
          deadlinePath, .json("null"), "must not update from a positive integer to nil value")
      }
      return true
    }
    if !(0...Int64(Int32.max)).contains(value) {
      errors.invalid(
        deadlinePath, .number(value), NameRules.inclusiveRange(0, Int64(Int32.max)))
      return false
    }
    if let oldValue, oldValue < value {
      errors.invalid(
        deadlinePath, .number(value), "must be less than or equal to previous value")
      return false
    }
    return true
  }

  /// Tolerations may be added; of the old ones only `tolerationSeconds` may change.
  private static func validateTolerations(
    _ new: Node, _ old: Node, _ errors: inout FieldErrors
  ) {
    func plain(_ toleration: Node) -> Node {
      var toleration = toleration
      toleration.remove("tolerationSeconds")
      return toleration
    }
    let kept = new.items("tolerations").map(plain)
    if !old.items("tolerations").allSatisfy({ kept.contains(plain($0)) }) {
      errors.forbidden(
        path.field("tolerations"),
        "existing toleration can not be modified except its tolerationSeconds")
    }
  }

  private static func validateGates(_ new: Node, _ old: Node, _ errors: inout FieldErrors) {
    let known = old.items("schedulingGates").map { $0.text("name") }
    for (index, gate) in new.items("schedulingGates").enumerated()
    where !known.contains(gate.text("name")) {
      errors.forbidden(
        path.field("schedulingGates").index(index).field("name"),
        "only deletion is allowed, but found new scheduling gate '\(gate.text("name"))'")
    }
  }

  /// The new spec with everything put back that may change.
  private static func munge(_ new: Node, like old: Node) -> Node {
    var spec = new
    for key in ["containers", "initContainers"] {
      let images = old.items(key).map { $0["image"] ?? "" }
      var index = 0
      spec.updateItems(key) { container in
        container.set("image", images[index])
        index += 1
      }
    }
    for key in ["activeDeadlineSeconds", "schedulingGates", "tolerations"] {
      spec.remove(key)
      if let value = old[key] { spec.set(key, value) }
    }
    if let grace = old.number("terminationGracePeriodSeconds"), grace < 0,
      spec.number("terminationGracePeriodSeconds") == 1
    {
      spec.set("terminationGracePeriodSeconds", Node(.integer(grace)))
    }
    if !old.items("schedulingGates").isEmpty { mungeSelector(&spec, like: old) }
    return spec
  }

  /// A Pod that waits for a gate may still get narrower node selectors.
  private static func mungeSelector(_ spec: inout Node, like old: Node) {
    let isWider = old.fields("nodeSelector").allSatisfy {
      spec["nodeSelector"]?[$0.key] == $0.value
    }
    guard isWider else { return }
    spec.remove("nodeSelector")
    if let selector = old["nodeSelector"] { spec.set("nodeSelector", selector) }
  }

  private static func difference(from old: Node, to new: Node) -> String {
    let form = InternalForm.core
    let fields = [
      "`spec.containers[*].image`", "`spec.initContainers[*].image`",
      "`spec.activeDeadlineSeconds`",
      "`spec.tolerations` (only additions to existing tolerations)",
      "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously "
        + "negative)",
    ]
    return "pod updates may not change fields other than \(fields.joined(separator: ","))\n"
      + LineDifference.unified(
        from: form.lines(of: old, as: "PodSpec"), to: form.lines(of: new, as: "PodSpec"))
  }
}
