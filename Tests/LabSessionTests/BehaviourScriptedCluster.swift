import LabSession
import PodModel

/// A cluster whose Pods do what a script says, second by second.
final class ScriptedCluster: BehaviourCluster {
  /// From which second on a Pod has a status.
  var statuses: [(second: Int64, status: Node)] = []
  /// What a container has written at a second; nil where the cluster gives no log.
  var logs: (_ container: String, _ second: Int64) -> String? = { _, _ in "" }
  /// What a command does at a second.
  var run: (_ words: [String], _ container: String, _ second: Int64) -> CommandResult = { _, _, _ in
    CommandResult(output: "", error: "", exitCode: 0)
  }
  var events: [Node] = []
  var ports: [ListeningPort]?
  var again: CommandResult?
  var missing: [String] = []
  private(set) var created: [String] = []
  private(set) var commands: [[String]] = []
  private(set) var pods: [String: Node] = [:]
  private(set) var second: Int64 = 0
  private static let start: Int64 = 1_767_225_600

  var notModelled: [String] { missing }

  let resources: [Resource] = [("Pod", "pods"), ("Event", "events"), ("ConfigMap", "configmaps")]
    .map { Resource(kind: $0.0, plural: $0.1, singular: $0.0.lowercased(), verbs: []) }

  var now: ClusterTime { ClusterTime(nanoseconds: (Self.start + second) * 1_000_000_000) }

  func sleep(for duration: Duration) async { second += duration.components.seconds }

  func lead(name: String, toPod pod: String, in namespace: String) async -> Bool { true }

  func listeningPorts(ofPod pod: String, in namespace: String) async -> [ListeningPort]? { ports }

  func rerun(
    initContainer: String, ofPod pod: String, in namespace: String
  ) async throws(StatusError) -> CommandResult? { again }

  static let notFound = StatusError(code: 404, reason: "NotFound", message: "not found")

  func object(
    _ resource: Resource, named name: String, in namespace: String?
  ) async throws(StatusError) -> Node {
    guard var pod = pods[name] else { throw Self.notFound }
    let version = statuses.lastIndex { $0.second <= second }
    pod["status"] = version.map { statuses[$0].status }
    pod["metadata"]?["resourceVersion"] = Node(.string("\(version ?? -1)"))
    return pod
  }

  func objects(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector
  ) async throws(StatusError) -> ObjectList { ObjectList(items: events, resourceVersion: "1") }

  func create(
    _ resource: Resource, _ object: Node, in namespace: String?, options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    let name = object["metadata"]?["name"]?.string ?? ""
    created.append(name)
    if resource.kind == "Pod" { pods[name] = object }
    return WrittenObject(object: object)
  }

  func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject { throw Self.notFound }

  func patch(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject { throw Self.notFound }

  func delete(
    _ resource: Resource, named name: String, in namespace: String?, options: DeletionOptions
  ) async throws(StatusError) -> Node? {
    created.append("-" + name)
    pods[name] = nil
    return nil
  }

  func watch(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector,
    since resourceVersion: String
  ) async throws(StatusError) -> any ObjectWatch { throw Self.notFound }

  func log(
    ofPod pod: String, in namespace: String, options: LogOptions
  ) async throws(StatusError) -> any ByteStream {
    guard !options.previous, let text = logs(options.container ?? "", second) else {
      throw Self.notFound
    }
    return Chunk(text)
  }

  func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32 {
    commands.append(command)
    let result = run(command, options.container ?? "", second)
    await console.writeOutput(Array(result.output.utf8))
    await console.writeError(Array(result.error.utf8))
    return result.exitCode
  }

  private final class Chunk: ByteStream {
    private var bytes: [UInt8]?
    init(_ text: String) { bytes = Array(text.utf8) }

    func next(before deadline: ClusterTime?) async -> [UInt8]? {
      defer { bytes = nil }
      return bytes
    }
  }
}
