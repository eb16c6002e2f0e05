import PodModel
import PodSimulator
import RemoteStreams

/// A process in the cluster, as a connection on another thread deals with it.
///
/// Nobody waits for anybody: who produces more than the other side takes is held.
final class RemoteProcess: Sendable {
  /// What the connection hears, on the cluster's thread.
  enum Event: Sendable {
    case output([UInt8], CommandStream)
    case ended(Result<Int32, StatusError>)
    /// So much input has found its place.
    case taken(Int)
  }

  typealias Open =
    @Sendable (SimulatedCluster, SessionClient) throws(StatusError) ->
    ContainerSession

  private let cluster: LiveCluster
  private let hear: @Sendable (Event) -> Void
  private let backlog = Backlog()
  // These are touched by the cluster's thread only.
  private nonisolated(unsafe) var session: ContainerSession?
  private nonisolated(unsafe) var unread = 0
  private nonisolated(unsafe) var isOver = false

  init(_ cluster: LiveCluster, hear: @escaping @Sendable (Event) -> Void) {
    self.cluster = cluster
    self.hear = hear
  }

  /// Starts, or joins, the process.
  func start(_ open: @escaping Open) {
    let refusal = cluster.act { [self] cluster in
      do throws(StatusError) {
        let client = SessionClient(
          output: { bytes, stream in self.send(bytes, stream) },
          ended: { result in
            self.isOver = true
            self.session = nil
            self.hear(.ended(result))
          })
        let session = try open(cluster, client)
        guard !isOver else { return }
        session.inputTaken = { self.reportInput() }
        // What it said while it was opened counts, too.
        session.isHeld = backlog.isFull
        self.session = session
      } catch {
        hear(.ended(.failure(error)))
      }
    }
    if let refusal { hear(.ended(.failure(refusal))) }
  }

  // MARK: From the cluster

  private func send(_ bytes: [UInt8], _ stream: OutputStream) {
    if backlog.add(bytes.count) { session?.isHeld = true }
    hear(.output(bytes, stream == .output ? .output : .errors))
  }

  private func reportInput() {
    guard let session, session.unread < unread else { return }
    hear(.taken(unread - session.unread))
    unread = session.unread
  }

  // MARK: From the connection

  /// A piece of output with so many bytes has left for the client.
  func sent(_ count: Int) {
    guard backlog.remove(count) else { return }
    cluster.act { [self] _ in
      if backlog.hasRoom { session?.isHeld = false }
    }
  }

  func send(_ bytes: [UInt8]) {
    cluster.act { [self] _ in
      guard let session else { return hear(.taken(bytes.count)) }
      unread += bytes.count
      session.send(bytes)
      reportInput()
    }
  }

  func finishInput() { cluster.act { [self] _ in session?.finishInput() } }

  func resize(_ size: TerminalSize) {
    cluster.act { [self] _ in
      session?.resize(to: ConsoleSize(columns: size.columns, rows: size.rows))
    }
  }

  /// The client has gone.
  func disconnect() {
    cluster.act { [self] _ in
      isOver = true
      session?.disconnect()
      session = nil
    }
  }
}
