/// One container of a Pod.
///
/// Source: Kubernetes API reference, `core/v1` Container.
package struct Container: Sendable, Equatable {
  package var name: String
  package var image: String
  package var imagePullPolicy: ImagePullPolicy?
  /// Replaces the image's ENTRYPOINT where not nil.
  package var command: [String]?
  /// Replaces the image's CMD where not nil.
  package var args: [String]?
  package var workingDir: String?
  package var ports: [ContainerPort]
  package var env: [EnvVar]
  package var envFrom: [EnvFromSource]
  package var resources: ResourceRequirements
  package var volumeMounts: [VolumeMount]
  /// When the kubelet starts this one container again, where it is not the Pod's policy.
  ///
  /// `Always` makes an init container a native sidecar.
  package var restartPolicy: RestartPolicy?
  package var restartPolicyRules: [Node]
  package var livenessProbe: Probe?
  package var readinessProbe: Probe?
  package var startupProbe: Probe?
  package var postStart: LifecycleHandler?
  package var preStop: LifecycleHandler?
  /// The signal that asks the container to end, where it is not the image's.
  package var stopSignal: String?
  package var terminationMessagePath: String
  package var terminationMessagePolicy: String
  package var securityContext: SecurityContext
  package var stdin: Bool
  package var stdinOnce: Bool
  package var tty: Bool
  /// Of an ephemeral container: the container whose processes it sees.
  package var targetContainerName: String?
  /// Where the container starts in the manifest.
  package var position: SourcePosition?

  init(_ node: Node) {
    name = node["name"]?.string ?? ""
    image = node["image"]?.string ?? ""
    imagePullPolicy = node["imagePullPolicy"]?.string.flatMap(ImagePullPolicy.init)
    command = node["command"]?.strings
    args = node["args"]?.strings
    workingDir = node["workingDir"]?.string
    ports = node["ports"]?.list?.map(ContainerPort.init) ?? []
    env = node["env"]?.list?.map(EnvVar.init) ?? []
    envFrom = node["envFrom"]?.list?.map(EnvFromSource.init) ?? []
    resources = ResourceRequirements(node["resources"])
    volumeMounts = node["volumeMounts"]?.list?.map(VolumeMount.init) ?? []
    restartPolicy = node["restartPolicy"]?.string.flatMap(RestartPolicy.init)
    restartPolicyRules = node["restartPolicyRules"]?.list ?? []
    livenessProbe = node["livenessProbe"].flatMap(Probe.init)
    readinessProbe = node["readinessProbe"].flatMap(Probe.init)
    startupProbe = node["startupProbe"].flatMap(Probe.init)
    postStart = node["lifecycle"]?["postStart"].flatMap(LifecycleHandler.init)
    preStop = node["lifecycle"]?["preStop"].flatMap(LifecycleHandler.init)
    stopSignal = node["lifecycle"]?["stopSignal"]?.string
    terminationMessagePath = node["terminationMessagePath"]?.string ?? "/dev/termination-log"
    terminationMessagePolicy = node["terminationMessagePolicy"]?.string ?? "File"
    securityContext = SecurityContext(node["securityContext"])
    stdin = node["stdin"]?.bool ?? false
    stdinOnce = node["stdinOnce"]?.bool ?? false
    tty = node["tty"]?.bool ?? false
    targetContainerName = node["targetContainerName"]?.string
    position = node.position
  }

  /// A container with nothing but a name, an image and what is given, for tests and drawings.
  package init(
    name: String, image: String, command: [String]? = nil, args: [String]? = nil,
    volumeMounts: [VolumeMount] = [], ports: [ContainerPort] = [],
    restartPolicy: RestartPolicy? = nil
  ) {
    self.init(Node(.map([])))
    self.name = name
    self.image = image
    self.command = command
    self.args = args
    self.volumeMounts = volumeMounts
    self.ports = ports
    self.restartPolicy = restartPolicy
    position = nil
  }

  /// Whether the container, standing among the init containers, is a native sidecar.
  package var isNativeSidecar: Bool { restartPolicy == .always }
}

/// When the kubelet asks the registry for an image.
package enum ImagePullPolicy: String, Sendable, Equatable {
  case always = "Always"
  case ifNotPresent = "IfNotPresent"
  case never = "Never"
}

/// A port that a container says it listens on.
package struct ContainerPort: Sendable, Equatable {
  package var name: String?
  package var containerPort: Int
  package var hostPort: Int?
  /// `TCP`, `UDP` or `SCTP`.
  package var networkProtocol: String

  init(_ node: Node) {
    name = node["name"]?.string
    containerPort = node["containerPort"]?.int ?? 0
    hostPort = node["hostPort"]?.int
    networkProtocol = node["protocol"]?.string ?? "TCP"
  }

  package init(containerPort: Int, name: String? = nil) {
    self.name = name
    self.containerPort = containerPort
    hostPort = nil
    networkProtocol = "TCP"
  }
}

/// A volume's place in a container's file system.
package struct VolumeMount: Sendable, Equatable {
  /// Name of the Pod's volume.
  package var name: String
  package var mountPath: String
  package var subPath: String?
  package var subPathExpr: String?
  package var readOnly: Bool
  package var position: SourcePosition?

  init(_ node: Node) {
    name = node["name"]?.string ?? ""
    mountPath = node["mountPath"]?.string ?? ""
    subPath = node["subPath"]?.string
    subPathExpr = node["subPathExpr"]?.string
    readOnly = node["readOnly"]?.bool ?? false
    position = node.position
  }

  package init(name: String, mountPath: String, readOnly: Bool = false) {
    self.name = name
    self.mountPath = mountPath
    self.readOnly = readOnly
    subPath = nil
    subPathExpr = nil
    position = nil
  }
}

/// An environment variable.
package struct EnvVar: Sendable, Equatable {
  package var name: String
  /// The value before `$(NAME)` is replaced; empty when `valueFrom` gives it.
  package var value: String
  package var valueFrom: Node?

  init(_ node: Node) {
    name = node["name"]?.string ?? ""
    value = node["value"]?.string ?? ""
    valueFrom = node["valueFrom"]
  }
}

/// A ConfigMap or Secret whose keys become environment variables.
package struct EnvFromSource: Sendable, Equatable {
  /// Where the keys come from.
  package enum Source: Sendable, Equatable {
    case configMap(name: String)
    case secret(name: String)
  }

  package var prefix: String
  package var source: Source
  package var optional: Bool

  init(_ node: Node) {
    prefix = node["prefix"]?.string ?? ""
    if let secret = node["secretRef"] {
      source = .secret(name: secret["name"]?.string ?? "")
      optional = secret["optional"]?.bool ?? false
    } else {
      source = .configMap(name: node["configMapRef"]?["name"]?.string ?? "")
      optional = node["configMapRef"]?["optional"]?.bool ?? false
    }
  }
}

/// What a container asks for and may use, as quantities in the manifest's words.
package struct ResourceRequirements: Sendable, Equatable {
  package var requests: [String: String]
  package var limits: [String: String]

  init(_ node: Node?) {
    requests = node?["requests"]?.scalarMap ?? [:]
    limits = node?["limits"]?.scalarMap ?? [:]
  }
}

/// Under whose name a process runs and what it may do.
package struct SecurityContext: Sendable, Equatable {
  package var runAsUser: Int?
  package var runAsGroup: Int?
  package var runAsNonRoot: Bool?
  package var fsGroup: Int?
  package var supplementalGroups: [Int]
  package var readOnlyRootFilesystem: Bool
  /// Whether the container may do everything.
  package var isPrivileged: Bool
  /// Names of capabilities, `ALL` for all.
  package var droppedCapabilities: [String]
  package var addedCapabilities: [String]

  init(_ node: Node?) {
    runAsUser = node?["runAsUser"]?.int
    runAsGroup = node?["runAsGroup"]?.int
    runAsNonRoot = node?["runAsNonRoot"]?.bool
    fsGroup = node?["fsGroup"]?.int
    supplementalGroups = node?["supplementalGroups"]?.list?.compactMap(\.int) ?? []
    readOnlyRootFilesystem = node?["readOnlyRootFilesystem"]?.bool ?? false
    isPrivileged = node?["privileged"]?.bool ?? false
    let capabilities = node?["capabilities"]
    droppedCapabilities = capabilities?["drop"]?.list?.compactMap(\.string) ?? []
    addedCapabilities = capabilities?["add"]?.list?.compactMap(\.string) ?? []
  }
}
