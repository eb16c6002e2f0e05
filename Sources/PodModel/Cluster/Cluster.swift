/// A Kubernetes cluster as its clients see it: kept objects, their changes, logs and commands.
///
/// The simulated cluster and a real one behind the user's own kubectl both are one, so that the same
/// checks and the same built-in kubectl run against either. Objects are nodes as the API server
/// returns them, with defaults, metadata and status.
package protocol Cluster {
  /// The kinds that the cluster keeps, in the order of `kubectl api-resources`.
  var resources: [Resource] { get }

  /// The cluster's time.
  var now: ClusterTime { get async }

  /// Returns after that much of the cluster's time has passed.
  func sleep(for duration: Duration) async

  /// One object; `namespace` is nil for kinds that have none.
  func object(
    _ resource: Resource, named name: String, in namespace: String?
  ) async throws(StatusError) -> Node

  /// All objects of a kind, sorted by namespace and name; every namespace where `namespace` is nil.
  func objects(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector
  ) async throws(StatusError) -> ObjectList

  /// Creates an object, as `options` say.
  func create(
    _ resource: Resource, _ object: Node, in namespace: String?, options: WriteOptions
  ) async throws(StatusError) -> WrittenObject

  /// Puts another object in an object's place, as `options` say.
  func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject

  /// Changes an object in part, as `options` say; an apply creates one that is missing.
  func patch(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject

  /// Changes a part of an object that has an address of its own, such as `status`.
  func patch(
    _ subresource: String, of resource: Resource, named name: String, with patch: ObjectPatch,
    in namespace: String?, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject

  /// Changes the ephemeral containers of a Pod, and nothing else of it.
  func changeEphemeralContainers(
    ofPod name: String, with patch: ObjectPatch, in namespace: String, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject

  /// Asks for an object's end and returns it as it then stands, or nil when it is gone at once.
  func delete(
    _ resource: Resource, named name: String, in namespace: String?, options: DeletionOptions
  ) async throws(StatusError) -> Node?

  /// The changes after `resourceVersion`; the stream ends with the cluster.
  func watch(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector,
    since resourceVersion: String
  ) async throws(StatusError) -> any ObjectWatch

  /// What a container wrote, as chunks; the stream of a followed log ends with the container.
  func log(
    ofPod pod: String, in namespace: String, options: LogOptions
  ) async throws(StatusError) -> any ByteStream

  /// Runs a command in a container and returns its exit status.
  ///
  /// - Throws: with an empty `reason` or `InternalError` where the container's runtime refuses:
  ///   `message` is then the whole of what kubectl prints behind `error: `, such as
  ///   `unable to upgrade connection: container not found ("nginx")`.
  func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32

  /// Joins the streams of a container's own process until it ends or the input does.
  func attach(
    toPod pod: String, in namespace: String, options: ExecOptions, console: ExecConsole
  ) async throws(StatusError)
}

extension Cluster {
  /// Refuses, for clusters whose objects have no such parts.
  package func patch(
    _ subresource: String, of resource: Resource, named name: String, with patch: ObjectPatch,
    in namespace: String?, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject {
    throw .missingResource
  }

  /// Refuses, for clusters whose Pods get no further containers.
  package func changeEphemeralContainers(
    ofPod name: String, with patch: ObjectPatch, in namespace: String, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject {
    throw StatusError(
      code: 501, reason: "", message: "not modelled: ephemeral containers on this cluster")
  }

  /// Follows the container's log, for clusters that cannot join its streams.
  package func attach(
    toPod pod: String, in namespace: String, options: ExecOptions, console: ExecConsole
  ) async throws(StatusError) {
    let log = try await log(
      ofPod: pod, in: namespace, options: LogOptions(container: options.container, follow: true))
    while let bytes = await log.next(before: nil) { await console.writeOutput(bytes) }
  }
}

/// A moment of a cluster's clock.
package struct ClusterTime: Sendable, Hashable, Comparable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  package static func < (left: ClusterTime, right: ClusterTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

/// Which objects of a list are meant.
package struct ObjectSelector: Sendable, Hashable {
  /// A label selector in kubectl's notation; empty for all.
  ///
  /// The cluster refuses what it cannot parse.
  package var labels: String
  /// A field selector in kubectl's notation; empty for all.
  package var fields: String

  package init(labels: String = "", fields: String = "") {
    self.labels = labels
    self.fields = fields
  }

  /// The one object of a name.
  package static func named(_ name: String) -> ObjectSelector {
    ObjectSelector(fields: "metadata.name=\(name)")
  }
}

/// The objects of a list, and the moment that a watch can go on from.
package struct ObjectList: Sendable {
  package var items: [Node]
  package var resourceVersion: String

  package init(items: [Node], resourceVersion: String) {
    self.items = items
    self.resourceVersion = resourceVersion
  }
}

/// An object that was written, and what the server warned of.
package struct WrittenObject: Sendable {
  package var object: Node
  /// Without the `Warning: ` in front.
  package var warnings: [String]

  package init(object: Node, warnings: [String] = []) {
    self.object = object
    self.warnings = warnings
  }
}

/// A partial change of an object.
package enum ObjectPatch: Sendable, Hashable {
  /// As kubectl's default for built-in kinds: lists merge by their keys.
  case strategicMerge(Node)
  /// RFC 7386.
  case merge(Node)
  /// RFC 6902.
  case json(Node)
  /// Server-side apply of a whole manifest.
  case apply(Node, fieldManager: String, force: Bool)
}

extension Node: Hashable {
  /// Hashes only what is cheap; equality decides.
  package func hash(into hasher: inout Hasher) {
    switch content {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(value)
    case .float(let value): hasher.combine(value)
    case .string(let text): hasher.combine(text)
    case .list(let items): hasher.combine(items.count)
    case .map(let entries): hasher.combine(entries.count)
    }
  }
}

/// How an object is to end.
package struct DeletionOptions: Sendable, Hashable {
  /// Seconds; nil for what the Pod says, 0 for at once.
  package var gracePeriodSeconds: Int?
  package var isDryRun: Bool

  package init(gracePeriodSeconds: Int? = nil, isDryRun: Bool = false) {
    self.gracePeriodSeconds = gracePeriodSeconds
    self.isDryRun = isDryRun
  }
}

/// One change that a watch reports.
package struct WatchEvent: Sendable {
  /// What happened to the object, in the words of the watch protocol.
  package enum Kind: String, Sendable, Hashable {
    case added = "ADDED"
    case modified = "MODIFIED"
    case deleted = "DELETED"
  }

  package var kind: Kind
  package var object: Node

  package init(kind: Kind, object: Node) {
    self.kind = kind
    self.object = object
  }
}

/// The changes of some objects, one after the other.
package protocol ObjectWatch: AnyObject {
  /// The next change; nil at the end, or when none came before `deadline`.
  func next(before deadline: ClusterTime?) async -> WatchEvent?

  /// Whether no change is there that `next` has not given yet.
  var isCaughtUp: Bool { get }

  /// Ends the watch: who waits for its next change gets none.
  func cancel()
}

extension ObjectWatch {
  package var isCaughtUp: Bool { true }
  package func cancel() {}
}

/// Bytes that come in chunks.
package protocol ByteStream: AnyObject {
  /// The next bytes; nil at the end, or when none came before `deadline`.
  func next(before deadline: ClusterTime?) async -> [UInt8]?

  /// Ends the stream: who waits for its next bytes gets none.
  func cancel()
}

extension ByteStream {
  package func cancel() {}
}

/// Which part of a container's log is wanted.
package struct LogOptions: Sendable, Hashable {
  /// Nil for the Pod's only container.
  package var container: String?
  package var follow: Bool
  package var previous: Bool
  package var tailLines: Int?
  package var sinceSeconds: Int?
  package var sinceTime: ClusterTime?
  package var timestamps: Bool
  package var limitBytes: Int?

  package init(
    container: String? = nil, follow: Bool = false, previous: Bool = false, tailLines: Int? = nil,
    sinceSeconds: Int? = nil, sinceTime: ClusterTime? = nil, timestamps: Bool = false,
    limitBytes: Int? = nil
  ) {
    self.container = container
    self.follow = follow
    self.previous = previous
    self.tailLines = tailLines
    self.sinceSeconds = sinceSeconds
    self.sinceTime = sinceTime
    self.timestamps = timestamps
    self.limitBytes = limitBytes
  }
}

/// How a command is to run in a container.
package struct ExecOptions: Sendable, Hashable {
  /// Nil for the Pod's only container.
  package var container: String?
  package var stdin: Bool
  package var tty: Bool

  package init(container: String? = nil, stdin: Bool = false, tty: Bool = false) {
    self.container = container
    self.stdin = stdin
    self.tty = tty
  }
}

/// How many characters fit on a caller's terminal.
package struct ConsoleSize: Sendable, Hashable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// Where a command's input comes from and its output goes.
package struct ExecConsole {
  /// The next input; nil at its end.
  package var read: () async -> [UInt8]?
  package var writeOutput: ([UInt8]) async -> Void
  package var writeError: ([UInt8]) async -> Void
  /// How large the caller's terminal is now; nil where it has none.
  package var size: () -> ConsoleSize?

  package init(
    read: @escaping () async -> [UInt8]?, writeOutput: @escaping ([UInt8]) async -> Void,
    writeError: @escaping ([UInt8]) async -> Void, size: @escaping () -> ConsoleSize? = { nil }
  ) {
    self.read = read
    self.writeOutput = writeOutput
    self.writeError = writeError
    self.size = size
  }
}
