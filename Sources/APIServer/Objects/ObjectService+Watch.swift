import Kernel
import KubernetesAPI
import NIOCore
import PodModel
import PodSimulator

extension ObjectService {
  /// Follows the changes of some objects.
  ///
  /// Source: apiserver `endpoints/handlers/watch.go`, `endpoints/handlers/get.go`.
  func watch(_ form: ResponseForm) async throws(StatusError) -> Response {
    let request = try WatchRequest(url, path: path, served: served)
    var encoder = WatchEncoder(form: form, resource: resource)
    if case .table(let version) = form {
      encoder.table = try TableDocument(kind: resource.kind, version: version, url)
    }
    let session = WatchSession(
      live: live, cluster: cluster, resource: resource, namespace: path.namespace,
      request: request, encoder: encoder)
    let confined = Confined(session)
    return Response(body: .stream { stream in await confined.value.run(stream) })
  }
}

/// One watch, from its first event to its end.
private final class WatchSession {
  private let live: LiveCluster
  private let cluster: SimulatedCluster
  private let resource: Resource
  private let namespace: String?
  private let request: WatchRequest
  private var encoder: WatchEncoder
  /// The newest version that the client has heard of.
  private var version: String
  private var watch: (any ObjectWatch)?

  /// How long a watch lasts that names no time, in seconds.
  ///
  /// Source: apiserver `--min-request-timeout`: between this and twice as long.
  private static let longest = 1800
  /// How often a client hears how far it is, in seconds.
  ///
  /// Source: apiserver `storage/cacher/cacher.go`, `bookmarkFrequency`.
  private static let bookmarkPeriod: Int64 = 60

  init(
    live: LiveCluster, cluster: SimulatedCluster, resource: Resource, namespace: String?,
    request: WatchRequest, encoder: WatchEncoder
  ) {
    self.live = live
    self.cluster = cluster
    self.resource = resource
    self.namespace = namespace
    self.request = request
    self.encoder = encoder
    version = request.resourceVersion
  }

  func run(_ stream: ResponseStream) async {
    do throws(StatusError) {
      let watch = try await open(stream)
      self.watch = watch
      schedule(stream)
      while let event = await watch.next(before: nil) {
        version = event.object["metadata"]?["resourceVersion"]?.string ?? version
        guard await stream.write(encoder.bytes(of: event, at: cluster.kernel.now.clusterTime))
        else { break }
      }
    } catch {
      await stream.write(encoder.bytes(of: error))
    }
    watch?.cancel()
  }

  /// Begins the watch, with the objects as they are where the client wants them.
  private func open(_ stream: ResponseStream) async throws(StatusError) -> any ObjectWatch {
    guard request.sendsInitialEvents else {
      return try await cluster.watch(
        resource, in: namespace, matching: request.selector, since: request.resourceVersion)
    }
    let list = try await cluster.objects(resource, in: namespace, matching: request.selector)
    let watch = try await cluster.watch(
      resource, in: namespace, matching: request.selector, since: list.resourceVersion)
    for object in list.items {
      await stream.write(
        encoder.bytes(
          of: WatchEvent(kind: .added, object: object), at: cluster.kernel.now.clusterTime))
    }
    version = list.resourceVersion
    if request.allowsBookmarks {
      await stream.write(encoder.bookmark(at: version, endsInitialEvents: true))
    }
    return watch
  }

  /// Ends the watch in time, and when the client has gone.
  private func schedule(_ stream: ResponseStream) {
    let session = Confined(self)
    let live = live
    stream.whenOver { live.run { _ in session.value.watch?.cancel() } }
    stream.after(.seconds(Int64(clamping: request.timeoutSeconds ?? Self.longest))) {
      live.run { _ in session.value.watch?.cancel() }
    }
    guard request.allowsBookmarks, encoder.hasBookmarks else { return }
    stream.every(.seconds(Self.bookmarkPeriod)) {
      live.run { _ in await session.value.mark(stream) }
    }
  }

  private func mark(_ stream: ResponseStream) async {
    guard let watch else { return }
    if watch.isCaughtUp { version = cluster.resourceVersion }
    await stream.write(encoder.bookmark(at: version))
  }
}

/// Writes the events of a watch as lines of JSON.
struct WatchEncoder {
  let form: ResponseForm
  let resource: Resource
  /// Remembers whether the columns were told.
  var table: TableDocument?

  init(form: ResponseForm, resource: Resource) {
    self.form = form
    self.resource = resource
  }

  /// Rows have no room for marks of progress.
  var hasBookmarks: Bool { table == nil }

  mutating func bytes(of event: WatchEvent, at now: ClusterTime) -> [UInt8] {
    let object: Node
    if table != nil {
      object = table?.nextDocument(event.object, at: now) ?? event.object
    } else if case .metadata(let version) = form {
      object = MetadataDocument.document(event.object, version: version)
    } else {
      object = EventsGroup.shown(event.object, as: resource)
    }
    return line(event.kind.rawValue, object)
  }

  /// The end of a watch that cannot go on.
  func bytes(of error: StatusError) -> [UInt8] { line("ERROR", StatusDocument.failure(error)) }

  /// A mark of how far the client is.
  ///
  /// - Parameter endsInitialEvents: whether all objects that there were have been told now.
  func bookmark(at version: String, endsInitialEvents: Bool = false) -> [UInt8] {
    var metadata: Node = ["resourceVersion": Node(.string(version))]
    if endsInitialEvents {
      metadata["annotations"] = ["k8s.io/initial-events-end": "true"]
    }
    let (kind, apiVersion): (String, String) =
      if case .metadata(let version) = form {
        ("PartialObjectMetadata", "meta.k8s.io/\(version)")
      } else {
        (resource.kind, resource.apiVersion)
      }
    return line(
      "BOOKMARK",
      [
        "kind": Node(.string(kind)), "apiVersion": Node(.string(apiVersion)),
        "metadata": metadata,
      ])
  }

  private func line(_ type: String, _ object: Node) -> [UInt8] {
    let event: Node = ["type": Node(.string(type)), "object": object]
    return event.jsonBytes() + [0x0A]
  }
}
