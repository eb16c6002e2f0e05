import ByteText

/// The rules for the smaller kinds.
///
/// Source: Kubernetes core `ValidateConfigMap`, `ValidateSecret`, `ValidateNamespace`,
/// `ValidateServiceAccount`, `ValidatePersistentVolumeClaim`.
enum ConfigValidation {
  /// The largest sum of values in a ConfigMap or Secret: 1 MiB.
  private static let maximalSize = 1 << 20

  static func validateConfigMap(_ object: Node) -> FieldErrors {
    var errors = named(object)
    let (data, binary) = (object.fields("data"), object.fields("binaryData"))
    for entry in data {
      let path = FieldPath("data").key(entry.key)
      errors.invalid(path, entry.key, all: NameRules.configMapKey(entry.key))
      if binary.contains(where: { $0.key == entry.key }) {
        errors.invalid(path, .string(entry.key), "duplicate of key present in binaryData")
      }
    }
    for entry in binary {
      errors.invalid(
        FieldPath("binaryData").key(entry.key), entry.key,
        all: NameRules.configMapKey(entry.key))
    }
    var total = 0
    for entry in data { total += entry.value.string?.utf8.count ?? 0 }
    for entry in binary { total += size(of: entry.value) }
    if total > maximalSize { errors.tooLong(FieldPath(), atMost: maximalSize) }
    return errors
  }

  /// How many bytes a base64 text stands for.
  private static func size(of value: Node) -> Int {
    (value.string?.utf8.filter { $0 != UInt8(ascii: "=") }.count ?? 0) * 3 / 4
  }

  static func validateSecret(_ object: Node) -> FieldErrors {
    var errors = named(object)
    let data = object.fields("data")
    let path = FieldPath("data")
    for entry in data {
      errors.invalid(path.key(entry.key), entry.key, all: NameRules.configMapKey(entry.key))
    }
    if data.reduce(0, { $0 + size(of: $1.value) }) > maximalSize {
      errors.tooLong(path, atMost: maximalSize)
    }
    validateKeys(of: object, path, &errors)
    return errors
  }

  /// Some types of Secret need certain keys.
  private static func validateKeys(
    of secret: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    func has(_ key: String) -> Bool { secret["data"]?[key] != nil }
    func require(_ keys: [String]) {
      for key in keys where !has(key) { errors.required(path.key(key)) }
    }
    switch secret.text("type") {
    case "kubernetes.io/service-account-token":
      let key = "kubernetes.io/service-account.name"
      if secret["metadata"]?["annotations"]?.text(key).isEmpty ?? true {
        errors.required(FieldPath("metadata", "annotations").key(key))
      }
    case "kubernetes.io/dockercfg": validateRegistryKey(".dockercfg", of: secret, path, &errors)
    case "kubernetes.io/dockerconfigjson":
      validateRegistryKey(".dockerconfigjson", of: secret, path, &errors)
    case "kubernetes.io/basic-auth":
      if !has("username"), !has("password") { require(["username", "password"]) }
    case "kubernetes.io/ssh-auth":
      if secret["data"]?.text("ssh-privatekey").isEmpty ?? true {
        errors.required(path.key("ssh-privatekey"))
      }
    case "kubernetes.io/tls": require(["tls.crt", "tls.key"])
    default: break
    }
  }

  /// A registry's credentials must be a JSON object; what is wrong is told without showing them.
  private static func validateRegistryKey(
    _ key: String, of secret: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard let value = secret["data"]?[key] else { return errors.required(path.key(key)) }
    func refuse(_ reason: String) {
      errors.invalid(path.key(key), .string("<secret contents redacted>"), reason)
    }
    do {
      let content = try JSON.node(in: Base64.decode(value.string ?? ""))
      guard content.entries == nil, !content.isNull else { return }
      refuse(
        "json: cannot unmarshal \(content.jsonKind) into Go value of type map[string]interface {}")
    } catch let fault as JSON.ReadError {
      refuse(fault.message)
    } catch {
      refuse("\(error)")
    }
  }

  static func validateNamespace(_ object: Node) -> FieldErrors {
    var errors = FieldErrors()
    ObjectMetaValidation.validate(
      object["metadata"] ?? [:], isNamespaced: false, nameRule: NameRules.dnsLabel, &errors)
    for finalizer in object["spec"]?.strings("finalizers") ?? [] {
      let path = FieldPath("spec", "finalizers")
      errors.invalid(path, finalizer, all: NameRules.qualifiedName(finalizer))
      if !finalizer.holds("/"),
        !["kubernetes", "orphan", "foregroundDeletion"].contains(finalizer)
      {
        errors.invalid(
          path, .string(finalizer),
          "name is neither a standard finalizer name nor is it fully qualified")
      }
    }
    return errors
  }

  static func validateServiceAccount(_ object: Node) -> FieldErrors { named(object) }

  static func validateClaim(_ object: Node) -> FieldErrors {
    var errors = named(object)
    ClaimValidation.validate(spec: object["spec"] ?? [:], FieldPath("spec"), &errors)
    return errors
  }

  /// The rules for metadata of objects that are named like a DNS subdomain.
  private static func named(_ object: Node) -> FieldErrors {
    var errors = FieldErrors()
    ObjectMetaValidation.validate(
      object["metadata"] ?? [:], isNamespaced: true, nameRule: NameRules.dnsSubdomain, &errors)
    return errors
  }
}
