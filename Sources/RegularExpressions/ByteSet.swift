/// A set of bytes, as a bracket expression or `.` denotes it.
struct ByteSet: Hashable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  static let any: ByteSet = {
    var set = ByteSet()
    set.words = SIMD4(repeating: .max)
    return set
  }()

  init() {}

  init(_ byte: UInt8) { insert(byte) }

  init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

  mutating func remove(_ byte: UInt8) { words[Int(byte >> 6)] &= ~(1 << UInt64(byte & 63)) }

  mutating func formUnion(_ other: ByteSet) { words |= other.words }

  var inverted: ByteSet {
    var result = self
    result.words = ~words
    return result
  }

  /// The set with both cases of every ASCII letter in it.
  var foldingCase: ByteSet {
    var result = self
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
      if contains(byte) { result.insert(byte - 32) }
      if contains(byte - 32) { result.insert(byte) }
    }
    return result
  }

  /// The only member; nil if there are none or several.
  var single: UInt8? {
    var found: UInt8?
    for byte in UInt8.min...UInt8.max where contains(byte) {
      if found != nil { return nil }
      found = byte
    }
    return found
  }

  /// The members of a POSIX class such as "alpha", in the C locale; nil if there is none.
  static func named(_ name: String) -> ByteSet? {
    let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
    let upper = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
    let isLetter = { (byte: UInt8) in lower.contains(byte) || upper.contains(byte) }
    let all = UInt8.min...UInt8.max
    switch name {
    case "alpha": return ByteSet(all.filter(isLetter))
    case "digit": return ByteSet(digit)
    case "alnum": return ByteSet(all.filter { isLetter($0) || digit.contains($0) })
    case "upper": return ByteSet(upper)
    case "lower": return ByteSet(lower)
    case "space": return ByteSet([0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D])
    case "blank": return ByteSet([0x20, 0x09])
    case "punct":
      return ByteSet((0x21...0x7E).filter { !isLetter($0) && !digit.contains($0) })
    case "print": return ByteSet(0x20...0x7E)
    case "graph": return ByteSet(0x21...0x7E)
    case "cntrl": return ByteSet(Array(0...0x1F) + [0x7F])
    case "xdigit":
      return ByteSet(
        all.filter {
          digit.contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
        })
    default: return nil
    }
  }

  /// Letters, digits and "_", as `\w`.
  static let word: ByteSet = {
    var set = named("alnum") ?? ByteSet()
    set.insert(UInt8(ascii: "_"))
    return set
  }()
}
