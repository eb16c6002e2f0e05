import PodModel

extension Command {
  static var describe: Command {
    Command(
      name: "describe",
      summary: "Show details of a specific resource or group of resources.",
      usage: "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
      flags: Flag.files + [
        Flag.selector, Flag.allNamespaces,
        .bool("show-events", initial: true, about: "show the events of the object"),
        .int("chunk-size", initial: 500),
      ],
      run: { call throws(KubectlError) in try await Describe(call).run() })
  }
}

/// Shows objects in detail, with what happened to them.
///
/// Source: kubectl `cmd/describe/describe.go`.
struct Describe {
  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    guard !call.arguments.isEmpty || call.hasFiles else {
      throw .text("You must specify the type of resource to describe. \(Get.suggestion)")
    }
    var (infos, errors) = try await call.infos(allowsAll: true)
    if infos.isEmpty, errors.count == 1, errors[0].isNotFound, call.arguments.count == 2,
      !call.hasFiles
    {
      let matching = try await objects(beginningWith: call.arguments[1])
      if !matching.isEmpty { (infos, errors) = (matching, []) }
    }
    var isFirst = true
    for info in infos {
      guard let object = info.object else { continue }
      let text = try await description(of: object, info)
      await call.print((isFirst ? "" : "\n\n") + text)
      isFirst = false
    }
    if let error = KubectlError.joined(errors) { throw error }
    guard infos.isEmpty else { return }
    await call.complain(
      call.isForAllNamespaces
        ? "No resources found\n" : "No resources found in \(call.namespace) namespace.\n")
  }

  /// A name that no object has may be the start of names.
  private func objects(beginningWith start: String) async throws(KubectlError) -> [ObjectInfo] {
    let (found, _) = try await call.infos(allowsAll: true, arguments: [call.arguments[0]])
    return found.filter { $0.name.hasPrefix(start) }
  }

  private func description(of object: Node, _ info: ObjectInfo) async throws(KubectlError) -> String
  {
    let now = await call.cluster.now
    var hasEvents = true
    var text: Description
    switch info.resource.kind {
    case "Pod": text = .pod(object, at: now, call.version)
    case "Service": text = .service(object, endpoints: await endpoints(of: info))
    case "ConfigMap": text = .configMap(object)
    case "Secret":
      text = .secret(object)
      hasEvents = false
    case "Namespace":
      text = .namespace(object)
      hasEvents = false
    case "ServiceAccount": text = .serviceAccount(object, call.version)
    case "Endpoints": text = .endpoints(object)
    case "EndpointSlice": text = .endpointSlice(object)
    case "Node": text = .node(object, pods: await pods(on: info.name), at: now)
    default: text = .anything(object)
    }
    if hasEvents, call.flags.bool("show-events") {
      let head = text.text
      var events = Description()
      events.events(await self.events(of: object, info), at: now, call.version)
      // The table begins anew: its columns do not line up with those above.
      if events.raw.hasPrefix("Events:\t") {
        text.events([], at: now, call.version)
        return text.text
      }
      return head + events.text
    }
    return text.text
  }

  private func events(of object: Node, _ info: ObjectInfo) async -> [Node] {
    guard let resource = try? call.finder.resource("events") else { return [] }
    var fields = "involvedObject.name=\(info.name)"
    if let namespace = info.namespace { fields += ",involvedObject.namespace=\(namespace)" }
    if info.resource.kind != "Pod" { fields += ",involvedObject.kind=\(info.resource.kind)" }
    if let uid = object["metadata"]?["uid"]?.string, info.resource.kind != "Node" {
      fields += ",involvedObject.uid=\(uid)"
    }
    let place = info.namespace
    let list = try? await call.cluster.objects(
      resource, in: place, matching: ObjectSelector(fields: fields))
    return list?.items ?? []
  }

  private func endpoints(of info: ObjectInfo) async -> Node? {
    guard let resource = try? call.finder.resource("endpoints") else { return nil }
    return try? await call.cluster.object(resource, named: info.name, in: info.namespace)
  }

  private func pods(on node: String) async -> [Node] {
    guard let resource = try? call.finder.resource("pods") else { return [] }
    let list = try? await call.cluster.objects(
      resource, in: nil, matching: ObjectSelector(fields: "spec.nodeName=\(node)"))
    return list?.items ?? []
  }
}
