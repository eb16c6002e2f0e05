/// Encodes the format "deflate": one block with the fixed codes.
///
/// Source: RFC 1951.
struct Deflate {
  private var output: [UInt8] = []
  private var word = 0
  private var bitCount = 0

  static func encode(_ input: [UInt8]) -> [UInt8] {
    var encoder = Deflate()
    encoder.put(1, 1)
    encoder.put(1, 2)
    var places: [Int: Int] = [:]
    var position = 0
    while position < input.count {
      let word = key(input, position)
      let match = word < 0 ? nil : longestMatch(input, position, places[word])
      let length = match?.length ?? 1
      if let match {
        encoder.put(length: match.length, distance: match.distance)
      } else {
        encoder.putSymbol(Int(input[position]))
      }
      for index in position..<(position + length) { places[key(input, index)] = index }
      position += length
    }
    encoder.putSymbol(256)
    if encoder.bitCount > 0 { encoder.put(0, 8 - encoder.bitCount) }
    return encoder.output
  }

  /// Three bytes as one number; negative if there are fewer.
  private static func key(_ input: [UInt8], _ index: Int) -> Int {
    guard index + 2 < input.count else { return -1 }
    return Int(input[index]) << 16 | Int(input[index + 1]) << 8 | Int(input[index + 2])
  }

  private static func longestMatch(
    _ input: [UInt8], _ position: Int, _ earlier: Int?
  ) -> (length: Int, distance: Int)? {
    guard let earlier, position - earlier <= 32_768 else { return nil }
    var length = 0
    while length < 258, position + length < input.count,
      input[earlier + length] == input[position + length]
    {
      length += 1
    }
    return length >= 3 ? (length, position - earlier) : nil
  }

  /// Puts bits, the lowest first.
  private mutating func put(_ value: Int, _ count: Int) {
    word |= value << bitCount
    bitCount += count
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: word))
      word >>= 8
      bitCount -= 8
    }
  }

  /// Puts a Huffman code, the highest bit first.
  private mutating func putCode(_ code: Int, _ count: Int) {
    for shift in (0..<count).reversed() { put(code >> shift & 1, 1) }
  }

  private mutating func putSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: putCode(0x30 + symbol, 8)
    case ..<256: putCode(0x190 + symbol - 144, 9)
    case ..<280: putCode(symbol - 256, 7)
    default: putCode(0xC0 + symbol - 280, 8)
    }
  }

  private mutating func put(length: Int, distance: Int) {
    let symbol = DeflateTable.lengths.lastIndex { $0.base <= length } ?? 0
    putSymbol(257 + symbol)
    put(length - DeflateTable.lengths[symbol].base, DeflateTable.lengths[symbol].extra)
    let place = DeflateTable.distances.lastIndex { $0.base <= distance } ?? 0
    putCode(place, 5)
    put(distance - DeflateTable.distances[place].base, DeflateTable.distances[place].extra)
  }
}
