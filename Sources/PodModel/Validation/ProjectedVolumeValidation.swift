import ByteText

/// The rules for volumes that bring several sources together.
///
/// Source: Kubernetes core `validateProjectionSources`, `validateDownwardAPIVolumeFile`.
enum ProjectedVolumeValidation {
  static func validate(_ volume: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    PathValidation.mode(volume.number("defaultMode"), path.field("defaultMode"), &errors)
    var paths: Set<String> = []
    for (index, source) in volume.items("sources").enumerated() {
      let sourcePath = path.field("sources").index(index)
      for key in ["secret", "configMap"] {
        guard let projection = source.object(key) else { continue }
        validateKeys(projection, sourcePath.field(key), volumePath: path, &paths, &errors)
      }
      if let downward = source.object("downwardAPI") {
        for file in downward.items("items") {
          validateDownwardFile(file, sourcePath.field("downwardAPI"), &errors)
          claim(file.text("path"), shown: file.text("path"), path, &paths, &errors)
        }
      }
      if let token = source.object("serviceAccountToken") {
        validateToken(token, sourcePath.field("serviceAccountToken"), volumePath: path, &errors)
      }
      let kinds = ["secret", "configMap", "downwardAPI", "serviceAccountToken"]
      if kinds.filter(source.has).count > 1 {
        errors.forbidden(sourcePath, "may not specify more than 1 volume type per source")
      }
    }
  }

  private static func validateKeys(
    _ projection: Node, _ path: FieldPath, volumePath: FieldPath, _ paths: inout Set<String>,
    _ errors: inout FieldErrors
  ) {
    let name = projection.text("name")
    if name.isEmpty { errors.required(path.field("name")) }
    for (index, item) in projection.items("items").enumerated() {
      VolumeValidation.validateKeyToPath(item, path.field("items").index(index), &errors)
      claim(item.text("path"), shown: name, volumePath, &paths, &errors)
    }
  }

  /// Two sources may not write the same file.
  private static func claim(
    _ file: String, shown: String, _ path: FieldPath, _ paths: inout Set<String>,
    _ errors: inout FieldErrors
  ) {
    guard !file.isEmpty, !paths.insert(file).inserted else { return }
    errors.invalid(path, .string(shown), "conflicting duplicate paths")
  }

  private static func validateToken(
    _ token: Node, _ path: FieldPath, volumePath: FieldPath, _ errors: inout FieldErrors
  ) {
    let seconds = token.number("expirationSeconds") ?? 0
    if seconds < 600 {
      errors.invalid(
        path.field("expirationSeconds"), .number(seconds),
        "may not specify a duration less than 10 minutes")
    }
    if seconds > 1 << 32 {
      errors.invalid(
        path.field("expirationSeconds"), .number(seconds),
        "may not specify a duration larger than 2^32 seconds")
    }
    if token.text("path").isEmpty {
      errors.required(volumePath.field("path"))
    } else {
      PathValidation.notReserved(token.text("path"), volumePath.field("path"), &errors)
    }
  }

  /// One file of the downward API; `path` is that of the source, for the server leaves out the index.
  static func validateDownwardFile(
    _ file: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    VolumeValidation.require(["path"], of: file, path, &errors)
    PathValidation.notReserved(file.text("path"), path.field("path"), &errors)
    if let field = file.object("fieldRef") {
      FieldReferenceValidation.validate(
        field: field, allowed: FieldReferenceValidation.volumeFields, path.field("fieldRef"),
        &errors)
      if file.has("resourceFieldRef") {
        errors.invalid(
          path, .string("resource"),
          "fieldRef and resourceFieldRef can not be specified simultaneously")
      }
    } else if let resource = file.object("resourceFieldRef") {
      FieldReferenceValidation.validate(
        resource: resource, isVolume: true, path.field("resourceFieldRef"), &errors)
    } else {
      errors.required(path, "one of fieldRef and resourceFieldRef is required")
    }
    PathValidation.mode(file.number("mode"), path.field("mode"), &errors)
  }
}

/// The rules for references to the Pod's own fields.
///
/// Source: Kubernetes core `validateObjectFieldSelector`, `validateContainerResourceFieldSelector`;
/// `pkg/apis/core/pods/helpers.go`, `ConvertDownwardAPIFieldLabel`.
enum FieldReferenceValidation {
  static let volumeFields = [
    "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
    "metadata.uid",
  ]
  static let environmentFields = [
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
    "status.podIPs",
  ]
  private static let known = [
    "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
    "metadata.uid", "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName",
    "spec.schedulerName", "status.phase", "status.hostIP", "status.hostIPs", "status.podIP",
    "status.podIPs",
  ]

  static func validate(
    field: Node, allowed: [String], _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard !field.text("apiVersion").isEmpty else {
      return errors.required(path.field("apiVersion"))
    }
    let label = field.text("fieldPath")
    guard !label.isEmpty else { return errors.required(path.field("fieldPath")) }
    if let problem = problem(with: label, version: field.text("apiVersion")) {
      return errors.invalid(
        path.field("fieldPath"), .string(label), "error converting fieldPath: \(problem)")
    }
    let resolved = label == "spec.host" ? "spec.nodeName" : label
    if let (parent, key) = subscripted(resolved) {
      let name = parent == "metadata.annotations" ? key.lowercased() : key
      errors.invalid(path, name, all: NameRules.qualifiedName(name))
    } else if !allowed.contains(resolved) {
      errors.notSupported(path.field("fieldPath"), resolved, allowed)
    }
  }

  private static func problem(with label: String, version: String) -> String? {
    if version != "v1" { return "unsupported pod version: \(version)" }
    if let (parent, _) = subscripted(label) {
      return ["metadata.annotations", "metadata.labels"].contains(parent)
        ? nil : "field label does not support subscript: \(label)"
    }
    return known.contains(label) || label == "spec.host"
      ? nil : "field label not supported: \(label)"
  }

  /// `metadata.labels['app']` in its two parts.
  private static func subscripted(_ label: String) -> (parent: String, key: String)? {
    guard label.hasSuffix("']"), let open = label.range(of: "['") else { return nil }
    guard open.lowerBound > label.startIndex else { return nil }
    let end = label.index(label.endIndex, offsetBy: -2)
    guard open.upperBound <= end else { return nil }
    return (String(label[..<open.lowerBound]), String(label[open.upperBound..<end]))
  }

  private static let resources = [
    "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
    "requests.ephemeral-storage", "requests.memory",
  ]

  static func validate(
    resource reference: Node, isVolume: Bool, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let resource = reference.text("resource")
    let isHugePage =
      resource.hasPrefix("limits.hugepages-") || resource.hasPrefix("requests.hugepages-")
    if isVolume, reference.text("containerName").isEmpty {
      errors.required(path.field("containerName"))
    } else if resource.isEmpty {
      errors.required(path.field("resource"))
    } else if !resources.contains(resource), !isHugePage {
      errors.notSupported(path.field("resource"), resource, resources)
    }
    validateDivisor(reference.quantity("divisor"), of: resource, path, &errors)
  }

  private static func validateDivisor(
    _ divisor: Quantity, of resource: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard divisor != .zero else { return }
    let sizes = [
      "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
    ]
    let kinds: [(suffix: String, allowed: [String], shown: String, name: String)] = [
      (".cpu", ["1m", "1"], "1m and 1", "cpu"),
      (".memory", sizes, sizes.joined(separator: ", "), "memory"),
      (
        ".ephemeral-storage", sizes, sizes.joined(separator: ", "), "local ephemeral storage"
      ),
    ]
    let isHugePage = resource.holds(".hugepages-")
    let kind =
      isHugePage
      ? ("", sizes, sizes.joined(separator: ", "), "hugepages")
      : kinds.first { resource.hasSuffix($0.suffix) }
    guard let kind, !kind.1.contains(divisor.description) else { return }
    errors.invalid(
      path.field("divisor"), .string(resource),
      "only divisor's values \(kind.2) are supported with the \(kind.3) resource")
  }
}

extension String {
  /// The first place of a text.
  func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
