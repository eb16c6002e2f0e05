import Kernel

/// What busybox's httpd reads from its configuration file.
///
/// Source: busybox 1.35.0 `networking/httpd.c`, `parse_conf`.
struct HttpdConfiguration {
  /// Requests for paths with a prefix go to another server.
  struct Proxy {
    var prefix: String
    var host: String
    var port: Int
    var path: String
  }

  var proxies: [Proxy] = []
  /// The file that stands for a folder.
  var index = "index.html"

  /// The file that is named, or /etc/httpd.conf; one that is named must be there.
  static func read(_ name: String?, _ process: Process) async throws -> HttpdConfiguration {
    var result = HttpdConfiguration()
    let path = name ?? "/etc/httpd.conf"
    let text: String
    do {
      text = try await process.contents(of: path).text
    } catch let reason as Errno {
      if name == nil { return result }
      try await process.die("\(path): \(reason)")
    }
    for line in text.split(separator: "\n") {
      let line = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" }
      if !line.isEmpty { try result.add(String(line), process) }
    }
    return result
  }

  private mutating func add(_ line: String, _ process: Process) throws {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return }
    switch parts[0].uppercased() {
    case "I": index = String(parts[1])
    // Addresses that are let in everywhere change nothing.
    case "A" where parts[1] == "*": break
    case "P":
      let rule = parts[1].split(separator: ":", maxSplits: 1)
      guard rule.count == 2 else { return }
      let target = rule[1].hasPrefix("http://") ? rule[1].dropFirst(7) : rule[1]
      let place = target.prefix { $0 != "/" }.split(separator: ":", maxSplits: 1)
      let port = place.count > 1 ? Int(place[1]) ?? 80 : 80
      guard let host = place.first, (1...65_535).contains(port) else { return }
      let proxy = Proxy(
        prefix: String(rule[0]), host: String(host), port: port,
        path: String(target.drop { $0 != "/" }))
      // The last line of a kind is found first.
      proxies.insert(proxy, at: 0)
    default: try process.notModelled("httpd: the line '\(line)' of its configuration")
    }
  }
}
