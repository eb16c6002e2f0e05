import Kernel
package import PodModel

extension SimulatedCluster {
  package func log(
    ofPod pod: String, in namespace: String, options: LogOptions
  ) async throws(StatusError) -> any ByteStream {
    let object = try podObject(pod, namespace)
    let name = try container(options.container, of: object)
    guard let node = object["spec"]?["nodeName"]?.string, !node.isEmpty else {
      return FixedBytes([])
    }
    guard node == SimulatedCluster.nodeName else {
      throw StatusError(
        code: 404, reason: "NotFound", message: "pods \(GoQuote.quoted(node)) not found")
    }
    let id = try containerID(of: object, name, previous: options.previous)
    let worker = kubelet.worker(of: object["metadata"]?["uid"]?.string ?? "")
    let sandbox = worker?.sandbox ?? ended[object["metadata"]?["uid"]?.string ?? ""]
    guard let instance = sandbox?.containers[name]?.first(where: { $0.status.id == id }) else {
      return FixedBytes(Array("unable to retrieve container logs for containerd://\(id)".utf8))
    }
    return LogStream(instance.log, options: options, time: time)
  }

  func podObject(_ name: String, _ namespace: String) throws(StatusError) -> Node {
    guard
      let object = store[ObjectStore.Key(kind: "Pod", namespace: namespace, name: name)]
    else {
      throw StatusError(
        code: 404, reason: "NotFound", message: "pods \(GoQuote.quoted(name)) not found",
        kind: "pods", name: name)
    }
    return object
  }

  /// The container that is meant.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/strategy.go`, `LogLocation`.
  func container(_ named: String?, of object: Node) throws(StatusError) -> String {
    let pod = object["metadata"]?["name"]?.string ?? ""
    let lists = ["containers", "initContainers", "ephemeralContainers"].map { key in
      (object["spec"]?[key]?.list ?? []).compactMap { $0["name"]?.string }
    }
    let all = lists.flatMap { $0 }
    if let named, !named.isEmpty {
      if all.contains(named) { return named }
      throw StatusError(
        code: 400, reason: "BadRequest", message: "container \(named) is not valid for pod \(pod)")
    }
    if lists[0].count == 1, let only = lists[0].first { return only }
    throw StatusError(
      code: 400, reason: "BadRequest",
      message: "a container name must be specified for pod \(pod), choose one of: "
        + "[\(lists[0].joined(separator: " "))]")
  }

  /// Whose log is meant.
  ///
  /// Source: kubelet `kubelet_pods.go`, `validateContainerLogStatus`.
  private func containerID(
    of object: Node, _ name: String, previous: Bool
  ) throws(StatusError) -> String {
    let pod = object["metadata"]?["name"]?.string ?? ""
    let about = "container \(GoQuote.quoted(name)) in pod \(GoQuote.quoted(pod))"
    let statuses =
      (object["status"]?["initContainerStatuses"]?.list ?? [])
      + (object["status"]?["containerStatuses"]?.list ?? [])
      + (object["status"]?["ephemeralContainerStatuses"]?.list ?? [])
    guard let status = statuses.first(where: { $0["name"]?.string == name }) else {
      throw Self.badRequest("\(about) is not available")
    }
    let state = status["state"]
    let last = status["lastState"]?["terminated"]?["containerID"]?.string.map(Self.bareID)
    if previous {
      if let last { return last }
      throw Self.badRequest("previous terminated \(about) not found")
    }
    if state?["running"] != nil { return Self.bareID(status["containerID"]?.string ?? "") }
    if let ended = state?["terminated"] {
      if let own = ended["containerID"]?.string { return Self.bareID(own) }
      if let last { return last }
      throw Self.badRequest("\(about) is terminated")
    }
    if let last { return last }
    let reason = state?["waiting"]?["reason"]?.string ?? ""
    switch reason {
    case "ErrImagePull":
      throw Self.badRequest("\(about) is waiting to start: image can't be pulled")
    case "ImagePullBackOff":
      throw Self.badRequest("\(about) is waiting to start: trying and failing to pull image")
    default: throw Self.badRequest("\(about) is waiting to start: \(reason)")
    }
  }

  private static func bareID(_ id: String) -> String {
    id.hasPrefix("containerd://") ? String(id.dropFirst("containerd://".count)) : id
  }

  private static func badRequest(_ message: String) -> StatusError {
    StatusError(code: 400, reason: "BadRequest", message: message)
  }
}

/// Bytes that are all there already.
final class FixedBytes: ByteStream {
  private var bytes: [UInt8]?

  init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

  func next(before deadline: ClusterTime?) async -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }

  func cancel() { bytes = nil }
}

/// A container's log as the kubelet serves it.
///
/// Source: kubelet `kuberuntime/logs/logs.go`.
final class LogStream: ByteStream {
  private let log: ContainerLog
  private let options: LogOptions
  private let time: Timekeeper
  private var place = 0
  private var left: Int?
  private var isCancelled = false
  /// About how many bytes come at once.
  private static let chunk = 65_536

  init(_ log: ContainerLog, options: LogOptions, time: Timekeeper) {
    self.log = log
    self.options = options
    self.time = time
    left = options.limitBytes
    if let tail = options.tailLines { place = max(log.rotated, log.count - max(0, tail)) }
  }

  func next(before deadline: ClusterTime?) async -> [UInt8]? {
    let end = deadline.map { VirtualTime(nanoseconds: $0.nanoseconds) }
    while !isCancelled, left.map({ $0 > 0 }) ?? true {
      let bytes = take()
      if !bytes.isEmpty { return bytes }
      guard options.follow, !log.isClosed else { return nil }
      if let end, time.now >= end { return nil }
      do {
        try await time.wait(for: log.changed, until: end)
      } catch {
        return nil
      }
    }
    return nil
  }

  func cancel() {
    isCancelled = true
    log.changed.give()
  }

  private func take() -> [UInt8] {
    var result: [UInt8] = []
    place = max(place, log.rotated)
    while place < log.count, result.count < LogStream.chunk {
      let line = log[place]
      place += 1
      if let since, line.time < since { continue }
      if options.timestamps {
        result += Array("\(line.time.clusterTime.rfc3339Nanoseconds) ".utf8)
      }
      result += line.bytes
    }
    if let left {
      result = Array(result.prefix(left))
      self.left = left - result.count
    }
    return result
  }

  private var since: VirtualTime? {
    if let seconds = options.sinceSeconds { return start + .seconds(-seconds) }
    return options.sinceTime.map { VirtualTime(nanoseconds: $0.nanoseconds) }
  }

  private lazy var start = time.now
}
