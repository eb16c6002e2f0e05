/// A Pod as the simulator, the diagrams and the checks see it.
///
/// It is read leniently: a field of the wrong type counts as absent, so that a half-written manifest
/// can be drawn. `Admission` is what decides whether a manifest is right.
/// Source: Kubernetes API reference, `core/v1` Pod.
package struct Pod: Sendable, Equatable {
  package var metadata: ObjectMeta
  package var spec: PodSpec

  package init(metadata: ObjectMeta, spec: PodSpec) {
    self.metadata = metadata
    self.spec = spec
  }

  /// Reads a Pod object; nil when `node` is of another kind.
  package init?(_ node: Node) {
    guard node["kind"]?.string == "Pod" else { return nil }
    metadata = ObjectMeta(node["metadata"])
    spec = PodSpec(node["spec"])
  }
}

/// What every Kubernetes object carries.
package struct ObjectMeta: Sendable, Equatable {
  package var name: String
  package var namespace: String
  package var uid: String
  package var labels: [String: String]
  package var annotations: [String: String]

  package init(
    name: String, namespace: String = "default", uid: String = "", labels: [String: String] = [:],
    annotations: [String: String] = [:]
  ) {
    self.name = name
    self.namespace = namespace
    self.uid = uid
    self.labels = labels
    self.annotations = annotations
  }

  init(_ node: Node?) {
    name = node?["name"]?.string ?? ""
    namespace = node?["namespace"]?.string ?? "default"
    uid = node?["uid"]?.string ?? ""
    labels = node?["labels"]?.stringMap ?? [:]
    annotations = node?["annotations"]?.stringMap ?? [:]
  }
}

/// The wanted state of a Pod.
package struct PodSpec: Sendable, Equatable {
  package var initContainers: [Container]
  package var containers: [Container]
  /// Containers that were put into the Pod while it ran, to look at it.
  package var ephemeralContainers: [Container]
  package var volumes: [Volume]
  package var restartPolicy: RestartPolicy
  /// Seconds between SIGTERM and SIGKILL.
  package var terminationGracePeriodSeconds: Int
  /// Seconds after which the Pod fails; nil for never.
  package var activeDeadlineSeconds: Int?
  package var dnsPolicy: String
  /// Name servers, searches and options that are used beside or instead of the policy's.
  package var dnsConfig: Node?
  package var hostAliases: [HostAlias]
  package var hostname: String?
  package var subdomain: String?
  package var hostNetwork: Bool
  package var shareProcessNamespace: Bool
  package var nodeName: String?
  package var nodeSelector: [String: String]
  package var serviceAccountName: String?
  package var automountServiceAccountToken: Bool
  package var enableServiceLinks: Bool
  package var imagePullSecrets: [String]
  package var schedulingGates: [String]
  package var priorityClassName: String?
  package var securityContext: SecurityContext
  /// Affinity, tolerations and spread constraints, as written.
  package var affinity: Node?
  package var tolerations: [Node]
  package var topologySpreadConstraints: [Node]
  package var readinessGates: [String]

  init(_ node: Node?) {
    initContainers = node?["initContainers"]?.list?.map(Container.init) ?? []
    containers = node?["containers"]?.list?.map(Container.init) ?? []
    ephemeralContainers = node?["ephemeralContainers"]?.list?.map(Container.init) ?? []
    volumes = node?["volumes"]?.list?.map(Volume.init) ?? []
    restartPolicy = node?["restartPolicy"]?.string.flatMap(RestartPolicy.init) ?? .always
    terminationGracePeriodSeconds = node?["terminationGracePeriodSeconds"]?.int ?? 30
    activeDeadlineSeconds = node?["activeDeadlineSeconds"]?.int
    dnsPolicy = node?["dnsPolicy"]?.string ?? "ClusterFirst"
    dnsConfig = node?["dnsConfig"]
    hostAliases = node?["hostAliases"]?.list?.map(HostAlias.init) ?? []
    hostname = node?["hostname"]?.string
    subdomain = node?["subdomain"]?.string
    hostNetwork = node?["hostNetwork"]?.bool ?? false
    shareProcessNamespace = node?["shareProcessNamespace"]?.bool ?? false
    nodeName = node?["nodeName"]?.string
    nodeSelector = node?["nodeSelector"]?.stringMap ?? [:]
    serviceAccountName = node?["serviceAccountName"]?.string
    automountServiceAccountToken = node?["automountServiceAccountToken"]?.bool ?? true
    enableServiceLinks = node?["enableServiceLinks"]?.bool ?? true
    imagePullSecrets = node?["imagePullSecrets"]?.list?.compactMap { $0["name"]?.string } ?? []
    schedulingGates = node?["schedulingGates"]?.list?.compactMap { $0["name"]?.string } ?? []
    priorityClassName = node?["priorityClassName"]?.string
    securityContext = SecurityContext(node?["securityContext"])
    affinity = node?["affinity"]
    tolerations = node?["tolerations"]?.list ?? []
    topologySpreadConstraints = node?["topologySpreadConstraints"]?.list ?? []
    readinessGates =
      node?["readinessGates"]?.list?.compactMap { $0["conditionType"]?.string } ?? []
  }

  /// All containers: init containers first, ephemeral ones last.
  package var allContainers: [Container] { initContainers + containers + ephemeralContainers }

  /// The containers of a Pod without init containers, for tests and drawings.
  package init(
    initContainers: [Container] = [], containers: [Container], volumes: [Volume] = [],
    restartPolicy: RestartPolicy = .always
  ) {
    self.init(nil)
    self.initContainers = initContainers
    self.containers = containers
    self.volumes = volumes
    self.restartPolicy = restartPolicy
  }
}

/// When the kubelet starts an ended container again.
package enum RestartPolicy: String, Sendable, Equatable {
  case always = "Always"
  case onFailure = "OnFailure"
  case never = "Never"
}

/// One line of a Pod's own `/etc/hosts`.
package struct HostAlias: Sendable, Equatable {
  package var ip: String
  package var hostnames: [String]

  init(_ node: Node) {
    ip = node["ip"]?.string ?? ""
    hostnames = node["hostnames"]?.strings ?? []
  }
}
