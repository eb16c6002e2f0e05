import Glibc
import PodModel

/// This process' own standard streams, for commands in simulated containers.
enum HostStreams {
  /// How often standard input is looked at.
  private static let interval: Int32 = 10

  /// A console whose input waits on the cluster's clock.
  ///
  /// While nothing is typed the cluster's time passes as the real one does, so that what runs in it
  /// goes on; a script that reads nothing never waits for input.
  static func console(sleepingOn cluster: some Cluster) -> ExecConsole {
    ExecConsole(
      read: {
        while !inputIsReady() { await cluster.sleep(for: .milliseconds(Int(interval))) }
        return readInput()
      },
      writeOutput: { write($0, to: 1) }, writeError: { write($0, to: 2) }, size: terminalSize)
  }

  /// How large the terminal is that this process runs in; nil without one.
  static func terminalSize() -> ConsoleSize? {
    var size = winsize()
    guard ioctl(0, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return ConsoleSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Waits a moment for standard input.
  private static func inputIsReady() -> Bool {
    var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, interval) != 0
  }

  /// What has arrived; nil at the end of the input.
  private static func readInput() -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, read(0, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : bytes
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
