/// Files in gzip's format.
///
/// Source: RFC 1952.
enum Gzip {
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Deflate.encode(bytes) + little(checksum(bytes))
      + little(UInt32(truncatingIfNeeded: bytes.count))
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// What a text holds that was compressed, and what is wrong with it, if anything is.
  ///
  /// Several members count as one; what follows the last is passed over. More than `limit` bytes
  /// are corrupted.
  static func decompress(_ bytes: [UInt8], limit: Int) -> (bytes: [UInt8], error: CompressionError?)
  {
    var result: [UInt8] = []
    var position = 0
    repeat {
      guard let start = headerEnd(bytes, position) else {
        return (result, bytes.count - position < 10 && isStart(bytes, position) ? .end : .magic)
      }
      var inflate = Inflate(bytes, from: start, limit: limit - result.count)
      do throws(CompressionError) {
        try inflate.run()
      } catch {
        return (result + inflate.output, error)
      }
      result += inflate.output
      let trailer = Array(bytes[inflate.position...].prefix(8))
      if trailer.count < 8 { return (result, .end) }
      if Array(trailer[..<4]) != little(checksum(inflate.output)) { return (result, .checksum) }
      let length = UInt32(truncatingIfNeeded: inflate.output.count)
      if Array(trailer[4...]) != little(length) { return (result, .length) }
      position = inflate.position + 8
    } while isStart(bytes, position)
    return (result, nil)
  }

  private static func isStart(_ bytes: [UInt8], _ position: Int) -> Bool {
    bytes[position...].starts(with: [0x1F, 0x8B])
  }

  /// Where a member's data begins; nil if this is no member.
  private static func headerEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard bytes.count - start >= 10, isStart(bytes, start), bytes[start + 2] == 8 else {
      return nil
    }
    let flags = bytes[start + 3]
    var position = start + 10
    if flags & 4 != 0 {
      guard position + 2 <= bytes.count else { return nil }
      position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard position < bytes.count, let end = bytes[position...].firstIndex(of: 0) else {
        return nil
      }
      position = end + 1
    }
    if flags & 2 != 0 { position += 2 }
    return position <= bytes.count ? position : nil
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { sum, byte in
      table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8
    }
  }
}
