import Kernel
import PodModel

/// The objects that tell who is behind a Service.
struct EndpointsRecord {
  let service: Node
  /// Sorted by address.
  let endpoints: [PodEndpoint]
  let now: VirtualTime

  private var name: String { service["metadata"]?["name"]?.string ?? "" }
  private var namespace: String { service["metadata"]?["namespace"]?.string ?? "" }
  private var ports: [Node] { service["spec"]?["ports"]?.list ?? [] }
  private var isHeadless: Bool { service["spec"]?["clusterIP"]?.string == "None" }
  private var showsUnready: Bool { service["spec"]?["publishNotReadyAddresses"]?.bool ?? false }

  // MARK: Endpoints

  /// The Endpoints object; that of before where nothing has changed.
  func endpointsObject(replacing old: Node?) -> Node {
    let shown = endpoints.filter { showsUnready || !$0.isEnding }
    var subsets: [(ports: [Node], ready: [Node], unready: [Node])] = []
    for endpoint in shown {
      let ports = numbered(endpoint)
      if ports.isEmpty, !self.ports.isEmpty { continue }
      let place = subsets.firstIndex { $0.ports == ports } ?? subsets.count
      if place == subsets.count { subsets.append((ports, [], [])) }
      if endpoint.isReady || showsUnready {
        subsets[place].ready.append(address(endpoint))
      } else {
        subsets[place].unready.append(address(endpoint))
      }
    }
    let list = subsets.map { subset in
      Node.object([
        "addresses": subset.ready.isEmpty ? nil : Node(.list(subset.ready)),
        "notReadyAddresses": subset.unready.isEmpty ? nil : Node(.list(subset.unready)),
        "ports": subset.ports.isEmpty ? nil : Node(.list(subset.ports)),
      ])
    }
    let labels = self.labels([("endpoints.kubernetes.io/managed-by", "endpoint-controller")])
    return object(
      "Endpoints", "v1", name, labels, replacing: old,
      [Node.Entry("subsets", Node(.list(list)))].filter { !list.isEmpty || $0.key != "subsets" })
  }

  private func address(_ endpoint: PodEndpoint) -> Node {
    .object([
      "hostname": endpoint.hostname(in: name).map(Node.text),
      "ip": .text(endpoint.address), "nodeName": .text(SimulatedCluster.nodeName),
      "targetRef": target(endpoint),
    ])
  }

  private func numbered(_ endpoint: PodEndpoint) -> [Node] {
    ports.compactMap { port in
      endpoint.number(of: port).map { number in
        .object([
          "name": port["name"], "port": .number(number), "protocol": port["protocol"] ?? "TCP",
        ])
      }
    }
  }

  private func target(_ endpoint: PodEndpoint) -> Node {
    let metadata = endpoint.pod["metadata"]
    return .object([
      "kind": "Pod", "name": metadata?["name"], "namespace": metadata?["namespace"],
      "uid": metadata?["uid"],
    ])
  }

  // MARK: EndpointSlices

  /// The EndpointSlice; that of before where nothing has changed.
  ///
  /// One slice tells of all Pods: a node has no more than a slice may hold, but for few.
  func sliceObject(named slice: String, replacing old: Node?) -> Node {
    let list = endpoints.map { endpoint in
      Node.object([
        "addresses": [.text(endpoint.address)],
        "conditions": [
          "ready": Node(.bool(showsUnready || endpoint.isReady && !endpoint.isEnding)),
          "serving": Node(.bool(showsUnready || endpoint.isReady)),
          "terminating": Node(.bool(endpoint.isEnding)),
        ],
        "hostname": endpoint.hostname(in: name).map(Node.text),
        "nodeName": .text(SimulatedCluster.nodeName), "targetRef": target(endpoint),
      ])
    }
    let ports = endpoints.first.map(numbered) ?? []
    let labels = self.labels([
      ("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io"),
      ("kubernetes.io/service-name", name),
    ])
    return object(
      "EndpointSlice", "discovery.k8s.io/v1", slice, labels, replacing: old,
      [
        Node.Entry("addressType", "IPv4"), Node.Entry("endpoints", Node(.list(list))),
        Node.Entry(
          "ports",
          Node(
            .list(
              ports.map { port in
                port["name"] == nil ? port.inserting("name", "") : port
              }))),
      ])
  }

  // MARK: Both

  /// The Service's own labels and the controller's.
  private func labels(_ own: [(String, String)]) -> Node {
    var labels = service["metadata"]?["labels"] ?? [:]
    for (key, value) in own { labels = labels.inserting(key, .text(value)) }
    if isHeadless { labels = labels.inserting("service.kubernetes.io/headless", "") }
    return labels
  }

  private func object(
    _ kind: String, _ version: String, _ name: String, _ labels: Node, replacing old: Node?,
    _ rest: [Node.Entry]
  ) -> Node {
    let isEqual =
      old?["metadata"]?["labels"] == labels && rest.allSatisfy { old?[$0.key] == $0.value }
      && (old?["subsets"] == nil) == !rest.contains { $0.key == "subsets" }
    if let old, isEqual { return old }
    let isSlice = kind == "EndpointSlice"
    let generation = isSlice ? (old?["metadata"]?["generation"]?.int ?? 0) + 1 : nil
    let metadata = Node.object([
      "annotations": [
        "endpoints.kubernetes.io/last-change-trigger-time": .text(now.rfc3339)
      ],
      "creationTimestamp": old?["metadata"]?["creationTimestamp"] ?? .text(now.rfc3339),
      "generateName": isSlice ? .text("\(self.name)-") : nil,
      "generation": generation.map(Node.number), "labels": labels, "name": .text(name),
      "namespace": .text(namespace), "ownerReferences": isSlice ? [owner] : nil,
      "resourceVersion": old?["metadata"]?["resourceVersion"],
      "uid": old?["metadata"]?["uid"]
        ?? .text(Identifier.uid(kind, namespace, name, now.rfc3339)),
    ])
    let entries =
      [
        Node.Entry("apiVersion", .text(version)), Node.Entry("kind", .text(kind)),
        Node.Entry("metadata", metadata),
      ] + rest
    return Node(.map(entries.sorted { $0.key < $1.key }))
  }

  private var owner: Node {
    [
      "apiVersion": "v1", "blockOwnerDeletion": true, "controller": true, "kind": "Service",
      "name": .text(name), "uid": service["metadata"]?["uid"] ?? "",
    ]
  }
}
