import Glibc

/// Collects output and writes it in large pieces.
struct OutputBuffer {
  enum Stream: Int32 {
    case standardOutput = 1
    case standardError = 2
  }

  private let stream: Stream
  private var bytes: [UInt8] = []

  init(_ stream: Stream) { self.stream = stream }

  mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count > 1 << 16 { flush() }
  }

  /// Writes what is left; gives up quietly when the reader has gone away.
  mutating func flush() {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(stream.rawValue, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { break }
      rest = rest.dropFirst(written)
    }
    bytes = []
  }

  /// Prints one message for the user on standard error.
  static func complain(_ message: String) {
    var buffer = OutputBuffer(.standardError)
    buffer.write(TerminalText.safe(message) + "\n")
    buffer.flush()
  }

  /// Prints text on standard output.
  static func say(_ text: String) {
    var buffer = OutputBuffer(.standardOutput)
    buffer.write(text)
    buffer.flush()
  }
}
