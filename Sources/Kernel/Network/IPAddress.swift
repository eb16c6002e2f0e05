/// An IPv4 address.
package struct IPAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Most significant byte first: 127.0.0.1 is 0x7F00_0001.
  package var rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Reads dotted decimal with four parts; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard part.utf8.count <= 3, part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        let byte = UInt8(part)
      else { return nil }
      value = value << 8 | UInt32(byte)
    }
    rawValue = value
  }

  /// The address 0.0.0.0.
  package static let any = IPAddress(rawValue: 0)
  /// The address 127.0.0.1.
  package static let loopback = IPAddress(rawValue: 0x7F00_0001)

  /// Whether it is in 127.0.0.0/8.
  package var isLoopback: Bool { rawValue >> 24 == 127 }

  package var description: String {
    "\(rawValue >> 24).\(rawValue >> 16 & 255).\(rawValue >> 8 & 255).\(rawValue & 255)"
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
