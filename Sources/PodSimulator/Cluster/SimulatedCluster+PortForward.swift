import ByteText
import Kernel
package import PodModel

extension SimulatedCluster {
  /// Says whether ports of a Pod can be forwarded.
  ///
  /// - Throws: 404 without such a Pod, and what the kubelet says of one that has no sandbox.
  package func verifyForward(toPod pod: String, in namespace: String) throws(StatusError) {
    _ = try sandbox(ofPod: pod, in: namespace)
  }

  /// Connects a client outside the cluster's time to a port of a Pod, as from within the Pod.
  ///
  /// The end of the session is that of the connection, or says why there is none.
  package func openForward(
    to port: Int, ofPod pod: String, in namespace: String, client: SessionClient
  ) throws(StatusError) -> ContainerSession {
    let sandbox = try sandbox(ofPod: pod, in: namespace)
    return Forwarding(client, kernel).start(port, sandbox)
  }

  private func sandbox(
    ofPod pod: String, in namespace: String
  ) throws(StatusError) -> PodSandbox {
    let object = try podObject(pod, namespace)
    guard object["spec"]?["nodeName"]?.string ?? "" != "" else {
      throw Self.upgradeFailure("pod \(pod) does not have a host assigned")
    }
    let worker = kubelet.worker(of: object["metadata"]?["uid"]?.string ?? "")
    guard let sandbox = worker?.sandbox, sandbox.network != nil, sandbox.isReady else {
      throw Self.upgradeFailure("pod not found (\(GoQuote.quoted("\(pod)_\(namespace)")))")
    }
    return sandbox
  }
}

/// One forwarded connection: a process that joins a socket in the Pod with the client.
private final class Forwarding {
  private let kernel: Kernel
  private let client: SessionClient
  private let pipe = Pipe()
  private weak var session: ContainerSession?
  private var process: Process?
  private var failure: StatusError?

  init(_ client: SessionClient, _ kernel: Kernel) {
    self.client = client
    self.kernel = kernel
  }

  func start(_ port: Int, _ sandbox: PodSandbox) -> ContainerSession {
    let input = OpenFile.input(from: pipe)
    let sink = OutputSink { [weak self] _, bytes in self?.session?.deliver(bytes, .output) }
    let feed = InputFeed(pipe, clock: { [kernel] in kernel.now })
    let session = ContainerSession(
      client, feed: feed, terminal: nil, endsInput: { feed.finish() },
      hold: { sink.isHeld = $0 }, leave: { [weak self] in self?.process?.receiveFromOutside(.kill) }
    )
    self.session = session
    let fileSystem = kernel.makeFileSystem(type: "tmpfs")
    let place = Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: fileSystem.makeRoot()),
      network: sandbox.network
        ?? NetworkNamespace(hostname: "", address: nil, network: kernel.network))
    process = kernel.startProcess(
      named: "portforward", in: place,
      observer: { [self] _, _ in session.end(failure.map { .failure($0) } ?? .success(0)) }
    ) { [self] process in
      process.install(input, at: 0)
      process.install(.output(sink), at: 1)
      feed.open()
      return try await join(process, port, sandbox)
    }
    return session
  }

  private func join(_ process: Process, _ port: Int, _ sandbox: PodSandbox) async throws -> Int {
    let socket: Int
    do {
      socket = try await process.connect(to: SocketAddress(.loopback, port: port))
    } catch let error as Errno {
      failure = Forwarding.failure(error, port, sandbox)
      return 1
    }
    let sender = try process.fork { sender in
      try await Forwarding.copy(sender, from: 0, to: socket)
      try? sender.finishSending(socket)
      return 0
    }
    try await Forwarding.copy(process, from: socket, to: 1)
    sender.receiveFromOutside(.kill)
    return 0
  }

  /// Copies until the end of either side.
  private static func copy(_ process: Process, from source: Int, to target: Int) async throws {
    process.setDisposition(.ignore, of: .pipe)
    do {
      while true {
        let bytes = try await process.read(source)
        if bytes.isEmpty { return }
        try await process.write(bytes, to: target)
      }
    } catch is Errno {}
  }

  /// Source: containerd `internal/cri/server/sandbox_portforward_linux.go`, kubelet
  /// `cri/streaming/portforward/httpstream.go`.
  private static func failure(_ error: Errno, _ port: Int, _ sandbox: PodSandbox) -> StatusError {
    let id = Identifier.container(sandbox.uid, "sandbox", "0").split(at: "/").last ?? ""
    let why = "\(error)".lowercased()
    return StatusError(
      code: 500, reason: "InternalError",
      message: "error forwarding port \(port) to pod \(id), uid : failed to execute portforward in "
        + "network namespace \"/var/run/netns/cni-\(sandbox.uid)\": failed to connect to "
        + "localhost:\(port) inside namespace \"\(id)\", IPv4: dial tcp4 127.0.0.1:\(port): "
        + "connect: \(why) IPv6 dial tcp6 [::1]:\(port): connect: \(why) ")
  }
}
