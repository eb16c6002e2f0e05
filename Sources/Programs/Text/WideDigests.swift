/// Digests that work on words of 64 bits.
///
/// Source: FIPS 180-4.
enum SHA512 {
  private static let primes: [UInt128] = {
    var primes: [UInt128] = []
    var candidate: UInt128 = 2
    while primes.count < 80 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }()

  /// The first 64 bits of the fraction of the largest number whose power is not above a prime.
  private static func fraction(isAtMost: (UInt128) -> Bool) -> UInt64 {
    var root: UInt128 = 0
    for bit in stride(from: 69, through: 0, by: -1) where isAtMost(root | 1 << bit) {
      root |= 1 << bit
    }
    return UInt64(truncatingIfNeeded: root)
  }

  /// Of the cube roots, with the binary point after 64 bits.
  private static let constants = primes.map { prime in
    fraction { root in
      let square = root.multipliedFullWidth(by: root)
      let cube = square.low.multipliedFullWidth(by: root)
      let high = cube.high + square.high * root
      return high < prime << 64 || high == prime << 64 && cube.low == 0
    }
  }

  /// Of the square roots.
  private static let initial = primes.prefix(8).map { prime in
    fraction { root in
      let square = root.multipliedFullWidth(by: root)
      return square.high < prime || square.high == prime && square.low == 0
    }
  }

  private static func turned(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value >> count | value << (64 - count)
  }

  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var state = initial
    var message = bytes + [0x80]
    while message.count % 128 != 120 { message.append(0) }
    message += bigEndian(UInt64(bytes.count) &* 8)
    for start in stride(from: 0, to: message.count, by: 128) {
      var words = (0..<16).map { index in
        (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64(message[start + index * 8 + $1]) }
      }
      for index in 16..<80 {
        let (early, late) = (words[index - 15], words[index - 2])
        let first = turned(early, 1) ^ turned(early, 8) ^ early >> 7
        let second = turned(late, 19) ^ turned(late, 61) ^ late >> 6
        words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
      }
      var v = state
      for index in 0..<80 {
        let high = turned(v[4], 14) ^ turned(v[4], 18) ^ turned(v[4], 41)
        let choice = v[4] & v[5] ^ ~v[4] & v[6]
        let first = v[7] &+ high &+ choice &+ constants[index] &+ words[index]
        let low = turned(v[0], 28) ^ turned(v[0], 34) ^ turned(v[0], 39)
        let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
        v = [first &+ low &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
      }
      for index in 0..<8 { state[index] &+= v[index] }
    }
    return state.flatMap(bigEndian)
  }

  private static func bigEndian(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
  }
}

/// Source: FIPS 202.
enum SHA3 {
  /// What each round adds: bits of a shift register at the places 2ⁿ - 1.
  private static let constants: [UInt64] = {
    var register: UInt8 = 1
    return (0..<24).map { _ in
      var constant: UInt64 = 0
      for power in 0..<7 {
        if register & 1 == 1 { constant |= 1 << ((1 << power) - 1) }
        register = register << 1 ^ (register >> 7 == 1 ? 0x71 : 0)
      }
      return constant
    }
  }()

  static func digest(_ bytes: [UInt8], bits: Int) -> [UInt8] {
    let rate = 200 - bits / 4
    var message = bytes + [0x06]
    while message.count % rate != 0 { message.append(0) }
    message[message.count - 1] |= 0x80
    var lanes = [UInt64](repeating: 0, count: 25)
    for start in stride(from: 0, to: message.count, by: rate) {
      for index in 0..<rate {
        lanes[index / 8] ^= UInt64(message[start + index]) << UInt64(index % 8 * 8)
      }
      for constant in constants { permute(&lanes, constant) }
    }
    return (0..<bits / 8).map {
      UInt8(truncatingIfNeeded: lanes[$0 / 8] >> UInt64($0 % 8 * 8))
    }
  }

  private static func turned(_ value: UInt64, _ count: Int) -> UInt64 {
    count == 0 ? value : value << UInt64(count) | value >> UInt64(64 - count)
  }

  private static func permute(_ lanes: inout [UInt64], _ constant: UInt64) {
    let columns = (0..<5).map { x in (0..<5).reduce(UInt64(0)) { $0 ^ lanes[x + 5 * $1] } }
    for index in 0..<25 {
      let x = index % 5
      lanes[index] ^= columns[(x + 4) % 5] ^ turned(columns[(x + 1) % 5], 1)
    }
    // Each lane moves on to the next place and turns by one more than the last.
    var (x, y) = (1, 0)
    var moving = lanes[1]
    for step in 0..<24 {
      (x, y) = (y, (2 * x + 3 * y) % 5)
      let turns = (step + 1) * (step + 2) / 2 % 64
      (moving, lanes[x + 5 * y]) = (lanes[x + 5 * y], turned(moving, turns))
    }
    for row in stride(from: 0, to: 25, by: 5) {
      let old = Array(lanes[row..<(row + 5)])
      for x in 0..<5 { lanes[row + x] = old[x] ^ (~old[(x + 1) % 5] & old[(x + 2) % 5]) }
    }
    lanes[0] ^= constant
  }
}
