/// Names that look random and are the same in each run.
enum Identifier {
  /// 64 bits from two texts: FNV-1a, then mixed.
  private static func seed(_ parts: [String]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    return hash
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static func hexadecimal(_ count: Int, _ parts: [String]) -> [UInt8] {
    var state = seed(parts)
    var digits: [UInt8] = []
    digits.reserveCapacity(count + 15)
    while digits.count < count {
      state = mixed(state)
      var bits = state
      for _ in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: bits & 15)
        digits.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        bits >>= 4
      }
    }
    return Array(digits.prefix(count))
  }

  /// A UUID of version 4.
  static func uid(_ parts: String...) -> String {
    var digits = hexadecimal(32, parts)
    digits[12] = UInt8(ascii: "4")
    digits[16] = UInt8(ascii: "a")
    for place in [20, 16, 12, 8] { digits.insert(UInt8(ascii: "-"), at: place) }
    return String(decoding: digits, as: UTF8.self)
  }

  /// 64 hexadecimal digits, as container runtimes name containers.
  static func container(_ parts: String...) -> String {
    String(decoding: hexadecimal(64, parts), as: UTF8.self)
  }

  /// Five letters, as the API server puts behind generated names.
  ///
  /// Source: apimachinery `util/rand`: no vowels, no digits that look like letters.
  static func suffix(_ parts: String...) -> String {
    let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
    var state = seed(parts)
    let chosen = (0..<5).map { _ in
      state = mixed(state)
      return letters[Int(state % UInt64(letters.count))]
    }
    return String(decoding: chosen, as: UTF8.self)
  }
}
