/// Reads lines and blocks from a descriptor through a buffer.
package final class InputReader {
  private unowned let process: Process
  private let descriptor: Int
  private var buffer: [UInt8] = []
  private var head = 0
  private var isAtEnd = false
  private var held: Holding

  /// Whether the end is remembered, as stdio does; else a file that has grown is read on.
  package var remembersEnd = true
  /// How many bytes are waited for before any are handed out; 1 takes what there is.
  package var fillsTo = 1

  package init(_ process: Process, descriptor: Int) {
    self.process = process
    self.descriptor = descriptor
    held = Holding(process)
  }

  private func fill() async throws -> Bool {
    if isAtEnd { return false }
    var part = try await process.read(descriptor)
    if part.isEmpty {
      isAtEnd = remembersEnd
      return false
    }
    while buffer.count - head + part.count < fillsTo {
      let more = try await process.read(descriptor)
      if more.isEmpty {
        isAtEnd = remembersEnd
        break
      }
      part += more
    }
    if head == buffer.count {
      buffer = part
    } else {
      if head > 0 { buffer.removeFirst(head) }
      buffer += part
    }
    // A line without an end fills the memory.
    held.bytes = buffer.count
    head = 0
    return true
  }

  /// The next line with its newline; without one at the end of the input; nil after that.
  package func readLine(endingWith end: UInt8 = 0x0A) async throws -> [UInt8]? {
    var searched = head
    while true {
      if let index = buffer[searched...].firstIndex(of: end) {
        let line = Array(buffer[head...index])
        head = index + 1
        return line
      }
      let scanned = buffer.count - head
      if try await !fill() {
        guard head < buffer.count else { return nil }
        defer { head = buffer.count }
        return Array(buffer[head...])
      }
      searched = head + scanned
    }
  }

  /// Some bytes, whatever is there; nil at the end.
  package func readBlock() async throws -> [UInt8]? {
    if head == buffer.count, try await !fill() { return nil }
    defer { head = buffer.count }
    return Array(buffer[head...])
  }

  /// Some bytes, whatever is there, but no more than a number above zero; nil at the end.
  package func readBlock(atMost count: Int) async throws -> [UInt8]? {
    if head == buffer.count, try await !fill() { return nil }
    let end = min(buffer.count, head + max(count, 1))
    defer { head = end }
    return Array(buffer[head..<end])
  }

  /// The next byte; nil at the end.
  package func readByte() async throws -> UInt8? {
    if head == buffer.count, try await !fill() { return nil }
    defer { head += 1 }
    return buffer[head]
  }

  /// All bytes up to the end; they count as long as the reader lives.
  package func readAll() async throws -> [UInt8] {
    var result: [UInt8] = []
    while let block = try await readBlock() {
      result += block
      held.bytes = result.count
    }
    return result
  }
}

/// Writes to a descriptor as C's stdio does.
package final class OutputBuffer {
  /// When bytes are written.
  package enum Mode: Sendable {
    /// When 4096 bytes are full.
    case blocks
    /// After each newline.
    case lines
    /// At once.
    case unbuffered
  }

  private unowned let process: Process
  private let descriptor: Int
  /// May be changed at any time, as `setvbuf` does.
  package var mode: Mode
  private var buffer: [UInt8] = []

  package init(_ process: Process, descriptor: Int, mode: Mode) {
    self.process = process
    self.descriptor = descriptor
    self.mode = mode
  }

  /// Writes bytes, now or later.
  package func write(_ bytes: some Collection<UInt8>) async throws {
    buffer.append(contentsOf: bytes)
    switch mode {
    case .blocks: if buffer.count < 4096 { return }
    case .lines: if !bytes.contains(0x0A) { return }
    case .unbuffered: break
    }
    try await flush()
  }

  /// Writes text, now or later.
  package func write(_ text: String) async throws { try await write(text.rawBytes) }

  /// Writes a line, now or later.
  package func writeLine(_ text: String) async throws { try await write(text.rawBytes + [0x0A]) }

  /// Writes what is still in the buffer; it is gone even if that fails.
  package func flush() async throws {
    if buffer.isEmpty { return }
    let bytes = buffer
    buffer = []
    try await process.write(bytes, to: descriptor)
  }
}
