import PodModel

/// What can be found out about Pods beyond the API, by running commands in them.
extension KubectlCluster {
  /// Lets a name lead to a Pod: a Service without an address of its own that selects it.
  ///
  /// The Pod gets a label for that when it is created.
  package func lead(name: String, toPod pod: String, in namespace: String) async -> Bool {
    leads[pod, default: []].insert(name)
    guard let real = try? realNamespace(namespace) else { return false }
    let service: Node = [
      "apiVersion": "v1", "kind": "Service",
      "metadata": [
        "name": Node(.string(name)), "namespace": Node(.string(real)),
        "labels": Node(
          .map([.init(NamespacePlan.managerLabel, Node(.string(NamespacePlan.manager)))])),
      ],
      "spec": [
        "clusterIP": "None", "publishNotReadyAddresses": true,
        "selector": Node(.map([.init(Self.leadLabel(name), "true")])),
      ],
    ]
    let made = try? ask(tries: 1) { () throws(KubectlFailure) in
      try connection.ask(["create", "--validate=ignore", "-f", "-"], input: service.jsonBytes())
    }
    guard made != nil else { return false }
    if plan.kind == .guest {
      guests.append(CreatedObject(resource: "services", name: name, namespace: real))
    }
    return true
  }

  /// Which container of a Pod listens on which TCP port.
  ///
  /// Containers share the network and not the processes: the kernel's list of sockets is the same in
  /// all of them, and the socket belongs to the container one of whose processes has it open. Nil
  /// where a container has no shell to look with.
  /// Source: proc(5), `/proc/net/tcp` and `/proc/PID/fd`.
  package func listeners(
    ofPod pod: String, in namespace: String
  ) async -> [(container: String, port: Int)]? {
    guard let pods = resources.first(where: { $0.kind == "Pod" }),
      let object = try? await object(pods, named: pod, in: namespace)
    else { return nil }
    let lists = ["containerStatuses", "initContainerStatuses"]
    let running = lists.flatMap { object["status"]?[$0]?.list ?? [] }
      .filter { $0["state"]?["running"] != nil }.compactMap { $0["name"]?.string }.sorted()
    var found: [(container: String, port: Int)] = []
    for container in running {
      let script = "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null; ls -l /proc/[0-9]*/fd 2>/dev/null"
      guard
        let text = await output(
          of: ["sh", "-c", script], inPod: pod, in: namespace, container: container),
        text.contains("local_address")
      else { return nil }
      found += SocketTable(text).ownPorts.map { (container, $0) }
    }
    return found
  }

  private func output(
    of command: [String], inPod pod: String, in namespace: String, container: String
  ) async -> String? {
    final class Gathered { var bytes: [UInt8] = [] }
    let gathered = Gathered()
    let console = ExecConsole(
      read: { nil }, writeOutput: { gathered.bytes += $0 }, writeError: { _ in })
    let code = try? await exec(
      command, inPod: pod, in: namespace, options: ExecOptions(container: container),
      console: console)
    return code == nil ? nil : String(decoding: gathered.bytes, as: UTF8.self)
  }

  /// What all instances of a container wrote; nil where some of it is not kept.
  ///
  /// A kubelet keeps the logs of the running instance and of the one before.
  package func wholeLog(
    ofPod pod: String, container: String, in namespace: String
  ) async -> String? {
    guard let pods = resources.first(where: { $0.kind == "Pod" }),
      let object = try? await object(pods, named: pod, in: namespace)
    else { return nil }
    let lists = ["containerStatuses", "initContainerStatuses"]
    let status = lists.flatMap { object["status"]?[$0]?.list ?? [] }
      .first { $0["name"]?.string == container }
    guard let restarts = status?["restartCount"]?.int, restarts <= 1 else { return nil }
    var text = ""
    for previous in restarts == 1 ? [true, false] : [false] {
      let options = LogOptions(container: container, previous: previous)
      guard let stream = try? await log(ofPod: pod, in: namespace, options: options) else {
        return nil
      }
      while let bytes = await stream.next(before: nil) {
        text += String(decoding: bytes, as: UTF8.self)
      }
    }
    return text
  }
}

/// What `/proc/net/tcp` and the open files of a container's processes say.
struct SocketTable {
  /// Ports that a process listens on whose files were listed, each once, in their order.
  private(set) var ownPorts: [Int] = []

  init(_ text: String) {
    var ports: [Substring: Int] = [:]
    var own: Set<Substring> = []
    for line in text.split(separator: "\n") {
      if let mark = line.range(of: "socket:[") {
        own.insert(line[mark.upperBound...].prefix { $0 != "]" })
        continue
      }
      // sl local_address rem_address st … inode; state 0A is LISTEN.
      let fields = line.split(separator: " ")
      guard fields.count > 9, fields[3] == "0A",
        let colon = fields[1].lastIndex(of: ":"),
        let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16)
      else { continue }
      ports[fields[9]] = port
    }
    ownPorts = Set(ports.filter { own.contains($0.key) }.values).sorted()
  }
}
