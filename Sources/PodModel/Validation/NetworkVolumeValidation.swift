import ByteText

/// The rules for volumes on disks and servers elsewhere.
///
/// Source: Kubernetes core `validateNFSVolumeSource` and its neighbours.
enum NetworkVolumeValidation {
  /// Text fields that a source cannot do without, in the server's order.
  private static let requiredFields = [
    "gitRepo": ["repository"], "nfs": ["server", "path"], "glusterfs": ["endpoints", "path"],
    "azureFile": ["secretName", "shareName"], "vsphereVolume": ["volumePath"],
    "photonPersistentDisk": ["pdID"], "portworxVolume": ["volumeID"],
    "scaleIO": ["gateway", "system", "volumeName"], "flexVolume": ["driver"],
    "cinder": ["volumeID"], "gcePersistentDisk": ["pdName"],
    "awsElasticBlockStore": ["volumeID"], "azureDisk": ["diskName", "diskURI"],
  ]

  static func validate(
    _ source: Node, _ key: String, _ volumePath: FieldPath, _ errors: inout FieldErrors
  ) {
    let path = volumePath.field(key == "gcePersistentDisk" ? "persistentDisk" : key)
    VolumeValidation.require(requiredFields[key] ?? [], of: source, path, &errors)
    switch key {
    case "gitRepo":
      PathValidation.descending(source.text("directory"), path.field("directory"), &errors)
    case "nfs":
      if !source.text("path").hasPrefix("/") {
        errors.invalid(
          path.field("path"), .string(source.text("path")), "must be an absolute path")
      }
    case "gcePersistentDisk", "awsElasticBlockStore": validatePartition(source, path, &errors)
    case "iscsi": validateISCSI(source, path, &errors)
    case "fc": validateFibreChannel(source, path, &errors)
    case "csi": validateCSI(source, path, &errors)
    case "azureDisk": validateAzureDisk(source, path, &errors)
    case "rbd":
      if source.items("monitors").isEmpty { errors.required(path.field("monitors")) }
      VolumeValidation.require(["image"], of: source, path, &errors)
    case "cephfs":
      if source.items("monitors").isEmpty { errors.required(path.field("monitors")) }
    case "cinder", "storageos":
      if let secret = source.object("secretRef"), secret.text("name").isEmpty {
        errors.required(path.field("secretRef").field("name"))
      }
    case "flocker": validateFlocker(source, path, &errors)
    case "quobyte": validateQuobyte(source, path, &errors)
    case "flexVolume": validateFlexOptions(source, path, &errors)
    default: break
    }
  }

  private static func validatePartition(
    _ disk: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let partition = disk.number("partition") ?? 0
    if !(0...255).contains(partition) {
      errors.invalid(
        path.field("partition"), .number(partition), NameRules.inclusiveRange(1, 255))
    }
  }

  private static func validateISCSI(
    _ disk: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    VolumeValidation.require(["targetPortal", "iqn"], of: disk, path, &errors)
    let name = disk.text("iqn")
    if !name.isEmpty, !["iqn", "eui", "naa"].contains(where: name.hasPrefix) {
      errors.invalid(
        path.field("iqn"), .string(name), "must be valid format starting with iqn, eui, or naa")
    }
    let lun = disk.number("lun") ?? 0
    if !(0...255).contains(lun) {
      errors.invalid(path.field("lun"), .number(lun), NameRules.inclusiveRange(0, 255))
    }
    let needsSecret =
      disk.flag("chapAuthDiscovery") == true || disk.flag("chapAuthSession") == true
    if needsSecret, !disk.has("secretRef") { errors.required(path.field("secretRef")) }
  }

  private static func validateFibreChannel(
    _ disk: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (targets, names) = (disk.strings("targetWWNs"), disk.strings("wwids"))
    if targets.isEmpty, names.isEmpty {
      errors.required(
        path.field("targetWWNs"), "must specify either targetWWNs or wwids, but not both")
    }
    if !targets.isEmpty, !names.isEmpty {
      errors.invalid(
        path.field("targetWWNs"), .strings(targets),
        "targetWWNs and wwids can not be specified simultaneously")
    }
    guard !targets.isEmpty else { return }
    guard let lun = disk.number("lun") else {
      return errors.required(path.field("lun"), "lun is required if targetWWNs is specified")
    }
    if !(0...255).contains(lun) {
      errors.invalid(path.field("lun"), .number(lun), NameRules.inclusiveRange(0, 255))
    }
  }

  private static func validateCSI(_ source: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let driver = source.text("driver")
    if driver.isEmpty { errors.required(path.field("driver")) }
    if driver.utf8.count > 63 { errors.tooLong(path.field("driver"), atMost: 63) }
    if !driver.isEmpty {
      errors.invalid(
        path.field("driver"), driver, all: NameRules.dnsSubdomain(driver.lowercased()))
    }
    guard let secret = source.object("nodePublishSecretRef") else { return }
    let name = secret.text("name")
    let namePath = path.field("nodePublishSecretRef").field("name")
    if name.isEmpty { return errors.required(namePath) }
    errors.invalid(namePath, name, all: NameRules.dnsSubdomain(name))
  }

  private static func validateAzureDisk(
    _ disk: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (caching, kind) = (disk.text("cachingMode"), disk.text("kind"))
    let uri = disk.text("diskURI")
    if !["None", "ReadOnly", "ReadWrite"].contains(caching) {
      errors.notSupported(
        path.field("cachingMode"), caching, ["None", "ReadOnly", "ReadWrite"])
    }
    if !["Dedicated", "Managed", "Shared"].contains(kind) {
      errors.notSupported(path.field("kind"), kind, ["Dedicated", "Managed", "Shared"])
    }
    if kind == "Managed", !uri.hasPrefix("/subscriptions/") {
      errors.notSupported(
        path.field("diskURI"), uri,
        [
          "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/"
            + "{disk-id}"
        ])
    }
    if kind != "Managed", !uri.hasPrefix("https://") {
      errors.notSupported(
        path.field("diskURI"), uri,
        ["https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"])
    }
  }

  private static func validateFlocker(
    _ source: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (name, id) = (source.text("datasetName"), source.text("datasetUUID"))
    if name.isEmpty, id.isEmpty {
      errors.required(path, "one of datasetName and datasetUUID is required")
    }
    if !name.isEmpty, !id.isEmpty {
      errors.invalid(
        path, .string("resource"),
        "datasetName and datasetUUID can not be specified simultaneously")
    }
    if name.holds("/") {
      errors.invalid(path.field("datasetName"), .string(name), "must not contain '/'")
    }
  }

  private static func validateQuobyte(
    _ source: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let form = "must be a host:port pair or multiple pairs separated by commas"
    let registry = source.text("registry")
    if registry.isEmpty {
      errors.required(path.field("registry"), form)
    } else if source.text("tenant").utf8.count >= 65 {
      errors.required(
        path.field("tenant"), "must be a UUID and may not exceed a length of 64 characters")
    } else {
      for pair in registry.split(at: ",", omittingEmptySubsequences: false)
      where !pair.holds(":") {
        errors.invalid(path.field("registry"), .string(registry), form)
      }
    }
    VolumeValidation.require(["volume"], of: source, path, &errors)
  }

  private static func validateFlexOptions(
    _ source: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for option in source.fields("options") {
      let space = "." + (option.key.split(at: "/").first ?? "").lowercased()
      if space.hasSuffix(".kubernetes.io") || space.hasSuffix(".k8s.io") {
        errors.invalid(
          path.field("options").key(option.key), .string(option.key),
          "kubernetes.io and k8s.io namespaces are reserved")
      }
    }
  }
}
