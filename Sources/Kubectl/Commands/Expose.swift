import ByteText
import PodModel

extension Command {
  static var expose: Command {
    Command(
      name: "expose", summary: "Make a service for a pod or another service.",
      usage: "(-f FILENAME | TYPE NAME) [--port=port] [--target-port=number-or-name] "
        + "[--name=name] [--type=type]",
      flags: Flag.output + Flag.files + [
        Flag.dryRun, Flag.fieldManager("kubectl-expose"), .bool("save-config"),
        .string("port", about: "the port of the service"),
        .string("target-port", about: "the port of the pods, by number or name"),
        .string("name", about: "the name of the service"),
        .string("type", about: "ClusterIP, NodePort, LoadBalancer or ExternalName"),
        .string("protocol", about: "TCP, UDP or SCTP"),
        .string("selector", about: "the labels of the pods"),
        .string("labels", "l", about: "the labels of the service"),
        .string("cluster-ip", about: "the address, or None"), .string("external-ip"),
        .string("load-balancer-ip"), .string("session-affinity"), .string("overrides"),
        .string("override-type", initial: "merge"),
      ],
      run: { call throws(KubectlError) in try await Expose(call).run() })
  }
}

/// Makes Services from the labels and ports of other objects.
///
/// Source: kubectl `cmd/expose/expose.go`.
struct Expose {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let dryRun = try await call.dryRun()
    var printer = try await ResultPrinter(call)
    let target = try call.hasFiles ? [] : named()
    var errors: [KubectlError] = []
    for info in try await found(target) {
      do {
        try await expose(info, dryRun, &printer)
      } catch {
        errors.append(error)
      }
    }
    if let error = KubectlError.joined(errors) { throw error }
  }

  private func expose(
    _ info: ObjectInfo, _ dryRun: DryRun, _ printer: inout ResultPrinter
  ) async throws(KubectlError) {
    let service = try service(for: info)
    let services = try call.finder.resource("services")
    var object = service
    if dryRun != .client {
      let new = ObjectInfo(
        resource: services, namespace: info.namespace,
        name: service["metadata"]?.text("name") ?? "")
      object = try await call.create(service, new, isDryRun: dryRun == .server)
    }
    try await printer.print(object, of: services, "exposed")
  }

  private func named() throws(KubectlError) -> [ResourceFinder.Named] {
    let target = try call.finder.target(call.arguments, selects: false, allowsAll: false)
    guard case .names(let named) = target else { return [] }
    return named
  }

  /// The selector flag does not select what is exposed here.
  private func found(
    _ named: [ResourceFinder.Named]
  ) async throws(KubectlError) -> [ObjectInfo] {
    var infos: [ObjectInfo] = []
    for one in named {
      var info = ObjectInfo(
        resource: one.resource, namespace: call.namespace(for: one.resource), name: one.name)
      info.object = try await call.object(of: info)
      infos.append(info)
    }
    if !named.isEmpty { return infos }
    let (found, errors) = try await call.infos(arguments: [])
    if let error = KubectlError.joined(errors) { throw error }
    return found
  }

  private func service(for info: ObjectInfo) throws(KubectlError) -> Node {
    guard let object = info.object, ["Pod", "Service"].contains(info.resource.kind) else {
      throw .text("cannot expose a \(info.resource.kind)")
    }
    let labels = object["metadata"]?["labels"]
    var spec: Node = ["selector": try selector(object, info), "ports": try ports(object, info)]
    let type = call.flags.string("type")
    if !type.isEmpty { spec["type"] = Node(.string(type)) }
    let external = call.flags.string("external-ip")
    if !external.isEmpty { spec["externalIPs"] = [Node(.string(external))] }
    let affinity = call.flags.string("session-affinity")
    if !affinity.isEmpty { spec["sessionAffinity"] = Node(.string(affinity)) }
    let balancer = call.flags.string("load-balancer-ip")
    if !balancer.isEmpty { spec["loadBalancerIP"] = Node(.string(balancer)) }
    let address = call.flags.string("cluster-ip")
    if !address.isEmpty { spec["clusterIP"] = Node(.string(address)) }
    let name = call.flags.string("name")
    var metadata: Node = ["name": Node(.string(name.isEmpty ? info.name : name))]
    if call.hasExplicitNamespace { metadata["namespace"] = Node(.string(call.namespace)) }
    let own = call.flags.string("labels")
    let chosen = own.isEmpty ? labels : try Self.labels(own)
    if let chosen, chosen.entries?.isEmpty == false { metadata["labels"] = chosen }
    return [
      "apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec,
      "status": ["loadBalancer": [:]],
    ]
  }

  private func selector(_ object: Node, _ info: ObjectInfo) throws(KubectlError) -> Node {
    let given = call.flags.string("selector")
    if !given.isEmpty { return try Self.labels(given) }
    let labels =
      info.resource.kind == "Pod" ? object["metadata"]?["labels"] : object["spec"]?["selector"]
    guard let labels, labels.entries?.isEmpty == false else {
      throw .text(
        "couldn't retrieve selectors via --selector flag or introspection: the "
          + "\(info.resource.singular) has no labels and cannot be exposed")
    }
    return labels
  }

  private func ports(_ object: Node, _ info: ObjectInfo) throws(KubectlError) -> Node {
    let given = call.flags.string("port")
    let type = call.flags.string("protocol")
    var ports = given.split(at: ",").map(String.init)
    if ports.isEmpty {
      let lists =
        info.resource.kind == "Pod"
        ? (object["spec"]?["containers"]?.list ?? []).flatMap { $0["ports"]?.list ?? [] }
        : object["spec"]?["ports"]?.list ?? []
      ports = lists.compactMap { ($0["containerPort"] ?? $0["port"])?.scalarText }
    }
    if ports.isEmpty { throw .text("couldn't find port via --port flag or introspection") }
    let target = call.flags.string("target-port")
    var nodes: [Node] = []
    for (index, port) in ports.enumerated() {
      guard let number = Int64(port), (1...65_535).contains(number) else {
        throw .text("strconv.Atoi: parsing \(GoQuote.quoted(port)): invalid syntax")
      }
      var node: Node = [
        "port": Node(.integer(number)),
        "protocol": Node(.string(type.isEmpty ? "TCP" : type.uppercased())),
        "targetPort": target.isEmpty
          ? Node(.integer(number))
          : Int64(target).map { Node(.integer($0)) } ?? Node(.string(target)),
      ]
      if ports.count > 1 { node["name"] = Node(.string("port-\(index + 1)")) }
      nodes.append(node)
    }
    return Node(.list(nodes))
  }

  private static func labels(_ text: String) throws(KubectlError) -> Node {
    var entries: [Node.Entry] = []
    for pair in text.split(at: ",") {
      let parts = pair.split(at: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .text("unexpected label spec: \(pair)")
      }
      entries.append(Node.Entry(String(parts[0]), Node(.string(String(parts[1])))))
    }
    return Node(.map(entries))
  }
}
