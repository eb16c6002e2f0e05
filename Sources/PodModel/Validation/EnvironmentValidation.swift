/// The rules for `env` and `envFrom`.
///
/// Source: Kubernetes core `ValidateEnv`, `validateEnvVarValueFrom`, `ValidateEnvFrom`.
enum EnvironmentValidation {
  static func validate(_ variables: [Node], _ path: FieldPath, _ errors: inout FieldErrors) {
    for (index, variable) in variables.enumerated() {
      let name = variable.text("name")
      if name.isEmpty {
        errors.required(path.index(index).field("name"))
      } else {
        errors.invalid(
          path.index(index).field("name"), name, all: NameRules.environmentName(name))
      }
      if let source = variable.object("valueFrom") {
        validate(
          source, value: variable.text("value"), path.index(index).field("valueFrom"), &errors)
      }
    }
  }

  private static func validate(
    _ source: Node, value: String, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    var count = 0
    if let field = source.object("fieldRef") {
      count += 1
      FieldReferenceValidation.validate(
        field: field, allowed: FieldReferenceValidation.environmentFields,
        path.field("fieldRef"), &errors)
    }
    if let resource = source.object("resourceFieldRef") {
      count += 1
      FieldReferenceValidation.validate(
        resource: resource, isVolume: false, path.field("resourceFieldRef"), &errors)
    }
    for key in ["configMapKeyRef", "secretKeyRef"] {
      guard let selector = source.object(key) else { continue }
      count += 1
      validate(keySelector: selector, path.field(key), &errors)
    }
    if let file = source.object("fileKeyRef") {
      count += 1
      validate(fileSelector: file, path.field("fileKeyRef"), &errors)
    }
    if count == 0 {
      errors.invalid(
        path, .string(""),
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` "
          + "or `fileKeyRef`")
    } else if !value.isEmpty {
      errors.invalid(path, .string(""), "may not be specified when `value` is not empty")
    } else if count > 1 {
      errors.invalid(path, .string(""), "may not have more than one field specified at a time")
    }
  }

  private static func validate(
    keySelector: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (name, key) = (keySelector.text("name"), keySelector.text("key"))
    errors.invalid(path.field("name"), name, all: NameRules.dnsSubdomain(name))
    if key.isEmpty {
      errors.required(path.field("key"))
    } else {
      errors.invalid(path.field("key"), key, all: NameRules.configMapKey(key))
    }
  }

  private static func validate(
    fileSelector: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    let (key, volume) = (fileSelector.text("key"), fileSelector.text("volumeName"))
    if key.isEmpty {
      errors.required(path.field("key"))
    } else {
      errors.invalid(path.field("key"), key, all: NameRules.environmentName(key))
    }
    if volume.isEmpty {
      errors.required(path.field("volumeName"))
    } else {
      errors.invalid(path.field("volumeName"), volume, all: NameRules.dnsLabel(volume))
    }
    if fileSelector.text("path").isEmpty {
      errors.required(path.field("path"))
    } else {
      PathValidation.notReserved(fileSelector.text("path"), path.field("path"), &errors)
    }
  }

  /// Whole ConfigMaps and Secrets as variables.
  static func validate(
    sources: [Node], _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    for (index, source) in sources.enumerated() {
      let prefix = source.text("prefix")
      if !prefix.isEmpty {
        errors.invalid(
          path.index(index).field("prefix"), prefix, all: NameRules.environmentName(prefix))
      }
      var count = 0
      for key in ["configMapRef", "secretRef"] {
        guard let reference = source.object(key) else { continue }
        count += 1
        let name = reference.text("name")
        let namePath = path.index(index).field(key).field("name")
        if name.isEmpty {
          errors.required(namePath)
        } else {
          let masked = NameRules.maskingTrailingDash(name)
          errors.invalid(namePath, name, all: NameRules.dnsSubdomain(masked))
        }
      }
      if count == 0 {
        errors.invalid(
          path, .string(""), "must specify one of: `configMapRef` or `secretRef`")
      } else if count > 1 {
        errors.invalid(path, .string(""), "may not have more than one field specified at a time")
      }
    }
  }
}

/// The rules for `ports` of a container.
///
/// Source: Kubernetes core `validateContainerPorts`.
enum PortValidation {
  static let protocols = ["SCTP", "TCP", "UDP"]

  static func validate(_ ports: [Node], _ path: FieldPath, _ errors: inout FieldErrors) {
    var names: Set<String> = []
    for (index, port) in ports.enumerated() {
      validateName(port.text("name"), path.index(index).field("name"), &names, &errors)
      let number = port.number("containerPort") ?? 0
      if number == 0 {
        errors.required(path.index(index).field("containerPort"))
      } else {
        for message in NameRules.portNumber(number) {
          errors.invalid(path.index(index).field("containerPort"), .number(number), message)
        }
      }
      if let hostPort = port.number("hostPort"), hostPort != 0 {
        for message in NameRules.portNumber(hostPort) {
          errors.invalid(path.index(index).field("hostPort"), .number(hostPort), message)
        }
      }
      PodValidation.validateChoice(
        port.text("protocol"), protocols, path.index(index).field("protocol"), &errors)
    }
  }

  private static func validateName(
    _ name: String, _ path: FieldPath, _ names: inout Set<String>, _ errors: inout FieldErrors
  ) {
    guard !name.isEmpty else { return }
    let messages = NameRules.portName(name)
    if !messages.isEmpty {
      errors.invalid(path, name, all: messages)
    } else if !names.insert(name).inserted {
      errors.duplicate(path, .string(name))
    }
  }

  /// A port given as number or name.
  ///
  /// Source: Kubernetes core `ValidatePortNumOrName`.
  static func validate(
    numberOrName port: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    if let name = port.string {
      errors.invalid(path, name, all: NameRules.portName(name))
    } else {
      let number = port.integer ?? 0
      for message in NameRules.portNumber(number) {
        errors.invalid(path, .number(number), message)
      }
    }
  }
}

// MARK: Files in volumes

extension EnvironmentValidation {
  /// A variable can come from a file only in a volume that the Pod fills itself.
  ///
  /// Source: Kubernetes core `validateFileKeyRefVolumes`.
  static func validateFiles(_ scope: PodScope, _ errors: inout FieldErrors) {
    let volumes = scope.spec.items("volumes").filter { $0.object("emptyDir") != nil }
    let names = Set(volumes.map { $0.text("name") })
    scope.forEachContainer { container, path in
      for (index, variable) in container.items("env").enumerated() {
        let name = variable["valueFrom"]?["fileKeyRef"]?.text("volumeName") ?? ""
        guard !name.isEmpty, !names.contains(name) else { continue }
        errors.notFound(
          path.field("env").index(index).field("valueFrom").field("fileKeyRef")
            .field("volumeName"), .string(name))
      }
    }
  }
}
