import Glibc

/// Numbers that look random and are the same in each run.
///
/// SplitMix64, by Sebastiano Vigna (public domain algorithm).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0xD134_2543_DE82_EF95 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to `bound`, which it never is.
  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

  /// True in `count` of `bound` cases.
  mutating func chance(_ count: Int, in bound: Int) -> Bool { number(below: bound) < count }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[number(below: items.count)] }
}

/// How much is tried.
enum FuzzBudget {
  /// The seeds of a test: `usual` of them, or as many as `PODLAB_FUZZ` says, from the one on that
  /// `PODLAB_FUZZ_SEED` names.
  static func seeds(usual: Int) -> Range<Int> {
    let first = number("PODLAB_FUZZ_SEED") ?? 0
    return first..<(first + max(1, number("PODLAB_FUZZ") ?? usual))
  }

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}

/// Damages bytes as editors, networks and people do.
struct Mutation {
  /// What is put in.
  var scraps: [String]

  func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    let place = random.number(below: bytes.count + 1)
    let end = min(bytes.count, place + 1 + random.number(below: 12))
    switch random.number(below: 8) {
    case 0...2: bytes.insert(contentsOf: Array(random.pick(scraps).utf8), at: place)
    case 3: bytes.removeSubrange(place..<end)
    case 4: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
    case 5: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.number(below: place + 1))
    case 6: swapLines(&bytes, &random)
    default:
      let from = random.number(below: bytes.count + 1)
      let part = Array(bytes[from..<min(bytes.count, from + 60)])
      bytes.insert(contentsOf: part, at: place)
    }
  }

  private func swapLines(_ bytes: inout [UInt8], _ random: inout Seeded) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    lines.swapAt(random.number(below: lines.count), random.number(below: lines.count))
    bytes = Array(lines.joined(separator: [0x0A]))
  }
}
