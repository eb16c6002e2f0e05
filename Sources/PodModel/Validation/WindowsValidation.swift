import ByteText

/// The rules for Windows, and for fields that one of the two systems does not have.
///
/// Source: Kubernetes core `validateWindowsSecurityContextOptions`,
/// `validateWindowsHostProcessPod`, `validateOS`, `validateLinux`, `validateWindows`.
enum WindowsValidation {
  static func validate(options: Node?, _ path: FieldPath, _ errors: inout FieldErrors) {
    guard let options else { return }
    if let name = options["gmsaCredentialSpecName"]?.string {
      errors.invalid(
        path.field("gmsaCredentialSpecName"), name, all: NameRules.dnsSubdomain(name))
    }
    if let spec = options["gmsaCredentialSpec"]?.string {
      if spec.isEmpty {
        errors.invalid(
          path.field("gmsaCredentialSpec"), .string(spec),
          "gmsaCredentialSpec cannot be an empty string")
      } else if spec.utf8.count > 64 * 1024 {
        errors.invalid(
          path.field("gmsaCredentialSpec"), .string(spec),
          "gmsaCredentialSpec size must be under 64 KiB")
      }
    }
    if let name = options["runAsUserName"]?.string {
      for message in userNameProblems(name) {
        errors.invalid(path.field("runAsUserName"), .string(name), message)
      }
    }
  }

  private static func userNameProblems(_ name: String) -> [String] {
    if name.isEmpty { return ["runAsUserName cannot be an empty string"] }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      return ["runAsUserName cannot contain control characters"]
    }
    let parts = name.split(at: "\\", omittingEmptySubsequences: false)
    if parts.count > 2 { return ["runAsUserName cannot contain more than one backslash"] }
    let user = parts.last.map(String.init) ?? ""
    var messages: [String] = []
    if user.isEmpty { messages.append("runAsUserName's User cannot be empty") }
    if user.utf8.count > 104 {
      messages.append("runAsUserName's User length must not be longer than 104 characters")
    }
    if !user.isEmpty, user.allSatisfy({ $0 == "." || $0 == " " }) {
      messages.append("runAsUserName's User cannot contain only periods or spaces")
    }
    if user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) }) {
      messages.append(
        "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")
    }
    return messages
  }

  static func validateHostProcess(_ scope: PodScope, _ errors: inout FieldErrors) {
    let own = hostProcess(of: scope.spec)
    var (all, privileged) = (0, 0)
    var found = FieldErrors()
    scope.forEachContainer { container, path in
      all += 1
      let given = hostProcess(of: container)
      if let own, let given, own != given {
        found.invalid(
          path.field("securityContext").field("windowsOptions").field("hostProcess"), .bool(given),
          "pod hostProcess value must be identical if both are specified, was \(own)")
      }
      if given ?? own ?? false { privileged += 1 }
    }
    errors.append(found)
    guard privileged > 0 else { return }
    if privileged != all {
      errors.invalid(
        scope.specPath, .string(""),
        "If pod contains any hostProcess containers then all containers must be HostProcess "
          + "containers")
    }
    if !scope.hasHostNetwork {
      errors.invalid(
        scope.specPath.field("hostNetwork"), .bool(false),
        "hostNetwork must be true if pod contains any hostProcess containers")
    }
  }

  private static func hostProcess(of holder: Node) -> Bool? {
    holder.object("securityContext")?.object("windowsOptions")?.flag("hostProcess")
  }

  // MARK: Operating systems

  static func validateSystem(_ scope: PodScope, _ errors: inout FieldErrors) {
    guard let system = scope.spec.object("os") else { return }
    let path = scope.specPath.field("os")
    switch system.text("name") {
    case "": errors.required(path.field("name"), "cannot be empty")
    case "linux": forbidWindowsOptions(scope, &errors)
    case "windows": forbidLinuxFields(scope, &errors)
    case let name: errors.notSupported(path, name, ["linux", "windows"])
    }
  }

  private static func forbidWindowsOptions(_ scope: PodScope, _ errors: inout FieldErrors) {
    var found = FieldErrors()
    func check(_ holder: Node, _ path: FieldPath) {
      if holder.object("securityContext")?.has("windowsOptions") == true {
        found.forbidden(
          path.field("securityContext").field("windowsOptions"),
          "windows options cannot be set for a linux pod")
      }
    }
    check(scope.spec, scope.specPath)
    scope.forEachContainer(check)
    errors.append(found)
  }

  private static func forbidLinuxFields(_ scope: PodScope, _ errors: inout FieldErrors) {
    let message = "cannot be set for a windows pod"
    let (spec, path) = (scope.spec, scope.specPath)
    let context = spec.object("securityContext") ?? [:]
    let podFields = [
      ("appArmorProfile", true), ("seLinuxOptions", true), ("hostUsers", false),
      ("hostPID", false), ("hostIPC", false), ("seccompProfile", true), ("fsGroup", true),
      ("fsGroupChangePolicy", true), ("sysctls", true), ("shareProcessNamespace", false),
      ("runAsUser", true), ("runAsGroup", true), ("supplementalGroups", true),
      ("supplementalGroupsPolicy", true), ("seLinuxChangePolicy", true),
    ]
    for (key, isInContext) in podFields where (isInContext ? context : spec).has(key) {
      errors.forbidden(
        isInContext ? path.field("securityContext").field(key) : path.field(key), message)
    }
    let containerFields = [
      "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities",
      "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
      "runAsUser", "runAsGroup",
    ]
    var found = FieldErrors()
    scope.forEachContainer { container, path in
      guard let context = container.object("securityContext") else { return }
      for key in containerFields where context.has(key) {
        found.forbidden(path.field("securityContext").field(key), message)
      }
    }
    errors.append(found)
  }
}
