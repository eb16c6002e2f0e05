import PodModel

/// A cluster that keeps what it is given: objects with a history, and canned logs and commands.
final class FakeCluster: Cluster {
  var resources: [Resource]
  private(set) var time = start
  private var store: [Key: Node] = [:]
  /// Everything that happened, in order; watches read on from a place in it.
  fileprivate var history: [(key: Key, event: WatchEvent)] = []
  /// What happens later, by time.
  fileprivate var future: [(time: ClusterTime, change: (FakeCluster) -> Void)] = []
  private var names = 0

  /// Output of containers, by `POD/CONTAINER`.
  var logs: [String: String] = [:]
  var logFault: StatusError?
  /// Answers to commands.
  var runs: ([String], ExecOptions, ExecConsole) async throws(StatusError) -> Int32 = {
    _, _, _ throws(StatusError) in 0
  }
  /// What the server says to writes; nil where it takes them.
  var refusal: StatusError?
  private(set) var deletions: [DeletionOptions] = []
  /// Whether deleted objects stay until their grace period is over.
  var keepsDeleted = false
  /// Whether writes go through podlab's own API server, and Pods start after a while.
  var isAlive = false

  struct Key: Hashable {
    var plural: String
    var namespace: String
    var name: String
  }

  init(_ objects: [Node] = []) {
    let verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
    resources = [
      ("ConfigMap", "configmaps", ["cm"], true), ("Endpoints", "endpoints", ["ep"], true),
      ("Event", "events", ["ev"], true), ("Namespace", "namespaces", ["ns"], false),
      ("Node", "nodes", ["no"], false), ("Pod", "pods", ["po"], true),
      ("Secret", "secrets", [], true), ("ServiceAccount", "serviceaccounts", ["sa"], true),
      ("Service", "services", ["svc"], true),
    ].map {
      Resource(
        kind: $0.0, plural: $0.1, singular: $0.0.lowercased(), shortNames: $0.2,
        isNamespaced: $0.3, verbs: verbs)
    }
    for object in objects { put(object) }
  }

  var now: ClusterTime { time }

  func sleep(for duration: Duration) async { advance(to: time.advanced(by: duration)) }

  /// Lets time pass until something happens, or `deadline` comes.
  fileprivate func advanceToNext(before deadline: ClusterTime?) -> Bool {
    guard let next = future.first, deadline.map({ next.time <= $0 }) ?? true else {
      if let deadline { time = max(time, deadline) }
      return false
    }
    advance(to: next.time)
    return true
  }

  private func advance(to moment: ClusterTime) {
    while let next = future.first, next.time <= moment {
      future.removeFirst()
      time = max(time, next.time)
      next.change(self)
    }
    time = max(time, moment)
  }

  func after(_ duration: Duration, _ change: @escaping (FakeCluster) -> Void) {
    future.append((time.advanced(by: duration), change))
    future.sort { $0.time < $1.time }
  }

  func put(_ object: Node) {
    guard let resource = resources.first(where: { $0.kind == object["kind"]?.string }) else {
      return
    }
    let key = Key(resource, object)
    let kind: WatchEvent.Kind = store[key] == nil ? .added : .modified
    var object = object
    var metadata = object["metadata"] ?? [:]
    metadata["resourceVersion"] = Node(.string(String(history.count + 1)))
    object["metadata"] = metadata
    store[key] = object
    history.append((key, WatchEvent(kind: kind, object: object)))
  }

  func stored(_ key: Key) -> Node? { store[key] }

  func remove(_ key: Key) {
    guard let object = store.removeValue(forKey: key) else { return }
    history.append((key, WatchEvent(kind: .deleted, object: object)))
  }

  func object(
    _ resource: Resource, named name: String, in namespace: String?
  ) async throws(StatusError) -> Node {
    guard let object = store[Key(plural: resource.plural, namespace: namespace ?? "", name: name)]
    else { throw .notFound(resource, name) }
    return object
  }

  func objects(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector
  ) async throws(StatusError) -> ObjectList {
    let items = store.filter { key, object in
      key.plural == resource.plural && (namespace == nil || key.namespace == namespace)
        && selector.matches(object)
    }.sorted { ($0.key.namespace, $0.key.name) < ($1.key.namespace, $1.key.name) }
    return ObjectList(items: items.map(\.value), resourceVersion: String(history.count))
  }

  func create(
    _ resource: Resource, _ object: Node, in namespace: String?, options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    if let refusal { throw refusal }
    let key = Key(resource, object)
    if let old = store[key] {
      let isEnding = old["metadata"]?["deletionTimestamp"] != nil
      throw StatusError(
        code: 409, reason: "AlreadyExists",
        message: (isEnding ? "object is being deleted: " : "")
          + "\(resource.plural) \"\(key.name)\" already exists")
    }
    var object = object
    names += 1
    if isAlive {
      let context = AdmissionContext(now: time.rfc3339, uid: "uid-\(names)")
      let answer = try admitted(APIServer.create(object, in: context), object)
      if !options.isDryRun {
        put(answer.object)
        start(key)
      }
      return answer
    }
    var metadata = object["metadata"] ?? [:]
    metadata["uid"] = Node(.string("uid-\(names)"))
    metadata["creationTimestamp"] = Node(.string(time.rfc3339))
    object["metadata"] = metadata
    if !options.isDryRun { put(object) }
    return WrittenObject(object: object)
  }

  func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    let old = try await self.object(resource, named: name, in: namespace)
    return try update(object, replacing: old, options)
  }

  func patch(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    if let refusal { throw refusal }
    if case .apply(let manifest, _, _) = patch {
      if !options.isDryRun { put(manifest) }
      return WrittenObject(object: manifest)
    }
    let old = try await object(resource, named: name, in: namespace)
    let patched: Node
    do throws(MergeFault) {
      let new: Node =
        switch patch {
        case .strategicMerge(let node):
          try StrategicMerge.apply(node, to: old, kind: resource.kind)
        case .merge(let node): JSONMerge.apply(node, to: old)
        case .json(let node): try JSONPatch.apply(node, to: old)
        case .apply(let node, _, _): node
        }
      patched = new
    } catch {
      throw StatusError(code: 422, reason: "BadRequest", message: error.description)
    }
    return try update(patched, replacing: old, options)
  }

  func delete(
    _ resource: Resource, named name: String, in namespace: String?, options: DeletionOptions
  ) async throws(StatusError) -> Node? {
    let object = try await object(resource, named: name, in: namespace)
    deletions.append(options)
    if options.isDryRun { return object }
    let key = Key(resource, object)
    guard keepsDeleted else {
      remove(key)
      return nil
    }
    let own = object["spec"]?["terminationGracePeriodSeconds"]?.int ?? 30
    let grace = options.gracePeriodSeconds ?? own
    if grace == 0 {
      remove(key)
      return nil
    }
    var ending = object
    ending["metadata"]?["deletionTimestamp"] = Node(.string(time.rfc3339))
    ending["metadata"]?["deletionGracePeriodSeconds"] = Node(.integer(Int64(grace)))
    put(ending)
    after(.seconds(grace)) { $0.remove(key) }
    return ending
  }

  private func update(
    _ object: Node, replacing old: Node, _ options: WriteOptions
  ) throws(StatusError) -> WrittenObject {
    if let refusal { throw refusal }
    var context = AdmissionContext()
    context.unknownFields = options.unknownFields
    let answer =
      isAlive
      ? try admitted(APIServer.update(object, replacing: old, in: context), object)
      : WrittenObject(object: object)
    if !options.isDryRun { put(answer.object) }
    return answer
  }

  private func admitted(
    _ answer: ServerAnswer, _ object: Node
  ) throws(StatusError) -> WrittenObject {
    switch answer {
    case .accepted(let object, let warnings):
      return WrittenObject(object: object, warnings: warnings)
    case .notModelled: return WrittenObject(object: object)
    case .refused(let refusal):
      throw StatusError(
        code: 422, reason: refusal.reason.rawValue, message: refusal.message, kind: refusal.kind,
        name: refusal.name,
        causes: refusal.causes.map {
          StatusError.Cause(reason: "", message: $0.message, field: $0.path ?? FieldPath())
        })
    }
  }

  /// Lets a new Pod wait for its containers, and run after a while.
  private func start(_ key: Key) {
    guard key.plural == "pods" else { return }
    setStatus(of: key, phase: "Pending", isReady: false)
    after(.milliseconds(400)) { $0.setStatus(of: key, phase: "Running", isReady: true) }
  }

  private func setStatus(of key: Key, phase: String, isReady: Bool) {
    guard var pod = store[key] else { return }
    let containers = pod["spec"]?["containers"]?.list ?? []
    let state: Node =
      isReady
      ? ["running": ["startedAt": Node(.string(time.rfc3339))]]
      : ["waiting": ["reason": "ContainerCreating"]]
    let statuses = containers.map { container -> Node in
      [
        "name": container["name"] ?? "", "ready": Node(.bool(isReady)), "restartCount": 0,
        "state": state, "lastState": [:],
      ]
    }
    let ready: Node = ["type": "Ready", "status": Node(.string(isReady ? "True" : "False"))]
    pod["spec"]?["nodeName"] = "node1"
    pod["status"] = [
      "phase": Node(.string(phase)), "conditions": [ready], "podIP": "198.51.100.23",
      "podIPs": [["ip": "198.51.100.23"]], "hostIP": "203.0.113.10",
      "containerStatuses": Node(.list(statuses)), "qosClass": "BestEffort",
    ]
    put(pod)
  }

  /// Lets time pass up to so long after the start.
  func advance(toSecond second: Double) {
    advance(to: max(time, Self.start.advanced(by: .milliseconds(Int(second * 1000)))))
  }

  static let start = ClusterTime(nanoseconds: 1_800_000_000_000_000_000)

  func watch(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector,
    since resourceVersion: String
  ) async throws(StatusError) -> any ObjectWatch {
    FakeWatch(
      cluster: self, plural: resource.plural, namespace: namespace, selector: selector,
      next: Int(resourceVersion) ?? 0)
  }

  func log(
    ofPod pod: String, in namespace: String, options: LogOptions
  ) async throws(StatusError) -> any ByteStream {
    if let logFault { throw logFault }
    let text = logs["\(pod)/\(options.container ?? "")"] ?? ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    if let tail = options.tailLines, tail >= 0 { lines = lines.suffix(tail) }
    var bytes = Array(lines.map { "\($0)\n" }.joined().utf8)
    if let limit = options.limitBytes { bytes = Array(bytes.prefix(limit)) }
    return FakeStream(bytes)
  }

  func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32 {
    try await runs(command, options, console)
  }
}

extension FakeCluster.Key {
  init(_ resource: Resource, _ object: Node) {
    let metadata = object["metadata"]
    self.init(
      plural: resource.plural,
      namespace: resource.isNamespaced ? metadata?["namespace"]?.string ?? "default" : "",
      name: metadata?["name"]?.string ?? "")
  }
}

extension StatusError {
  static func notFound(_ resource: Resource, _ name: String) -> StatusError {
    StatusError(
      code: 404, reason: "NotFound", message: "\(resource.qualifiedPlural) \"\(name)\" not found")
  }
}

extension ObjectSelector {
  /// Equality terms only, which is all the tests need.
  func matches(_ object: Node) -> Bool {
    let fields = fields.split(separator: ",").allSatisfy { term in
      let parts = term.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      var node: Node? = object
      for step in parts[0].split(separator: ".") { node = node?[String(step)] }
      return node?.scalarText ?? "" == parts.last
    }
    return fields
      && labels.split(separator: ",").allSatisfy { term in
        let parts = term.split(separator: "=").map(String.init)
        let value = object["metadata"]?["labels"]?[parts[0]]?.string
        return parts.count == 1 ? value != nil : value == parts[1]
      }
  }
}

final class FakeWatch: ObjectWatch {
  private let cluster: FakeCluster
  private let plural: String
  private let namespace: String?
  private let selector: ObjectSelector
  private var index: Int

  init(
    cluster: FakeCluster, plural: String, namespace: String?, selector: ObjectSelector, next: Int
  ) {
    self.cluster = cluster
    self.plural = plural
    self.namespace = namespace
    self.selector = selector
    index = next
  }

  func next(before deadline: ClusterTime?) async -> WatchEvent? {
    while true {
      while index < cluster.history.count {
        let (key, event) = cluster.history[index]
        index += 1
        let isMeant = key.plural == plural && (namespace == nil || key.namespace == namespace)
        if isMeant, selector.matches(event.object) { return event }
      }
      guard cluster.advanceToNext(before: deadline) else { return nil }
    }
  }
}

final class FakeStream: ByteStream {
  private var bytes: [UInt8]?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func next(before deadline: ClusterTime?) async -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
