import ByteText

/// The rules for `volumeMounts` and `volumeDevices`.
///
/// Source: Kubernetes core `ValidateVolumeMounts`, `ValidateVolumeDevices`.
enum MountValidation {
  static func validate(
    _ container: Node, _ containerPath: FieldPath, _ volumes: [String: Node],
    _ errors: inout FieldErrors
  ) {
    let devices = container.items("volumeDevices")
    let path = containerPath.field("volumeMounts")
    var places: Set<String> = []
    for (index, mount) in container.items("volumeMounts").enumerated() {
      let item = path.index(index)
      let (name, place) = (mount.text("name"), mount.text("mountPath"))
      if name.isEmpty { errors.required(item.field("name")) }
      if volumes[name] == nil { errors.notFound(item.field("name"), .string(name)) }
      if place.isEmpty { errors.required(item.field("mountPath")) }
      if !places.insert(place).inserted {
        errors.invalid(item.field("mountPath"), .string(place), "must be unique")
      }
      if devices.contains(where: { $0.text("name") == name }) {
        errors.invalid(item.field("name"), .string(name), "must not already exist in volumeDevices")
      }
      if devices.contains(where: { $0.text("devicePath") == place }) {
        errors.invalid(
          item.field("mountPath"), .string(place),
          "must not already exist as a path in volumeDevices")
      }
      validateSubPath(mount, item: item, list: path, &errors)
      validatePropagation(mount, of: container, list: path, &errors)
    }
    validate(devices: devices, container, containerPath.field("volumeDevices"), volumes, &errors)
  }

  /// The server tells sub-paths at the list, without an index.
  private static func validateSubPath(
    _ mount: Node, item: FieldPath, list: FieldPath, _ errors: inout FieldErrors
  ) {
    let (plain, expression) = (mount.text("subPath"), mount.text("subPathExpr"))
    PathValidation.descending(plain, list.field("subPath"), &errors)
    guard !expression.isEmpty else { return }
    if !plain.isEmpty {
      errors.invalid(
        item.field("subPathExpr"), .string(expression),
        "subPathExpr and subPath are mutually exclusive")
    }
    PathValidation.descending(expression, list.field("subPathExpr"), &errors)
  }

  private static func validatePropagation(
    _ mount: Node, of container: Node, list: FieldPath, _ errors: inout FieldErrors
  ) {
    let modes = ["Bidirectional", "HostToContainer", "None"]
    let propagation = mount["mountPropagation"]?.string
    if let propagation {
      let path = list.field("mountPropagation")
      if !modes.contains(propagation) { errors.notSupported(path, propagation, modes) }
      let isPrivileged = container.object("securityContext")?.flag("privileged") ?? false
      if propagation == "Bidirectional", !isPrivileged {
        errors.forbidden(
          path, "Bidirectional mount propagation is available only to privileged containers")
      }
    }
    guard let recursive = mount["recursiveReadOnly"]?.string, recursive != "Disabled" else {
      return
    }
    let path = list.field("recursiveReadOnly")
    guard recursive == "Enabled" || recursive == "IfPossible" else {
      return errors.notSupported(path, recursive, ["Disabled", "Enabled", "IfPossible"])
    }
    if mount.flag("readOnly") != true {
      errors.forbidden(path, "may only be specified when readOnly is true")
    }
    if let propagation, propagation != "None" {
      errors.forbidden(
        path, "may only be specified when mountPropagation is None or not specified")
    }
  }

  private static func validate(
    devices: [Node], _ container: Node, _ path: FieldPath, _ volumes: [String: Node],
    _ errors: inout FieldErrors
  ) {
    var names: Set<String> = []
    var places: Set<String> = []
    for (index, device) in devices.enumerated() {
      let item = path.index(index)
      let (name, place) = (device.text("name"), device.text("devicePath"))
      validateName(of: name, isRepeated: names.contains(name), volumes[name], item, &errors)
      if place.isEmpty { errors.required(item.field("devicePath")) }
      if places.contains(place) {
        errors.invalid(item.field("devicePath"), .string(place), "must be unique")
      }
      if place.split(at: "/").contains("..") {
        errors.invalid(
          item.field("devicePath"), .string(place), "can not contain backsteps ('..')")
      } else {
        places.insert(place)
      }
      let mounts = container.items("volumeMounts")
      if mounts.contains(where: { $0.text("name") == name }) {
        errors.invalid(item.field("name"), .string(name), "must not already exist in volumeMounts")
      }
      if mounts.contains(where: { $0.text("mountPath") == place }) {
        errors.invalid(
          item.field("devicePath"), .string(place),
          "must not already exist as a path in volumeMounts")
      }
      if !name.isEmpty { names.insert(name) }
    }
  }

  private static func validateName(
    of name: String, isRepeated: Bool, _ volume: Node?, _ item: FieldPath,
    _ errors: inout FieldErrors
  ) {
    if name.isEmpty { errors.required(item.field("name")) }
    if isRepeated { errors.invalid(item.field("name"), .string(name), "must be unique") }
    guard let volume else { return errors.notFound(item.field("name"), .string(name)) }
    if !volume.has("persistentVolumeClaim"), !volume.has("ephemeral") {
      errors.invalid(
        item.field("name"), .string(name),
        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")
    }
  }
}
