import Kernel
import PodModel

/// The objects that the control plane makes by itself.
struct StockObjects {
  /// An object and its place.
  struct Item {
    var key: ObjectStore.Key
    var object: Node
  }

  /// When they are made.
  let now: VirtualTime
  /// Those made so far, in order.
  private(set) var items: [Item] = []

  private init(at now: VirtualTime) { self.now = now }

  /// Those of a new cluster, but for its node.
  init(ofClusterAt now: VirtualTime, hasDNS: Bool) {
    self.now = now
    for name in ["default", "kube-node-lease", "kube-public", "kube-system"] { addNamespace(name) }
    add(
      "Service", "kubernetes", "default",
      labels: ["component": "apiserver", "provider": "kubernetes"],
      ["spec": Self.kubernetesService, "status": ["loadBalancer": [:]]])
    addServerEndpoints()
    if hasDNS { addNameService() }
  }

  /// Those of the clusters on which submissions are graded: one is made for each.
  static let usual = StockObjects(
    ofClusterAt: SimulatedCluster.Setup.usualStart, hasDNS: false)

  /// A namespace with what controllers put into it.
  static func namespace(_ name: String, at now: VirtualTime) -> [Item] {
    var stock = StockObjects(at: now)
    stock.addNamespace(name)
    return stock.items
  }

  /// What controllers put into a namespace.
  static func contents(of namespace: String, at now: VirtualTime) -> [Item] {
    var stock = StockObjects(at: now)
    stock.fill(namespace)
    return stock.items
  }

  /// The cluster's only node.
  static func node(_ registry: ImageRegistry, at now: VirtualTime) -> Item? {
    var stock = StockObjects(at: now)
    stock.add(
      "Node", SimulatedCluster.nodeName, "", labels: nodeLabels,
      NodeStatus(now: now, registry: registry).object)
    return stock.items.first
  }

  private mutating func addNamespace(_ name: String) {
    add(
      "Namespace", name, "", labels: ["kubernetes.io/metadata.name": .text(name)],
      ["spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"]])
    fill(name)
  }

  private mutating func fill(_ namespace: String) {
    add("ServiceAccount", "default", namespace, [:])
    add("ConfigMap", "kube-root-ca.crt", namespace, ["data": ["ca.crt": .text(Self.certificate)]])
  }

  /// The API server stands behind its Service by itself.
  ///
  /// Source: Kubernetes `pkg/controlplane/reconcilers`.
  private mutating func addServerEndpoints() {
    let port: Node = ["name": "https", "port": 6443, "protocol": "TCP"]
    let address = Node.text(SimulatedCluster.nodeAddress)
    add(
      "Endpoints", "kubernetes", "default",
      labels: ["endpointslice.kubernetes.io/skip-mirror": "true"],
      ["subsets": [["addresses": [["ip": address]], "ports": [port]]]])
    add(
      "EndpointSlice", "kubernetes", "default",
      labels: ["kubernetes.io/service-name": "kubernetes"],
      [
        "addressType": "IPv4",
        "endpoints": [["addresses": [address], "conditions": ["ready": true]]],
        "ports": [port],
      ])
  }

  private mutating func addNameService() {
    var spec = Self.kubernetesService
    spec["clusterIP"] = .text(SimulatedCluster.dnsAddress)
    spec["clusterIPs"] = [.text(SimulatedCluster.dnsAddress)]
    spec["ports"] = [
      ["name": "dns", "port": 53, "protocol": "UDP", "targetPort": 53],
      ["name": "dns-tcp", "port": 53, "protocol": "TCP", "targetPort": 53],
    ]
    add(
      "Service", "kube-dns", "kube-system",
      labels: ["k8s-app": "kube-dns", "kubernetes.io/name": "CoreDNS"],
      ["spec": spec, "status": ["loadBalancer": [:]]])
  }

  private mutating func add(
    _ kind: String, _ name: String, _ namespace: String, labels: Node? = nil, _ rest: Node
  ) {
    var entries: [Node.Entry] = [
      Node.Entry("apiVersion", kind == "EndpointSlice" ? "discovery.k8s.io/v1" : "v1"),
      Node.Entry("kind", .text(kind)),
      Node.Entry(
        "metadata",
        .object([
          "creationTimestamp": .text(now.rfc3339), "labels": labels, "name": .text(name),
          "namespace": namespace.isEmpty ? nil : .text(namespace), "resourceVersion": "",
          "uid": .text(Identifier.uid(kind, namespace, name)),
        ])),
    ]
    entries += rest.entries ?? []
    entries.sort { $0.key < $1.key }
    items.append(
      Item(
        key: ObjectStore.Key(kind: kind, namespace: namespace, name: name),
        object: Node(.map(entries))))
  }

  private static let certificate =
    "-----BEGIN CERTIFICATE-----\npodlab\n-----END CERTIFICATE-----\n"

  private static let kubernetesService: Node = [
    "clusterIP": .text(SimulatedCluster.serviceAddress),
    "clusterIPs": [.text(SimulatedCluster.serviceAddress)],
    "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack",
    "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443]],
    "sessionAffinity": "None", "type": "ClusterIP",
  ]

  private static let nodeLabels: Node = [
    "beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": .text(SimulatedCluster.nodeName),
    "kubernetes.io/os": "linux",
  ]
}

extension SimulatedCluster {
  /// Puts in the objects that a new cluster has.
  func addStock() {
    let isUsual = setup.start == Setup.usualStart && !setup.hasClusterDNS
    let stock =
      isUsual
      ? StockObjects.usual : StockObjects(ofClusterAt: kernel.now, hasDNS: setup.hasClusterDNS)
    put(stock.items)
    put(StockObjects.node(setup.registry, at: kernel.now).map { [$0] } ?? [])
  }

  /// Adds a namespace with what controllers put into it.
  func addNamespace(_ name: String) { put(StockObjects.namespace(name, at: kernel.now)) }

  /// What controllers put into every namespace.
  func fill(_ namespace: String) { put(StockObjects.contents(of: namespace, at: kernel.now)) }

  private func put(_ items: [StockObjects.Item]) {
    for item in items { store.put(item.object, at: item.key, time: kernel.now) }
  }
}
