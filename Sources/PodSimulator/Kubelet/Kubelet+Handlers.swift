import ByteText
import Kernel
import PodModel

/// How a lifecycle hook ended.
enum HookAnswer: Equatable {
  case success
  case timeout
  /// With the kubelet's words for it.
  case failure(String)
}

extension Kubelet {
  /// Runs a hook.
  ///
  /// Source: kubelet `lifecycle/handlers.go`.
  func run(
    _ hook: LifecycleHandler, _ instance: ContainerInstance, _ container: Container,
    timeout: Duration?, stop: Notice
  ) async throws -> HookAnswer {
    let time = cluster.time
    switch hook {
    case .sleep(let seconds):
      let duration = Duration.seconds(seconds)
      let deadline = time.now + min(duration, timeout ?? duration)
      while instance.status.state == .running, time.now < deadline {
        try await time.wait(for: instance.ended, until: deadline)
      }
      return timeout.map { duration > $0 } ?? false ? .timeout : .success
    case .action(.exec(let command)):
      switch try await exec(command, in: instance, timeout: timeout) {
      case .ended(0, _): return .success
      case .ended(let status, let output):
        let line = command.joined(separator: " ")
        return .failure(
          "error: command '\(line)' exited with \(status): , message: \(GoQuote.quoted(output))")
      case .timeout: return .timeout
      case .refused(let why): return .failure("error: \(why), message: \"\"")
      }
    case .action(let action):
      switch try await answer(to: action, timeout: timeout ?? .seconds(30), instance, container) {
      case .success: return .success
      case .failure(let output), .unknown(let output): return .failure(output)
      }
    }
  }

  /// Asks a probe's question.
  func answer(
    to probe: Probe, _ instance: ContainerInstance, _ container: Container
  ) async throws -> ProbeAnswer {
    try await answer(
      to: probe.action, timeout: .seconds(max(probe.timeoutSeconds, 1)), instance, container)
  }

  private func answer(
    to action: ProbeAction, timeout: Duration, _ instance: ContainerInstance,
    _ container: Container
  ) async throws -> ProbeAnswer {
    let own = instance.namespaces.network.address.map { "\($0)" } ?? ""
    switch action {
    case .exec(let command):
      switch try await exec(command, in: instance, timeout: timeout) {
      case .ended(0, _): return .success
      case .ended(_, let output): return .failure(output)
      case .timeout:
        return .failure(
          "command timed out: \"\(command.joined(separator: " "))\" timed out after "
            + GoDuration.text(timeout))
      case .refused(let why):
        return .unknown("rpc error: code = Unknown desc = failed to exec in container: \(why)")
      }
    case .tcpSocket(let host, let port):
      let address = host ?? own
      let number = Kubelet.number(port, container)
      let result = try await reach(address, number, timeout) { _, _ in .success }
      return result ?? .failure("dial tcp \(address):\(number): i/o timeout")
    case .httpGet(let get): return try await ask(get, own, timeout, container)
    case .grpc(let port, _):
      // No program of the simulation speaks gRPC, so that a connection never gets ready.
      try await cluster.time.sleep(for: timeout)
      return .failure(
        "timeout: failed to connect service \"\(own):\(port)\" within "
          + "\(GoDuration.text(timeout)): context deadline exceeded")
    }
  }

  private static func number(_ port: PortReference, _ container: Container) -> Int {
    switch port {
    case .number(let number): number
    case .name(let name): container.ports.first { $0.name == name }?.containerPort ?? 0
    }
  }

  // MARK: Network

  private func ask(
    _ get: HTTPGetAction, _ own: String, _ timeout: Duration, _ container: Container
  ) async throws -> ProbeAnswer {
    let host = get.host ?? own
    let port = Kubelet.number(get.port, container)
    let path = get.path.hasPrefix("/") ? get.path : "/" + get.path
    let url = "\(get.scheme.lowercased())://\(host):\(port)\(path)"
    var headers = get.httpHeaders.map {
      "\($0["name"]?.string ?? ""): \($0["value"]?.string ?? "")\r\n"
    }.joined()
    if !headers.lowercased().contains("host:") { headers = "Host: \(host):\(port)\r\n" + headers }
    let request =
      "GET \(path) HTTP/1.1\r\n\(headers)User-Agent: kube-probe/1.36\r\nAccept: */*\r\n"
      + "Connection: close\r\n\r\n"
    let result = try await reach(host, port, timeout, prefix: "Get \"\(url)\": ") {
      process, socket in
      try await process.write(Array(request.utf8), to: socket)
      let answer = try await process.readAll(socket)
      let line = String(decoding: answer.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
      let words = line.split(at: " ")
      guard words.count > 1, let status = Int(words[1]) else {
        return .failure("Get \"\(url)\": EOF")
      }
      if (200..<400).contains(status) { return .success }
      return .failure("HTTP probe failed with statuscode: \(status)")
    }
    return result
      ?? .failure(
        "Get \"\(url)\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
      )
  }

  /// Connects from the node and lets `talk` go on; nil when it takes too long.
  private func reach(
    _ host: String, _ port: Int, _ timeout: Duration, prefix: String = "",
    _ talk: @escaping (Process, Int) async throws -> ProbeAnswer
  ) async throws -> ProbeAnswer? {
    var result: ProbeAnswer?
    let done = Notice()
    let process = cluster.kernel.startProcess(
      named: "kubelet", in: cluster.node, observer: { _, _ in done.give() }
    ) { process in
      guard let address = host == "localhost" ? .loopback : IPAddress(host) else { return 1 }
      do {
        let socket = try await process.connect(to: SocketAddress(address, port: port))
        result = try await talk(process, socket)
      } catch let error as Errno {
        result = .failure(
          "\(prefix)dial tcp \(host):\(port): connect: \("\(error)".lowercased())")
      }
      return 0
    }
    let deadline = now + timeout
    while process.ended == nil, now < deadline {
      try await cluster.time.wait(for: done, until: deadline)
    }
    if process.ended == nil { process.receiveFromOutside(.kill) }
    return result
  }

  // MARK: Commands

  /// How a command in a container ended.
  enum ExecAnswer {
    case ended(Int, String)
    case timeout
    /// It could not be started, in containerd's words.
    case refused(String)
  }

  private func exec(
    _ command: [String], in instance: ContainerInstance, timeout: Duration?
  ) async throws -> ExecAnswer {
    let output = Collected()
    let sink = OpenFile.output(OutputSink { _, bytes in output.add(bytes) })
    let done = Notice()
    let process: Process
    do {
      process = try start(
        command, in: instance, input: .null(), output: sink, errors: sink
      ) { status in
        output.status = status
        done.give()
      }
    } catch {
      return .refused(error.message)
    }
    let deadline = timeout.map { now + $0 }
    while output.status == nil, deadline.map({ now < $0 }) ?? true {
      try await cluster.time.wait(for: done, until: deadline)
    }
    guard let status = output.status else {
      process.receiveFromOutside(.kill)
      return .timeout
    }
    return .ended(status.code, output.text)
  }

  /// Starts a command beside a container's process.
  ///
  /// - Throws: containerd's words.
  func start(
    _ command: [String], in instance: ContainerInstance, input: OpenFile, output: OpenFile,
    errors: OpenFile, terminal: Terminal? = nil, ended: @escaping (ExitStatus) -> Void
  ) throws(StartFailure) -> Process {
    var environment = instance.environment
    if terminal != nil, environment["TERM"] == nil { environment["TERM"] = "xterm" }
    let launch = Launch(
      arguments: command, environment: environment,
      workingDirectory: instance.workingDirectory, user: instance.user.id,
      group: instance.user.group, groups: instance.user.groups, input: input, output: output,
      errors: errors, terminal: terminal)
    let id = Identifier.container("exec", "\(now.nanoseconds)", instance.status.id)
    do throws(LaunchError) {
      let process = try cluster.kernel.start(launch, in: instance.namespaces) { _, status in
        ended(status)
      }
      instance.namespaces.pids.skip(6)
      return process
    } catch {
      throw StartFailure(
        reason: "",
        message: "failed to start exec \"\(id)\": OCI runtime exec failed: exec failed: "
          + "unable to start container process: \(ContainerRuntime.describe(error)): unknown")
    }
  }
}

/// The output of a command, at most what a probe keeps.
final class Collected {
  private var bytes: [UInt8] = []
  var status: ExitStatus?

  func add(_ more: [UInt8]) { if bytes.count < 10_240 { bytes += more } }

  var text: String { String(decoding: bytes.prefix(10_240), as: UTF8.self) }
}
