import Kernel

/// Where an archive goes: straight to its file, or all at once when it is compressed.
final class TarSink {
  private let buffer: OutputBuffer
  private let isCompressed: Bool
  private let process: Process
  private var bytes: [UInt8] = []

  init(_ buffer: OutputBuffer, isCompressed: Bool, _ process: Process) {
    self.buffer = buffer
    self.process = process
    self.isCompressed = isCompressed
  }

  func write(_ part: [UInt8]) async throws {
    if isCompressed {
      try await process.makeRoom(for: bytes.count + part.count)
      bytes += part
    } else {
      try await buffer.write(part)
    }
  }

  func finish() async throws {
    if isCompressed {
      try await process.work(on: bytes.count * 8)
      try await buffer.write(Gzip.compress(bytes))
    }
    try await buffer.flush()
  }
}

/// Where an archive comes from: block by block, or unpacked as a whole.
struct TarSource {
  private let reader: InputReader
  private var ahead: [UInt8] = []
  private var position = 0
  private var isWhole = false

  init(reader: InputReader) { self.reader = reader }

  /// Unpacks what gzip has packed; the reason why that is impossible.
  mutating func unpack(required: Bool, _ process: Process) async throws -> String? {
    while ahead.count < 3, let byte = try await reader.readByte() { ahead.append(byte) }
    guard Gzip.isGzip(ahead) else { return required ? CompressionError.magic.rawValue : nil }
    let packed = ahead + (try await reader.readAll())
    let (bytes, error) = Gzip.decompress(packed, limit: process.kernel.limits.processMemory)
    try await process.makeRoom(for: bytes.count)
    try await process.work(on: bytes.count * 8)
    (ahead, isWhole) = (bytes, true)
    return error?.rawValue
  }

  /// The next bytes, fewer at the end; nil after that.
  mutating func read(_ count: Int) async throws -> [UInt8]? {
    var bytes = Array(ahead[position...].prefix(count))
    position += bytes.count
    while !isWhole, bytes.count < count, let byte = try await reader.readByte() {
      bytes.append(byte)
    }
    return bytes.isEmpty && count > 0 ? nil : bytes
  }
}
