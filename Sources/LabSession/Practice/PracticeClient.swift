import ByteText
import PodModel
import PodSimulator

/// The cluster as one call of kubectl sees it: notes whether the call changes something, and lets
/// nothing through once it is broken off.
struct PracticeClient: Cluster {
  let cluster: SimulatedCluster
  let call: PracticeCall

  var resources: [Resource] { cluster.resources }

  var now: ClusterTime { get async { await cluster.now } }

  func sleep(for duration: Duration) async { await cluster.sleep(for: duration) }

  private func reading() throws(StatusError) {
    guard call.isInterrupted else { return }
    throw StatusError(code: 499, reason: "", message: "the call was interrupted")
  }

  private func writing<Answer>(
    isDryRun: Bool, _ write: () async throws(StatusError) -> Answer
  ) async throws(StatusError) -> Answer {
    try reading()
    let answer = try await write()
    if !isDryRun { call.hasChangedSomething = true }
    return answer
  }

  func object(
    _ resource: Resource, named name: String, in namespace: String?
  ) async throws(StatusError) -> Node {
    try reading()
    return try await cluster.object(resource, named: name, in: namespace)
  }

  func objects(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector
  ) async throws(StatusError) -> ObjectList {
    try reading()
    return try await cluster.objects(resource, in: namespace, matching: selector)
  }

  func create(
    _ resource: Resource, _ object: Node, in namespace: String?, options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try await writing(isDryRun: options.isDryRun) { () async throws(StatusError) in
      try cluster.make(resource, object, in: namespace, options: options)
    }
  }

  func replace(
    _ resource: Resource, named name: String, with object: Node, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try await writing(isDryRun: options.isDryRun) { () async throws(StatusError) in
      try await cluster.replace(
        resource, named: name, with: object, in: namespace, options: options)
    }
  }

  func patch(
    _ resource: Resource, named name: String, with patch: ObjectPatch, in namespace: String?,
    options: WriteOptions
  ) async throws(StatusError) -> WrittenObject {
    try await writing(isDryRun: options.isDryRun) { () async throws(StatusError) in
      try cluster.change(resource, named: name, with: patch, in: namespace, options: options)
    }
  }

  func patch(
    _ subresource: String, of resource: Resource, named name: String, with patch: ObjectPatch,
    in namespace: String?, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject {
    try await writing(isDryRun: isDryRun) { () async throws(StatusError) in
      try await cluster.patch(
        subresource, of: resource, named: name, with: patch, in: namespace, isDryRun: isDryRun)
    }
  }

  func changeEphemeralContainers(
    ofPod name: String, with patch: ObjectPatch, in namespace: String, isDryRun: Bool
  ) async throws(StatusError) -> WrittenObject {
    try await writing(isDryRun: isDryRun) { () async throws(StatusError) in
      try await cluster.changeEphemeralContainers(
        ofPod: name, with: patch, in: namespace, isDryRun: isDryRun)
    }
  }

  func delete(
    _ resource: Resource, named name: String, in namespace: String?, options: DeletionOptions
  ) async throws(StatusError) -> Node? {
    try await writing(isDryRun: options.isDryRun) { () async throws(StatusError) in
      try await cluster.delete(resource, named: name, in: namespace, options: options)
    }
  }

  func watch(
    _ resource: Resource, in namespace: String?, matching selector: ObjectSelector,
    since resourceVersion: String
  ) async throws(StatusError) -> any ObjectWatch {
    try reading()
    return try await cluster.watch(
      resource, in: namespace, matching: selector, since: resourceVersion)
  }

  func log(
    ofPod pod: String, in namespace: String, options: LogOptions
  ) async throws(StatusError) -> any ByteStream {
    try reading()
    return try await cluster.log(ofPod: pod, in: namespace, options: options)
  }

  func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32 {
    try reading()
    // The command may change files from its first moment on.
    call.hasChangedSomething = true
    call.holdsTerminal = options.tty
    defer { call.holdsTerminal = false }
    return try await cluster.exec(
      command, inPod: pod, in: namespace, options: options, console: sized(console))
  }

  func attach(
    toPod pod: String, in namespace: String, options: ExecOptions, console: ExecConsole
  ) async throws(StatusError) {
    try reading()
    call.hasChangedSomething = true
    call.holdsTerminal = options.tty
    defer { call.holdsTerminal = false }
    try await cluster.attach(
      toPod: pod, in: namespace, options: options, console: sized(console))
  }

  /// The console with the size that the caller's terminal had at first.
  private func sized(_ console: ExecConsole) -> ExecConsole {
    var console = console
    console.size = { [size = call.start.size] in size }
    return console
  }
}
