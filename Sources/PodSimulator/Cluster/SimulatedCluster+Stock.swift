import Kernel
import PodModel

extension SimulatedCluster {
  /// The objects that a new cluster has.
  func addStock() {
    for name in ["default", "kube-node-lease", "kube-public", "kube-system"] { addNamespace(name) }
    add(
      "Service", "kubernetes", "default",
      labels: ["component": "apiserver", "provider": "kubernetes"],
      ["spec": Self.kubernetesService, "status": ["loadBalancer": [:]]])
    if setup.hasClusterDNS { addNameService() }
    add("Node", Self.nodeName, "", labels: Self.nodeLabels, Self.nodeObject(at: kernel.now))
  }

  /// A namespace with what controllers put into it.
  func addNamespace(_ name: String) {
    add(
      "Namespace", name, "", labels: ["kubernetes.io/metadata.name": .text(name)],
      ["spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"]])
    fill(name)
  }

  /// What controllers put into every namespace.
  func fill(_ namespace: String) {
    add("ServiceAccount", "default", namespace, [:])
    add("ConfigMap", "kube-root-ca.crt", namespace, ["data": ["ca.crt": .text(Self.certificate)]])
  }

  private func addNameService() {
    var spec = Self.kubernetesService
    spec["clusterIP"] = .text(Self.dnsAddress)
    spec["clusterIPs"] = [.text(Self.dnsAddress)]
    spec["ports"] = [
      ["name": "dns", "port": 53, "protocol": "UDP", "targetPort": 53],
      ["name": "dns-tcp", "port": 53, "protocol": "TCP", "targetPort": 53],
    ]
    add(
      "Service", "kube-dns", "kube-system",
      labels: ["k8s-app": "kube-dns", "kubernetes.io/name": "CoreDNS"],
      ["spec": spec, "status": ["loadBalancer": [:]]])
  }

  private func add(
    _ kind: String, _ name: String, _ namespace: String, labels: Node? = nil, _ rest: Node
  ) {
    var entries: [Node.Entry] = [
      Node.Entry("apiVersion", "v1"), Node.Entry("kind", .text(kind)),
      Node.Entry(
        "metadata",
        .object([
          "creationTimestamp": .text(kernel.now.rfc3339), "labels": labels, "name": .text(name),
          "namespace": namespace.isEmpty ? nil : .text(namespace),
          "uid": .text(Identifier.uid(kind, namespace, name)),
        ])),
    ]
    entries += rest.entries ?? []
    entries.sort { $0.key < $1.key }
    store.put(
      Node(.map(entries)),
      at: ObjectStore.Key(kind: kind, namespace: namespace, name: name), time: kernel.now)
  }

  private static let certificate =
    "-----BEGIN CERTIFICATE-----\npodlab\n-----END CERTIFICATE-----\n"

  private static let kubernetesService: Node = [
    "clusterIP": .text(serviceAddress), "clusterIPs": [.text(serviceAddress)],
    "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack",
    "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443]],
    "sessionAffinity": "None", "type": "ClusterIP",
  ]

  private static let nodeLabels: Node = [
    "beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": .text(nodeName),
    "kubernetes.io/os": "linux",
  ]

  private static func nodeObject(at now: VirtualTime) -> Node {
    let amounts = Node(
      .map(allocatable.sorted { $0.key < $1.key }.map { Node.Entry($0.key, .text($0.value)) }))
    let conditions = [
      (
        "MemoryPressure", "False", "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available"
      ),
      ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      (
        "PIDPressure", "False", "KubeletHasSufficientPID",
        "kubelet has sufficient PID available"
      ),
      ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ].map { type, status, reason, message -> Node in
      [
        "lastHeartbeatTime": .text(now.rfc3339), "lastTransitionTime": .text(now.rfc3339),
        "message": .text(message), "reason": .text(reason), "status": .text(status),
        "type": .text(type),
      ]
    }
    return [
      "spec": [:],
      "status": [
        "addresses": [
          ["address": .text(nodeAddress), "type": "InternalIP"],
          ["address": .text(nodeName), "type": "Hostname"],
        ],
        "allocatable": amounts, "capacity": amounts, "conditions": Node(.list(conditions)),
        "nodeInfo": [
          "architecture": "amd64", "containerRuntimeVersion": "containerd://1.6.20",
          "kernelVersion": "6.1.0", "kubeletVersion": "v1.36.2", "operatingSystem": "linux",
          "osImage": "Debian GNU/Linux 12 (bookworm)",
        ],
      ],
    ]
  }
}
