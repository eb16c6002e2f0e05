/// The rules for `volumes`.
///
/// Source: Kubernetes core `ValidateVolumes` and `validateVolumeSource`.
enum VolumeValidation {
  /// Tells what is wrong and returns the valid volumes by name: only they can be mounted.
  static func validate(_ scope: PodScope, _ errors: inout FieldErrors) -> [String: Node] {
    let podName = scope.meta?.text("name") ?? ""
    let volumes = scope.spec.items("volumes")
    let createdClaims = Set(
      volumes.filter { $0.has("ephemeral") && !podName.isEmpty }
        .map { "\(podName)-\($0.text("name"))" })
    var valid: [String: Node] = [:]
    for (index, volume) in volumes.enumerated() {
      let path = scope.specPath.field("volumes").index(index)
      let name = volume.text("name")
      var own = FieldErrors()
      validateSource(volume, path, podName: podName, &own)
      if name.isEmpty {
        own.required(path.field("name"))
      } else {
        own.invalid(path.field("name"), name, all: NameRules.dnsLabel(name))
      }
      if valid[name] != nil { own.duplicate(path.field("name"), .string(name)) }
      if own.isEmpty { valid[name] = volume } else { errors.append(own) }
      let claim = volume.object("persistentVolumeClaim")?.text("claimName") ?? ""
      if createdClaims.contains(claim) {
        errors.invalid(
          path.field("persistentVolumeClaim").field("claimName"), .string(claim),
          "must not reference a PVC that gets created for an ephemeral volume")
      }
    }
    return valid
  }

  /// The sources in the server's order, each with the name it has in "more than 1 volume type".
  private static let sources: [(key: String, shown: String)] = [
    ("emptyDir", "emptyDir"), ("hostPath", "hostPath"), ("gitRepo", "gitRepo"),
    ("gcePersistentDisk", "gcePersistentDisk"), ("awsElasticBlockStore", "awsElasticBlockStore"),
    ("secret", "secret"), ("nfs", "nfs"), ("iscsi", "iscsi"), ("glusterfs", "glusterfs"),
    ("flocker", "flocker"), ("persistentVolumeClaim", "persistentVolumeClaim"), ("rbd", "rbd"),
    ("cinder", "cinder"), ("cephfs", "cephFS"), ("quobyte", "quobyte"),
    ("downwardAPI", "downwarAPI"), ("fc", "fc"), ("flexVolume", "flexVolume"),
    ("configMap", "configMap"), ("azureFile", "azureFile"), ("vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk"), ("portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk"), ("storageos", "storageos"), ("projected", "projected"),
    ("scaleIO", "scaleIO"), ("csi", "csi"), ("ephemeral", "ephemeral"), ("image", "image"),
  ]

  private static func validateSource(
    _ volume: Node, _ path: FieldPath, podName: String, _ errors: inout FieldErrors
  ) {
    var count = 0
    for (key, shown) in sources {
      guard let source = volume.object(key) else { continue }
      count += 1
      if count > 1 {
        errors.forbidden(path.field(shown), "may not specify more than 1 volume type")
        continue
      }
      validate(source, key, path, &errors)
      if key == "ephemeral" {
        EphemeralVolumeValidation.validateClaimName(
          volume.text("name"), podName: podName, path, &errors)
      }
    }
    if let iscsi = volume.object("iscsi"), iscsi.has("initiatorName"),
      "\(volume.text("name")):\(iscsi.text("targetPortal"))".utf8.count > 64
    {
      errors.invalid(
        path.field("name"), .string(volume.text("name")),
        "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if "
          + "iscsi.initiatorName is specified.")
    }
    if count == 0 { errors.required(path, "must specify a volume type") }
  }

  private static func validate(
    _ source: Node, _ key: String, _ volumePath: FieldPath, _ errors: inout FieldErrors
  ) {
    let path = volumePath.field(key)
    switch key {
    case "emptyDir":
      if source.quantity("sizeLimit") < .zero {
        errors.forbidden(
          path.field("sizeLimit"), "SizeLimit field must be a valid resource quantity")
      }
    case "hostPath": validateHostPath(source, path, &errors)
    case "secret": validateFiles(source, nameKey: "secretName", path, &errors)
    case "configMap": validateFiles(source, nameKey: "name", path, &errors)
    case "persistentVolumeClaim": require(["claimName"], of: source, path, &errors)
    case "downwardAPI":
      PathValidation.mode(
        source.number("defaultMode"), path.field("defaultMode"), &errors)
      for file in source.items("items") {
        ProjectedVolumeValidation.validateDownwardFile(file, path, &errors)
      }
    case "projected": ProjectedVolumeValidation.validate(source, path, &errors)
    case "ephemeral": EphemeralVolumeValidation.validate(source, path, &errors)
    case "image":
      require(["reference"], of: source, path, &errors)
      ContainerValidation.validatePullPolicy(
        source.text("pullPolicy"), path.field("pullPolicy"), &errors)
    default: NetworkVolumeValidation.validate(source, key, volumePath, &errors)
    }
  }

  /// Text fields that must not be empty.
  static func require(
    _ keys: [String], of source: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for key in keys where source.text(key).isEmpty { errors.required(path.field(key)) }
  }

  private static func validateHostPath(
    _ source: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard !source.text("path").isEmpty else { return errors.required(path.field("path")) }
    PathValidation.noBacksteps(source.text("path"), path.field("path"), &errors)
    let types = [
      "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate",
      "Socket",
    ]
    if let type = source["type"]?.string, !types.contains(type) {
      errors.notSupported(path.field("type"), type, types)
    }
  }

  /// A ConfigMap or Secret whose keys become files.
  private static func validateFiles(
    _ source: Node, nameKey: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    require([nameKey], of: source, path, &errors)
    PathValidation.mode(source.number("defaultMode"), path.field("defaultMode"), &errors)
    for (index, item) in source.items("items").enumerated() {
      validateKeyToPath(item, path.field("items").index(index), &errors)
    }
  }

  static func validateKeyToPath(_ item: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    require(["key", "path"], of: item, path, &errors)
    PathValidation.notReserved(item.text("path"), path.field("path"), &errors)
    PathValidation.mode(item.number("mode"), path.field("mode"), &errors)
  }
}
