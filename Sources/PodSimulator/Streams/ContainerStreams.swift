import Kernel

/// The streams of a container's own process: what clients join with `attach`.
///
/// All output also goes to the log. Source: containerd `internal/cri/io/container_io.go`.
final class ContainerStreams {
  private let log: ContainerLog
  private let clock: () -> VirtualTime
  /// Whether the end of the first client's input is that of the process'.
  private let endsWithClient: Bool
  private var clients: [ContainerSession] = []
  private var held: Set<ObjectIdentifier> = []
  private var sinks: [OutputSink] = []
  private(set) var terminal: Terminal?
  private(set) var feed: InputFeed?
  /// What the process has as its descriptors 0 to 2 without a terminal.
  private(set) var input = OpenFile.null()

  init(
    log: ContainerLog, input: Bool, isTerminal: Bool, endsWithClient: Bool,
    clock: @escaping () -> VirtualTime
  ) {
    self.log = log
    self.clock = clock
    self.endsWithClient = endsWithClient && !isTerminal
    if isTerminal {
      let terminal = Terminal { [weak self, log] time, bytes in
        log.append(bytes, to: .output, at: time)
        self?.deliver(bytes, .output)
      }
      self.terminal = terminal
      if input { feed = InputFeed(terminal, clock: clock) }
    } else if input {
      let pipe = Pipe()
      self.input = .input(from: pipe)
      feed = InputFeed(pipe, clock: clock)
    }
  }

  /// A descriptor for one of the process' outputs.
  func output(_ stream: OutputStream) -> OpenFile {
    let part: ContainerLog.Stream = stream == .output ? .output : .errors
    let sink = OutputSink(isLog: true) { [weak self, log] time, bytes in
      log.append(bytes, to: part, at: time)
      self?.deliver(bytes, stream)
    }
    sinks.append(sink)
    return .output(sink)
  }

  /// Says that the process has been started.
  func open() { feed?.open() }

  private func deliver(_ bytes: [UInt8], _ stream: OutputStream) {
    for client in clients { client.deliver(bytes, stream) }
  }

  /// Joins a client.
  func attach(_ client: SessionClient, wantsInput: Bool) -> ContainerSession {
    weak var own: ContainerSession?
    let session = ContainerSession(
      client, feed: wantsInput ? feed : nil, terminal: terminal,
      endsInput: { [weak self] in self?.endInput(of: own) },
      hold: { [weak self] in self?.hold($0, for: own) },
      leave: { [weak self] in self?.remove(own) })
    own = session
    clients.append(session)
    return session
  }

  /// A client types no more: with `stdinOnce` that is the end, else only of this client's interest.
  private func endInput(of client: ContainerSession?) {
    if endsWithClient {
      feed?.finish()
    } else {
      client?.end(.success(0))
      remove(client)
    }
  }

  private func remove(_ client: ContainerSession?) {
    guard let client else { return }
    clients.removeAll { $0 === client }
    hold(false, for: client)
    if endsWithClient { feed?.finish() }
  }

  /// The process waits for the slowest of its clients.
  private func hold(_ isHeld: Bool, for client: ContainerSession?) {
    guard let client else { return }
    if isHeld {
      held.insert(ObjectIdentifier(client))
    } else {
      held.remove(ObjectIdentifier(client))
    }
    terminal?.isHeld = !held.isEmpty
    for sink in sinks { sink.isHeld = !held.isEmpty }
  }

  /// The process has ended.
  func close() {
    let left = clients
    clients = []
    sinks = []
    feed = nil
    for client in left { client.end(.success(0)) }
  }
}
