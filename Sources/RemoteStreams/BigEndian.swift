/// Numbers in network byte order, as SPDY has them.
struct BigEndianReader {
  /// What is left.
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(Array(bytes)) }

  var count: Int { rest.count }

  /// The next number of `size` bytes, at most 4; nil when fewer are left.
  mutating func number(_ size: Int) -> Int? {
    guard rest.count >= size else { return nil }
    defer { rest = rest.dropFirst(size) }
    return rest.prefix(size).reduce(0) { $0 << 8 | Int($1) }
  }

  /// The next `count` bytes; nil when fewer are left.
  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

extension [UInt8] {
  /// Appends the lowest `size` bytes of a number.
  mutating func append(_ number: Int, size: Int) {
    for shift in (0..<size).reversed() {
      append(UInt8(truncatingIfNeeded: number >> (shift * 8)))
    }
  }
}
