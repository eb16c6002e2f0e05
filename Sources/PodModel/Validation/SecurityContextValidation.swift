import ByteText

/// The rules for `securityContext` of Pods and containers.
///
/// Source: Kubernetes core `validatePodSpecSecurityContext`, `ValidateSecurityContext`.
enum SecurityContextValidation {
  static func validatePod(_ scope: PodScope, _ errors: inout FieldErrors) {
    guard let context = scope.spec.object("securityContext") else { return }
    let path = scope.specPath.field("securityContext")
    for key in ["fsGroup", "runAsUser", "runAsGroup"] {
      validate(id: context.number(key), path.field(key), &errors)
    }
    for (index, group) in context.items("supplementalGroups").enumerated() {
      validate(id: group.integer, path.field("supplementalGroups").index(index), &errors)
    }
    if scope.spec.flag("shareProcessNamespace") == true, scope.spec.flag("hostPID") == true {
      errors.invalid(
        path.field("shareProcessNamespace"), .bool(true),
        "ShareProcessNamespace and HostPID cannot both be enabled")
    }
    validate(sysctls: context.items("sysctls"), scope, path.field("sysctls"), &errors)
    validateChoice("fsGroupChangePolicy", ["Always", "OnRootMismatch"], context, path, &errors)
    validate(seccomp: context.object("seccompProfile"), path.field("seccompProfile"), &errors)
    WindowsValidation.validate(
      options: context.object("windowsOptions"), path.field("windowsOptions"), &errors)
    validate(appArmor: context.object("appArmorProfile"), path.field("appArmorProfile"), &errors)
    validateChoice("supplementalGroupsPolicy", ["Merge", "Strict"], context, path, &errors)
    validateChoice("seLinuxChangePolicy", ["MountOption", "Recursive"], context, path, &errors)
  }

  private static func validateChoice(
    _ key: String, _ choices: [String], _ context: Node, _ path: FieldPath,
    _ errors: inout FieldErrors
  ) {
    guard let value = context[key]?.string, !choices.contains(value) else { return }
    errors.notSupported(path.field(key), value, choices)
  }

  private static func validate(id: Int64?, _ path: FieldPath, _ errors: inout FieldErrors) {
    guard let id else { return }
    for message in NameRules.userID(id) { errors.invalid(path, .number(id), message) }
  }

  private static func validate(
    sysctls: [Node], _ scope: PodScope, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let segment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
    var names: Set<String> = []
    for (index, sysctl) in sysctls.enumerated() {
      let name = sysctl.text("name")
      let item = path.index(index).field("name")
      if name.isEmpty {
        errors.required(item)
      } else if !NameRules.isSysctl(name) {
        errors.invalid(
          item, .string(name),
          "must have at most 253 characters and match regex ^(\(segment)[\\./])*\(segment)$")
      } else if names.contains(name) {
        errors.duplicate(item, .string(name))
      }
      let plain = name.split(at: "/").joined(separator: ".")
      if scope.hasHostNetwork, plain.hasPrefix("net.") {
        errors.invalid(item, .string(name), "may not be specified when 'hostNetwork' is true")
      } else if scope.spec.flag("hostIPC") == true,
        plain.hasPrefix("fs.mqueue.") || ["kernel.sem"].contains(plain)
          || plain.hasPrefix("kernel.shm") || plain.hasPrefix("kernel.msg")
      {
        errors.invalid(item, .string(name), "may not be specified when 'hostIPC' is true")
      }
      names.insert(name)
    }
  }

  // MARK: Containers

  static func validate(
    _ context: Node, _ path: FieldPath, hasHostUsers: Bool, _ errors: inout FieldErrors
  ) {
    for key in ["runAsUser", "runAsGroup"] {
      validate(id: context.number(key), path.field(key), &errors)
    }
    if let procMount = context["procMount"]?.string {
      if !["Default", "Unmasked"].contains(procMount) {
        errors.notSupported(path.field("procMount"), procMount, ["Default", "Unmasked"])
      }
      if hasHostUsers, procMount == "Unmasked" {
        errors.invalid(
          path.field("procMount"), .named(procMount),
          "`hostUsers` must be false to use `Unmasked`")
      }
    }
    validate(seccomp: context.object("seccompProfile"), path.field("seccompProfile"), &errors)
    if context.flag("allowPrivilegeEscalation") == false {
      validateEscalation(context, path, &errors)
    }
    WindowsValidation.validate(
      options: context.object("windowsOptions"), path.field("windowsOptions"), &errors)
    validate(appArmor: context.object("appArmorProfile"), path.field("appArmorProfile"), &errors)
  }

  private static func validateEscalation(
    _ context: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    if context.flag("privileged") == true {
      errors.invalid(
        path, .json(GoStruct.securityContext.json(context)),
        "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
    }
    for name in context.object("capabilities")?.strings("add") ?? [] where name == "CAP_SYS_ADMIN" {
      errors.invalid(
        path, .json(GoStruct.securityContext.json(context)),
        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
    }
  }

  // MARK: Profiles

  private static func validate(
    seccomp profile: Node?, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard let profile else { return }
    let type = profile.text("type")
    if type.isEmpty {
      errors.required(path.field("type"), "type is required when seccompProfile is set")
    } else if !["Localhost", "RuntimeDefault", "Unconfined"].contains(type) {
      errors.notSupported(
        path.field("type"), type, ["Localhost", "RuntimeDefault", "Unconfined"])
    }
    let file = profile["localhostProfile"]?.string
    if type == "Localhost" {
      guard let file else {
        return errors.required(
          path.field("localhostProfile"), "must be set when seccomp type is Localhost")
      }
      PathValidation.descending(file, path.field("localhostProfile"), &errors)
    } else if file != nil {
      errors.invalid(
        path.field("localhostProfile"), .json(GoStruct.profile.json(profile)),
        "can only be set when seccomp type is Localhost")
    }
  }

  private static func validate(
    appArmor profile: Node?, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard let profile else { return }
    let filePath = path.field("localhostProfile")
    let file = profile["localhostProfile"]?.string
    switch profile.text("type") {
    case "Localhost":
      guard let file, !file.isEmpty else {
        return errors.required(filePath, "must be set when AppArmor type is Localhost")
      }
      if file != file.trimmingSpace() {
        errors.invalid(filePath, .string(file), "must not be padded with whitespace")
      }
      if file.utf8.count > 4095 { errors.tooLong(filePath, atMost: 4095) }
    case "RuntimeDefault", "Unconfined":
      if let file {
        errors.invalid(
          filePath, .string(file), "can only be set when AppArmor type is Localhost")
      }
    case "":
      errors.required(path.field("type"), "type is required when appArmorProfile is set")
    case let type:
      errors.notSupported(
        path.field("type"), type, ["Localhost", "RuntimeDefault", "Unconfined"])
    }
  }
}
