package import PodModel

extension KubectlCluster {
  /// Real time that a command in a container may take.
  private static let commandPatience: Duration = .seconds(30)
  /// A command that prints more is ended.
  private static let outputLimit = 16 << 20

  package func log(
    ofPod pod: String, in namespace: String, options: LogOptions
  ) async throws(StatusError) -> any ByteStream {
    let real = try realNamespace(namespace)
    var words = ["logs", pod, "--namespace", real]
    if let container = options.container { words += ["--container", container] }
    if options.previous { words.append("--previous") }
    if options.timestamps { words.append("--timestamps") }
    if let lines = options.tailLines { words.append("--tail=\(lines)") }
    if let seconds = options.sinceSeconds { words.append("--since=\(seconds)s") }
    if let time = options.sinceTime { words.append("--since-time=\(time.rfc3339)") }
    if let bytes = options.limitBytes { words.append("--limit-bytes=\(bytes)") }
    if options.follow {
      let process = try ask { () throws(KubectlFailure) in
        .success(try host.start(connection.prefix + words + ["--follow"], input: nil))
      }
      return KubectlStream(process, cluster: self)
    }
    let result = try ask { () throws(KubectlFailure) in try connection.ask(words) }
    return CompleteBytes(result.output)
  }

  package func exec(
    _ command: [String], inPod pod: String, in namespace: String, options: ExecOptions,
    console: ExecConsole
  ) async throws(StatusError) -> Int32 {
    let real = try realNamespace(namespace)
    var words = ["exec", pod, "--namespace", real]
    if let container = options.container { words += ["--container", container] }
    var input: [UInt8]?
    if options.stdin {
      words.append("--stdin")
      var bytes: [UInt8] = []
      while let part = await console.read(), bytes.count < Self.outputLimit { bytes += part }
      input = bytes
    }
    words += ["--"] + command
    let process = try ask(tries: 1) { () throws(KubectlFailure) in
      .success(try host.start(connection.prefix + words, input: input))
    }
    defer { process.end() }
    let end = host.now.advanced(by: Self.commandPatience)
    var errors: [UInt8] = []
    var count = 0
    while true {
      host.wait(for: [process], until: end)
      let output = process.takeOutput()
      if !output.isEmpty { await console.writeOutput(output) }
      errors += process.takeErrors()
      count += output.count
      if let status = process.exitStatus {
        let (code, own) = try exitCode(status, String(decoding: errors, as: UTF8.self))
        if !own.isEmpty { await console.writeError(Array(own.utf8)) }
        return code
      }
      if let hindrance { throw StatusError(code: 503, reason: "Hindered", message: hindrance) }
      guard count + errors.count < Self.outputLimit, host.now < end else {
        throw endless(command, isTime: host.now >= end)
      }
    }
  }

  /// Tells a command that does not end from a cluster that does not answer.
  private func endless(_ command: [String], isTime: Bool) -> StatusError {
    if isTime, case .failure(let failure) = Result(catching: connection.serverVersion) {
      return hinder(.failure(failure))
    }
    let seconds = Self.commandPatience.components.seconds
    let why = isTime ? "did not end within \(seconds) s" : "printed without end"
    return StatusError(code: 504, reason: "Timeout", message: "the command \(why)")
  }

  /// The command's exit code, and what it wrote to standard error itself.
  ///
  /// - Throws: what kubectl says when the command could not be run.
  /// Source: kubectl `cmd/util/helpers.go`: the code of a command that ended is told in a last line.
  private func exitCode(
    _ status: Int32, _ errors: String
  ) throws(StatusError) -> (code: Int32, errors: String) {
    if status == 0 { return (0, errors) }
    let note = "command terminated with exit code \(status)\n"
    if errors.hasSuffix(note) { return (status, String(errors.dropLast(note.count))) }
    let words = KubectlWords(errors)
    if let failure = words.failure(
      context: connection.context.name, server: connection.context.address)
    {
      throw hinder(.failure(failure))
    }
    if let refusal = words.refusal { throw refusal }
    let message = words.text.dropping("error: ") ?? words.text
    throw StatusError(code: 500, reason: "InternalError", message: message)
  }
}

/// What a kubectl that goes on prints.
private final class KubectlStream: ByteStream {
  private let process: any KubectlProcess
  private let cluster: KubectlCluster
  private var isOver = false

  init(_ process: any KubectlProcess, cluster: KubectlCluster) {
    self.process = process
    self.cluster = cluster
  }

  deinit { process.end() }

  func next(before deadline: ClusterTime?) async -> [UInt8]? {
    let end = deadline.map(cluster.hostTime)
    while !isOver, cluster.hindrance == nil {
      cluster.host.wait(for: [process], until: end ?? cluster.host.now.advanced(by: .seconds(60)))
      let bytes = process.takeOutput()
      _ = process.takeErrors()
      isOver = process.exitStatus != nil
      if !bytes.isEmpty { return bytes }
      if let end, cluster.host.now >= end { return nil }
    }
    return nil
  }
}

/// The changes that a kubectl reports which watches.
final class KubectlObjectWatch: ObjectWatch {
  private let process: any KubectlProcess
  private let cluster: KubectlCluster
  private var documents = JSONDocuments()
  private var events: [WatchEvent] = []
  private var isOver = false
  /// What is not newer is no change.
  private let start: UInt64

  init(_ process: any KubectlProcess, cluster: KubectlCluster, after start: UInt64) {
    self.process = process
    self.cluster = cluster
    self.start = start
  }

  deinit { process.end() }

  func next(before deadline: ClusterTime?) async -> WatchEvent? {
    let end = deadline.map(cluster.hostTime)
    while events.isEmpty, !isOver, cluster.hindrance == nil {
      cluster.host.wait(for: [process], until: end ?? cluster.host.now.advanced(by: .seconds(60)))
      for document in documents.add(process.takeOutput()) {
        guard let object = document["object"],
          let kind = WatchEvent.Kind(rawValue: document["type"]?.string ?? "")
        else { continue }
        let version = UInt64(object["metadata"]?["resourceVersion"]?.string ?? "")
        if let version, version <= start { continue }
        events.append(WatchEvent(kind: kind, object: cluster.namespaces.translated(object)))
      }
      _ = process.takeErrors()
      isOver = process.exitStatus != nil
      if events.isEmpty, let end, cluster.host.now >= end { return nil }
    }
    return events.isEmpty ? nil : events.removeFirst()
  }
}

/// Bytes that are all there already.
private final class CompleteBytes: ByteStream {
  private var bytes: [UInt8]?

  init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

  func next(before deadline: ClusterTime?) async -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
