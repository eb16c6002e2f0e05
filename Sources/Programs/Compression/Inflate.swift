/// What is wrong with compressed data, in busybox's words.
enum CompressionError: String, Error {
  case magic = "invalid magic"
  case end = "unexpected end of file"
  case corrupted = "corrupted data"
  case checksum = "crc error"
  case length = "incorrect length"
}

/// Decodes the format "deflate".
///
/// Source: RFC 1951.
struct Inflate {
  private let input: [UInt8]
  /// The next byte of the input that has not been taken.
  private(set) var position: Int
  private var word = 0
  private var bitCount = 0
  private(set) var output: [UInt8] = []
  private let limit: Int

  /// Decodes from `position` on; more than `limit` bytes count as corrupted.
  init(_ input: [UInt8], from position: Int, limit: Int) {
    self.input = input
    self.position = position
    self.limit = limit
  }

  /// Decodes all blocks; `output` has what came before an error.
  mutating func run() throws(CompressionError) {
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      switch try bits(2) {
      case 0: try storedBlock()
      case 1: try compressedBlock(Inflate.fixedLiterals, Inflate.fixedDistances)
      case 2:
        let (literals, distances) = try dynamicCodes()
        try compressedBlock(literals, distances)
      default: throw .corrupted
      }
    }
    // Whole bytes that were taken too early go back.
    position -= bitCount / 8
  }

  private mutating func bits(_ count: Int) throws(CompressionError) -> Int {
    while bitCount < count {
      guard position < input.count else { throw .end }
      word |= Int(input[position]) << bitCount
      position += 1
      bitCount += 8
    }
    let value = word & (1 << count - 1)
    word >>= count
    bitCount -= count
    return value
  }

  private mutating func storedBlock() throws(CompressionError) {
    _ = try bits(bitCount % 8)
    let length = try bits(16)
    guard try bits(16) == ~length & 0xFFFF else { throw .corrupted }
    for _ in 0..<length { try append(UInt8(try bits(8))) }
  }

  private mutating func append(_ byte: UInt8) throws(CompressionError) {
    guard output.count < limit else { throw .corrupted }
    output.append(byte)
  }

  // MARK: Codes

  /// A Huffman code: how many codes there are of each length, and their symbols in order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      for length in 1..<16 {
        symbols += lengths.indices.filter { lengths[$0] == length }
      }
    }
  }

  private static let fixedLiterals = Code(
    lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code(lengths: [Int](repeating: 5, count: 30))

  private mutating func symbol(_ code: Code) throws(CompressionError) -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1..<16 {
      value |= try bits(1)
      let count = code.counts[length]
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .corrupted
  }

  private mutating func dynamicCodes() throws(CompressionError) -> (Code, Code) {
    let literals = try bits(5) + 257
    let distances = try bits(5) + 1
    let count = try bits(4) + 4
    var lengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for index in order.prefix(count) { lengths[index] = try bits(3) }
    let code = Code(lengths: lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch try symbol(code) {
      case 16:
        guard let last = all.last else { throw .corrupted }
        all += [Int](repeating: last, count: 3 + (try bits(2)))
      case 17: all += [Int](repeating: 0, count: 3 + (try bits(3)))
      case 18: all += [Int](repeating: 0, count: 11 + (try bits(7)))
      case let length: all.append(length)
      }
    }
    guard all.count == literals + distances else { throw .corrupted }
    return (Code(lengths: Array(all[..<literals])), Code(lengths: Array(all[literals...])))
  }

  private mutating func compressedBlock(
    _ literals: Code, _ distances: Code
  ) throws(CompressionError) {
    while true {
      let value = try symbol(literals)
      if value == 256 { return }
      if value < 256 {
        try append(UInt8(value))
        continue
      }
      guard value <= 285 else { throw .corrupted }
      let (base, extra) = DeflateTable.lengths[value - 257]
      let length = base + (try bits(extra))
      let place = try symbol(distances)
      guard place < DeflateTable.distances.count else { throw .corrupted }
      let (start, more) = DeflateTable.distances[place]
      let distance = start + (try bits(more))
      guard distance <= output.count else { throw .corrupted }
      for _ in 0..<length { try append(output[output.count - distance]) }
    }
  }
}

/// The numbers that both directions share: bases and how many bits follow.
enum DeflateTable {
  static let lengths: [(base: Int, extra: Int)] = {
    let extras = [0, 0, 0, 0, 0, 0, 0, 0] + (1...5).flatMap { [Int](repeating: $0, count: 4) }
    var base = 3
    var result: [(base: Int, extra: Int)] = []
    for extra in extras {
      result.append((base, extra))
      base += 1 << extra
    }
    return result + [(258, 0)]
  }()

  static let distances: [(base: Int, extra: Int)] = {
    var base = 1
    var result: [(base: Int, extra: Int)] = []
    for index in 0..<30 {
      let extra = max(0, index / 2 - 1)
      result.append((base, extra))
      base += 1 << extra
    }
    return result
  }()
}
