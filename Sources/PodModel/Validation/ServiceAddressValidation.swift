import ByteText

/// The rules for addresses of a Service on a cluster with IPv4 only.
///
/// Source: Kubernetes core `ValidateServiceClusterIPsRelatedFields`, `ValidateNonSpecialIP`.
enum ServiceAddressValidation {
  private static let path = FieldPath("spec")

  static func validate(_ spec: Node, _ errors: inout FieldErrors) {
    let (single, all) = (spec.text("clusterIP"), spec.strings("clusterIPs"))
    let listPath = path.field("clusterIPs")
    if !single.isEmpty, let first = all.first, first != single {
      errors.invalid(listPath, .strings(all), "first value must match `clusterIP`")
    }
    var families: Set<String> = []
    for (index, family) in spec.strings("ipFamilies").enumerated() {
      let item = path.field("ipFamilies").index(index)
      if !["IPv4", "IPv6"].contains(family) {
        errors.notSupported(item, family, ["IPv4", "IPv6"])
      }
      if !families.insert(family).inserted { errors.duplicate(item, .named(family)) }
    }
    let policies = ["PreferDualStack", "RequireDualStack", "SingleStack"]
    if let policy = spec["ipFamilyPolicy"]?.string, !policies.contains(policy) {
      errors.notSupported(path.field("ipFamilyPolicy"), policy, policies)
    }
    if all.first == "None", all.count > 1 {
      errors.invalid(listPath, .strings(all), "'None' must be the first and only value")
    }
    for (index, address) in all.enumerated() where !(index == 0 && address == "None") {
      DNSValidation.validate(address: address, listPath.index(index), &errors)
    }
    if all.count > 2 { errors.invalid(listPath, .strings(all), "may only hold up to 2 values") }
  }

  /// An address outside of the cluster, which must lead somewhere.
  static func validate(external: String, _ path: FieldPath, _ errors: inout FieldErrors) {
    guard let address = IPAddress(external) else {
      return DNSValidation.validate(address: external, path, &errors)
    }
    if address.isUnspecified {
      errors.invalid(path, .string(external), "may not be unspecified (\(external))")
    }
    if address.isLoopback {
      errors.invalid(
        path, .string(external), "may not be in the loopback range (127.0.0.0/8, ::1/128)")
    }
    if address.isLinkLocal {
      errors.invalid(
        path, .string(external), "may not be in the link-local range (169.254.0.0/16, fe80::/10)")
    }
    if address.isLinkLocalMulticast {
      errors.invalid(
        path, .string(external),
        "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
    }
  }

  /// An address with the length of its network: `10.0.0.0/8`.
  static func isRange(_ text: String) -> Bool {
    let parts = text.split(at: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), let length = Int(parts[1]) else {
      return false
    }
    return (0...(address.isIPv4 ? 32 : 128)).contains(length)
  }
}
