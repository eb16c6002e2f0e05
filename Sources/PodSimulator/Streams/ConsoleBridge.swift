import Kernel
import PodModel

/// Joins a session to a console whose functions wait on the cluster's clock.
final class ConsoleBridge {
  /// How much output may wait for the console.
  private static let limit = 65_536

  private let console: ExecConsole
  private let time: Timekeeper
  private var output: [(bytes: [UInt8], stream: OutputStream)] = []
  private var waiting = 0
  private var result: Result<Int32, StatusError>?
  private let changed = Notice()

  init(_ console: ExecConsole, time: Timekeeper) {
    self.console = console
    self.time = time
  }

  /// What the session is to be told.
  var client: SessionClient {
    SessionClient(
      output: { [weak self] bytes, stream in
        guard let self else { return }
        output.append((bytes, stream))
        waiting += bytes.count
        changed.give()
      },
      ended: { [weak self] result in
        self?.result = result
        self?.changed.give()
      })
  }

  /// Hands on input and output until the process ends; returns its exit status.
  func run(
    _ session: ContainerSession, readsInput: Bool
  ) async throws(StatusError) -> Int32 {
    if readsInput { feed(session) }
    while true {
      session.isHeld = waiting > ConsoleBridge.limit
      while !output.isEmpty {
        let part = output.removeFirst()
        waiting -= part.bytes.count
        switch part.stream {
        case .output: await console.writeOutput(part.bytes)
        case .errors: await console.writeError(part.bytes)
        }
      }
      session.isHeld = false
      if !output.isEmpty { continue }
      if let result { return try result.get() }
      do {
        try await time.wait(for: changed)
      } catch {
        return 137
      }
    }
  }

  private func feed(_ session: ContainerSession) {
    time.kernel.startTask { [self] in
      var size = console.size()
      if let size { session.resize(to: size) }
      while result == nil, let bytes = await console.read() {
        let now = console.size()
        if let now, now != size { session.resize(to: now) }
        size = now
        session.send(bytes)
        // Unread input stays with whoever writes it.
        while result == nil, session.unread > ConsoleBridge.limit {
          session.inputTaken = { [changed] in changed.give() }
          do { try await time.wait(for: changed) } catch { return }
        }
      }
      session.finishInput()
    }
  }
}
