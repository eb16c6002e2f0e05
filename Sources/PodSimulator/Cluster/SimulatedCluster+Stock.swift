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
    addServerEndpoints()
    if setup.hasClusterDNS { addNameService() }
    add(
      "Node", Self.nodeName, "", labels: Self.nodeLabels,
      NodeStatus(now: kernel.now, registry: setup.registry).object)
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

  /// The API server stands behind its Service by itself.
  ///
  /// Source: Kubernetes `pkg/controlplane/reconcilers`.
  private func addServerEndpoints() {
    let port: Node = ["name": "https", "port": 6443, "protocol": "TCP"]
    add(
      "Endpoints", "kubernetes", "default",
      labels: ["endpointslice.kubernetes.io/skip-mirror": "true"],
      ["subsets": [["addresses": [["ip": .text(Self.nodeAddress)]], "ports": [port]]]])
    add(
      "EndpointSlice", "kubernetes", "default",
      labels: ["kubernetes.io/service-name": "kubernetes"],
      [
        "addressType": "IPv4",
        "endpoints": [["addresses": [.text(Self.nodeAddress)], "conditions": ["ready": true]]],
        "ports": [port],
      ])
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
      Node.Entry("apiVersion", kind == "EndpointSlice" ? "discovery.k8s.io/v1" : "v1"),
      Node.Entry("kind", .text(kind)),
      Node.Entry(
        "metadata",
        .object([
          "creationTimestamp": .text(kernel.now.rfc3339), "labels": labels, "name": .text(name),
          "namespace": namespace.isEmpty ? nil : .text(namespace), "resourceVersion": "",
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
}
