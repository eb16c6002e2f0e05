/// An IPv4 address.
package struct IPAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Most significant byte first: 127.0.0.1 is 0x7F00_0001.
  package var rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Reads dotted decimal with four parts; nil for anything else.
  package init?(_ text: some StringProtocol) {
    guard let address = IPAddress(bytes: Substring(text).utf8) else { return nil }
    self = address
  }

  private init?(bytes text: Substring.UTF8View) {
    var value: UInt32 = 0
    var byte: UInt32 = 0
    var digits = 0
    var dots = 0
    for character in text {
      switch character {
      case 0x30...0x39 where digits < 3:
        byte = byte * 10 + UInt32(character - 0x30)
        digits += 1
      case UInt8(ascii: ".") where digits > 0 && byte <= 255:
        value = value << 8 | byte
        (byte, digits) = (0, 0)
        dots += 1
      case _: return nil
      }
      if dots > 3 { return nil }
    }
    guard dots == 3, digits > 0, byte <= 255 else { return nil }
    rawValue = value << 8 | byte
  }

  /// The address 0.0.0.0.
  package static let any = IPAddress(rawValue: 0)
  /// The address 127.0.0.1.
  package static let loopback = IPAddress(rawValue: 0x7F00_0001)

  /// Whether it is in 127.0.0.0/8.
  package var isLoopback: Bool { rawValue >> 24 == 127 }

  package var description: String {
    String(unsafeUninitializedCapacity: 15) { text in
      var count = 0
      func put(_ byte: UInt32) {
        text[count] = UInt8(truncatingIfNeeded: byte)
        count += 1
      }
      for shift: UInt32 in [24, 16, 8, 0] {
        let part = rawValue >> shift & 255
        if shift < 24 { put(0x2E) }
        if part >= 100 { put(0x30 + part / 100) }
        if part >= 10 { put(0x30 + part / 10 % 10) }
        put(0x30 + part % 10)
      }
      return count
    }
  }

  package static func < (left: IPAddress, right: IPAddress) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// An address and a TCP port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  package var address: IPAddress
  package var port: Int

  package init(_ address: IPAddress, port: Int) {
    self.address = address
    self.port = port
  }

  package var description: String { "\(address):\(port)" }
}
