import ByteText
import Kernel

/// A URL taken apart.
struct HTTPLocation {
  var scheme = "http"
  var host = ""
  var port = 80
  /// Whether the URL named the port.
  var hasPort = false
  /// With its leading slash and its query.
  var path = "/"
  var userInfo: String?

  /// The scheme, host and port, as the Host header has them.
  var authority: String {
    let standard = scheme == "https" ? 443 : scheme == "ftp" ? 21 : 80
    return port == standard ? host : "\(host):\(port)"
  }

  /// Takes "[scheme://][user@]host[:port][/path]" apart; nil without a host.
  init?(_ text: String) {
    var rest = text[...]
    if let range = text.firstRange(ofText: "://") {
      scheme = text[..<range.lowerBound].lowercased()
      rest = text[range.upperBound...]
    }
    port = scheme == "https" ? 443 : scheme == "ftp" ? 21 : 80
    let ends = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
    let end = rest.utf8.firstIndex(where: ends.contains) ?? rest.endIndex
    var authority = rest[..<end]
    path = String(rest[end...])
    if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
      userInfo = String(authority[..<at])
      authority = authority[authority.index(after: at)...]
    }
    if let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")), !authority.hasSuffix("]") {
      guard let number = Int(authority[authority.index(after: colon)...]), number <= 65_535,
        number >= 0
      else { return nil }
      port = number
      hasPort = true
      authority = authority[..<colon]
    }
    host = String(authority)
    if host.isEmpty { return nil }
  }
}

/// What a name turned out to be.
enum HostLookup {
  case address(IPAddress)
  case unknown
}

extension Process {
  /// Finds the address of a host: a number, a name in /etc/hosts, or what the name server says.
  func resolve(_ host: String) async throws -> HostLookup {
    if let address = IPAddress(host) { return .address(address) }
    if let hosts = try? await contents(of: "/etc/hosts").text.lowercased() {
      let wanted = host.lowercased()
      for line in hosts.split(at: "\n") where line.holds(wanted) {
        let words = line.utf8.prefix { $0 != UInt8(ascii: "#") }.split { $0 == 0x20 || $0 == 0x09 }
        guard
          words.dropFirst().contains(where: { $0.elementsEqual(wanted.utf8) }),
          let first = words.first, let address = IPAddress(Substring(first))
        else { continue }
        return .address(address)
      }
    }
    switch try await lookUpName(host) {
    case .addresses(let addresses): return addresses.first.map { .address($0) } ?? .unknown
    case .noSuchName, .noServer: return .unknown
    }
  }

  /// The first name that /etc/hosts has for the host's own name; else that name.
  var canonicalHostname: String {
    get async {
      let own = hostname
      guard let hosts = try? await contents(of: "/etc/hosts").text else { return own }
      for line in hosts.split(at: "\n") where line.holds(own) {
        let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
        if words.dropFirst().contains(Substring(own)) { return String(words[1]) }
      }
      return own
    }
  }

  /// The first name server of /etc/resolv.conf.
  func nameServer() async throws -> String {
    let text = (try? await contents(of: "/etc/resolv.conf").text) ?? ""
    for line in text.split(at: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      if words.count > 1, words[0] == "nameserver" { return String(words[1]) }
    }
    return "127.0.0.1"
  }

  /// Ends the process's wait with `Errno.timedOut` unless it is done in time.
  func readBlock(
    _ descriptor: Int, _ reader: InputReader, timeout: Duration
  ) async throws -> Bool {
    try await !waitUntilReady([.readable(descriptor)], timeout: timeout).isEmpty
  }
}
