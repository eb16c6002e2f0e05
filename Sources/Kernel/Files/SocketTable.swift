/// The files in /proc/PID/net that the simulation has.
package enum SocketTable: String, CaseIterable, Sendable {
  case tcp, tcp6

  /// The sockets of the process' network; those of IPv6 are none.
  ///
  /// Source: Linux `proc(5)`, /proc/net/tcp.
  func contents(for process: Process) -> String {
    switch self {
    case .tcp: Self.header + sockets(of: process).enumerated().map(Self.line).joined()
    case .tcp6: Self.header6
    }
  }

  private static let header =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
    + String(repeating: " ", count: 54) + "\n"

  private static let header6 =
    "  sl  local_address                         remote_address                        st tx_queue "
    + "rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

  private struct Entry: Hashable {
    var number: Int
    var local: SocketAddress
    /// Nil: it listens.
    var remote: SocketAddress?
    var user: Int

    /// Listening sockets come first.
    var order: (Int, Int) { (remote == nil ? 0 : 1, number) }
  }

  /// Every socket that a process of the same network has open, each once.
  private func sockets(of process: Process) -> [Entry] {
    let neighbours = process.kernel.processes.values.filter {
      $0.namespaces.network === process.namespaces.network
    }
    var entries: [Int: Entry] = [:]
    for owner in neighbours {
      for descriptor in owner.openDescriptors {
        guard let file = owner.descriptors[descriptor], let number = file.socketNumber else {
          continue
        }
        switch file.kind {
        case .listener(let listener):
          entries[number] = Entry(number: number, local: listener.local, user: owner.user)
        case .connection(let connection, let side):
          entries[number] = Entry(
            number: number, local: connection.local(side), remote: connection.local(side.other),
            user: owner.user)
        case .inode, .directory, .pipe, .device, .output, .terminal, .snapshot: break
        }
      }
    }
    return entries.values.sorted { $0.order < $1.order }
  }

  private static func line(_ index: Int, _ entry: Entry) -> String {
    let number = String(repeating: " ", count: max(0, 4 - String(index).count)) + "\(index)"
    let state = entry.remote == nil ? "0A" : "01"
    let remote = entry.remote.map(hexadecimal) ?? "00000000:0000"
    let user = String(entry.user)
    let padding = String(repeating: " ", count: max(0, 5 - user.count))
    let text =
      "\(number): \(hexadecimal(entry.local)) \(remote) \(state) 00000000:00000000 "
      + "00:00000000 00000000 \(padding)\(user)        0 \(entry.number) 1 0000000000000000 "
      + "100 0 0 10 0"
    return text + String(repeating: " ", count: max(0, 149 - text.utf8.count)) + "\n"
  }

  /// The address as the machine keeps it, least significant byte first, and the port.
  private static func hexadecimal(_ address: SocketAddress) -> String {
    digits(UInt64(address.address.rawValue.byteSwapped), 8) + ":"
      + digits(UInt64(clamping: address.port), 4)
  }

  private static func digits(_ value: UInt64, _ width: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension OpenFile {
  /// The number in `socket:[40001]`; nil for other files.
  fileprivate var socketNumber: Int? {
    guard path.hasPrefix("socket:["), path.hasSuffix("]") else { return nil }
    return Int(path.dropFirst("socket:[".count).dropLast())
  }
}
