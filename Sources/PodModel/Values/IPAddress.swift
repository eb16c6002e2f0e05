import ByteText

/// An IPv4 or IPv6 address, read as leniently as the API server does.
///
/// Source: `k8s.io/utils/net` (`ParseIPSloppy`): IPv4 numbers may have leading zeros.
struct IPAddress: Sendable, Hashable {
  /// Sixteen bytes; an IPv4 address stands in the last four behind `::ffff:`.
  let bytes: [UInt8]

  var isIPv4: Bool { bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] }
  var isUnspecified: Bool {
    isIPv4 ? bytes.suffix(4) == [0, 0, 0, 0] : bytes.allSatisfy { $0 == 0 }
  }
  var isLoopback: Bool {
    isIPv4 ? bytes[12] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
  }
  var isLinkLocal: Bool {
    isIPv4
      ? bytes[12] == 169 && bytes[13] == 254 : bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
  }
  var isLinkLocalMulticast: Bool {
    isIPv4
      ? bytes[12] == 224 && bytes[13] == 0 && bytes[14] == 0
      : bytes[0] == 0xff && bytes[1] & 0x0f == 0x02
  }

  init?(_ text: some StringProtocol) {
    if text.holds(":") {
      guard let bytes = Self.ipv6(String(text)) else { return nil }
      self.bytes = bytes
    } else {
      guard let bytes = Self.ipv4(text) else { return nil }
      self.bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] + bytes
    }
  }

  private static func ipv4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(at: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { part -> UInt8? in
      guard !part.isEmpty, part.utf8.allSatisfy(NameRules.isDigit) else { return nil }
      return UInt8(part.drop { $0 == "0" }.isEmpty ? "0" : part.drop { $0 == "0" })
    }
    return bytes.count == 4 ? bytes : nil
  }

  private static func ipv6(_ text: String) -> [UInt8]? {
    var groups = text.split(at: ":", omittingEmptySubsequences: false).map(String.init)
    guard groups.count <= 9 else { return nil }
    var tail: [UInt8] = []
    if let last = groups.last, last.holds(".") {
      guard let bytes = ipv4(last) else { return nil }
      tail = bytes
      groups.removeLast()
    }
    guard let parts = halves(of: groups), let left = words(parts.head),
      let right = words(parts.rest)
    else { return nil }
    let missing = 16 - tail.count - left.count - right.count
    let isComplete = parts.hasGap ? missing >= 2 : missing == 0
    guard isComplete else { return nil }
    return left + [UInt8](repeating: 0, count: missing) + right + tail
  }

  /// The groups before and after `::`.
  private static func halves(
    of groups: [String]
  ) -> (head: [String], rest: [String], hasGap: Bool)? {
    guard let gap = groups.firstIndex(of: "") else { return (groups, [], false) }
    var rest = Array(groups[(gap + 1)...])
    if gap == 0 {
      guard rest.first == "" else { return nil }
      rest.removeFirst()
    }
    if rest == [""] { rest = [] }
    return rest.contains("") ? nil : (Array(groups[..<gap]), rest, true)
  }

  private static func words(_ groups: [String]) -> [UInt8]? {
    var bytes: [UInt8] = []
    for group in groups {
      guard (1...4).contains(group.utf8.count), let word = UInt16(group, radix: 16),
        group.first?.isHexDigit == true
      else { return nil }
      bytes += [UInt8(word >> 8), UInt8(word & 0xff)]
    }
    return bytes
  }

  /// The canonical text: `10.0.0.1`, `2001:db8::1`.
  var description: String {
    if isIPv4 { return bytes.suffix(4).map(String.init).joined(separator: ".") }
    let words = stride(from: 0, to: 16, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    var best = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || words[index] != 0 {
      if index - start > best.count, index - start > 1 { best = start..<index }
      start = index + 1
    }
    func hex(_ slice: ArraySlice<UInt16>) -> String {
      slice.map { String($0, radix: 16) }.joined(separator: ":")
    }
    if best.isEmpty { return hex(words[...]) }
    return hex(words[..<best.lowerBound]) + "::" + hex(words[best.upperBound...])
  }
}
