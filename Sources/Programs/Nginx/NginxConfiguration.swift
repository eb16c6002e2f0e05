import Kernel
import RegularExpressions

/// A directive of nginx's configuration with its arguments and block.
struct NginxDirective {
  var name: String
  var arguments: [String]
  var block: [NginxDirective]?
  var file: String
  var line: Int
}

/// Why a configuration is refused: nginx's own words, with the place at their end.
struct NginxError: Error {
  var message: String

  init(_ message: String) { self.message = message }

  init(_ message: String, at directive: NginxDirective) {
    self.message = "\(message) in \(directive.file):\(directive.line)"
  }
}

/// A server as the configuration describes it.
struct NginxServer {
  struct Listen {
    var address: IPAddress
    var port: Int
    var isDefault = false
    var isIPv6 = false
    /// As it was written, for messages.
    var text: String
  }

  var listens: [Listen] = []
  var names: [String] = []
  /// Directives of the server and those around it, innermost first.
  var scope: NginxScope
  var locations: [NginxLocation] = []
  /// return and rewrite directives of the server itself.
  var rewrites: [NginxDirective] = []
}

/// A location and the directives in force there.
struct NginxLocation {
  enum Match {
    case prefix(String, stopsSearch: Bool)
    case exact(String)
    case regex(Regex)
    case named(String)
  }

  var match: Match
  var scope: NginxScope
  var rewrites: [NginxDirective] = []
  var locations: [NginxLocation] = []

  /// The prefix that proxy_pass with a URI and alias replace.
  var prefix: String {
    switch match {
    case .prefix(let text, _), .exact(let text): text
    case .regex, .named: ""
    }
  }
}

/// Directives of a block, with the blocks around it.
struct NginxScope {
  /// Innermost block first.
  var levels: [[NginxDirective]] = []

  /// The directive of a name in the nearest block that has one.
  func first(_ name: String) -> NginxDirective? { all(name).first }

  /// All directives of a name in the nearest block that has any.
  func all(_ name: String) -> [NginxDirective] {
    for level in levels {
      let found = level.filter { $0.name == name }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Whether the nearest of the two is the first name.
  func nearest(_ names: String...) -> NginxDirective? {
    for level in levels {
      if let found = level.last(where: { names.contains($0.name) }) { return found }
    }
    return nil
  }

  func adding(_ directives: [NginxDirective]) -> NginxScope {
    NginxScope(levels: [directives] + levels)
  }
}

/// A group of servers that proxy_pass names.
struct NginxUpstream {
  var name: String
  var servers: [(host: String, port: Int)] = []
}

/// Everything nginx runs by.
struct NginxConfiguration {
  var user: String?
  var workers = 1
  var pidFile = "/var/run/nginx.pid"
  var isDaemon = true
  var errorLogs: [(path: String, level: NginxLog.Level)] = []
  var servers: [NginxServer] = []
  var upstreams: [String: NginxUpstream] = [:]
  /// Names of log formats and what they print.
  var formats: [String: String] = [:]
  /// Addresses of hosts that proxy_pass names, found when the configuration is read.
  var hosts: [String: IPAddress] = [:]
  /// File extensions and their types.
  var types: [String: String] = [:]
  /// Variables that `map` and `set` make are not among these: constants of `geo` and so on.
  var maps: [String: NginxMap] = [:]
}

/// A `map` block.
struct NginxMap {
  var source: String
  var values: [(pattern: String, value: String)]
}
