import Kernel
package import PodModel

/// Which of its two outputs a process writes to.
package enum OutputStream: Sendable { case output, errors }

/// Who has joined the streams of a process: gets its output and hears of its end, once.
package struct SessionClient {
  package var output: ([UInt8], OutputStream) -> Void
  /// Gets the exit status, or why there is none, as `Cluster.exec` tells it.
  package var ended: (Result<Int32, StatusError>) -> Void

  package init(
    output: @escaping ([UInt8], OutputStream) -> Void,
    ended: @escaping (Result<Int32, StatusError>) -> Void
  ) {
    self.output = output
    self.ended = ended
  }
}

/// A client joined to the streams of a process in a container, by `exec` or `attach`.
///
/// Everything happens at once and on the cluster's thread; nothing waits for the client: who cannot
/// take more output sets `isHeld`, and the process waits.
package final class ContainerSession {
  /// How much a process may write whose client has gone: what containerd's FIFO holds.
  private static let abandonedOutput = 65_536

  private var client: SessionClient?
  private var feed: InputFeed?
  private var terminal: Terminal?
  private var written = 0
  /// What lives as long as the session.
  var companion: AnyObject?
  /// Takes the end of the input.
  private var endsInput: () -> Void
  /// Lets writers wait, or go on.
  private var hold: (Bool) -> Void
  /// Takes the client away from the process.
  private var leave: () -> Void

  init(
    _ client: SessionClient, feed: InputFeed?, terminal: Terminal?,
    endsInput: @escaping () -> Void, hold: @escaping (Bool) -> Void, leave: @escaping () -> Void
  ) {
    self.client = client
    self.feed = feed
    self.terminal = terminal
    self.endsInput = endsInput
    self.hold = hold
    self.leave = leave
  }

  func deliver(_ bytes: [UInt8], _ stream: OutputStream) {
    if let client { return client.output(bytes, stream) }
    written += bytes.count
    if written > ContainerSession.abandonedOutput { hold(true) }
  }

  func end(_ result: Result<Int32, StatusError>) {
    let client = client
    self.client = nil
    endsInput = {}
    hold = { _ in }
    leave = {}
    feed = nil
    terminal = nil
    client?.ended(result)
  }

  // MARK: The client's side

  /// Whether the client takes no output at the moment.
  package var isHeld = false {
    didSet { if isHeld != oldValue { hold(isHeld) } }
  }

  /// How many bytes of input the process has not read yet.
  package var unread: Int { feed?.count ?? 0 }

  /// Called when the process has read some input.
  package var inputTaken: () -> Void = {} {
    didSet { feed?.drained = inputTaken }
  }

  /// Hands input to the process.
  package func send(_ bytes: [UInt8]) { feed?.send(bytes) }

  /// Ends the input.
  package func finishInput() { if feed != nil { endsInput() } }

  /// Says how large the client's terminal is.
  package func resize(to size: ConsoleSize) {
    terminal?.resize(to: Terminal.Size(columns: size.columns, rows: size.rows))
  }

  /// Says that the client has gone; it hears nothing more.
  ///
  /// The process goes on, as it does with containerd.
  package func disconnect() {
    guard client != nil else { return }
    client = nil
    hold(false)
    leave()
  }
}
