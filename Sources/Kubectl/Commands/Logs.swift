import PodModel

extension Command {
  static var logs: Command {
    Command(
      name: "logs",
      summary: "Print the logs for a container in a pod or specified resource.",
      usage: "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]",
      flags: [
        .string("container", "c", about: "the container whose log to print"),
        .bool("follow", "f", about: "go on and print what is written next"),
        .bool("previous", "p", about: "the log of the container before its last restart"),
        .bool("all-containers", about: "the logs of all containers of the pod"),
        .bool("all-pods", about: "the logs of all pods"),
        .int("tail", initial: -1, about: "how many of the last lines; -1 for all"),
        .duration("since", about: "only what is newer than this"),
        .string("since-time", about: "only what is newer than this moment (RFC 3339)"),
        .bool("timestamps", about: "put the time in front of each line"),
        .int("limit-bytes", initial: 0, about: "at most so many bytes"),
        .bool("prefix", about: "put pod and container in front of each line"),
        .bool("ignore-errors"), .int("max-log-requests", initial: 5), Flag.selector,
        .bool("insecure-skip-tls-verify-backend"),
        .duration("pod-running-timeout", initial: "20s"),
      ],
      run: { call throws(KubectlError) in try await Logs(call).run() })
  }
}

/// Prints what containers wrote.
///
/// Source: kubectl `cmd/logs/logs.go`, `polymorphichelpers/logsforobject.go`.
struct Logs {
  private static let usage =
    "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
    + "POD or TYPE/NAME is a required argument for the logs command"

  /// One container's log.
  private struct Request {
    var pod: String
    var namespace: String
    var options: LogOptions
  }

  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    let selector = call.flags.string("selector")
    switch call.arguments.count {
    case 0: if selector.isEmpty { throw .usage(Self.usage) }
    case 1:
      if !selector.isEmpty { throw .usage("only a selector (-l) or a POD name is allowed") }
    case 2: break
    default: throw .usage(Self.usage)
    }
    var options = try await options()
    let named = call.flags.string("container")
    options.container = call.arguments.count == 2 ? call.arguments[1] : named
    let pods = try await pods(selector)
    try validate(options)
    var requests: [Request] = []
    for pod in pods {
      requests += try await self.requests(pod, options, selects: !selector.isEmpty)
    }
    if options.follow, requests.count > 1 {
      let most = call.flags.int("max-log-requests")
      if requests.count > most {
        throw .text(
          "you are attempting to follow \(requests.count) log streams, but maximum allowed "
            + "concurrency is \(most), use --max-log-requests to increase the limit")
      }
      return try await followAll(requests)
    }
    for request in requests { try await show(request) }
  }

  private func pods(_ selector: String) async throws(KubectlError) -> [Node] {
    let resource = try call.finder.resource("pods")
    guard selector.isEmpty else {
      let (cluster, namespace) = (call.cluster, call.namespace)
      let list = try await asking { () async throws(StatusError) in
        try await cluster.objects(
          resource, in: namespace, matching: ObjectSelector(labels: selector))
      }
      if list.items.isEmpty {
        await call.complain("No resources found in \(call.namespace) namespace.\n")
      }
      return list.items
    }
    do {
      return [try await call.pod(call.arguments[0])]
    } catch {
      guard case .status(let status) = error, status.reason == "NotFound" else { throw error }
      throw .text(
        "error from server (NotFound): \(status.message) in namespace "
          + GoQuote.quoted(call.namespace))
    }
  }

  private func options() async throws(KubectlError) -> LogOptions {
    var options = LogOptions(
      follow: call.flags.bool("follow"), previous: call.flags.bool("previous"),
      timestamps: call.flags.bool("timestamps"))
    let tail = call.flags.int("tail")
    if !call.flags.string("selector").isEmpty, !call.flags.isSet("tail") {
      options.tailLines = 10
    } else if tail != -1 {
      options.tailLines = tail
    }
    let since = call.flags.duration("since")
    if since != .zero {
      options.sinceSeconds =
        Int(clamping: since.components.seconds)
        + (since.components.attoseconds >= 500_000_000_000_000_000 ? 1 : 0)
    }
    let sinceTime = call.flags.string("since-time")
    if !sinceTime.isEmpty {
      guard let time = ClusterTime(rfc3339: sinceTime) else {
        throw .text(
          "parsing time \(GoQuote.quoted(sinceTime)) as \"2006-01-02T15:04:05Z07:00\": cannot "
            + "parse \(GoQuote.quoted(sinceTime)) as \"2006\"")
      }
      options.sinceTime = time
    }
    let limit = call.flags.int("limit-bytes")
    if limit != 0 { options.limitBytes = limit }
    return options
  }

  private func validate(_ options: LogOptions) throws(KubectlError) {
    if options.sinceTime != nil, options.sinceSeconds != nil {
      throw .text("at most one of `sinceTime` or `sinceSeconds` may be specified")
    }
    let container = options.container ?? ""
    if call.flags.bool("all-containers"), !container.isEmpty {
      throw .text(
        "--all-containers=true should not be specified with container name \(container)")
    }
    if call.flags.isSet("container"), call.arguments.count == 2 {
      throw .text("only one of -c or an inline [CONTAINER] arg is allowed")
    }
    if let limit = options.limitBytes, limit < 0 {
      throw .text("--limit-bytes must be greater than 0")
    }
    if let since = options.sinceSeconds, since < 0 { throw .text("--since must be greater than 0") }
    if let tail = options.tailLines, tail < -1 {
      throw .text("--tail must be greater than or equal to -1")
    }
  }

  private func requests(
    _ pod: Node, _ options: LogOptions, selects: Bool
  ) async throws(KubectlError) -> [Request] {
    let containers = PodContainers(pod)
    let namespace = pod["metadata"]?["namespace"]?.string ?? call.namespace
    var names = containers.initial + containers.plain + containers.ephemeral
    if !call.flags.bool("all-containers") {
      names = [try await containers.choose(options.container ?? "", call, says: true)]
    }
    return names.map { name in
      var options = options
      options.container = name
      return Request(pod: containers.podName, namespace: namespace, options: options)
    }
  }

  private func open(_ request: Request) async throws(KubectlError) -> any ByteStream {
    let cluster = call.cluster
    return try await asking { () async throws(StatusError) in
      try await cluster.log(
        ofPod: request.pod, in: request.namespace, options: request.options)
    }
  }

  private func show(_ request: Request) async throws(KubectlError) {
    let stream: any ByteStream
    do {
      stream = try await open(request)
    } catch {
      guard call.flags.bool("ignore-errors") else { throw error }
      return await call.print(error.message(of: call.path))
    }
    var lines = PrefixedLines(prefix: prefix(of: request))
    while !call.console.isInterrupted, let bytes = await stream.next(before: nil) {
      await call.console.writeOutput(lines.add(bytes))
    }
    let rest = lines.finish()
    if !rest.isEmpty { await call.console.writeOutput(rest) }
  }

  /// Follows several logs at once by asking each in turn for what is there.
  private func followAll(_ requests: [Request]) async throws(KubectlError) {
    var open: [(stream: any ByteStream, lines: PrefixedLines)] = []
    for request in requests {
      open.append((try await self.open(request), PrefixedLines(prefix: prefix(of: request))))
    }
    while !open.isEmpty, !call.console.isInterrupted {
      var index = 0
      while index < open.count {
        let now = await call.cluster.now
        let deadline = now.advanced(by: .milliseconds(100 / open.count))
        if let bytes = await open[index].stream.next(before: deadline) {
          await call.console.writeOutput(open[index].lines.add(bytes))
          index += 1
        } else if await call.cluster.now < deadline {
          open.remove(at: index)
        } else {
          index += 1
        }
      }
    }
  }

  private func prefix(of request: Request) -> String {
    guard call.flags.bool("prefix") || call.flags.bool("all-pods") else { return "" }
    return "[pod/\(request.pod)/\(request.options.container ?? "")] "
  }
}

/// Puts a text in front of each line of a stream of bytes.
private struct PrefixedLines {
  private let prefix: [UInt8]
  private var pending: [UInt8] = []

  init(prefix: String) { self.prefix = Array(prefix.utf8) }

  /// The complete lines so far, or everything where there is no prefix.
  mutating func add(_ bytes: [UInt8]) -> [UInt8] {
    if prefix.isEmpty { return bytes }
    var result: [UInt8] = []
    for byte in bytes {
      pending.append(byte)
      if byte == UInt8(ascii: "\n") { result += finish() }
    }
    return result
  }

  mutating func finish() -> [UInt8] {
    guard !pending.isEmpty else { return [] }
    let line = prefix + pending
    pending = []
    return line
  }
}
