/// A set of Unicode scalars.
struct ScalarSet {
  var ranges: [ClosedRange<UInt32>] = []
  var isNegated = false

  /// The set as a tree over the bytes of UTF-8.
  ///
  /// The bytes are those of valid text: overlong forms and surrogates, which do not occur there, may
  /// be among what matches.
  var tree: RegexTree {
    var ascii = ByteSet()
    var branches: [RegexTree] = []
    for range in members {
      for form in UTF8Form.all where form.scalars.overlaps(range) {
        let part = range.clamped(to: form.scalars)
        if form.count == 1 {
          for byte in part { ascii.insert(UInt8(byte)) }
        } else {
          branches += form.sequences(part).map { .sequence($0.map { .bytes(ByteSet($0)) }) }
        }
      }
    }
    if branches.isEmpty || ascii != ByteSet() { branches.insert(.bytes(ascii), at: 0) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  /// The members as ranges in order that do not touch.
  private var members: [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return isNegated ? Self.gaps(between: merged) : merged
  }

  private static func gaps(between ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in ranges {
      if start < range.lowerBound { gaps.append(start...(range.lowerBound - 1)) }
      start = range.upperBound + 1
    }
    return start <= 0x10FFFF ? gaps + [start...0x10FFFF] : gaps
  }
}

/// The scalars that UTF-8 writes with the same number of bytes.
///
/// Source: RFC 3629, section 3.
private struct UTF8Form {
  let count: Int
  let scalars: ClosedRange<UInt32>
  /// The first bytes.
  let leads: ClosedRange<UInt8>

  static let all = [
    UTF8Form(count: 1, scalars: 0...0x7F, leads: 0...0x7F),
    UTF8Form(count: 2, scalars: 0x80...0x7FF, leads: 0xC2...0xDF),
    UTF8Form(count: 3, scalars: 0x800...0xFFFF, leads: 0xE0...0xEF),
    UTF8Form(count: 4, scalars: 0x10000...0x10FFFF, leads: 0xF0...0xF4),
  ]

  /// Ranges of bytes, one for each place; what one of the lists describes is in `part`.
  func sequences(_ part: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
    // Whole forms need no exact bounds, which keeps `.` and negated sets small.
    let low =
      part.lowerBound == scalars.lowerBound
      ? [leads.lowerBound] + continuation(0x80) : bytes(of: part.lowerBound)
    let high =
      part.upperBound == scalars.upperBound
      ? [leads.upperBound] + continuation(0xBF) : bytes(of: part.upperBound)
    return Self.sequences(low[...], high[...])
  }

  private func continuation(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: count - 1) }

  private func bytes(of scalar: UInt32) -> [UInt8] {
    let shifts = (0..<count).map { UInt32(6 * (count - 1 - $0)) }
    let marks = [leads.lowerBound & ~(0xFF >> UInt8(count + 1))] + continuation(0x80)
    return zip(marks, shifts).map { mark, shift in
      mark | UInt8(truncatingIfNeeded: scalar >> shift) & (mark == 0x80 ? 0x3F : 0xFF)
    }
  }

  private static func sequences(
    _ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>
  ) -> [[ClosedRange<UInt8>]] {
    guard let first = low.first, let last = high.first else { return [[]] }
    let (lowRest, highRest) = (low.dropFirst(), high.dropFirst())
    if first == last { return sequences(lowRest, highRest).map { [first...first] + $0 } }
    let smallest = ArraySlice(lowRest.map { _ in UInt8(0x80) })
    let largest = ArraySlice(lowRest.map { _ in UInt8(0xBF) })
    var result: [[ClosedRange<UInt8>]] = []
    var (from, to) = (first, last)
    if lowRest.contains(where: { $0 != 0x80 }) {
      result += sequences(lowRest, largest).map { [first...first] + $0 }
      from += 1
    }
    if highRest.contains(where: { $0 != 0xBF }) { to -= 1 }
    if from <= to { result.append([from...to] + lowRest.map { _ in 0x80...0xBF }) }
    if to != last { result += sequences(smallest, highRest).map { [last...last] + $0 } }
    return result
  }
}
